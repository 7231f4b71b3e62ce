"""Tables of what is published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment, Reckoned
from deliberation.kernel import rooms, typed
from deliberation.search import Folded, Searched


class Resolution(Searched, Reckoned, Model):
    """决议 of a meeting and its frozen public copy. A correction is a new version with the same number.

    `frozen` is all that the public page shows (`queries.frozen_copy`: {title, text, version, published_on, ends_on,
    days, period_source, compound, phone, meeting, entitled, present, leave, parties, decisions}); `frozen_hash`
    is its SHA-256. The period runs from
    `published_on` (not counted) to the end of `ends_on` (`Reckoned`); `frozen` keeps the last day first posted.
    """

    __tablename__ = "resolutions"
    KIND = "resolution"
    SEARCHED = ("title", "text")
    __table_args__ = (
        UniqueConstraint("meeting_id", "version"),
        Index("ix_resolutions_compound_id_published_on", "compound_id", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime] = mapped_column(Moment)
    published_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    frozen_hash: Mapped[str | None] = mapped_column(String(64))


class PublicObjection(Folded, Model):
    """异议 handed in by a resident during the period; name and phone are never shown in public.

    `search` holds them too, and is for the desk alone; it loses the phone when the phone is erased.
    """

    __tablename__ = "public_objections"
    KIND = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), index=True)
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    building: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    def said(self) -> str:
        """Its words, its answer, who handed it in and in which building."""
        words = typed.folded(self.text, self.answer, self.name, self.phone)
        return "\n".join(part for part in (words, rooms.said("", [self.building or ""])) if part)
