"""Rosters that were read from a real file, at any step of their import; 陈海涛 of the committee brings them in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from deliberation.kernel.actor import Actor
from deliberation.roster.actions import rosters
from deliberation.roster.models import Roster
from deliberation.roster.queries import rosters as queries
from deliberation.roster.queries.rosters import Line
from deliberation.roster.rules import read_roster
from deliberation.roster.rules.importing import ACCEPTED, GROUNDS, Preview, tag
from tests.builders import World
from tests.roster.sheets import HEAD, Cells, xlsx

ZHANG, LI, WANG = "张三", "李四", "王小五"
PHONE = "13812345678"

ROWS: tuple[Cells, ...] = (
    ("1号楼", "1单元", 101, ZHANG, 90.5, PHONE, ""),
    ("1号楼", "1单元", 102, ZHANG, 80, PHONE, ""),
    ("1号楼", "1单元", 201, f"{LI}/{WANG}", 100.25, "", ""),
    ("2号楼", "1单元", 101, "", 70, "", "未售"),
    ("2号楼", "1单元", 102, "", 70, "", "未售"),
    ("2号楼", "", "车位7", ZHANG, 12.5, PHONE, ""),
)
"""Five units that count and a parking space: 张三 twice, a couple, two of the developer."""


def keeper(world: World) -> Actor:
    """陈海涛, who imports."""
    return world.actor("陈海涛")


def a_file(rows: Sequence[Cells] = ROWS) -> bytes:
    """A workbook with these units; the same units are the same file."""
    return _workbook(tuple(map(tuple, rows)))


@cache
def _workbook(rows: tuple[Cells, ...]) -> bytes:
    # A workbook holds the second in which it was written: written again it would be another file.
    return xlsx([HEAD, *rows])


def read_in(world: World, content: bytes | None = None) -> Roster:
    """A file that was read in and waits to be looked at."""
    content = content or a_file()
    file = rosters.RosterFile("名册.xlsx", sha256(content).hexdigest(), GROUNDS["DUTY"], "REGISTER")
    return rosters.read_in(keeper(world), world.compound.id, file, read_roster(file.name, content))


def decided(world: World, roster: Roster, decision: str = ACCEPTED) -> Roster:
    """Every proposal decided alike."""
    proposals = Preview.from_json(roster.reading or {}).reading.proposals
    return rosters.decide(keeper(world), roster.id, {tag(p.key): decision for p in proposals})


def in_use(world: World, content: bytes | None = None) -> Roster:
    """A roster that was read in, every proposal accepted, and taken into use."""
    roster = decided(world, read_in(world, content))
    return rosters.take_into_use(keeper(world), roster.id, all_handed_over=True)


def unit(roster: Roster, label: str) -> Line:
    """The unit that is called so."""
    (found,) = [line for line in queries.lines(roster.id) if line.label == label]
    return found
