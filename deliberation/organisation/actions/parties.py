"""The administrator's hand: units 单位 of the installation, parties 各方 of a compound."""

from __future__ import annotations

from typing import Any

from deliberation.db import transaction
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.actions.places import added, new_name, one_of, there
from deliberation.organisation.models import Compound, Party, Unit
from deliberation.organisation.rules import PARTY_KINDS


def add_unit(actor: Actor, name: str, kind: str, *, phone: str = "") -> Unit:
    """新增单位, once for the installation."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        one_of(kind, PARTY_KINDS)
        return added(actor, "unit.add", Unit(name=new_name(name, Unit, Unit.name), kind=kind, phone=phone), None)


def add_party(actor: Actor, compound_id: int, kind: str, name: str, **more: Any) -> Party:
    """新增一方 of a compound. `more`: unit_id, duty, is_preparatory, powers, position."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Compound, compound_id)
        one_of(kind, PARTY_KINDS)
        if more.get("unit_id") is not None:
            there(Unit, more["unit_id"])
        wanted = new_name(name, Party, Party.name, Party.compound_id == compound_id, Party.ends_on.is_(None))
        return added(actor, "party.add", Party(compound_id=compound_id, kind=kind, name=wanted, **more), compound_id)
