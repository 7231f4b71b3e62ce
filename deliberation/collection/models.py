"""Tables of topics 议题."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.collection import rules
from deliberation.db import Model, Moment
from deliberation.history.models import SUBMITTER
from deliberation.search import Searched


class Topic(Searched, Model):
    """What somebody asks the parties to deal with (议题申报表, domain 4.4).

    `number` (2026-014) is given when the topic is taken up for screening; the receipt code is the
    submitter's key to follow it. `earlier_id` is what they handed in before of the same
    matter. `request_key` makes a repeated submission of one form the same topic. `checklist` holds the notes of
    classing (`agenda.rules.classing.Settled.notes`) and, where staff rewrote the text, `own_words`
    {situation, proposal} of the submitter.
    """

    __tablename__ = "topics"
    KIND = "topic"
    FLOW = rules.TOPIC_FLOW
    HISTORY = SUBMITTER
    SEARCHED = ("number", "title", "situation", "place")
    SEARCHED_MORE = ("submitter_name", "submitter_phone")
    __table_args__ = (
        Index("ix_topics_compound_id_state", "compound_id", "state"),
        Index("ix_topics_compound_id_created_at", "compound_id", "created_at"),
        UniqueConstraint("compound_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    number: Mapped[str | None] = mapped_column(String(20))
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    situation: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(100), default="")
    channel: Mapped[str] = mapped_column(String(20))
    submitter_name: Mapped[str] = mapped_column(String(60), default="")
    submitter_kind: Mapped[str] = mapped_column(String(20), default="owner")
    submitter_phone: Mapped[str] = mapped_column(String(60), default="")
    building: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime] = mapped_column(Moment)
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    decision_authority: Mapped[str | None] = mapped_column(String(30))
    matter: Mapped[str | None] = mapped_column(String(40))
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    merged_into: Mapped[Topic | None] = relationship(remote_side=[id], foreign_keys=[merged_into_id])  # noqa: A003
    earlier: Mapped[Topic | None] = relationship(remote_side=[id], foreign_keys=[earlier_id])  # noqa: A003
