"""Steps before a notice or a count, the time in which a committee is formed anew, emergency use of the fund."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class OwnersVoteStep(Model):
    """One step of a vote as it was done (`rules.steps_before`), or an exception from a freeze (`rules.freeze`).

    `title` is that of the question it is about, empty for the whole vote. `is_waived`: not needed here, `note` says
    why. Recorded again, it replaces what was recorded; the audit keeps that it was.
    """

    __tablename__ = "owners_vote_steps"
    __table_args__ = (UniqueConstraint("vote_id", "code", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120), default="")
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    is_waived: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class OwnersTurnover(Model):
    """换届期间: from the day on which the group for the new election was formed until the new committee is elected."""

    __tablename__ = "owners_turnovers"
    KIND = "owners_turnover"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)
