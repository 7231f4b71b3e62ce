"""Tables of accounts and sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.organisation.models.people import Person
from deliberation.search import Folded


class Account(Folded, Model):
    """A sign-in. Wrong passwords slow the device down that sends them (等保 level 2, `rules.tries`).

    `failures` and `locked_until` are about devices on which nobody has signed in to it: `locked_until` is when the
    next of them may try. Devices that it knows go on.

    `must_change_password`: the person has yet to set the password (`PasswordLink`). `password_changed_at` is `None`
    where nobody noted the day; it is then set at the next sign-in. `anonymised_at`: a year after the person's last
    post nothing is left of it by which somebody could be found.
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
    anonymised_at: Mapped[datetime | None] = mapped_column(Moment)
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
