"""Reading the kinds of meetings: all of them, those of a compound, what counts in each in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.stage import house
from deliberation.organisation.models import Compound, CompoundMeetingType, MeetingType, RuleProfileVersion
from deliberation.organisation.queries import profile_in_force
from deliberation.organisation.queries.profiles import listed
from deliberation.organisation.rules import RuleProfile, parse_profile
from deliberation.organisation.rules.bodies import MEETING_BODIES
from deliberation.organisation.rules.meeting_types import (
    STANDING,
    limits_of,
    what_counts,
    with_stand_ins,
)
from deliberation.rows import Rows


def item_kinds() -> dict[str, str]:
    """What may stand on an agenda: code → name, as the agenda says it."""
    ask = house().offers.item_kinds
    return dict(ask()) if ask else {}


@dataclass(frozen=True, slots=True)
class ListedType:
    """A kind of meeting in the list, with the names of the compounds that use it."""

    kind: MeetingType
    compounds: tuple[str, ...]


def types() -> Rows:
    """All kinds of meetings, as `ListedType`; two statements a page."""
    return Rows(select(MeetingType).order_by(MeetingType.id), _with_compounds)


def _with_compounds(shown: list[MeetingType]) -> list[ListedType]:
    used = select(CompoundMeetingType.meeting_type_id, Compound.name).join(
        Compound, Compound.id == CompoundMeetingType.compound_id
    )
    used = used.where(CompoundMeetingType.meeting_type_id.in_([one.id for one in shown])).order_by(Compound.id)
    names: dict[int, list[str]] = {}
    for type_id, name in db.session.execute(used):
        names.setdefault(type_id, []).append(name)
    return [ListedType(one, tuple(names.get(one.id, ()))) for one in shown]


@dataclass(frozen=True, slots=True)
class TypeHere:
    """A kind of meeting as one compound uses it: who sits, what counts in words, what stands on every agenda."""

    kind: MeetingType
    use: CompoundMeetingType
    parties: list[dict[str, Any]]
    counts: str
    limits: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)


def types_here(compound_id: int) -> list[TypeHere]:
    """The kinds of meetings of a compound in their order."""
    return [_here(use) for use in uses(compound_id)]


def uses(compound_id: int) -> list[CompoundMeetingType]:
    """How a compound uses the kinds of meetings, the usual one first."""
    query = select(CompoundMeetingType).where(CompoundMeetingType.compound_id == compound_id)
    return list(db.session.scalars(query.order_by(CompoundMeetingType.position, CompoundMeetingType.id)))


def use_of(compound_id: int, meeting_type_id: int) -> CompoundMeetingType | None:
    """How a compound uses one kind of meeting; `None`: not at all."""
    return db.session.scalar(
        select(CompoundMeetingType).where(
            CompoundMeetingType.compound_id == compound_id, CompoundMeetingType.meeting_type_id == meeting_type_id
        )
    )


def _here(use: CompoundMeetingType) -> TypeHere:
    kind = use.meeting_type
    parties = with_stand_ins(kind.parties, use.stand_ins)
    rules = rules_of(kind)
    counts = what_counts(rules, parties) if rules else ""
    standing = [code for code in STANDING if code in kind.standing and code not in use.standing_off]
    return TypeHere(kind, use, parties, counts, limits_of(parties), standing)


def parties_here(compound_id: int, kind: MeetingType) -> list[dict[str, Any]]:
    """Who sits in a kind of meeting in a compound, with who sits in whose place."""
    use = use_of(compound_id, kind.id)
    return with_stand_ins(kind.parties, use.stand_ins if use else {})


def standing_here(compound_id: int, kind: MeetingType) -> list[str]:
    """What stands on every agenda of a kind of meeting in a compound (`STANDING`)."""
    use = use_of(compound_id, kind.id)
    off = use.standing_off if use else []
    return [code for code in STANDING if code in kind.standing and code not in off]


def rules_of(kind: MeetingType) -> RuleProfile | None:
    """The rules under which a meeting of this kind would be held today."""
    row = profile_in_force(kind.profile_code, clock.today())
    return parse_profile(row.data) if row else None


def type_by_id(meeting_type_id: int) -> MeetingType | None:
    """A kind of meeting."""
    return db.session.get(MeetingType, meeting_type_id)


def type_named(name: str) -> MeetingType | None:
    """The kind of meeting with just this name."""
    return db.session.scalar(select(MeetingType).where(MeetingType.name == name).limit(1))


def is_used(meeting_type_id: int) -> bool:
    """Whether any compound uses a kind of meeting."""
    query = select(func.count()).where(CompoundMeetingType.meeting_type_id == meeting_type_id)
    return bool(db.session.scalar(query))


def unused_types(compound_id: int) -> list[MeetingType]:
    """The kinds of meetings that a compound could switch on."""
    used = select(CompoundMeetingType.meeting_type_id).where(CompoundMeetingType.compound_id == compound_id)
    return list(db.session.scalars(select(MeetingType).where(MeetingType.id.not_in(used)).order_by(MeetingType.id)))


def rules_to_choose() -> list[tuple[str, str]]:
    """The rules of meetings that count today, by code with their name."""
    found = [one for one in listed(clock.today()) if one.current and one.row.data["body"] in MEETING_BODIES]
    return [(one.row.code, one.rules.name) for one in found]


def profile_row(code: str) -> RuleProfileVersion | None:
    """The version of a set of rules that counts today."""
    return profile_in_force(code, clock.today())
