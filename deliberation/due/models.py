"""The table of due work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class DueWork(Model):
    """One piece of work for a moment: `state` is WAITING, TAKEN (until `taken_until`), DONE or GIVEN_UP.

    `key` says which work it is, so that the same act sent twice puts it down once: `order.escalate:17:2`. `name` is
    that of a `DueJob` or a `Periodic` on a stage's card; the row of periodic work stays WAITING and moves on.
    `taken_by` is a random mark of whoever does it now. `attempts` counts those since the last success.
    """

    __tablename__ = "due_work"
    __table_args__ = (Index("ix_due_work_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    ref_kind: Mapped[str | None] = mapped_column(String(40))
    ref_id: Mapped[int | None]
    due_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(12), default="WAITING")
    attempts: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str] = mapped_column(String(32), default="")
    taken_until: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
