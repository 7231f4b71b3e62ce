"""The table of events: the history of every thing that has one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment

DESK = "internal"
"""Read at the desk only."""

SUBMITTER = "submitter"
"""Read at the desk, and by whoever holds the receipt of the thing."""

PUBLIC = "public"
"""Read by everybody."""

LOG_ONLY = ""
"""The audit log has the act; the history of its thing has no line of it."""


class Event(Model):
    """One act on one thing: who, when, what, from which state to which, in which words, and who may read them.

    `kind` and `subject_id` name the thing (kinds of `audit.names.KINDS`). `before` is the state in which the act found
    the thing, `state` the one in which it left it; both are empty for things without states. `party_id` is the party
    for which the person acted, where that matters. `shown_to` is `DESK`, `SUBMITTER` or `PUBLIC`. `is_settled`:
    somebody has decided what residents see of the line, so that nothing of it waits for a decision. `facts` are the
    numbers, ids, codes and days that the audit log has of the act too, e.g. `{"progress": 40}`.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_kind_subject_id", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    # By table name only: compounds, persons and parties are kept by a later package.
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    by: Mapped[str] = mapped_column(String(60), default="")
    act: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(String(24), default="")
    state: Mapped[str] = mapped_column(String(24), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    shown_to: Mapped[str] = mapped_column(String(20), default=DESK)
    is_settled: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it."""
        return self.shown_to == PUBLIC
