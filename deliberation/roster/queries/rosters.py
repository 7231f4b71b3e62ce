"""Reading rosters for the desk: the imports, the roster in use by building, one unit with whom it may belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Row, case, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, defer

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.typed import folded
from deliberation.organisation.models import Person
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.rules import UnitRow
from deliberation.roster.rules.kept import Corrected
from deliberation.roster.rules.names import same
from deliberation.roster.rules.parts import NO_ENTRANCE, Part
from deliberation.rows import Rows
from deliberation.search import holds, stands_at

PER_PAGE = 50


def replaced_until(day: date) -> list[int]:
    """The rosters that another one replaced on that day or before, and that nobody has erased; their ids, oldest first.

    A roster is replaced in the moment in which the next one of its compound is taken into use.
    """
    after = aliased(Roster)
    follows = (after.compound_id == Roster.compound_id, after.activated_at > Roster.activated_at)
    replaced_at = select(func.min(after.activated_at)).where(*follows).scalar_subquery()
    before = clock.beijing(day.year, day.month, day.day) + timedelta(days=1)
    wanted = select(Roster.id).where(Roster.state == "REPLACED", replaced_at < before)
    return list(db.session.scalars(wanted.order_by(Roster.id)))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which units of a roster: a building, words (of room or name), `only` one sort.

    COUNTED, NOT_COUNTED, DEVELOPER (not sold or not handed over), NO_VOTER (co-owners without one who votes).
    `entrance` is one of any building, or NO_ENTRANCE for those of which none is known.
    """

    building: str = ""
    words: str = ""
    only: str = ""
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """One building of a roster, or one entrance of it: units, area (0.01 ㎡), and of these what counts for votes.

    `heads`: those that count there.
    """

    name: str
    units: int
    area: int
    units_counted: int
    area_counted: int
    heads: int
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a roster with its owner; `names` in full."""

    id: int
    owner_id: int
    building: str
    entrance: str
    room: str
    room_text: str
    kind: str
    area: int
    sold: bool
    delivered: bool
    counts_for_votes: bool
    note: str
    names: tuple[str, ...]
    is_company: bool
    is_developer: bool
    phone: str
    voter_name: str

    @property
    def needs_voter(self) -> bool:
        """Whether co-owners have not said who votes for them."""
        return len(self.names) > 1 and not self.is_developer and not self.voter_name

    @property
    def label(self) -> str:
        """The unit as it is called, as while it was looked at."""
        where = (self.building, self.entrance, self.room, self.room_text)
        return UnitRow("", 0, *where, self.area, self.kind).label

    @property
    def in_short(self) -> str:
        """The unit as clerks type it: 1-2-301."""
        parts = (self.building.removesuffix("号楼"), self.entrance.removesuffix("单元"), self.room)
        return "-".join(part for part in parts if part)


def imports(compound_id: int) -> Rows:
    """The imports of a compound, newest first; what was read from them is not loaded."""
    wanted = select(Roster).where(Roster.compound_id == compound_id).order_by(Roster.id.desc())
    return Rows(wanted.options(defer(Roster.reading)))


def waiting(compound_id: int) -> Roster | None:
    """The import that is being looked at, if one is."""
    wanted = select(Roster).where(Roster.compound_id == compound_id, Roster.state == "PREVIEW")
    return db.session.scalar(wanted.order_by(Roster.id.desc()).limit(1))


def latest_decisions(compound_id: int) -> dict[str, str]:
    """What was decided at the newest import of the compound."""
    wanted = select(Roster.decided).where(Roster.compound_id == compound_id).order_by(Roster.id.desc()).limit(1)
    return db.session.scalar(wanted) or {}


def same_file(roster: Roster) -> Roster | None:
    """An earlier import of the very same file in the same compound."""
    wanted = select(Roster).where(
        Roster.compound_id == roster.compound_id, Roster.file_hash == roster.file_hash, Roster.id < roster.id
    )
    return db.session.scalar(wanted.order_by(Roster.id.desc()).limit(1))


def importers(rosters: Iterable[Roster]) -> dict[int, str]:
    """The names of those who read these files in; one statement."""
    ids = {roster.imported_by_id for roster in rosters if roster.imported_by_id is not None}
    return {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def buildings(roster_id: int) -> list[Building]:
    """The buildings in the order of the roster; one statement."""
    return _figures(roster_id, RosterUnit.building)


def entrances(roster_id: int) -> dict[str, list[Building]]:
    """The entrances of each building that has several, by the building's name; one statement."""
    return by_entrance(_figures(roster_id, RosterUnit.building, RosterUnit.entrance))


