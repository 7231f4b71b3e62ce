"""Tables of people and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.organisation.models.parties import Party
from deliberation.search import Folded


class Person(Folded, Model):
    """A human being. One person may hold many appointments and votes once.

    `code` is the 编号 by which a workbook names them, unique where there is one. `name_public`: consent to have name
    and unit shown on public pages; each appointment takes it over.
    """

    __tablename__ = "persons"
    KIND = "person"
    SEARCHED = ("name", "code")
    __table_args__ = (Index("ix_persons_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20), default="")
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str] = mapped_column(String(120), default="")
    name_public: Mapped[bool] = mapped_column(default=False)
    request_key: Mapped[str | None] = mapped_column(String(40), unique=True)


class Appointment(Model):
    """任职: joins a person to a party with a post and a role (`kernel.actor.Role`) for a term.

    `name_public` is the person's consent to have name and unit shown on public pages. `follows_id` is the appointment
    that this one took over; `paper` the number of the paper it rests on; `end_reason` why it ended before its term.
    """

    __tablename__ = "appointments"
    KIND = "appointment"
    __table_args__ = (
        Index("ix_appointments_party_id_person_id", "party_id", "person_id"),
        Index("ix_appointments_ends_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    role: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    name_public: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    paper: Mapped[str] = mapped_column(String(100), default="")
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined")


class AppointmentArea(Model):
    """负责范围 of an appointment (楼栋长, 单元长, 网格员): a grid area, a building or an entrance, one in each row."""

    __tablename__ = "appointment_areas"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"), index=True)
    grid_area_id: Mapped[int | None] = mapped_column(ForeignKey("grid_areas.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrances.id"), index=True)


class InstallationRole(Model):
    """A post above the compounds: over a 街道, a 社区, or the whole installation (administrator, auditor).

    With `community_id` it counts in the compounds of that 社区 only. `unit_id` is the unit for which the person acts:
    an officer of a 职能部门 acts in each compound for the party that the unit is there. It counts from `starts_on` to
    `ends_on`, both included; `None`: always.
    """

    __tablename__ = "installation_roles"
    KIND = "installation_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    subdistrict_id: Mapped[int | None] = mapped_column(ForeignKey("subdistricts.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    paper: Mapped[str] = mapped_column(String(100), default="")
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    person: Mapped[Person] = relationship(lazy="joined")


class Handover(Model):
    """交接清单: who hands the open things of a compound on to whom, from `starts_on` on.

    `posts` are pairs [appointment that ends, appointment that follows]. `lines` are [kind, id, title, what is to be
    done], written down when the day has come (`done_at`); until then the list is what is open now.
    """

    __tablename__ = "handovers"
    KIND = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    leaver_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    follower_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    posts: Mapped[list[list[int]]] = mapped_column(JSON)
    starts_on: Mapped[date]
    paper: Mapped[str] = mapped_column(String(100), default="")
    lines: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    leaver: Mapped[Person] = relationship(foreign_keys=[leaver_id], lazy="joined")
    follower: Mapped[Person] = relationship(foreign_keys=[follower_id], lazy="joined")
