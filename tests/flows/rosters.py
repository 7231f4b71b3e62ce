"""The roster of scenario A as the office keeps it: a workbook of 628 rows, every name in it made up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from deliberation.kernel.counting import area
from deliberation.roster.actions.rosters import RosterFile, accept_all, read_in, take_into_use
from deliberation.roster.models import Roster
from deliberation.roster.rules import read_roster
from deliberation.roster.rules.importing import GROUNDS
from tests.builders import World
from tests.roster.sheets import HEAD, xlsx

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "安宁嘉禾立春晓明文静海涛国庆志强桂芳秀兰建军"
DEVELOPER = "金岭置业有限公司"
BUILDINGS, PER_FLOOR = 9, 4


@dataclass(frozen=True)
class Owned:
    """So many owners with so many units each, who own this area (0.01 ㎡) together."""

    owners: int
    units_each: int
    area: int


@dataclass(frozen=True)
class Line:
    """One unit of the roster before it has a room: whose it is, how large (0.01 ㎡), and a remark."""

    owner: int
    area: int
    note: str = ""


def lines_of(groups: tuple[Owned, ...], unsold: tuple[int, int]) -> Iterator[Line]:
    """Units in the order of the ballots; the developer's (`unsold` = how many, their area) at the end."""
    owner = 0
    for group in groups:
        units = group.owners * group.units_each
        each, rest = divmod(group.area, units)
        for n in range(units):
            yield Line(owner + n // group.units_each, each + (0 if n else rest))
        owner += group.owners
    each, rest = divmod(unsold[1], unsold[0])
    yield from (Line(-1, each + (0 if n else rest), "未售") for n in range(unsold[0]))


def name_of(owner: int) -> str:
    """The made-up name of an owner; every number has another one."""
    first, second = divmod(owner // len(SURNAMES), len(GIVEN))
    return f"{SURNAMES[owner % len(SURNAMES)]}{GIVEN[first]}{GIVEN[second]}"


def phone_of(owner: int) -> str:
    """His made-up number."""
    return f"199{12_345_671 + owner:08d}"


def workbook(lines: list[Line]) -> bytes:
    """The lines as an .xlsx with the columns of a plain roster."""
    per_building = -(-len(lines) // BUILDINGS)
    rows: list[tuple[object, ...]] = [HEAD]
    for at, line in enumerate(lines):
        building, within = divmod(at, per_building)
        floor, door = divmod(within, PER_FLOOR)
        owner, phone = (DEVELOPER, "") if line.owner < 0 else (name_of(line.owner), phone_of(line.owner))
        room = f"{floor + 1}{door + 1:02d}"
        rows.append((f"{building + 1}号楼", "", room, owner, float(area(line.area).replace(",", "")), phone, line.note))
    return xlsx(rows)


def import_roster(world: World, content: bytes, name: str = "业主名册.xlsx") -> Roster:
    """周敏 reads the file in, accepts what is proposed and takes it into use."""
    file = RosterFile(name, hashlib.sha256(content).hexdigest(), GROUNDS["DUTY"], "REGISTER")
    roster = read_in(world.secretary, world.compound.id, file, read_roster(name, content))
    for kind in ("SAME_OWNER", "DEVELOPER"):
        accept_all(world.secretary, roster.id, kind)
    return take_into_use(world.secretary, roster.id)
