"""Tables of units 单位, of the parties 各方 that they are in compounds, and of their duties."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model
from deliberation.history.models import DESK
from deliberation.search import Folded


class Unit(Folded, Model):
    """A 单位 of the installation: a firm, a department, a partner. It is a party in as many compounds as it serves.

    `kind` is a key of `organisation.rules.PARTY_KINDS`.
    """

    __tablename__ = "units"
    KIND = "unit"
    HISTORY = DESK
    SEARCHED = ("name",)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(40), default="")


class Party(Model):
    """A 方 or unit 单位 of one compound. `kind` is a key of `organisation.rules.PARTY_KINDS`.

    `unit_id` is the unit that it is, where one serves several compounds. `is_preparatory`: a body that is still being
    formed; `powers` says what it may do, and it decides nothing for the owners. `ends_on` is its last day.
    """

    __tablename__ = "parties"
    KIND = "party"
    HISTORY = DESK

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    duty: Mapped[str] = mapped_column(Text, default="")
    is_preparatory: Mapped[bool] = mapped_column(default=False)
    powers: Mapped[str] = mapped_column(String(300), default="")
    ends_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit | None] = relationship(lazy="joined")


class DutyLine(Folded, Model):
    """One line of a compound's 职责清单: from its first day to its last a matter is the duty of a party."""

    __tablename__ = "duty_lines"
    KIND = "duty_line"
    HISTORY = DESK
    SEARCHED = ("matter",)
    __table_args__ = (Index("ix_duty_lines_compound_id_matter", "compound_id", "matter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    matter: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    party: Mapped[Party] = relationship(lazy="joined")
