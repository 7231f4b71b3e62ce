"""Reading an election of the owners' committee: its candidates, its rules, its members, what is to be filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.days import last_day
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersCandidate, OwnersCommittee, OwnersElection, OwnersQuestion, OwnersVote
from deliberation.owners.rules.committee import CommitteeRules, committee_rules, is_committee_election
from deliberation.owners.rules.elections import Owned
from deliberation.roster.models import RosterOwner
from deliberation.roster.queries import active_roster, units_of

COMMITTEES = ("FULL", "FORMED")
"""Outcomes after which there is a committee."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the committee, or an alternate, as office holder: their name is public."""

    name: str
    building: str


@dataclass(frozen=True, slots=True)
class Committee:
    """The committee that an election made: who sits, who may follow in which order, and its term.

    `vote`: the vote that elected it; none where it was elected elsewhere and recorded (`OwnersCommittee`).
    """

    election: OwnersElection | OwnersCommittee
    vote: OwnersVote | None
    members: tuple[Member, ...]
    alternates: tuple[Member, ...]
    file_by: date


def of_vote(vote_id: int | None) -> OwnersElection | None:
    """The election on a vote's ballot, if it has been set up."""
    if vote_id is None:
        return None
    return db.session.scalar(select(OwnersElection).where(OwnersElection.vote_id == vote_id))


def posted_on(vote_id: int) -> date | None:
    """When the candidates of a vote were posted, if they are."""
    return db.session.scalar(select(OwnersElection.posted_on).where(OwnersElection.vote_id == vote_id))


def committee_question(vote: OwnersVote) -> OwnersQuestion | None:
    """The question that elects members of the committee, if this vote asks it."""
    return next((q for q in vote.questions if is_committee_election(q.method, q.item)), None)


def rules_here(compound_id: int) -> CommitteeRules:
    """The rules of the place where a compound stands."""
    subdistrict = db.session.get_one(Compound, compound_id).community.subdistrict
    return committee_rules(subdistrict.city, subdistrict.province)


def compound_size(compound_id: int) -> tuple[int, int]:
    """Households, and 0.01 ㎡ of the roster in use (0: not known): small compounds may have fewer members."""
    roster = active_roster(compound_id)
    return db.session.get_one(Compound, compound_id).households, roster.area if roster else 0


def standing_candidates(election: OwnersElection) -> list[OwnersCandidate]:
    """Those who stand, in the order in which they were put forward."""
    return [c for c in election.candidates if c.state == "ACCEPTED"]


def owned_units(compound_id: int) -> list[Owned] | None:
    """Every unit of the roster in use with its owner; `None` without a roster. Two statements."""
    roster = active_roster(compound_id)
    if roster is None:
        return None
    wanted = select(RosterOwner.id).where(RosterOwner.roster_id == roster.id, RosterOwner.is_company)
    companies = set(db.session.scalars(wanted))
    return [
        Owned(u.owner_id, u.names, u.owner_id in companies, u.building, (u.room_text,)) for u in units_of(roster.id)
    ]


def owners_here(compound_id: int) -> int:
    """How many owners (heads) the roster in use has."""
    roster = active_roster(compound_id)
    return roster.heads if roster else 0


def elected(election: OwnersElection, part: str = "ELECTED") -> list[Member]:
    """Who became this in this very election, by votes."""
    found = sorted((c for c in election.candidates if c.part == part), key=lambda c: c.place)
    return [Member(c.name, c.building) for c in found]


def members(election: OwnersElection) -> list[Member]:
    """Everybody who sits after this election: those who stay, then those elected."""
    kept = [Member(one["name"], one["building"]) for one in election.kept]
    return kept + elected(election)


def period_end(start: date, days: int) -> date:
    """The last day of a period, moved by the holidays that the installation knows (民法典 203)."""
    return last_day(start, days, holidays.calendar())


def file_by(vote: OwnersVote) -> date:
    """The last day of filing 备案: so many days after the election was counted (物业管理条例 §16)."""
    counted = clock.day_of(vote.counted_at) if vote.counted_at else clock.today()
    return period_end(counted, rules_here(vote.compound_id).filing.days)


def committee_of(election: OwnersElection) -> Committee:
    """The committee as an announced election left it."""
    vote = db.session.get_one(OwnersVote, election.vote_id)
    alternates = tuple(elected(election, "ALTERNATE"))
    return Committee(election, vote, tuple(members(election)), alternates, file_by(vote))


