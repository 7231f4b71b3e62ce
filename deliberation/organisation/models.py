"""Tables of organisations and people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.history.models import DESK
from deliberation.kernel import typed
from deliberation.search import Folded


class Subdistrict(Model):
    """A 街道: the installation serves one or more of them.

    `city` and `province` (东营市, 山东省; empty: not said) decide which owners' rules count in its compounds.
    """

    __tablename__ = "subdistricts"
    KIND = "subdistrict"
    HISTORY = DESK

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    city: Mapped[str] = mapped_column(String(20), default="")
    province: Mapped[str] = mapped_column(String(20), default="")


class Community(Folded, Model):
    """A 社区: the area of one 居委会."""

    __tablename__ = "communities"
    SEARCHED = ("name",)

    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistricts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    subdistrict: Mapped[Subdistrict] = relationship(lazy="joined")


class Compound(Folded, Model):
    """A 小区. `options` are the permissions that it has switched away from their default."""

    __tablename__ = "compounds"
    SEARCHED = ("name", "address")

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    households: Mapped[int] = mapped_column(default=0)
    introduction: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_demo: Mapped[bool] = mapped_column(default=False)
    community: Mapped[Community] = relationship(lazy="joined")


class Venue(Model):
    """A place to meet: 小区党群服务驿站, 议事厅."""

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    places: Mapped[int] = mapped_column(default=0)


class Party(Model):
    """A 方 or unit 单位 of one compound. `kind` is a key of `organisation.rules.PARTY_KINDS`."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    duty: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)


class Person(Folded, Model):
    """A human being. One person may hold many appointments and votes once."""

    __tablename__ = "persons"
    SEARCHED = ("name",)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20), default="")


class Appointment(Model):
    """任职: joins a person to a party with a post and a role (`kernel.actor.Role`) for a term.

    `name_public` is the person's consent to have name and unit shown on public pages.
    """

    __tablename__ = "appointments"
    __table_args__ = (Index("ix_appointments_party_id_person_id", "party_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    role: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    name_public: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined")


class InstallationRole(Model):
    """A role over a whole 街道 (officer) or the installation (administrator, auditor)."""

    __tablename__ = "installation_roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    subdistrict_id: Mapped[int | None] = mapped_column(ForeignKey("subdistricts.id"))


class Account(Folded, Model):
    """A sign-in. Wrong passwords slow the device down that sends them (等保 level 2, `rules.tries`).

    `failures` and `locked_until` are about devices on which nobody has signed in to it: `locked_until` is when the
    next of them may try. Devices that it knows go on.

    `must_change_password`: the person has yet to set the password (`PasswordLink`). `password_changed_at` is `None`
    where nobody noted the day; it is then set at the next sign-in.
    """

    __tablename__ = "accounts"
    KIND = "account"
    SEARCHED = ("username",)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(32))
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship(lazy="joined")


class Visit(Model):
    """One sign-in, by account or by a seat's PIN, from its begin to its end. Whoever has none is nobody.

    The id stands in the signed cookie; a cookie that was copied is worth nothing once its visit has ended.
    """

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(index=True)
    began_at: Mapped[datetime] = mapped_column(Moment)


class KnownDevice(Model):
    """A device on which somebody has signed in: to an account, or for a meeting of a compound.

    `device` is a digest of the device's cookie; `subject` is account:N or compound:N.
    """

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("device", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime] = mapped_column(Moment)


class FailedTry(Model):
    """One wrong PIN or password: of which account or meeting (account:N, meeting:N), for which seat, from where.

    `source` is a digest of the address; `device` one of the device's cookie where the door knows the device.
    """

    __tablename__ = "failed_tries"
    __table_args__ = (Index("ix_failed_tries_door_at", "door", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    door: Mapped[str] = mapped_column(String(30))
    seat_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(32))
    device: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime] = mapped_column(Moment)


class PasswordLink(Model):
    """A one-time link with which a person sets the own password: of a new account, or after a reset.

    The administrator `made_by_id` hands the link over and never sees the password; the store keeps a digest of its
    code. `vouched_by_id`: somebody else than the administrator
    has asked the person whether it was really so.
    """

    __tablename__ = "password_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    vouched_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class FormerPassword(Model):
    """A password that an account had before (its hash): a new one must be another (等保 level 2)."""

    __tablename__ = "password_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime] = mapped_column(Moment)


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
