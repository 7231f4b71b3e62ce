"""Tables of places: 街道, 社区, 小区, where people meet."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model
from deliberation.history.models import DESK
from deliberation.search import Folded


class Subdistrict(Model):
    """A 街道: the installation serves one or more of them.

    `city` and `province` (东营市, 山东省; empty: not said) decide which owners' rules count in its compounds.
    """

    __tablename__ = "subdistricts"
    KIND = "subdistrict"
    HISTORY = DESK

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    city: Mapped[str] = mapped_column(String(20), default="")
    province: Mapped[str] = mapped_column(String(20), default="")


class Community(Folded, Model):
    """A 社区: the area of one 居委会."""

    __tablename__ = "communities"
    SEARCHED = ("name",)

    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistricts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    subdistrict: Mapped[Subdistrict] = relationship(lazy="joined")


class Compound(Folded, Model):
    """A 小区. `options` are the permissions that it has switched away from their default."""

    __tablename__ = "compounds"
    SEARCHED = ("name", "address")

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    households: Mapped[int] = mapped_column(default=0)
    introduction: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_demo: Mapped[bool] = mapped_column(default=False)
    community: Mapped[Community] = relationship(lazy="joined")


class Venue(Model):
    """A place to meet: 小区党群服务驿站, 议事厅."""

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    places: Mapped[int] = mapped_column(default=0)
