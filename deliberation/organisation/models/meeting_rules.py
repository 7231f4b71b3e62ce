"""Tables of rule profiles and meeting types."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.kernel import typed
from deliberation.search import Folded


class RuleProfileVersion(Folded, Model):
    """One dated version of a rule profile; `data` is what `organisation.rules.parse_any` reads.

    A version is never changed: the next one replaces it from its own first day. `reason` says why it was made;
    `made_at` is `None` for what came with the platform.
    """

    __tablename__ = "rule_profiles"
    KIND = "rule_profile"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime | None] = mapped_column(Moment)

    def said(self) -> str:
        """Name, place and source, by which the list of rules is searched."""
        return typed.folded(*(str(self.data.get(key) or "") for key in ("name", "place", "source")))


class MeetingType(Model):
    """五方办, 三方共商 …: a set of parties and a rule profile, as data.

    `parties` is a list of `{kind, obligatory, seats}`; `stage_labels` may rename the five stages.
    """

    __tablename__ = "meeting_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    profile_code: Mapped[str] = mapped_column(String(60))
    organiser: Mapped[str] = mapped_column(String(40), default="party_branch")
    parties: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    stage_labels: Mapped[list[str]] = mapped_column(JSON, default=list)


class CompoundMeetingType(Model):
    """Which meeting types a compound uses, and which one first."""

    __tablename__ = "compound_meeting_types"
    __table_args__ = (UniqueConstraint("compound_id", "meeting_type_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    meeting_type_id: Mapped[int] = mapped_column(ForeignKey("meeting_types.id"))
    position: Mapped[int] = mapped_column(default=0)
    meeting_type: Mapped[MeetingType] = relationship(lazy="joined")
