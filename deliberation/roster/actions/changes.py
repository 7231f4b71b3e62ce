"""换了业主、姓名、面积、电话、类型: one unit of the roster in use is changed, with its cause and reason.

In six hundred flats ownership changes every week (民法典 209: whoever is registered is the owner). A vote that was
opened has its own voters and is not touched; the next one is opened with what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoster
from deliberation.kernel.errors import Refused
from deliberation.kernel.text import N_
from deliberation.roster.actions import units
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.rules import NOT_COUNTED
from deliberation.roster.rules.areas import read_area
from deliberation.roster.rules.importing import UNIT_KINDS
from deliberation.roster.rules.kept import FIELDS
from deliberation.roster.rules.phones import read_phones

CAUSES = {
    "TRANSFER": N_("换了业主、共有人有增减（买卖、继承、赠与、判决）"),
    "NAME": N_("姓名写错了，还是原来的人"),
    "DATA": N_("业主没有变，只改面积、电话、类型"),
}
_NO_PHONE = frozenset({"无", "没有", "-"})
_LONGEST_PHONES = 40


@dataclass(frozen=True, slots=True)
class Change:
    """What is new of a unit, and why: `cause` one of CAUSES; an empty text leaves what is there.

    `owners` as an office writes them (孙丽、周青); `phone` 无 takes the number out; `area` in ㎡.
    """

    cause: str
    reason: str
    owners: str = ""
    area: str = ""
    phone: str = ""
    kind: str = ""


def change_unit(actor: Actor, roster_id: int, unit_id: int, change: Change, owner_id: int | None = None) -> Roster:
    """Change who owns a unit, or what stands in the roster about it (`roster.import`); figures follow.

    A new owner is a head of their own unless a person says that it is a namesake in the roster (`owner_id`, or APART).
    A corrected name counts for every unit of that owner. Raises `INVALID_INPUT` for what cannot be read, `NOT_READY`
    until it is said who a namesake is, `ALREADY_DONE` where nothing would change.
    """
    reason = units.reason_of(change.reason)
    if change.cause not in CAUSES or (change.kind and change.kind not in UNIT_KINDS):
        raise Refused(InRoster.CHANGE_MISSING)
    with transaction():
        roster, unit = units.unit_here(actor, roster_id, unit_id)
        before = unit.owner
        fields = _changed_data(unit, change)
        if change.cause != "DATA":
            fields = ["owners", *fields] if _change_owner(roster, unit, change, owner_id) else fields
        fields += _changed_kind(roster, unit, change, owner_id)
        if "phone" in fields:
            _change_phone(unit, change.phone)
        if not fields:
            raise Refused(InRoster.UNCHANGED)
        names = "、".join(before.names)
        was = f"（原业主：{names}）" if "owners" in fields and names else ""
        units.corrected(unit, fields, f"更正{'、'.join(FIELDS[field] for field in fields)}：{reason}{was}")
        units.note(actor, roster, unit, "roster.change_unit", cause=change.cause, fields=fields)
        return roster


def _changed_data(unit: RosterUnit, change: Change) -> list[str]:
    """Area changed; whether the phone will be."""
    fields = []
    if change.area.strip():
        area = read_area(change.area)
        if isinstance(area, str):
            raise Refused(InRoster.AREA_WRONG)
        if area != unit.area:
            unit.area = area
            fields.append("area")
    if change.phone.strip():
        fields.append("phone")
    return fields


def _change_owner(roster: Roster, unit: RosterUnit, change: Change, owner_id: int | None) -> bool:
    """Put the unit, or for a corrected name all units of its owner, under the head of the new names."""
    if unit.owner.is_developer:
        raise Refused(InRoster.DEVELOPER_UNIT)
    names, company = units.owners_of(change.owners)
    old = unit.owner
    if list(names) == old.names:
        return False
    new = units.head_of(roster, unit, names, owner_id, None)
    if not new.voter_name and new.names == list(names) and len(names) == 1 and not company:
        new.voter_name = names[0][:60]
    new.is_company = company
    if change.cause == "NAME":
        new.phone = new.phone or old.phone
        if old.voter_name in names:
            new.voter_name = old.voter_name
        mine = (RosterUnit.roster_id == roster.id) & (RosterUnit.owner_id == old.id)
        db.session.execute(update(RosterUnit).where(mine).values(owner_id=new.id))
    unit.owner_id = new.id
    unit.owner = new
    return True


def _changed_kind(roster: Roster, unit: RosterUnit, change: Change, owner_id: int | None) -> list[str]:
    """Another kind counts for votes as its kind does; what begins to count needs its head."""
    if not change.kind or change.kind == unit.kind:
        return []
    was, unit.kind = unit.kind, change.kind
    counts = change.kind not in NOT_COUNTED
    did = was not in NOT_COUNTED
    if counts in {did, unit.counts_for_votes}:
        return ["kind"]
    if counts and not unit.owner.is_developer:
        unit.owner_id = units.head_of(roster, unit, unit.owner.names, owner_id, unit.owner).id
    unit.counts_for_votes = counts
    return ["kind"]


def _change_phone(unit: RosterUnit, text: str) -> None:
    """The phone stands with the owner, for all their units."""
    phones = read_phones(text)
    if text.strip() not in _NO_PHONE and not phones.numbers:
        raise Refused(InRoster.PHONE_WRONG)
    together = "/".join(phones.numbers)
    if len(together) > _LONGEST_PHONES:
        raise Refused(InRoster.TOO_MANY_PHONES)
    owner = db.session.get_one(RosterOwner, unit.owner_id)
    owner.phone = together
