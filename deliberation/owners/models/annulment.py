"""撤销、恢复: what became of a posted result of an owners' vote."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class OwnersAnnulment(Model):
    """One record: a decision annulled (`kind` ANNUL) or in force again (REINSTATE). Never changed, never removed.

    `by`: a key of `rules.annulment.ANNULLED_BY` or `REINSTATED_BY`; `questions`: the numbers it is about;
    `undone`: question number (as text) → the state that its matter had before, for who brings it back.
    Organ, document and reason are public.
    """

    __tablename__ = "owners_annulments"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(10))
    organ: Mapped[str] = mapped_column(String(120), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    questions: Mapped[list[int]] = mapped_column(JSON)
    undone: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    later_vote_id: Mapped[int | None] = mapped_column(ForeignKey("owners_votes.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)
