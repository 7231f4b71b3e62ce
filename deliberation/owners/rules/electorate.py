"""Who is asked: the heads and areas of a vote, built from the roster when it opens (domain 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deliberation.kernel.errors import Reason, Refused
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
        raise Refused(Reason.INVALID_INPUT, what="所选的表决规则不适用于这种表决。")
    if kind == "OWNERS" and tuple(scope):
        raise Refused(Reason.INVALID_INPUT, what="全体业主共同决定的，不能只选部分楼栋。")
    if kind == "AFFECTED" and not tuple(scope):
        raise Refused(Reason.INVALID_INPUT, what="部分业主表决须选定楼栋或单元。")
    if policy not in POLICIES:
        raise Refused(Reason.INVALID_INPUT, what="请选择没有交回的票怎样算。")


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
        what = f"现在使用的名册里没有这些楼栋、单元：{in_words(unknown)}。请核对名册里楼栋、单元的写法。"
        raise Refused(Reason.INVALID_INPUT, what=what)
    unplaced = without_entrance(eligible(units, kind), scope)
    if unplaced:
        said = "、".join(f"{building}有 {number} 户" for building, number in sorted(unplaced.items()))
        what = f"名册里{said}没有写单元，分不清属于哪个单元，不能只问其中一个单元。"
        then = "请先在名册里逐户补上（不属于任何单元的，如底商，写“底商”），再选单元；或者选整栋楼。"
        raise Refused(Reason.INVALID_INPUT, what=what + then)


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
        raise Refused(Reason.INVALID_INPUT, what="名册里没有符合表决范围的房屋。")
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
