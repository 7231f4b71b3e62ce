"""Tables of the gate and of agenda items."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.collection.models import Topic
from deliberation.db import Model, Moment


class Screening(Model):
    """One decision of the gate (议题审核单): accept, return, refer or reject, always with a reason."""

    __tablename__ = "screenings"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    refer_to: Mapped[str] = mapped_column(String(100), default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class AgendaItem(Model):
    """A topic as a meeting deals with it. Without a meeting it waits in the compound's pool.

    `kind`: report 通报, consultation 协商, vote 表决, rating 测评, pledge_report 践诺述职, talk 恳谈.
    `state`: WAITING, PLACED, OPEN, DONE. `step` is where the meeting stands with the item. `decision_authority` is
    `None` until a person has settled who decides; `class_notes` as in `agenda.rules.Settled.notes`.
    """

    __tablename__ = "agenda_items"
    KIND = "item"
    __table_args__ = (Index("ix_agenda_items_meeting_id_position", "meeting_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    # By table name only: meetings are kept by the next room of the house.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20), default="vote")
    title: Mapped[str] = mapped_column(String(100))
    presenter: Mapped[str] = mapped_column(String(60), default="")
    minutes: Mapped[int] = mapped_column(default=20)
    decision_authority: Mapped[str | None] = mapped_column(String(30))
    matter: Mapped[str | None] = mapped_column(String(40))
    class_notes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="WAITING")
    step: Mapped[str] = mapped_column(String(20), default="report")
    outcome: Mapped[str | None] = mapped_column(String(20))
    topic: Mapped[Topic | None] = relationship(lazy="joined")
