"""What of the rules that come with the platform is not in the store, was mended since, or was revised by the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.digest import digest
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.rules import shipped_data
from deliberation.organisation.rules.owners import OWNERS_BODIES
from deliberation.organisation.rules.shipped import as_it_came, fingerprint


@dataclass(frozen=True, slots=True)
class Offer:
    """One shipped set beside the newest version that is here; `row` is `None` where there is none."""

    data: dict[str, Any]
    row: RuleProfileVersion | None


@dataclass(frozen=True, slots=True)
class Offers:
    """The shipped rules that differ from the store.

    `missing` are new here, `newer` mend a set that is still as it came. `own` were revised by the office, or
    stand where the office has a set of its own for the same owners of the same place: these are only shown.
    """

    missing: list[Offer]
    newer: list[Offer]
    own: list[Offer]

    @property
    def mark(self) -> str:
        """What tells whether that which is confirmed is still that which was shown."""
        rows = [(one.data, one.row.version if one.row else 0) for one in (*self.missing, *self.newer)]
        return digest([[data, version] for data, version in rows]) if rows else ""

    @property
    def number(self) -> int:
        """How many sets would be entered."""
        return len(self.missing) + len(self.newer)


def offers() -> Offers:
    """What the platform ships and the store does not have as its newest version."""
    newest = _newest()
    taken = {_office_of(row): row for row in newest.values() if row.data["body"] in OWNERS_BODIES}
    found = Offers([], [], [])
    for data in shipped_data():
        row = newest.get(data["code"])
        if row is None:
            there = taken.get((data["body"], data.get("place", ""))) if data["body"] in OWNERS_BODIES else None
            (found.own if there else found.missing).append(Offer(data, there))
        elif fingerprint(row.data) != fingerprint(data):
            (found.newer if as_it_came(row.data) else found.own).append(Offer(data, row))
    return found


def _newest() -> dict[str, RuleProfileVersion]:
    """The newest version of each set of rules, by code."""
    in_order = select(RuleProfileVersion).order_by(RuleProfileVersion.version)
    return {row.code: row for row in db.session.scalars(in_order)}


def _office_of(row: RuleProfileVersion) -> tuple[str, str]:
    return row.data["body"], row.data.get("place", "")
