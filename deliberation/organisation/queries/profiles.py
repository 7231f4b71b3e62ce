"""Reading the rules of procedure: their versions, which counts on a day, where, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from deliberation.db import db
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound, MeetingType, RuleProfileVersion
from deliberation.organisation.rules import BODIES, OwnersRules, RuleProfile, parse_any
from deliberation.organisation.rules.owners import OWNERS_BODIES
from deliberation.rows import Rows
from deliberation.search import matches

Rules = RuleProfile | OwnersRules


@dataclass(frozen=True, slots=True)
class Listed:
    """One set of rules in the list: the version that counts, the one to come, the newest, and who uses it.

    `current` is `None` where none counts on the day; `row` is the current one, or the newest.
    """

    row: RuleProfileVersion
    rules: Rules
    current: RuleProfileVersion | None
    coming: RuleProfileVersion | None
    users: tuple[str, ...]

    @property
    def body(self) -> str:
        """The body's name."""
        return BODIES[self.rules.body]


def chosen(on: date, body: str = "", q: str = "") -> Select[RuleProfileVersion]:
    """One version of each set of rules, by body in the order of the table, the country's first.

    It is the version that counts on the day, or the newest where none does; narrowed to a body, and to those with
    every word of `q` in their name, place or source.
    """
    row, its_body = RuleProfileVersion, RuleProfileVersion.data["body"].as_string()
    other, counting = aliased(RuleProfileVersion), aliased(RuleProfileVersion)
    of_the_set = select(counting.id).where(counting.code == row.code, _counts(counting, on)).correlate(row)
    newer = select(other.id).where(other.code == row.code, other.version > row.version).correlate(row)
    query = select(row).where(or_(_counts(row, on), ~newer.exists() & ~of_the_set.exists()))
    if body:
        query = query.where(its_body == body)
    if q:
        query = query.where(matches(q, row.search))
    order = {code: number for number, code in enumerate(BODIES)}
    is_of_a_place = func.coalesce(row.data["place"].as_string(), "") != ""
    return query.order_by(case(order, value=its_body), case((is_of_a_place, 1), else_=0), row.id)


def _counts(row: Any, on: date) -> ColumnElement[bool]:
    """Whether a version counts on a day: the newest that has begun, where it has not ended (`in_force`)."""
    later = aliased(RuleProfileVersion)
    begun = select(later.id).where(later.code == row.code, later.version > row.version, later.valid_from <= on)
    return and_(row.valid_from <= on, or_(row.valid_to.is_(None), row.valid_to >= on), ~begun.correlate(row).exists())


def in_a_list(shown: Iterable[RuleProfileVersion], on: date) -> list[Listed]:
    """What the list says of these versions (`chosen`); two statements, however many they are."""
    here, used = list(shown), _users()
    versions: dict[str, list[RuleProfileVersion]] = {}
    of_them = select(RuleProfileVersion).where(RuleProfileVersion.code.in_([row.code for row in here]))
    for row in db.session.scalars(of_them.order_by(RuleProfileVersion.id)):
        versions.setdefault(row.code, []).append(row)
    return [_listed(versions[row.code], on, used.get(row.code, ())) for row in here]


def sets(on: date, body: str = "", q: str = "") -> Rows:
    """The sets of rules that are `chosen`, as `Listed`; four statements a page, however many there are."""
    return Rows(chosen(on, body, q), lambda shown: in_a_list(shown, on))


def listed(on: date) -> list[Listed]:
    """Every set of rules as the list shows it."""
    return in_a_list(db.session.scalars(chosen(on)), on)


def _listed(rows: list[RuleProfileVersion], on: date, users: tuple[str, ...]) -> Listed:
    current = in_force(rows, on)
    newest = max(rows, key=lambda row: row.version)
    shown = current or newest
    return Listed(shown, parse_any(shown.data), current, newest if newest.valid_from > on else None, users)


def in_force(rows: Iterable[RuleProfileVersion], on: date) -> RuleProfileVersion | None:
    """Which of the versions of one set of rules counts on a day, as `profile_in_force` finds it."""
    begun = [row for row in rows if row.valid_from <= on]
    newest = max(begun, key=lambda row: row.version, default=None)
    return newest if newest and (newest.valid_to is None or newest.valid_to >= on) else None


def versions_of(code: str) -> list[RuleProfileVersion]:
    """All versions of a set of rules, the newest first."""
    wanted = select(RuleProfileVersion).where(RuleProfileVersion.code == code)
    return list(db.session.scalars(wanted.order_by(RuleProfileVersion.version.desc())))


def _users() -> dict[str, tuple[str, ...]]:
    """The meeting types of each set of rules, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in db.session.scalars(select(MeetingType).order_by(MeetingType.id)):
        found[kind.profile_code] = (*found.get(kind.profile_code, ()), kind.name)
    return found


def meeting_types_with(code: str) -> list[MeetingType]:
    """The meeting types that are held under a set of rules."""
    return list(db.session.scalars(select(MeetingType).where(MeetingType.profile_code == code)))


def owners_rules_for(compound: Compound, body: str, on: date) -> RuleProfileVersion:
    """The version of the owners' rules that counts for a body in a compound on a day.

    The city's if it has any, else the province's, else the country's. Raises `NOT_READY` where none counts.
    """
    places = places_of(compound)
    counting = [found for rows in _rows_of(body).values() if (found := in_force(rows, on))]
    here = [row for row in counting if row.data.get("place", "") in places]
    if not here:
        raise Refused(InOrganisation.NO_RULES_IN_FORCE, body=BODIES.get(body, "业主表决"))
    return min(here, key=lambda row: places.index(row.data.get("place", "")))


def _rows_of(body: str) -> dict[str, list[RuleProfileVersion]]:
    """All versions of the rules of a body, by code."""
    versions: dict[str, list[RuleProfileVersion]] = {}
    for row in db.session.scalars(select(RuleProfileVersion).order_by(RuleProfileVersion.id)):
        if row.data["body"] == body:
            versions.setdefault(row.code, []).append(row)
    return versions


def owners_rules_in(place: str, body: str) -> Rules | None:
    """The newest version of the owners' rules of one place, whether it counts already or not."""
    newest = [parse_any(rows[-1].data) for rows in _rows_of(body).values()]
    return next((rules for rules in newest if rules.place == place), None)


def owners_rules_here(compound: Compound, on: date) -> list[tuple[str, RuleProfileVersion]]:
    """The owners' rules that count in a compound on a day, with the name of who decides; none where none counts."""
    found = []
    for body, label in OWNERS_BODIES.items():
        with suppress(Refused):
            found.append((label, owners_rules_for(compound, body, on)))
    return found
