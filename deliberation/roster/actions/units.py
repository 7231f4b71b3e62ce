"""Single facts of the roster in use: who votes for co-owners, what counts, what was sold, in which entrance it is.

A vote that was opened has its own voters and is not touched; the next one is opened with what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoster
from deliberation.kernel.errors import Reason, Refused
from deliberation.roster.access import roster_for
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.queries import rosters as queries
from deliberation.roster.rules import DEVELOPER
from deliberation.roster.rules.flows import ROSTER_FLOW
from deliberation.roster.rules.names import read_owners
from deliberation.roster.rules.places import LONGEST, named_entrance
from deliberation.sheets.text import without_id

PERMISSION = "roster.import"
MOST_REASON, MOST_NAMES = 200, 120
APART = 0
"""Chosen for a unit whose owner has the name of another owner and is somebody else: a head of its own."""

SALES = {"DELIVERED": (True, True), "UNDELIVERED": (True, False), "UNSOLD": (False, True)}
"""What may be said of a unit: sold and handed over, sold only, not sold → (sold, delivered)."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A correction of what was sold: one of SALES, why, and the owner where the developer had the unit before."""

    state: str
    reason: str
    owners: str = ""


def name_voter(actor: Actor, roster_id: int, unit_id: int, name: str) -> Roster:
    """Write down which of the co-owners of a unit votes for them; empty: not agreed yet (建房〔2009〕274号 §25).

    It counts for every unit of these co-owners. Raises `INVALID_INPUT` for somebody who is none of them.
    """
    with transaction():
        roster, unit = unit_here(actor, roster_id, unit_id)
        owner = db.session.get_one(RosterOwner, unit.owner_id)
        if len(owner.names) < 2 or owner.is_developer:  # noqa: PLR2004 - co-owners
            raise Refused(InRoster.NOT_SHARED)
        if name and name not in owner.names:
            raise Refused(InRoster.VOTER_NOT_OWNER)
        owner.voter_name = name[:60]
        note(actor, roster, unit, "roster.name_voter")
        return roster


def count_unit(
    actor: Actor, roster_id: int, unit_id: int, *, counts: bool, reason: str, owner_id: int | None = None
) -> Roster:
    """Let a unit count for votes, or not, with the reason (a clause of the house rules).

    Where somebody of the same name is a head already, a person says whether it is the same: `owner_id`, or APART.
    Raises `NOT_READY` until it is said.
    """
    reason = reason_of(reason)
    with transaction():
        roster, unit = unit_here(actor, roster_id, unit_id)
        if unit.counts_for_votes == counts:
            raise Refused(InRoster.COUNTS_ALREADY if counts else InRoster.COUNTS_NOT_ALREADY)
        owner = unit.owner
        if counts and owner.is_developer:
            unit.owner_id = _developer(roster).id
        elif counts:
            unit.owner_id = head_of(roster, unit, owner.names, owner_id, owner).id
        unit.counts_for_votes = counts
        corrected(unit, ["counts"], f"{'计入' if counts else '不计入'}表决：{reason}")
        note(actor, roster, unit, "roster.count_unit", counts=counts)
        return roster


def correct_sale(actor: Actor, roster_id: int, unit_id: int, sale: Sale, owner_id: int | None = None) -> Roster:
    """Correct whether a unit is sold and handed over; heads follow (区分所有权解释 §9).

    What is not both is the developer's one head. A unit that leaves the developer needs its owner's name; of
    a namesake a person says whether it is the same person (`owner_id`, or APART). Raises `INVALID_INPUT`, `NOT_READY`.
    """
    reason = reason_of(sale.reason)
    if sale.state not in SALES:
        raise Refused(InRoster.STATE_MISSING)
    sold, delivered = SALES[sale.state]
    with transaction():
        roster, unit = unit_here(actor, roster_id, unit_id)
        if (unit.sold, unit.delivered) == (sold, delivered):
            raise Refused(InRoster.SALE_UNCHANGED)
        fields = ["sale"]
        if not (sold and delivered):
            unit.owner_id = _developer(roster).id
        elif unit.owner.is_developer:
            unit.owner_id = head_of(roster, unit, owners_of(sale.owners)[0], owner_id, None).id
            fields = ["owners", "sale"]
        unit.sold, unit.delivered = sold, delivered
        corrected(unit, fields, f"更正交付情况：{reason}")
        note(actor, roster, unit, "roster.correct_sale", sold=sold, delivered=delivered)
        return roster


