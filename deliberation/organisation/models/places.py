"""Tables of places: 街道, 社区, 小区, where people meet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
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
    KIND = "community"
    HISTORY = DESK
    SEARCHED = ("name",)

    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistricts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    subdistrict: Mapped[Subdistrict] = relationship(lazy="joined")


class Compound(Folded, Model):
    """A 小区. `options` are the permissions that it has switched away from their default.

    `type` is a key of `rules.compounds.COMPOUND_TYPES`, `grade` one of `COMPOUND_GRADES` (empty: not said).
    `community_id` is the 社区 to which it belongs today; `CompoundCommunity` says since when, and to which before.
    """

    __tablename__ = "compounds"
    KIND = "compound"
    HISTORY = DESK
    SEARCHED = ("name", "address")

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    households: Mapped[int] = mapped_column(default=0)
    type: Mapped[str] = mapped_column(String(20), default="")
    grade: Mapped[str] = mapped_column(String(10), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_demo: Mapped[bool] = mapped_column(default=False)
    community: Mapped[Community] = relationship(lazy="joined")


class CompoundCommunity(Model):
    """From which day on a 小区 belongs to a 社区. Figures of a day before count for the 社区 of that day."""

    __tablename__ = "compound_communities"
    __table_args__ = (UniqueConstraint("compound_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    starts_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")


class GridArea(Model):
    """A 网格, or a 微网格 within one (`parent_id`), of a 社区. `level` is a key of `rules.compounds.GRID_LEVELS`."""

    __tablename__ = "grid_areas"
    KIND = "grid_area"
    HISTORY = DESK
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("grid_areas.id"), index=True)
    level: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))


class Building(Model):
    """A 楼: `number` is what stands at its door, without 号楼 (3, A2, 东12)."""

    __tablename__ = "buildings"
    KIND = "building"
    HISTORY = DESK
    __table_args__ = (UniqueConstraint("compound_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    number: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)


class Entrance(Model):
    """A 单元 of a building, with the 微网格 (or 网格) to which it belongs."""

    __tablename__ = "entrances"
    KIND = "entrance"
    HISTORY = DESK
    __table_args__ = (UniqueConstraint("building_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"))
    number: Mapped[str] = mapped_column(String(20))
    floors: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    grid_area_id: Mapped[int | None] = mapped_column(ForeignKey("grid_areas.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    building: Mapped[Building] = relationship(lazy="joined")


class Venue(Model):
    """A place to meet: 小区党群服务驿站, 议事厅. `closed_on` is its last day; meetings held there keep its name."""

    __tablename__ = "venues"
    KIND = "venue"
    HISTORY = DESK

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    places: Mapped[int] = mapped_column(default=0)
    equipment: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None]

    def is_open_on(self, day: date) -> bool:
        """Whether people can meet there on a day: its last day, if there is one, is not over."""
        return self.closed_on is None or day <= self.closed_on
