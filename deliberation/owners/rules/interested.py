"""有利害关系的业主: whom 民法典 279 asks before a dwelling becomes a business.

The Supreme People's Court names them (区分所有权解释 §11): the other owners of the building, so the applicant
is out; and an owner from elsewhere in the compound who proves that their home suffers by it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Refused
from deliberation.roster.rules.parts import Part, within

if TYPE_CHECKING:
    from deliberation.roster.rules.units import Unit

MOST_CLAIMANTS = 200
MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class Door:
    """A unit as every roster of the compound calls it; ids change with each import, a door does not."""

    building: str
    entrance: str
    room: str
    kind: str = "DWELLING"

    @property
    def label(self) -> str:
        """The unit in words: 3号楼2单元301."""
        where = Part(self.building, self.entrance).label
        return f"{where}{' ' if where[-1:].isdecimal() else ''}{self.room}"

    def to_json(self) -> dict[str, str]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Door:
        """The door that `to_json` wrote; what else stands beside it is no part of it."""
        return cls(*(data[name] for name in ("building", "entrance", "room", "kind")))

    def is_of(self, unit: Unit) -> bool:
        """Whether this is the unit's door."""
        return (self.building, self.entrance, self.room, self.kind) == (
            unit.building,
            unit.entrance,
            unit.room,
            unit.kind,
        )


@dataclass(frozen=True, slots=True)
class Interest:
    """Whose dwelling is to become a business, and who outside the building has proved an interest."""

    applicant: Door
    claimants: tuple[Door, ...] = ()


@dataclass(frozen=True, slots=True)
class Interested:
    """How many owners are asked: of the building without the applicant, and of elsewhere."""

    inside: int
    outside: int

    @property
    def heads(self) -> int:
        """All of them."""
        return self.inside + self.outside


def interested_units(units: Sequence[Unit], parts: Iterable[Part], interest: Interest) -> list[Unit]:
    """The units of those who are asked, of `units` that count; the applicant is out with all that is theirs.

    Raises `INVALID_INPUT` where the applicant has no unit in `parts`, or a claimant none in the roster.
    """
    applicant = _applicant(units, parts, interest)
    inside = {id(unit) for unit in within(units, parts)}
    lost = [door for door in interest.claimants if not any(door.is_of(unit) for unit in units)]
    if lost:
        raise Refused(InPreparing.CLAIMANTS_LOST, doors="、".join(door.label for door in lost))
    claimed = frozenset(interest.claimants)
    return [
        unit
        for unit in units
        if unit.owner_id != applicant.owner_id and (id(unit) in inside or any(d.is_of(unit) for d in claimed))
    ]


def _applicant(units: Sequence[Unit], parts: Iterable[Part], interest: Interest) -> Unit:
    door = interest.applicant
    found = [unit for unit in units if door.is_of(unit)]
    if len(found) != 1:
        raise Refused(InPreparing.APPLICANT_LOST, door=door.label)
    if not within(found, parts):
        raise Refused(InPreparing.APPLICANT_OUTSIDE)
    return found[0]


def count_interested(units: Sequence[Unit], parts: Iterable[Part], interest: Interest) -> Interested:
    """How many heads of the building and of elsewhere are asked. Raises as `interested_units`."""
    asked = interested_units(units, parts, interest)
    inside = {unit.owner_id for unit in within(asked, parts)}
    return Interested(len(inside), len({unit.owner_id for unit in asked} - inside))


def check_alone(classes: Sequence[str], parts: Sequence[Part]) -> None:
    """Raise `INVALID_INPUT` unless a matter of 民法典 279 stands alone on the ballot of one whole building.

    Its owners are others than those of any other question, since the applicant is out.
    """
    if "UNANIMOUS" not in classes:
        return
    if len(classes) > 1:
        raise Refused(InPreparing.INTEREST_ALONE)
    if len(parts) > 1 or any(part.entrance for part in parts):
        raise Refused(InPreparing.INTEREST_BUILDING)


def check_claimant(units: Sequence[Unit], parts: Iterable[Part], interest: Interest, door: Door, reason: str) -> None:
    """Raise `INVALID_INPUT` for a claimant who is asked already, is the applicant, or gives no reason."""
    found = [unit for unit in units if door.is_of(unit)]
    if len(found) != 1:
        raise Refused(InPreparing.CLAIMANT_UNKNOWN)
    if not reason.strip() or len(reason) > MOST_REASON:
        raise Refused(InPreparing.CLAIMANT_REASON, most=MOST_REASON)
    if len(interest.claimants) >= MOST_CLAIMANTS:
        raise Refused(InPreparing.TOO_MANY_CLAIMANTS, most=MOST_CLAIMANTS)
    if found[0].owner_id == _applicant(units, parts, interest).owner_id:
        raise Refused(InPreparing.CLAIMANT_IS_APPLICANT)
    if found[0].owner_id in {unit.owner_id for unit in interested_units(units, parts, interest)}:
        raise Refused(InPreparing.CLAIMANT_ASKED)
