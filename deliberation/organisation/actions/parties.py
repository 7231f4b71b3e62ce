"""The administrator's hand: units 单位 of the installation, parties 各方 of a compound."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.stage import house
from deliberation.kernel.text import say as _
from deliberation.organisation.actions.editing import change, to_manage
from deliberation.organisation.actions.places import added, new_name, one_of, there
from deliberation.organisation.models import Appointment, Compound, DutyLine, Party, Unit
from deliberation.organisation.queries.terms import leaving_of
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.parties import PREPARATORY, PREPARATORY_POWERS


def add_unit(actor: Actor, name: str, kind: str, *, phone: str = "") -> Unit:
    """新增单位, once for the installation."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        one_of(kind, PARTY_KINDS)
        return added(actor, "unit.add", Unit(name=new_name(name, Unit, Unit.name), kind=kind, phone=phone), None)


def edit_unit(actor: Actor, unit_id: int, *, name: str, phone: str = "") -> Unit:
    """修改单位. What the parties of compounds are called stays as it is; its kind is for ever."""
    with transaction():
        row = to_manage(actor, Unit, unit_id)
        wanted = row.name if name.strip() == row.name else new_name(name, Unit, Unit.name)
        return change(actor, "unit.edit", row, {"name": wanted, "phone": phone}, None)


def add_party(actor: Actor, compound_id: int, kind: str, name: str = "", **more: Any) -> Party:
    """新增一方 of a compound. `more`: unit_id, duty, is_preparatory, powers, position.

    Without a name the party is called like its unit. A body that is still being formed has its powers in words: those
    that are given, else the usual ones.
    """
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Compound, compound_id)
        one_of(kind, PARTY_KINDS)
        name = name.strip() or _unit_name(kind, more.get("unit_id"))
        wanted = new_name(name, Party, Party.name, Party.compound_id == compound_id, Party.ends_on.is_(None))
        written = _with_powers(kind, more)
        return added(actor, "party.add", Party(compound_id=compound_id, kind=kind, name=wanted, **written), compound_id)


def edit_party(actor: Actor, party_id: int, **values: Any) -> Party:
    """修改一方: name, unit_id, duty, is_preparatory, powers, position. Raises as `add_party`, `CHANGED_SINCE`.

    Once anybody has held a post in it, a party is of its unit for ever: what was done stays done by that unit.
    """
    with transaction():
        row = to_manage(actor, Party, party_id)
        of_unit = _unit_name(row.kind, values.get("unit_id"))
        if values.get("unit_id", row.unit_id) != row.unit_id and row.unit_id is not None and _has_acted(row.id):
            raise Refused(InOrganisation.PARTY_OF_ANOTHER_UNIT, name=row.name)
        if "name" in values:
            values["name"] = values["name"].strip() or of_unit
        if values.get("name", row.name) != row.name:
            mine = (Party.compound_id == row.compound_id, Party.ends_on.is_(None))
            values["name"] = new_name(values["name"], Party, Party.name, *mine)
        return change(actor, "party.edit", row, _with_powers(row.kind, values), row.compound_id)


def _has_acted(party_id: int) -> bool:
    """Whether anything of a party is written down: a post, a duty, or its seats and orders, which posts come before."""
    tables = (Appointment, DutyLine)
    return any(db.session.scalar(select(one.id).where(one.party_id == party_id).limit(1)) for one in tables)


def end_party(actor: Actor, party_id: int, ends_on: date | None) -> Party:
    """结束一方: `ends_on` is its last day, for all its people too; `None`: it goes on.

    Raises `INVALID_INPUT` for a day that is past: what was done for the party until today stays done for it.
    """
    with transaction():
        row = to_manage(actor, Party, party_id)
        if ends_on is not None and ends_on != row.ends_on and ends_on < clock.today():
            raise Refused(InOrganisation.ENDS_IN_PAST)
        if ends_on is None and row.ends_on is not None:
            new_name(row.name, Party, Party.name, Party.compound_id == row.compound_id, Party.ends_on.is_(None))
        change(actor, "party.end", row, {"ends_on": ends_on}, row.compound_id)
        if ends_on is not None:
            _vacate(actor, row, ends_on)
        return row


def _vacate(actor: Actor, party: Party, last: date) -> None:
    """The seats of a party's people in meetings after its last day are empty."""
    mine = select(Appointment).where(Appointment.party_id == party.id)
    goes_on = Appointment.ends_on.is_(None) | (Appointment.ends_on > last)
    for post in db.session.scalars(mine.where(goes_on).order_by(Appointment.id)):
        house().vacate(actor, leaving_of(post))


def _unit_name(kind: str, unit_id: int | None) -> str:
    """What a party of this unit is called. Raises `INVALID_INPUT` where the unit is of another kind."""
    if unit_id is None:
        return ""
    unit = there(Unit, unit_id)
    if unit.kind != kind:
        raise Refused(InOrganisation.UNIT_KIND_DIFFERS, unit=unit.name, kind=_(PARTY_KINDS[unit.kind]))
    return unit.name


def _with_powers(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    is_preparatory = kind in PREPARATORY or bool(values.get("is_preparatory"))
    if not is_preparatory:
        return values
    return {**values, "is_preparatory": True, "powers": values.get("powers", "").strip() or _(PREPARATORY_POWERS)}
