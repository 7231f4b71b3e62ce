"""What people changed of single units in the roster in use, offered again when the whole roster is read in anew.

A sale that was written down in the page, a corrected area, who votes for co-owners: the office's next file often
does not know of it. Where it says something else, a person decides which of the two counts; nothing is carried
over silently.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deliberation.kernel.counting import area
from deliberation.kernel.masking import mask_phone
from deliberation.kernel.text import N_, say
from deliberation.roster.rules import Proposal, UnitRef, UnitRow
from deliberation.roster.rules.names import same

KEPT, VOTER = "KEPT", "VOTER"
"""Codes of the proposals made here: a single correction, the voter whom co-owners named."""

FIELDS = {
    "sale": N_("交付情况"),
    "counts": N_("是否计入表决"),
    "entrance": N_("单元"),
    "owners": N_("业主"),
    "area": N_("面积"),
    "kind": N_("类型"),
    "phone": N_("电话"),
}
"""What can be changed of a unit in use, by the name under which `RosterUnit.corrected` holds it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A unit in use as far as people changed it: the fields of `FIELDS`, and the co-owners' voter (empty: none)."""

    unit: UnitRow
    fields: tuple[str, ...]
    voter: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing on which roster and new file differ: the unit's row in the file, both values, what is said of it."""

    sheet: str
    row: int
    room: str
    field: str
    ours: Any
    theirs: Any
    text: str

    @property
    def key(self) -> str:
        """Under which the decision is kept."""
        return f"{KEPT}:{self.row}:{self.field}@{self.sheet}"[:80]

    @property
    def proposal(self) -> Proposal:
        """As the page of proposals shows it; no head is saved by it."""
        code = VOTER if self.field == "voter" else KEPT
        return Proposal(code, self.key, (), (UnitRef(self.sheet, self.row, self.room),), 0, self.text)


def kept_of(changed: Iterable[Corrected], units: Sequence[UnitRow]) -> tuple[Kept, ...]:
    """Where the new file's units differ from what people changed; a unit that is not in the file is left out."""
    by_door = {(u.building, u.entrance, u.room, u.kind): u for u in units}
    by_room: dict[tuple[str, str], list[UnitRow]] = {}
    for unit in units:
        by_room.setdefault((unit.building, unit.room), []).append(unit)
    found: list[Kept] = []
    for one in changed:
        ours = one.unit
        here = by_door.get((ours.building, ours.entrance, ours.room, ours.kind))
        rooms = by_room.get((ours.building, ours.room), [])
        here = here or (rooms[0] if len(rooms) == 1 else None)
        if here is not None:
            found += _differences(one, here)
    return tuple(found)


def _differences(one: Corrected, here: UnitRow) -> Iterable[Kept]:
    for field in one.fields:
        ours, theirs = value_of(one.unit, field), value_of(here, field)
        if ours != theirs:
            text = say(
                "%(room)s：名册里单独更正过%(what)s，是“%(ours)s”，这个文件写的是“%(theirs)s”。接受：照更正过的；不接受：照文件。",
                room=here.label,
                what=FIELDS[field],
                ours=_in_words(field, ours),
                theirs=_in_words(field, theirs),
            )
            yield Kept(here.sheet, here.row, here.label, field, ours, theirs, text)
    names = {same(name) for name in here.names}
    if one.voter and len(names) > 1 and names == {same(name) for name in one.unit.names} and here.voter != one.voter:
        text = say(
            "%(room)s：共有人商定由“%(voter)s”投票，这个文件%(theirs)s。接受：照商定的；不接受：照文件。",
            room=here.label,
            voter=one.voter,
            theirs=say("写的是“%(name)s”", name=here.voter) if here.voter else say("没有写"),
        )
        yield Kept(here.sheet, here.row, here.label, "voter", one.voter, here.voter, text)


def value_of(unit: UnitRow, field: str) -> Any:
    """A field's value as plain JSON."""
    match field:
        case "sale":
            return [unit.sold, unit.delivered]
        case "counts":
            return unit.counts_for_votes
        case "owners":
            return [list(unit.names), unit.company]
        case "phone":
            return list(unit.phones)
        case _:
            return getattr(unit, field)


def _in_words(field: str, value: Any) -> str:
    match field:
        case "sale":
            return say("未售") if not value[0] else say("已交付") if value[1] else say("未交付")
        case "counts":
            return say("计入") if value else say("不计入")
        case "owners":
            return "、".join(value[0]) or say("没有写")
        case "phone":
            return "、".join(mask_phone(phone) for phone in value) or say("没有写")
        case "area":
            return f"{area(value)} ㎡"
        case "kind":
            return _KINDS[value]
        case _:
            return str(value) or say("没有写")


_KINDS = {"DWELLING": "住宅", "SHOP": "商铺", "PARKING": "车位", "STORAGE": "储藏室", "OTHER": "其他"}


def with_kept(
    units: Sequence[UnitRow], kept: Iterable[Kept], decided: Mapping[str, str], accepted: str
) -> tuple[UnitRow, ...]:
    """The units as they count after the decisions: an accepted field is ours, any other the file's."""
    changes: dict[tuple[str, int], list[Kept]] = {}
    for one in kept:
        changes.setdefault((one.sheet, one.row), []).append(one)
    made = []
    for unit in units:
        for one in changes.get((unit.sheet, unit.row), ()):
            unit = _with(unit, one.field, one.ours if decided.get(one.key) == accepted else one.theirs)  # noqa: PLW2901
        made.append(unit)
    return tuple(made)


def _with(unit: UnitRow, field: str, value: Any) -> UnitRow:
    match field:
        case "sale":
            return replace(unit, sold=value[0], delivered=value[1])
        case "counts":
            return replace(unit, counts_for_votes=value)
        case "owners":
            return replace(unit, names=tuple(value[0]), company=value[1])
        case "phone":
            return replace(unit, phones=tuple(value))
        case "area":
            return replace(unit, area=value)
        case "entrance":
            return replace(unit, entrance=value)
        case "kind":
            return replace(unit, kind=value)
        case _:
            return replace(unit, voter=value)


def fields_kept(kept: Iterable[Kept], yes: Collection[str]) -> dict[tuple[str, int], list[str]]:
    """The accepted corrections by the unit's row: they stay corrections of the next roster."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in kept:
        if one.key in yes and one.field in FIELDS:
            found.setdefault((one.sheet, one.row), []).append(one.field)
    return found
