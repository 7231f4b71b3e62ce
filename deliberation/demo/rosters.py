"""业主名册 of the demonstration: drawn up from a seed as the file that an office would keep, every name made up."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

HEAD = ("楼栋", "单元", "房号", "业主", "建筑面积(㎡)", "电话", "备注")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安宁嘉禾立春晓明文静海涛国庆志强桂芳秀兰建军丽红"
MARK = "演"
"""The first sign of every given name: nobody can take such a person for a real one."""
DOORS, ENTRANCES = 2, 2


@dataclass(frozen=True)
class Plan:
    """What a roster holds. `blocks`: building, units, the sizes (㎡) of its flats in turn.

    `two_each` owners have the next flat, too; the last `unsold` units are the developer's. `area` is the sum (㎡)
    and `spread` how far (0.01 ㎡) a flat may be from its size.
    """

    blocks: Sequence[tuple[str, int, Sequence[float]]]
    area: float
    seed: int
    two_each: int = 0
    unsold: int = 0
    spread: int = 0


def file_of(plan: Plan) -> bytes:
    """The roster as a .csv of one line for each unit; the same plan gives the same file."""
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *_rows(plan)])
    return out.getvalue().encode()


def _rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(plan.seed)  # noqa: S311 - a demonstration that is the same every time, no secret
    rooms = [(building, units, place) for building, units, _ in plan.blocks for place in range(units)]
    owners = _owners(plan, [place for _, _, place in rooms], dice)
    for (building, units, place), size, owner in zip(rooms, _sizes(plan, dice), owners, strict=True):
        entrance, within = divmod(place, -(-units // ENTRANCES))
        room = f"{within // DOORS + 1}{within % DOORS + 1:02d}"
        name, phone, note = (_name(owner), f"138{11_112_003 + 7 * owner}", "") if owner >= 0 else ("", "", "未售")
        yield f"{building}号楼", f"{entrance + 1}单元", room, name, f"{size // 100}.{size % 100:02d}", phone, note


def _sizes(plan: Plan, dice: random.Random) -> list[int]:
    """Areas in 0.01 ㎡ which add up to the plan's; what chance adds or takes is spread over all."""
    sizes = [
        round(100 * flats[place % len(flats)]) + dice.randint(-plan.spread, plan.spread)
        for _, units, flats in plan.blocks
        for place in range(units)
    ]
    each, rest = divmod(round(100 * plan.area) - sum(sizes), len(sizes))
    return [size + each + (at < rest) for at, size in enumerate(sizes)]


def _owners(plan: Plan, places: Sequence[int], dice: random.Random) -> list[int]:
    """Whose each unit is, by number; -1 is the developer. `places` are those of the units in their buildings."""
    sold = len(places) - plan.unsold
    again = set(dice.sample([at for at in range(sold) if places[at] % (2 * DOORS) == 1], plan.two_each))
    owners: list[int] = []
    for at in range(sold):
        owners.append(owners[-1] if at in again else (owners[-1] + 1 if owners else 0))
    return owners + [-1] * plan.unsold


def _name(owner: int) -> str:
    return f"{SURNAMES[owner % len(SURNAMES)]}{MARK}{GIVEN[owner // len(SURNAMES) % len(GIVEN)]}"