def committee_here(compound_id: int) -> Committee | None:
    """The committee that sits: the newest of those elected here and those recorded from elsewhere."""
    newest = _of_compound(compound_id).where(OwnersElection.outcome.in_(COMMITTEES))
    found = db.session.scalar(newest.order_by(OwnersVote.announced_at.desc(), OwnersElection.id.desc()).limit(1))
    elected_here, elsewhere = committee_of(found) if found else None, next(iter(recorded(compound_id)), None)
    if elsewhere is None or (elected_here is not None and _elected_on(elected_here) >= elsewhere.elected_on):
        return elected_here
    return recorded_committee(elsewhere)


def _elected_on(committee: Committee) -> date:
    announced = committee.vote.announced_at if committee.vote else None
    return clock.day_of(announced) if announced else date.min


def recorded(compound_id: int) -> list[OwnersCommittee]:
    """The committees recorded from elsewhere that stand: neither struck nor corrected, the newest election first."""
    corrected = select(OwnersCommittee.corrects_id).where(OwnersCommittee.corrects_id.is_not(None))
    wanted = select(OwnersCommittee).where(
        OwnersCommittee.compound_id == compound_id,
        OwnersCommittee.struck_reason == "",
        OwnersCommittee.id.not_in(corrected),
    )
    return list(db.session.scalars(wanted.order_by(OwnersCommittee.elected_on.desc(), OwnersCommittee.id.desc())))


def all_recorded(compound_id: int) -> list[OwnersCommittee]:
    """Every record, those that were corrected or struck too, the newest first."""
    wanted = select(OwnersCommittee).where(OwnersCommittee.compound_id == compound_id)
    return list(db.session.scalars(wanted.order_by(OwnersCommittee.elected_on.desc(), OwnersCommittee.id.desc())))


def recorded_by_request(key: str) -> OwnersCommittee | None:
    """The record that a form with this key has already made."""
    return db.session.scalar(select(OwnersCommittee).where(OwnersCommittee.request_key == key))


def recorded_committee(row: OwnersCommittee) -> Committee:
    """A committee elected elsewhere as it was recorded."""
    members, alternates = (
        tuple(Member(one["name"], one["building"]) for one in part) for part in (row.members, row.alternates)
    )
    file_by = period_end(row.elected_on, rules_here(row.compound_id).filing.days)
    return Committee(row, None, members, alternates, file_by)


def to_file(compound_id: int) -> list[Committee]:
    """Committees that were elected and are not filed yet, of which no later election took over."""
    later = aliased(OwnersElection)
    went_on = select(later.former_id).where(later.former_id.is_not(None), later.outcome.in_(COMMITTEES))
    wanted = _of_compound(compound_id).where(
        OwnersElection.outcome.in_(COMMITTEES), OwnersElection.filed_on.is_(None), OwnersElection.id.not_in(went_on)
    )
    return [committee_of(one) for one in db.session.scalars(wanted.order_by(OwnersElection.id))]


def posted(compound_id: int) -> list[tuple[OwnersElection, OwnersVote]]:
    """Elections whose candidates are posted and whose vote is not over: what residents may read beforehand."""
    under_way = ("PREPARED", "NOTICED", "OPEN", "CLOSED", "COUNTED", "CERTIFIED")
    rows = db.session.execute(
        select(OwnersElection, OwnersVote)
        .join(OwnersVote, OwnersVote.id == OwnersElection.vote_id)
        .where(OwnersVote.compound_id == compound_id, OwnersVote.state.in_(under_way))
        .where(OwnersElection.posted_on.is_not(None))
        .order_by(OwnersElection.id)
    )
    return [(row[0], row[1]) for row in rows]


def next_round_of(election: OwnersElection) -> OwnersElection | None:
    """The round that goes on with the seats left open, if it has been prepared and was not given up."""
    over = ("VOIDED", "CANCELLED")
    wanted = (
        select(OwnersElection)
        .join(OwnersVote, OwnersVote.id == OwnersElection.vote_id)
        .where(OwnersElection.former_id == election.id, OwnersVote.state.not_in(over))
    )
    return db.session.scalar(wanted.order_by(OwnersElection.id.desc()).limit(1))


def _of_compound(compound_id: int) -> Select[Any]:
    return (
        select(OwnersElection)
        .join(OwnersVote, OwnersVote.id == OwnersElection.vote_id)
        .where(OwnersVote.compound_id == compound_id, OwnersVote.state == "ANNOUNCED")
    )
