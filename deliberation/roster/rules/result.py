"""A whole roster as it was read, and its way into a JSON column and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from deliberation.roster.rules.heads import totals
from deliberation.roster.rules.model import Problem, Proposal, SheetNote, Totals, UnitRef, UnitRow


@dataclass(frozen=True, slots=True)
class Reading:
    """A roster as it was read. `units` holds what can be counted; every row that cannot is among `problems`."""

    units: tuple[UnitRow, ...]
    problems: tuple[Problem, ...]
    proposals: tuple[Proposal, ...]
    sheets: tuple[SheetNote, ...]

    @property
    def counted(self) -> Totals:
        """What counts for votes: without parking spaces and storage rooms."""
        return totals(self.units)

    @property
    def everything(self) -> Totals:
        """All units, as house rules may have it that let parking spaces and storage rooms count."""
        return totals([replace(unit, counts_for_votes=True) for unit in self.units])

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reading:
        """The reading that `to_json` wrote, from a store that made lists of the tuples."""
        return cls(
            units=tuple(_made(UnitRow, u) for u in data["units"]),
            problems=tuple(_made(Problem, p) for p in data["problems"]),
            proposals=tuple(
                _made(Proposal, {**p, "units": [_made(UnitRef, u) for u in p["units"]]}) for p in data["proposals"]
            ),
            sheets=tuple(_made(SheetNote, s) for s in data["sheets"]),
        )


def _made(kind: type[Any], data: Mapping[str, Any]) -> Any:
    """A dataclass from its dictionary; lists become the tuples that they were."""
    given = {f.name: data[f.name] for f in fields(kind)}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})
