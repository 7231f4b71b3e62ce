"""业主名册: who owns what in a compound. Personal data: never on a public page, in a log or in another compound."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.kernel import rooms
from deliberation.roster.rules.model import UnitRow
from deliberation.search import Folded


class Roster(Model):
    """One import of a roster.

    `state`: PREVIEW 待核对, ACTIVE 使用中, REPLACED 已更换, DISCARDED 已放弃, ERASED 已删除 (it was replaced, and
    nobody's name or phone is in it any more).
    While it is previewed, `reading` is what was read from the file (`rules.importing.Preview.to_json()`) and
    `decided` the proposals' keys with what a person decided (`{key: "ACCEPTED" | "DECLINED"}`); no unit or
    owner row exists before it is taken into use. `ground` is the legal ground for keeping it (个人信息保护法 §13).
    `area` is in 0.01 ㎡; `*_counted` are what `counts_for_votes` leaves, the others everything.
    """

    __tablename__ = "rosters"
    KIND = "roster"
    __table_args__ = (Index("ix_rosters_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    state: Mapped[str] = mapped_column(String(10), default="PREVIEW")
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    ground: Mapped[str] = mapped_column(String(200), default="")
    area_source: Mapped[str] = mapped_column(String(10), default="REGISTER")
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    decided: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    units: Mapped[int] = mapped_column(default=0)
    heads: Mapped[int] = mapped_column(default=0)
    area: Mapped[int] = mapped_column(default=0)
    heads_counted: Mapped[int] = mapped_column(default=0)
    area_counted: Mapped[int] = mapped_column(default=0)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    imported_at: Mapped[datetime] = mapped_column(Moment)
    activated_at: Mapped[datetime | None] = mapped_column(Moment)


class RosterOwner(Folded, Model):
    """One head 一人: a person, a set of co-owners 共有人, a company, or the developer 建设单位.

    `key` is the canonical owner set that made it one head (hash of it where it is long). `voter_name` is the
    designated voter of co-owners. `search`: the names folded, erased with them.
    """

    __tablename__ = "roster_owners"
    SEARCHED = ("names",)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("rosters.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    names: Mapped[list[str]] = mapped_column(JSON)
    is_company: Mapped[bool] = mapped_column(default=False)
    is_developer: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(40), default="")
    voter_name: Mapped[str] = mapped_column(String(60), default="")


class RosterUnit(Folded, Model):
    """专有部分: one unit. `kind`: DWELLING, SHOP, PARKING, STORAGE, OTHER; `area` in 0.01 ㎡.

    `room_text` is what the office wrote, `building`, `entrance`, `room` what it was read as. `corrected`: which facts
    people changed since the import (`rules.kept.FIELDS`).
    """

    __tablename__ = "roster_units"
    __table_args__ = (Index("ix_roster_units_roster_id_building", "roster_id", "building"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("rosters.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("roster_owners.id"), index=True)
    position: Mapped[int]
    building: Mapped[str] = mapped_column(String(30))
    entrance: Mapped[str] = mapped_column(String(30), default="")
    room: Mapped[str] = mapped_column(String(30))
    room_text: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10), default="DWELLING")
    area: Mapped[int]
    sold: Mapped[bool] = mapped_column(default=True)
    delivered: Mapped[bool] = mapped_column(default=True)
    counts_for_votes: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
    corrected: Mapped[list[str]] = mapped_column(JSON, default=list)
    owner: Mapped[RosterOwner] = relationship(lazy="joined")

    def said(self) -> str:
        """Where the unit is, as it was read and as the office wrote it."""
        return unit_said(UnitRow("", 0, self.building, self.entrance, self.room, self.room_text, self.area, self.kind))


def unit_said(unit: UnitRow) -> str:
    """What a unit of a roster is found by (`RosterUnit.search`): as it is called, and as the office wrote it."""
    return rooms.said(f"{unit.building}{unit.entrance}", (unit.label, unit.room_text))
