"""Tables of people and the posts they hold."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model
from deliberation.organisation.models.parties import Party
from deliberation.search import Folded


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
