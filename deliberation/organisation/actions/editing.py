"""Changing a row of the organisation: what was what before, and what it is now, stands in its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from deliberation.db import Model, db, once, values_of
from deliberation.history.acts import happened
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation.access import OF_THE_OFFICE
from deliberation.organisation.models import GridArea, KeyedDeed, Party, Unit
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.compounds import COMPOUND_GRADES, COMPOUND_TYPES, GRID_LEVELS

Row = TypeVar("Row", bound=Model)

WORDS: dict[str, str] = {
    "name": N_("名称"),
    "address": N_("地址"),
    "phone": N_("电话"),
    "city": N_("城市"),
    "province": N_("省份"),
    "type": N_("类型"),
    "grade": N_("等级"),
    "households": N_("户数"),
    "introduction": N_("简介"),
    "level": N_("哪一级"),
    "parent_id": N_("上级网格"),
    "number": N_("编号"),
    "floors": N_("层数"),
    "grid_area_id": N_("网格"),
    "places": N_("座位"),
    "equipment": N_("设备"),
    "closed_on": N_("最后一天"),
    "kind": N_("种类"),
    "unit_id": N_("单位"),
    "duty": N_("职责"),
    "is_preparatory": N_("筹备组织"),
    "powers": N_("权限说明"),
    "position": N_("顺序"),
    "ends_on": N_("最后一天"),
    "party_id": N_("哪一方"),
}
"""How a history calls what was changed."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "type": COMPOUND_TYPES,
    "grade": COMPOUND_GRADES,
    "level": GRID_LEVELS,
    "kind": PARTY_KINDS,
}
NAMED: Mapping[str, type[Any]] = {"parent_id": GridArea, "grid_area_id": GridArea, "unit_id": Unit, "party_id": Party}


def to_manage(actor: Actor, model: type[Row], row_id: int) -> Row:
    """A row, locked for change by whoever manages the organisation, and as it was seen.

    Raises `FORBIDDEN`, `NOT_FOUND`, `CHANGED_SINCE`.
    """
    may(actor, "organisation.manage", Scope())
    # FOR UPDATE: two who change one row follow each other, and the second is told that it is another by now.
    found = db.session.get(model, row_id, with_for_update={"of": model}, populate_existing=True)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    seen.check(model.KIND, found)
    return found


def change(actor: Actor, act: str, row: Row, values: Mapping[str, Any], compound_id: int | None, **facts: Any) -> Row:
    """Write `values` into the row and say each change from what to what; where nothing is another, nothing is said."""
    moved = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    if not moved:
        return row
    text = "；".join(from_to(_(WORDS[name]), told(name, old), told(name, new)) for name, (old, new) in moved.items())
    for name, (_old, new) in moved.items():
        setattr(row, name, new)
    db.session.flush()  # a name that is taken is refused here
    happened(actor, act, row, text=text, compound_id=compound_id, fields=sorted(moved), **facts)
    return row


def from_to(noun: str, old: str, new: str) -> str:
    """One change in words."""
    return _("%(noun)s：从“%(old)s”改为“%(new)s”", noun=noun, old=old, new=new)


def told(name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return _("没有写")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return _("%(year)s年%(month)s月%(day)s日", year=value.year, month=value.month, day=value.day)
    if name in CHOICES:
        return _(CHOICES[name].get(value, value))
    if name in NAMED:
        found = db.session.get(NAMED[name], value)
        return str(found.name) if found else ""
    return str(value)


def keyed(actor: Actor, act: str, key: str, kind: str, make: Callable[[], Row], *, within: int = 0) -> Row:
    """What a form makes (a row of a `kind`), once: the same `key` of the same person answers what it made before.

    `within` is the id of what the row belongs to: a compound, a 社区, a building.
    """
    if not key:
        return make()
    stored = stored_key(act, within, actor.person_id, key)

    def made_before() -> Row | None:
        known = db.session.get(KeyedDeed, stored)
        return db.session.get(OF_THE_OFFICE[kind], known.thing_id) if known else None

    def do() -> Row:
        may(actor, "organisation.manage", Scope())
        earlier = made_before()
        if earlier is not None:
            return earlier
        made = make()
        db.session.add(KeyedDeed(key=stored, kind=kind, thing_id=_id_of(made)))
        db.session.flush()  # of two that are sent at once the second finds the first
        return made

    return once(do, made_before)


def _id_of(row: Any) -> int:
    number: int = row.id
    return number


for _kind in OF_THE_OFFICE:
    seen.describe(_kind, lambda row: [values_of(row)])
