"""Tables of meetings, their series and seats."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.convening.rules import beside_its_day
from deliberation.db import Model, Moment
from deliberation.kernel import clock
from deliberation.organisation.models import (
    Appointment,
    Compound,
    MeetingType,
    Party,
    Person,
    RuleProfileVersion,
    Venue,
)
from deliberation.search import Searched


class MeetingSeries(Model):
    """A recurring meeting: 每月10日, 每周三, 每月最后一个周五, 每年6月15日、12月15日 (`rule`, `rules.series.read`).

    Its days are proposed `ahead_days` before they come; before `starts_on` and after `ends_on` it has none. Place,
    chair and secretary are those proposed; without them the usual ones. `earlier` are the rules of before a change:
    `rule` counted from `first` to `last`, and what was changed counts from `since` on.
    """

    __tablename__ = "meeting_series"
    KIND = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    meeting_type_id: Mapped[int] = mapped_column(ForeignKey("meeting_types.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    earlier: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    time: Mapped[str] = mapped_column(String(5), default="19:00")
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    ahead_days: Mapped[int] = mapped_column(default=10)
    meeting_type: Mapped[MeetingType] = relationship(lazy="joined")
    venue: Mapped[Venue | None] = relationship(lazy="joined")
    days: Mapped[list[SeriesDay]] = relationship(order_by="SeriesDay.day", lazy="select")


class SeriesDay(Model):
    """What was decided of one day of a series: MOVED to another, KEPT although it is off, SKIPPED, NOT_HELD."""

    __tablename__ = "series_days"
    __table_args__ = (UniqueConstraint("series_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"))
    day: Mapped[date]
    decision: Mapped[str] = mapped_column(String(20))
    moved_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class Meeting(Searched, Model):
    """One meeting. It keeps the rule profile version under which it runs.

    `join_code` (six digits) and `join_token` (in the QR code) lead to sign-in; `hall_token` opens the
    hall screen. `roll_frozen_at` says from when the roll 应到名册 may not change.

    `facts` holds what only some meetings have, each key once it is known:
    `request_key` str · `agenda` [item id], `published_agenda` [title] as published · `demand` {by, number, total} ·
    `party_discussed_on` ISO day · `steps` {code: {on: ISO day} or {reason}} · `cancel_reason` str,
    `cancelled_agenda` [item id] · `admissions` int (PINs let in on unknown devices) · `minutes_ready_at` ISO moment ·
    `chair_after_signing` str, why the chair changed after signatures · `parties` as in the type, with who sits in
    whose place here · `kind` {name, organiser, is_public} of its type when it was planned ·
    `off_known` ISO day, the day off that it was set on knowingly · `guests` int, unnamed attendees.
    `series_day` is the day of its series that it stands for, wherever it was moved.
    """

    __tablename__ = "meetings"
    KIND = "meeting"
    SEARCHED = ("title",)
    __table_args__ = (Index("ix_meetings_compound_id_starts_at", "compound_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    series_day: Mapped[date | None]
    meeting_type_id: Mapped[int] = mapped_column(ForeignKey("meeting_types.id"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("rule_profiles.id"))
    title: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime] = mapped_column(Moment)
    join_code: Mapped[str] = mapped_column(String(6), index=True)
    join_token: Mapped[str] = mapped_column(String(32), unique=True)
    hall_token: Mapped[str] = mapped_column(String(32), unique=True)
    agenda_published_at: Mapped[datetime | None] = mapped_column(Moment)
    notified_at: Mapped[datetime | None] = mapped_column(Moment)
    notice_waiver: Mapped[str] = mapped_column(Text, default="")
    roll_frozen_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    current_item_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    compound: Mapped[Compound] = relationship(lazy="joined")
    meeting_type: Mapped[MeetingType] = relationship(lazy="joined")
    profile: Mapped[RuleProfileVersion] = relationship(lazy="joined")
    venue: Mapped[Venue | None] = relationship(lazy="joined")
    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id], lazy="joined")
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id], lazy="joined")

    @property
    def parties(self) -> list[dict[str, Any]]:
        """Who sits in it, as it was when it was planned (`organisation.models.MeetingType.parties`)."""
        return list(self.facts.get("parties") or self.meeting_type.parties)

    @property
    def kind_name(self) -> str:
        """What its kind was called when it was planned."""
        return str(self._of_kind("name"))

    @property
    def organiser(self) -> str:
        """Who organises it (`organisation.models.MeetingType.organiser`), as it was when it was planned."""
        return str(self._of_kind("organiser"))

    @property
    def is_public(self) -> bool:
        """Whether residents may come, as it was when it was planned."""
        return bool(self._of_kind("is_public"))

    def _of_kind(self, name: str) -> Any:
        """A meeting that was planned before this was kept shows what its type says."""
        kept = self.facts.get("kind", {})
        return kept[name] if name in kept else getattr(self.meeting_type, name)

    @property
    def short_title(self) -> str:
        """What it is called where its day is written beside it."""
        return beside_its_day(self.title, clock.day_of(self.starts_at))


class Seat(Model):
    """席位: a party's place in one meeting, filled by one appointment. It carries the ballot.

    `kind`: delegate (votes), chair, secretary, attendee 列席. `pin_salt` makes the slip's PIN; a new
    salt makes an old slip worthless. `vacated_on`: 空缺 since that day; the holder has left office after the notice, so
    the seat counts nowhere any more. Attendance is written here: one row, one person, one meeting.
    `stands_for` is the name of whom its person stands in for 代; empty for whoever was invited (`Substitution`).
    `phone` is the number on the sign-in sheet as it was when the person signed in; `phone_erased_on`: when its time was
    over.
    """

    __tablename__ = "seats"
    KIND = "seat"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_seats_meeting_id_position", "meeting_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="delegate")
    has_vote: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    pin_salt: Mapped[str] = mapped_column(String(16))
    leave_at: Mapped[datetime | None] = mapped_column(Moment)
    leave_reason: Mapped[str] = mapped_column(String(200), default="")
    stands_for: Mapped[str] = mapped_column(String(60), default="")
    signed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    phone: Mapped[str] = mapped_column(String(20), default="")
    phone_erased_on: Mapped[date | None]
    signed_in_how: Mapped[str] = mapped_column(String(20), default="")
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    vacated_on: Mapped[date | None]
    party: Mapped[Party] = relationship(lazy="joined")
    appointment: Mapped[Appointment] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def holder(self) -> str:
        """Who sits there, as the roll 应到名册 says it: 孙浩（代白洁）."""
        return f"{self.person.name}（代{self.stands_for}）" if self.stands_for else self.person.name


class Substitution(Model):
    """代: after the notice another person of the same unit takes a seat for one who cannot come.

    The seat then has the substitute's person and appointment; here stands whose it was, by whom it was said and `how`
    (`link`: from the message; `page`: signed in; `record`: written in for somebody). Taken back, the row stays.
    """

    __tablename__ = "substitutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), index=True)
    absent_appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"))
    reason: Mapped[str] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Moment)
    taken_back_by: Mapped[str] = mapped_column(String(60), default="")
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    absent: Mapped[Appointment] = relationship(foreign_keys=[absent_appointment_id])
    appointment: Mapped[Appointment] = relationship(foreign_keys=[appointment_id])


class CalendarEntry(Model):
    """What calendars hold of a meeting that was called (RFC 5545).

    `uid` never changes; `sequence` grows with every change that a recipient must see, made at `changed_at`. `minutes`:
    how long the agenda was planned to last when the notice went out.
    """

    __tablename__ = "calendar_entries"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)


class CalendarFeed(Model):
    """The calendar that a person subscribes to. A new salt makes the secret address of before worthless."""

    __tablename__ = "calendar_feeds"
    KIND = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    salt: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(Moment)


class ReplyLink(Model):
    """The link in one message with which its person answers without signing in; only a digest of its code is kept.

    It counts until the meeting begins, and until leave was asked or a substitute named with it (`used_at`).
    """

    __tablename__ = "reply_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
