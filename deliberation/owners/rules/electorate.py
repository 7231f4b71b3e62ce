"""Who is asked: the heads and areas of a vote, built from the roster when it opens (domain 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Refused
from deliberation.organisation.rules.owners import POLICIES, OwnersRules
from deliberation.owners.rules.interested import Interest, interested_units
from deliberation.roster.rules.parts import Part, in_words, missing, within, without_entrance
from deliberation.roster.rules.units import Unit

BODIES = {"OWNERS": "owners_assembly", "AFFECTED": "affected_owners", "HOUSEHOLDS": "household_survey"}
"""The body whose rules each kind of vote is held under."""


@dataclass(frozen=True, slots=True)
class Voter:
    """One head and their ballot number; `area` is the sum of their units that count in this vote.

    They are looked for where their first unit stands: in its `building` and `entrance`.
    """

    number: int
    owner_id: int
    names: tuple[str, ...]
    voter_name: str
    phone: str
    building: str
    rooms: tuple[str, ...]
    area: int
    is_developer: bool
    entrance: str = ""


def check_asked(kind: str, scope: Iterable[Part], policy: str, rules: OwnersRules) -> None:
    """Raise `INVALID_INPUT` where whom the vote asks, its rules and its policy do not belong together.

    All owners are all owners: naming buildings would leave the others out of both denominators (民法典 278).
    """
    if rules.body != BODIES.get(kind):
        raise Refused(InPreparing.RULES_OF_OTHER_KIND)
    if kind == "OWNERS" and tuple(scope):
        raise Refused(InPreparing.ALL_OWNERS_NO_PART)
    if kind == "AFFECTED" and not tuple(scope):
        raise Refused(InPreparing.PARTS_MISSING)
    if policy not in POLICIES:
        raise Refused(InPreparing.POLICY_MISSING)


def eligible(units: Iterable[Unit], kind: str) -> list[Unit]:
    """The units that this kind of vote can ask: those that count, or every sold dwelling for HOUSEHOLDS."""
    if kind == "HOUSEHOLDS":
        return [u for u in units if u.kind == "DWELLING" and not u.is_developer]
    return [u for u in units if u.counts_for_votes]


def check_parts(units: Sequence[Unit], kind: str, scope: Sequence[Part]) -> None:
    """Raise `INVALID_INPUT` where the roster does not know a part, or cannot tell who stands in an entrance.

    What the roster calls otherwise by now, or leaves without entrance, must not fall out in silence.
    """
    unknown = missing(units, scope)
    if unknown:
        raise Refused(InPreparing.PARTS_UNKNOWN, parts=in_words(unknown))
    unplaced = without_entrance(eligible(units, kind), scope)
    if unplaced:
        said = "、".join(f"{building}有 {number} 户" for building, number in sorted(unplaced.items()))
        raise Refused(InPreparing.ENTRANCES_MISSING, units=said)


def voters(
    units: Sequence[Unit], kind: str, scope: Iterable[Part] = (), interest: Interest | None = None
) -> list[Voter]:
    """The voters in the order of the roster, numbered from 1.

    OWNERS: every head with a unit that counts. AFFECTED: the heads of `scope`, with their units there only
    (domain 3.2); with `interest` those whom 民法典 279 asks. HOUSEHOLDS: one ballot for each sold dwelling,
    heads and areas do not matter. Raises `INVALID_INPUT` where nobody is left to ask.
    """
    known = eligible(units, kind)
    asked = within(known, scope) if interest is None else interested_units(known, tuple(scope), interest)
    groups = [[u] for u in asked] if kind == "HOUSEHOLDS" else _by_owner(asked)
    if not groups:
        raise Refused(InPreparing.NOBODY_ASKED)
    return [_voter(number, group) for number, group in enumerate(groups, start=1)]


def as_hashed(asked: Iterable[Voter], frozen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The voters as `frozen_hash` covers them. A vote frozen before entrances were known is hashed without them."""
    rows = [asdict(voter) for voter in asked]
    if "scope" not in frozen:
        for row in rows:
            del row["entrance"]
    return rows


def _by_owner(units: Iterable[Unit]) -> list[list[Unit]]:
    heads: dict[int, list[Unit]] = {}
    for unit in units:
        heads.setdefault(unit.owner_id, []).append(unit)
    return list(heads.values())


def _room_beside(first: Unit, unit: Unit) -> str:
    """A unit's room on the ballot; one in another building than the first says in which."""
    says = unit.building == first.building or unit.building in unit.room_text
    return unit.room_text if says else f"{unit.building}{unit.room_text}"


def _voter(number: int, units: Sequence[Unit]) -> Voter:
    first = units[0]
    return Voter(
        number=number,
        owner_id=first.owner_id,
        names=first.names,
        voter_name=first.voter_name,
        phone=first.phone,
        building=first.building,
        rooms=tuple(_room_beside(first, u) for u in units),
        area=sum(u.area for u in units),
        is_developer=first.is_developer,
        entrance=first.entrance,
    )