class Named(Protocol):
    """A line about a building, or about one entrance of it."""

    @property
    def name(self) -> str:
        """The building's name."""


Place = TypeVar("Place", bound=Named)


def by_entrance(lines: Iterable[Place]) -> dict[str, list[Place]]:
    """The entrances of each building that has several, of lines for each entrance, by the building's name."""
    found: dict[str, list[Place]] = {}
    for one in lines:
        found.setdefault(one.name, []).append(one)
    return {name: several for name, several in found.items() if len(several) > 1}


def standing_at(
    place: Part, building: InstrumentedAttribute[str], entrance: InstrumentedAttribute[str]
) -> list[ColumnElement[bool]]:
    """That a row stands in a building, in one entrance of it, or where no entrance is known; by its two columns."""
    here = [building == place.building] if place.building else []
    return [*here, entrance == ("" if place.entrance == NO_ENTRANCE else place.entrance)] if place.entrance else here


def _figures(roster_id: int, *by: InstrumentedAttribute[str]) -> list[Building]:
    counted = RosterUnit.counts_for_votes
    rows = db.session.execute(
        select(
            *by,
            func.count(),
            func.sum(RosterUnit.area),
            func.sum(case((counted, 1), else_=0)),
            func.sum(case((counted, RosterUnit.area), else_=0)),
            func.count(distinct(case((counted, RosterUnit.owner_id)))),
        )
        .where(RosterUnit.roster_id == roster_id)
        .group_by(*by)
        .order_by(func.min(RosterUnit.position))
    )
    figures = len(by)
    names = ("units", "area", "units_counted", "area_counted", "heads")
    return [
        Building(row[0], entrance="".join(row[1:figures]), **dict(zip(names, map(int, row[figures:]), strict=True)))
        for row in rows
    ]


_COLUMNS = (
    RosterUnit.id,
    RosterUnit.owner_id,
    RosterUnit.building,
    RosterUnit.entrance,
    RosterUnit.room,
    RosterUnit.room_text,
    RosterUnit.kind,
    RosterUnit.area,
    RosterUnit.sold,
    RosterUnit.delivered,
    RosterUnit.counts_for_votes,
    RosterUnit.note,
    RosterOwner.names,
    RosterOwner.is_company,
    RosterOwner.is_developer,
    RosterOwner.phone,
    RosterOwner.voter_name,
)

_NEEDS_VOTER = (
    (func.json_array_length(RosterOwner.names) > 1) & ~RosterOwner.is_developer & (RosterOwner.voter_name == "")
)


def lines(roster_id: int, *which: ColumnElement[bool]) -> list[Line]:
    """The units of a roster in its order, or `which` of them; one statement."""
    return [_line(row) for row in db.session.execute(_units(roster_id, *which))]


def _units(roster_id: int, *which: ColumnElement[bool]) -> Any:
    return (
        select(*_COLUMNS)
        .join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
        .where(RosterUnit.roster_id == roster_id, *which)
        .order_by(RosterUnit.position)
    )


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    return Line(**{**row._mapping, "names": tuple(row.names)})  # noqa: SLF001 - the public way to a row's columns


def chosen_lines(roster_id: int, chosen: Filter) -> Rows:
    """The units that fit, in the order of the roster, as `Line`."""
    return Rows(_units(roster_id, *_fitting(chosen)), lambda rows: [_line(row) for row in rows], wide=True)


def fitting_lines(roster_id: int, chosen: Filter) -> list[Line]:
    """All units that fit, in the order of the roster; one statement."""
    return lines(roster_id, *_fitting(chosen))