def name_entrance(actor: Actor, roster_id: int, unit_id: int, entrance: str, reason: str) -> Roster:
    """Write down in which entrance 单元 a unit stands: who shares a lift is told by it. 底商 for none of them.

    Raises `INVALID_INPUT` for what is no name of an entrance, `ALREADY_DONE` where another unit has this door.
    """
    named, reason = named_entrance(entrance), reason_of(reason)
    if not named or len(named) > LONGEST:
        raise Refused(InRoster.ENTRANCE_MISSING)
    with transaction():
        roster, unit = unit_here(actor, roster_id, unit_id)
        door = (RosterUnit.building == unit.building) & (RosterUnit.entrance == named) & (RosterUnit.room == unit.room)
        same = select(RosterUnit.id).where(RosterUnit.roster_id == roster.id, door, RosterUnit.kind == unit.kind)
        if db.session.scalar(same.limit(1)) is not None:
            raise Refused(InRoster.UNIT_ALREADY, building=unit.building, entrance=named, room=unit.room)
        unit.entrance = named
        corrected(unit, ["entrance"], f"更正单元：{reason}")
        note(actor, roster, unit, "roster.name_entrance")
        return roster


def unit_here(actor: Actor, roster_id: int, unit_id: int) -> tuple[Roster, RosterUnit]:
    """A unit of the roster in use, the roster locked: figures are counted by one person after another."""
    roster = roster_for(actor, PERMISSION, roster_id, lock=True)
    if roster.state != "ACTIVE":
        label = ROSTER_FLOW.label(roster.state)
        raise Refused(Reason.WRONG_STATE, subject=roster.file_name, state=label, move="再更正")
    unit = db.session.get(RosterUnit, unit_id, populate_existing=True)
    if unit is None or unit.roster_id != roster.id:
        raise Refused(Reason.NOT_FOUND)
    return roster, unit


def reason_of(text: str) -> str:
    """The reason as it is stored. Raises `INVALID_INPUT` for none."""
    tidy = without_id(" ".join(text.split()))
    if not tidy or len(tidy) > MOST_REASON:
        raise Refused(InRoster.REASON_MISSING, most=MOST_REASON)
    return tidy


def owners_of(text: str) -> tuple[tuple[str, ...], bool]:
    """The owners that were typed, and whether it is a company. Raises `INVALID_INPUT` for what is doubtful."""
    read = read_owners(without_id(text[:MOST_NAMES]))
    if not read.names or read.problem:
        raise Refused(InRoster.OWNERS_MISSING)
    return read.names, read.company


def head_of(
    roster: Roster, unit: RosterUnit, names: Sequence[str], owner_id: int | None, own: RosterOwner | None
) -> RosterOwner:
    """The head that a unit counts for: a namesake that a person chose, its own one, or a new one."""
    known = {line.owner_id for line in queries.heads_named(roster.id, names, but=unit.id)}
    if known and owner_id is None:
        raise Refused(InRoster.NAMESAKE_OPEN)
    if owner_id:
        if owner_id not in known:
            raise Refused(InRoster.OWNER_UNKNOWN)
        return db.session.get_one(RosterOwner, owner_id)
    if own is not None and own.id not in known:
        return own
    made = RosterOwner(
        roster_id=roster.id,
        key=f"APART:{unit.id}",
        names=list(names),
        is_company=bool(own and own.is_company),
        phone=own.phone if own else "",
        voter_name=names[0][:60] if len(names) == 1 else "",
    )
    return _added(made)


def _developer(roster: Roster) -> RosterOwner:
    """The developer's head; made where nothing was the developer's before."""
    wanted = select(RosterOwner).where(RosterOwner.roster_id == roster.id, RosterOwner.is_developer)
    found = db.session.scalars(wanted.order_by(RosterOwner.key != DEVELOPER, RosterOwner.id).limit(1)).first()
    return found or _added(RosterOwner(roster_id=roster.id, key=DEVELOPER, names=[], is_developer=True))


def _added(owner: RosterOwner) -> RosterOwner:
    db.session.add(owner)
    db.session.flush()  # the unit names the id
    return owner


def corrected(unit: RosterUnit, fields: Sequence[str], said: str) -> None:
    """End every correction alike: the remark, which facts people changed, and the figures that the pages show.

    The next import asks about `fields` (`rules.kept.FIELDS`); heads and areas are counted in the store.
    """
    unit.note = f"{unit.note}；{said}" if unit.note else said
    unit.corrected = list(dict.fromkeys([*(unit.corrected or []), *fields]))
    db.session.flush()  # counted in the store
    roster = db.session.get_one(Roster, unit.roster_id)
    roster.heads, roster.area, roster.heads_counted, roster.area_counted = queries.totals(roster.id)


def note(actor: Actor, roster: Roster, unit: RosterUnit, act: str, **facts: Any) -> None:
    """The log holds ids and what was changed; the reason may name somebody and stands in the roster."""
    happened(actor, act, roster, unit=unit.id, **facts)
