"""Tables of organisations and people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment


class Subdistrict(Model):
    """A 街道: the installation serves one or more of them.

    `city` and `province` (东营市, 山东省; empty: not said) decide which owners' rules count in its compounds.
    """

    __tablename__ = "subdistricts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    city: Mapped[str] = mapped_column(String(20), default="")
    province: Mapped[str] = mapped_column(String(20), default="")


class Community(Model):
    """A 社区: the area of one 居委会."""

    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistricts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    subdistrict: Mapped[Subdistrict] = relationship(lazy="joined")


class Compound(Model):
    """A 小区. `options` are the permissions that it has switched away from their default."""

    __tablename__ = "compounds"

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


class Person(Model):
    """A human being. One person may hold many appointments and votes once."""

    __tablename__ = "persons"

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


class Account(Model):
    """A sign-in. Five failures lock it for fifteen minutes (等保 level 2).

    `must_change_password`: somebody else chose the password. `password_changed_at` is `None` where nobody
    noted the day; it is then set at the next sign-in.
    """

    __tablename__ = "accounts"

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


class FormerPassword(Model):
    """A password that an account had before (its hash): a new one must be another (等保 level 2)."""

    __tablename__ = "password_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class RuleProfileVersion(Model):
    """One dated version of a rule profile; `data` is what `organisation.rules.parse_any` reads.

    A version is never changed: the next one replaces it from its own first day. `reason` says why it was made;
    `made_at` is `None` for what came with the platform.
    """

    __tablename__ = "rule_profiles"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime | None] = mapped_column(Moment)


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
