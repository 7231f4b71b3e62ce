"""Who is asked: the heads and areas of a vote, built from the roster when it opens (domain 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules.owners import POLICIES, OwnersRules

BODIES = {"OWNERS": "owners_assembly", "AFFECTED": "affected_owners", "HOUSEHOLDS": "household_survey"}
"""The body whose rules each kind of vote is held under."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the electorate needs of one unit of the roster; `area` in 0.01 ㎡, `owner_id` is the head."""

    owner_id: int
    names: tuple[str, ...]
    voter_name: str
    phone: str
    is_developer: bool
    building: str
    room_text: str
    kind: str
    area: int
    counts_for_votes: bool


@dataclass(frozen=True, slots=True)
class Voter:
    """One head and his ballot number; `area` is the sum of his units that count in this vote."""

    number: int
    owner_id: int
    names: tuple[str, ...]
    voter_name: str
    phone: str
    building: str
    rooms: tuple[str, ...]
    area: int
    is_developer: bool


def as_called(entrance: str, room: str, room_text: str) -> str:
    """A unit's room as it goes on the ballot: what the office wrote, with the entrance if that had its own column.

    2单元 and 301 → 2单元301: two owners of two rooms 301 in one building must not look alike.
    """
    alone = room_text.strip().rstrip("室号户") == room
    return f"{entrance}{room_text}" if entrance and alone else room_text


def check_asked(kind: str, buildings: Iterable[str], policy: str, rules: OwnersRules) -> None:
    """Raise `INVALID_INPUT` where whom the vote asks, its rules and its policy do not belong together.

    All owners are all owners: naming buildings would leave the others out of both denominators (民法典 278).
    """
    if rules.body != BODIES.get(kind):
        raise Refused(Reason.INVALID_INPUT, what="所选的表决规则不适用于这种表决。")
    if kind == "OWNERS" and tuple(buildings):
        raise Refused(Reason.INVALID_INPUT, what="全体业主共同决定的，不能只选部分楼栋。")
    if kind == "AFFECTED" and not tuple(buildings):
        raise Refused(Reason.INVALID_INPUT, what="部分业主表决须选定楼栋。")
    if policy not in POLICIES:
        raise Refused(Reason.INVALID_INPUT, what="请选择没有交回的票怎样算。")


def missing_buildings(units: Iterable[Unit], buildings: Iterable[str]) -> list[str]:
    """The buildings that no unit of the roster stands in."""
    return sorted(set(buildings) - {unit.building for unit in units})


def voters(units: Sequence[Unit], kind: str, buildings: Iterable[str] = ()) -> list[Voter]:
    """The voters in the order of the roster, numbered from 1.

    OWNERS: every head with a unit that counts. AFFECTED: the heads of `buildings`, with their units there
    only (domain 3.2). HOUSEHOLDS: one ballot for each sold dwelling, heads and areas do not matter.
    Raises `INVALID_INPUT` where nobody is left to ask.
    """
    wanted = frozenset(buildings)
    asked = [u for u in units if not wanted or u.building in wanted]
    if kind == "HOUSEHOLDS":
        groups = [[u] for u in asked if u.kind == "DWELLING" and not u.is_developer]
    else:
        groups = _by_owner([u for u in asked if u.counts_for_votes])
    if not groups:
        raise Refused(Reason.INVALID_INPUT, what="名册里没有符合表决范围的房屋。")
    return [_voter(number, group) for number, group in enumerate(groups, start=1)]


def _by_owner(units: Iterable[Unit]) -> list[list[Unit]]:
    heads: dict[int, list[Unit]] = {}
    for unit in units:
        heads.setdefault(unit.owner_id, []).append(unit)
    return list(heads.values())


def _voter(number: int, units: Sequence[Unit]) -> Voter:
    first = units[0]
    return Voter(
        number=number,
        owner_id=first.owner_id,
        names=first.names,
        voter_name=first.voter_name,
        phone=first.phone,
        building=first.building,
        rooms=tuple(u.room_text for u in units),
        area=sum(u.area for u in units),
        is_developer=first.is_developer,
    )