def _fitting(chosen: Filter) -> list[ColumnElement[bool]]:
    ways: dict[str, ColumnElement[bool]] = {
        "COUNTED": RosterUnit.counts_for_votes.is_(True),
        "NOT_COUNTED": ~RosterUnit.counts_for_votes,
        "DEVELOPER": RosterOwner.is_developer.is_(True),
        "NO_VOTER": _NEEDS_VOTER,
    }
    found: list[ColumnElement[bool]] = [ways[chosen.only]] if chosen.only in ways else []
    found += standing_at(Part(chosen.building, chosen.entrance), RosterUnit.building, RosterUnit.entrance)
    if chosen.words:
        found.append(stands_at(chosen.words, RosterUnit.search, RosterOwner.search))
    return found


def places(roster_id: int) -> list[Part]:
    """Every building and entrance in which a unit stands, in the order of the roster; one statement."""
    where = (RosterUnit.building, RosterUnit.entrance)
    wanted = select(*where).where(RosterUnit.roster_id == roster_id).group_by(*where)
    return [Part(*row) for row in db.session.execute(wanted.order_by(func.min(RosterUnit.position)))]


def without_voter(roster_id: int) -> int:
    """How many groups of co-owners have not said who votes for them; one statement."""
    wanted = select(func.count(distinct(RosterUnit.owner_id))).join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
    return db.session.scalar(wanted.where(RosterUnit.roster_id == roster_id, _NEEDS_VOTER)) or 0


def unit_in(roster_id: int, unit_id: int) -> Line:
    """One unit of this roster. Raises `NOT_FOUND`."""
    wanted = (
        select(*_COLUMNS)
        .join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
        .where(RosterUnit.roster_id == roster_id, RosterUnit.id == unit_id)
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    return _line(row)


def corrected(roster: Roster | None) -> list[Corrected]:
    """The units of the roster in use that people changed, or whose co-owners named their voter; one statement."""
    if roster is None:
        return []
    wanted = select(RosterUnit).where(RosterUnit.roster_id == roster.id).order_by(RosterUnit.position)
    found = []
    for unit in db.session.scalars(wanted):
        owner = unit.owner
        voter = owner.voter_name if len(owner.names) > 1 and not owner.is_developer else ""
        if unit.corrected or voter:
            found.append(Corrected(_row_of(unit), tuple(unit.corrected), voter))
    return found


def _row_of(unit: RosterUnit) -> UnitRow:
    owner = unit.owner
    phones = tuple(owner.phone.split("/")) if owner.phone else ()
    return UnitRow(
        "",
        0,
        unit.building,
        unit.entrance,
        unit.room,
        unit.room_text,
        unit.area,
        unit.kind,
        tuple(owner.names),
        owner.is_company,
        phones,
        unit.sold,
        unit.delivered,
        unit.counts_for_votes,
    )


def heads_named(roster_id: int, names: Iterable[str], but: int) -> list[Line]:
    """The owners of exactly these names who have a unit that counts, each with their first; without unit `but`."""
    wanted = frozenset(same(name) for name in names)
    if not wanted:
        return []
    is_head = RosterUnit.counts_for_votes & ~RosterOwner.is_developer & (RosterUnit.id != but)
    found: dict[int, Line] = {}
    for line in lines(roster_id, is_head, *(holds(RosterOwner.search, folded(name)) for name in names)):
        if frozenset(same(name) for name in line.names) == wanted:
            found.setdefault(line.owner_id, line)
    return list(found.values())


def totals(roster_id: int) -> tuple[int, int, int, int]:
    """Heads and area of everything, heads and area of what counts; one statement."""
    counted = RosterUnit.counts_for_votes
    row = db.session.execute(
        select(
            func.count(distinct(RosterUnit.owner_id)),
            func.coalesce(func.sum(RosterUnit.area), 0),
            func.count(distinct(case((counted, RosterUnit.owner_id)))),
            func.coalesce(func.sum(case((counted, RosterUnit.area), else_=0)), 0),
        ).where(RosterUnit.roster_id == roster_id)
    ).one()
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])
