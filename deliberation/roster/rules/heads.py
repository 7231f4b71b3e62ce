"""Counting heads: who may be one owner, and what a person's decisions make of it (区分所有权解释 §9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256

from deliberation.kernel.text import say
from deliberation.roster.rules.model import DEVELOPER, Head, Proposal, Totals, UnitRef, UnitRow
from deliberation.roster.rules.names import same
from deliberation.roster.rules.phones import is_mobile

SAME_OWNER = "SAME_OWNER"
_LONGEST_KEY = 80
_SHOWN = 6


def owner_set(unit: UnitRow) -> frozenset[str]:
    """The owners in the form in which two spellings and two orders are equal; empty where nobody is named."""
    return frozenset(same(name) for name in unit.names)


def propose(units: Iterable[UnitRow]) -> tuple[Proposal, ...]:
    """What may be one head: all unsold and undelivered units, and the units of each owner set.

    Only units that count for votes are proposed. One owner set with contradicting mobiles is parted: who
    shares no mobile is not proposed together (`strangers` names these).
    """
    counted = [unit for unit in units if unit.counts_for_votes]
    unfinished = [unit for unit in counted if unit.of_developer]
    proposals = [_for_developer(unfinished)] if len(unfinished) > 1 else []
    proposals += [_for_owner(key, group) for key, group in _same_owner(counted) if len(group) > 1]
    return tuple(proposals)


def strangers(units: Iterable[UnitRow]) -> Iterator[tuple[UnitRow, UnitRow]]:
    """Units of one owner set whose mobiles contradict: each with the first unit of the others."""
    for group in _by_owner_set(units).values():
        parts = _by_phone(group)
        for part in parts[1:]:
            yield part[0], parts[0][0]


def heads(units: Iterable[UnitRow], accepted: Collection[str] = ()) -> list[Head]:
    """The heads of the units that count for votes, in the order of the roster.

    `accepted` are keys of proposals; every unit without one is a head of its own. A unit that is not sold
    or not handed over is the developer's, accepted or not.
    """
    counted = [unit for unit in units if unit.counts_for_votes]
    keys = dict(_keys(counted))
    groups: dict[str, list[UnitRow]] = {}
    for at, unit in enumerate(counted):
        key = keys.get(at, "")
        groups.setdefault(key if key in accepted else f"UNIT:{at + 1}", []).append(unit)
    return [_head(key, group) for key, group in groups.items()]


def totals(units: Sequence[UnitRow]) -> Totals:
    """Units, area and heads of what counts for votes."""
    counted = [unit for unit in units if unit.counts_for_votes]
    keys = {proposal.key for proposal in propose(counted)}
    return Totals(len(counted), sum(unit.area for unit in counted), len(counted), len(heads(counted, keys)))


def _head(key: str, units: list[UnitRow]) -> Head:
    of_developer = units[0].of_developer
    names = () if key == DEVELOPER else units[0].names
    if key == DEVELOPER:
        names = next((unit.names for unit in units if unit.company and not unit.sold), ())
    return Head(key, names, tuple(units), sum(unit.area for unit in units), of_developer)


def _keys(units: Sequence[UnitRow]) -> Iterator[tuple[int, str]]:
    """Each unit's place in the sequence with the key of the owner that it may share."""
    places = {id(unit): at for at, unit in enumerate(units)}
    for at, unit in enumerate(units):
        if unit.of_developer:
            yield at, DEVELOPER
    for key, group in _same_owner(units):
        for unit in group:
            yield places[id(unit)], key


def _by_owner_set(units: Iterable[UnitRow]) -> dict[frozenset[str], list[UnitRow]]:
    groups: dict[frozenset[str], list[UnitRow]] = {}
    for unit in units:
        owners = owner_set(unit)
        if owners and not unit.of_developer and not any(name.endswith("等") for name in owners):
            groups.setdefault(owners, []).append(unit)
    return groups


def _same_owner(units: Iterable[UnitRow]) -> Iterator[tuple[str, list[UnitRow]]]:
    """Groups of one owner with their keys."""
    for owners, group in _by_owner_set(units).items():
        parts = _by_phone(group)
        for part in parts:
            key = f"OWNER:{'/'.join(sorted(owners))}"
            if len(parts) > 1:
                key += f"@{part[0].label}"
            yield (key if len(key) <= _LONGEST_KEY else f"OWNER:{sha256(key.encode()).hexdigest()[:40]}"), part


def _by_phone(group: list[UnitRow]) -> list[list[UnitRow]]:
    """Units parted where their mobiles contradict. Without contradiction units without a mobile belong to the rest."""
    parts: list[tuple[set[str], list[UnitRow]]] = []
    silent: list[UnitRow] = []
    for unit in group:
        mobiles = {phone for phone in unit.phones if is_mobile(phone)}
        if not mobiles:
            silent.append(unit)
            continue
        linked = [part for part in parts if part[0] & mobiles]
        joined = (set().union(mobiles, *(part[0] for part in linked)), [u for part in linked for u in part[1]] + [unit])
        parts = [part for part in parts if part not in linked] + [joined]
    if len(parts) <= 1:
        return [group]
    order = {id(unit): at for at, unit in enumerate(group)}
    found = [part[1] for part in parts] + [[unit] for unit in silent]
    return sorted((sorted(part, key=lambda u: order[id(u)]) for part in found), key=lambda part: order[id(part[0])])


def _for_developer(units: list[UnitRow]) -> Proposal:
    text = say(
        "%(count)s 户未售或未交付（%(rooms)s），合并后算建设单位 1 人，少计 %(saved)s 人。",
        count=len(units),
        rooms=_rooms(units),
        saved=len(units) - 1,
    )
    names = next((unit.names for unit in units if unit.company and not unit.sold), ())
    return Proposal(DEVELOPER, DEVELOPER, names, _refs(units), len(units) - 1, text)


def _for_owner(key: str, units: list[UnitRow]) -> Proposal:
    written = list(dict.fromkeys(unit.owner_text for unit in units if unit.owner_text))
    spelt = say("写法有：%(ways)s。", ways="、".join(f"“{w}”" for w in written[:_SHOWN])) if len(written) > 1 else ""
    text = say(
        "“%(names)s”有 %(count)s 户（%(rooms)s），合并后算 1 人，少计 %(saved)s 人。%(spelt)s请核对是不是同一业主。",
        names="、".join(units[0].names),
        count=len(units),
        rooms=_rooms(units),
        saved=len(units) - 1,
        spelt=spelt,
    )
    return Proposal(SAME_OWNER, key, units[0].names, _refs(units), len(units) - 1, text)


def _refs(units: list[UnitRow]) -> tuple[UnitRef, ...]:
    return tuple(UnitRef(unit.sheet, unit.row, unit.label) for unit in units)


def _rooms(units: list[UnitRow]) -> str:
    shown = "、".join(unit.label for unit in units[:_SHOWN])
    return shown if len(units) <= _SHOWN else f"{shown}等"
