"""Tables of rule profiles, meeting types and days off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
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

    `parties` is a list of `{kind, obligatory, seats}`; `stage_labels` may rename the five stages. `chaired_by`: who
    plans and chairs it (`rules.meeting_types.CHAIRED_BY`). `item_kinds`: what may stand on its agenda (`[]`: anything).
    `standing`: what stands on every agenda by itself (`STANDING`). `title_template`, `notice_template`: words with
    places to fill (`PLACES`), empty where the usual words do. `has_guests`: people come who are counted, not named.
    `is_public`: residents may come, agreements are signed there. `is_urgent`: called without the days of the rules.
    """

    __tablename__ = "meeting_types"
    KIND = "meeting_type"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    profile_code: Mapped[str] = mapped_column(String(60))
    organiser: Mapped[str] = mapped_column(String(40), default="party_branch")
    parties: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    stage_labels: Mapped[list[str]] = mapped_column(JSON, default=list)
    chaired_by: Mapped[str] = mapped_column(String(20), default="branch")
    item_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    standing: Mapped[list[str]] = mapped_column(JSON, default=list)
    title_template: Mapped[str] = mapped_column(String(100), default="")
    notice_template: Mapped[str] = mapped_column(Text, default="")
    has_guests: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)
    is_urgent: Mapped[bool] = mapped_column(default=False)


class CompoundMeetingType(Model):
    """Which meeting types a compound uses, and which one first.

    `stand_ins`: the kind of a party of the type → the kind that sits in its place here. `standing_off`: what of the
    type's `standing` does not stand on the agenda here.
    """

    __tablename__ = "compound_meeting_types"
    __table_args__ = (UniqueConstraint("compound_id", "meeting_type_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    meeting_type_id: Mapped[int] = mapped_column(ForeignKey("meeting_types.id"))
    position: Mapped[int] = mapped_column(default=0)
    stand_ins: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    standing_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    meeting_type: Mapped[MeetingType] = relationship(lazy="joined")


class HolidayYear(Model):
    """放假安排 of one year as it was loaded here; `data` in the format of `kernel.holidays`, without the year.

    `version` goes up with every change, by which other processes know that there is one.
    """

    __tablename__ = "holiday_years"
    KIND = "holiday_year"

    id: Mapped[int] = mapped_column("year", primary_key=True, autoincrement=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    loaded_at: Mapped[datetime] = mapped_column(Moment)
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    @property
    def year(self) -> int:
        """The year is what it is known by."""
        return self.id
