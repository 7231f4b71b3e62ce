"""选举业主委员会: who stands, the posting of the list, and what the counted vote made of it (民法典 278(3))."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InElections
from deliberation.kernel.errors import Fault, Reason, Refused
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions.turnovers import begin_with, end_with
from deliberation.owners.models import OwnersCandidate, OwnersElection, OwnersQuestion, OwnersVote
from deliberation.owners.queries import elections as queries
from deliberation.owners.queries import results
from deliberation.owners.rules import committee
from deliberation.owners.rules.elections import (
    CANDIDATE_FLOW,
    NOTHING_TOLD,
    CandidateDraft,
    Owned,
    Told,
    checked_candidate,
    demand_declared,
    demand_told,
    on_the_ballot,
    owner_meant,
    parts_of,
)

PREPARE = "owners_vote.prepare"
POST = "owners_vote.notify"
MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class CommitteePlan:
    """What the owners' rules say of the committee. `kept`: `(name, building)` of members who stay in office."""

    agreed: int
    term_years: int
    alternates: int = 0
    kept: Sequence[tuple[str, str]] = ()
    begins_on: date | None = None
    uncontested_reason: str = ""


def set_up(actor: Actor, vote_id: int, plan: CommitteePlan) -> OwnersElection:
    """Say how many members are elected, for how long, and who stays (`owners_vote.prepare`).

    Raises `INVALID_INPUT` with the article for a size, a term or alternates that the place's text does not allow,
    `AGENDA_LOCKED` once the notice is posted.
    """
    with transaction():
        vote, _question = _prepared(actor, PREPARE, vote_id)
        _check_plan(vote, plan)
        election = queries.of_vote(vote.id) or OwnersElection(vote_id=vote.id, candidates=[])
        election.agreed, election.term_years, election.alternates = plan.agreed, plan.term_years, plan.alternates
        election.kept = [{"name": name, "building": building} for name, building in plan.kept]
        election.begins_on, election.uncontested_reason = plan.begins_on, plan.uncontested_reason.strip()
        db.session.add(election)
        db.session.flush()  # the audit names the id
        put_on_ballot(vote)
        begin_with(actor, vote, election)
        happened(actor, "owners_vote.plan_committee", vote, agreed=plan.agreed)
        return election


def _check_plan(vote: OwnersVote, plan: CommitteePlan) -> None:
    rules = queries.rules_here(vote.compound_id)
    households, area = queries.compound_size(vote.compound_id)
    problem = (
        committee.size_problem(rules, plan.agreed, households, area)
        or committee.term_problem(rules, plan.term_years)
        or committee.alternates_problem(rules, plan.alternates, plan.agreed)
    )
    if not problem and vote.kind != "OWNERS":
        problem = Fault(InElections.NOT_OF_ALL_OWNERS)
    if not problem and len(plan.kept) >= plan.agreed:
        problem = Fault(InElections.NO_SEAT_OPEN, agreed=plan.agreed, kept=len(plan.kept))
    if problem:
        raise Refused(problem)


def _prepared(actor: Actor, permission: str, vote_id: int) -> tuple[OwnersVote, OwnersQuestion]:
    """The vote, locked, with its election, while the list may still change."""
    vote = owners_vote_for(actor, permission, vote_id, lock=True)
    question = queries.committee_question(vote)
    if question is None:
        raise Refused(Reason.NOT_FOUND)
    if vote.state != "PREPARED":
        raise Refused(Reason.AGENDA_LOCKED)
    return vote, question


def _election(vote: OwnersVote) -> OwnersElection:
    election = queries.of_vote(vote.id)
    if election is None:
        raise Refused(InElections.PLAN_MISSING)
    return election


def propose_candidate(actor: Actor, vote_id: int, draft: CandidateDraft) -> OwnersCandidate:
    """提名: a name is put forward, checked against the roster in use. The same name twice is refused."""
    with transaction():
        vote, _question = _prepared(actor, PREPARE, vote_id)
        election = _election(vote)
        rules = queries.rules_here(vote.compound_id)
        checked = checked_candidate(draft, rules, queries.owners_here(vote.compound_id))
        unit = _on_the_roster(vote, checked)
        if any((c.name, c.room) == (checked.name, unit.rooms[0]) for c in election.candidates if _may_stand(c)):
            raise Refused(InElections.CANDIDATE_ALREADY, name=checked.name)
        if len(election.candidates) >= MOST_CANDIDATES:
            raise Refused(InElections.TOO_MANY_CANDIDATES, most=MOST_CANDIDATES)
        candidate = OwnersCandidate(
            election=election,
            number=len(election.candidates) + 1,
            name=checked.name,
            building=unit.building,
            room=unit.rooms[0],
            is_agent=checked.is_agent,
            source=checked.source,
            backers=checked.backers,
            state=CANDIDATE_FLOW.initial,
            declared=[],
        )
        db.session.add(candidate)
        db.session.flush()  # the audit names the id
        happened(actor, "candidate.propose", vote, candidate=candidate.id)
        return candidate


def _may_stand(candidate: OwnersCandidate) -> bool:
    return candidate.state in {"PROPOSED", "ACCEPTED"}


def _on_the_roster(vote: OwnersVote, draft: CandidateDraft) -> Owned:
    units = queries.owned_units(vote.compound_id)
    if units is None:
        raise Refused(Reason.ROSTER_MISSING)
    return owner_meant(draft, units)


def accept(
    actor: Actor,
    vote_id: int,
    candidate_id: int,
    declared: Iterable[str],
    answered_on: date,
    told: Told = NOTHING_TOLD,
) -> None:
    """列入名单: the candidate stands, agrees that the name is public, and affirmed what the place's text asks for.

    What else the posting tells of candidates there (`demand_told`) is given now, too.

    A name that comes on the list after the posting makes the posting void: it is posted again.
    """
    with transaction():
        vote, election, candidate = _candidate(actor, vote_id, candidate_id)
        _demand_past(answered_on, "答复日期")
        rules = queries.rules_here(vote.compound_id)
        candidate.declared = demand_declared(rules, declared)
        said = demand_told(rules, told)
        candidate.politics, candidate.occupation = said.politics, said.occupation
        candidate.state = CANDIDATE_FLOW.after(candidate.state, "candidate.accept")
        candidate.answered_on, election.posted_on = answered_on, None
        put_on_ballot(vote)
        happened(actor, "candidate.accept", vote, candidate=candidate.id)


def take_off(actor: Actor, vote_id: int, candidate_id: int, how: str, reason: str) -> None:
    """He declines, withdraws, or is struck off (`how`: decline, withdraw, strike), with the reason.

    Where the place's text has a changed list posted again (宁波 §31) the posting is void; elsewhere it goes on.
    """
    with transaction():
        vote, election, candidate = _candidate(actor, vote_id, candidate_id)
        if how not in {"decline", "withdraw", "strike"}:
            raise Refused(InElections.LEAVING_MISSING)
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        stood = candidate.state == "ACCEPTED"
        candidate.state = CANDIDATE_FLOW.after(candidate.state, f"candidate.{how}")
        candidate.reason, candidate.answered_on, candidate.code = reason.strip(), clock.today(), ""
        candidate.politics = candidate.occupation = ""  # told of candidates only
        if stood and queries.rules_here(vote.compound_id).posting.ends_before_notice:
            election.posted_on = None
        put_on_ballot(vote)
        happened(actor, f"candidate.{how}", vote, candidate=candidate.id)


def _candidate(actor: Actor, vote_id: int, candidate_id: int) -> tuple[OwnersVote, OwnersElection, OwnersCandidate]:
    vote, _question = _prepared(actor, PREPARE, vote_id)
    election = _election(vote)
    found = next((c for c in election.candidates if c.id == candidate_id), None)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return vote, election, found


def _demand_past(day: date, what: str) -> None:
    if day > clock.today():
        raise Refused(InElections.DAY_IN_FUTURE, label=what)


def post_candidates(actor: Actor, vote_id: int, posted_on: date) -> None:
    """候选人公示: the list hangs since `posted_on` (`owners_vote.notify`); residents read it from now on.

    Raises `INVALID_INPUT` for a list that is no contest (`committee.slate_problem`) or holds somebody who is no
    owner by the roster in use.
    """
    with transaction():
        vote, question = _prepared(actor, POST, vote_id)
        election = _election(vote)
        _demand_past(posted_on, "公示日期")
        _demand_slate(election, question.seats)
        for one in queries.standing_candidates(election):
            _on_the_roster(vote, CandidateDraft(one.name, one.room, one.source, one.backers, one.is_agent))
        election.posted_on = posted_on
        happened(actor, "owners_vote.post_candidates", vote)


def _demand_slate(election: OwnersElection, seats: int) -> None:
    names = len(queries.standing_candidates(election))
    problem = committee.slate_problem(names, seats, election.uncontested_reason)
    if problem:
        raise Refused(problem)


def put_on_ballot(vote: OwnersVote) -> None:
    """The ballot names who stands, and the seats that are free. Told while the vote is prepared."""
    election, question = queries.of_vote(vote.id), queries.committee_question(vote)
    if election is None or question is None or vote.state != "PREPARED":
        return
    with_room = queries.rules_here(vote.compound_id).posting.with_room
    stand = queries.standing_candidates(election)
    for number, one in enumerate(stand, start=1):
        one.code = f"o{number}"
    question.options = [
        {"code": one.code, "label": on_the_ballot(one.name, one.building, one.room, with_room=with_room)}
        for one in stand
    ]
    question.seats = question.most = election.agreed - len(election.kept)


def demand_posted(vote: OwnersVote, noticed_on: date) -> str:
    """What to warn of when the notice goes up. Raises `INVALID_INPUT` for candidates not posted in time.

    The notice locks the list, so that the posting must be over when the vote begins, and in 宁波 before the notice.
    """
    question = queries.committee_question(vote)
    if question is None or vote.kind == "HOUSEHOLDS":
        return ""
    rules, election = queries.rules_here(vote.compound_id), queries.of_vote(vote.id)
    posted_on = election.posted_on if election else None
    opens_on = clock.day_of(vote.opens_at)
    problem = committee.posting_problem(rules, posted_on, opens_on, queries.period_end)
    if problem:
        raise Refused(problem)
    if election is None or posted_on is None:  # posting_problem has said so
        return ""
    _demand_slate(election, question.seats)
    over_on = committee.voting_from(rules, posted_on, queries.period_end)
    if noticed_on >= over_on:
        return ""
    if rules.posting.ends_before_notice:
        raise Refused(committee.before_notice_said(rules, over_on))
    return "候选人公示还没有满；公示期间名单如有变动，这次公告要作废重来。"


def note_result(actor: Actor, vote: OwnersVote) -> None:
    """What the posted result made of each candidate, and of the committee; inside the announcement's transaction."""
    election, question = queries.of_vote(vote.id), queries.committee_question(vote)
    verdict = results.verdict_json(vote, question.number) if question else None
    if election is None or verdict is None:
        return
    parts = parts_of(verdict, election.alternates)
    for one in election.candidates:
        if one.code in parts:
            one.part, one.place = parts[one.code]
    sitting = len(queries.members(election))
    rules = queries.rules_here(vote.compound_id)
    least = rules.least(*queries.compound_size(vote.compound_id))
    election.outcome = committee.standing(sitting, election.agreed, least)
    election.open_seats = max(election.agreed - sitting, 0)
    if election.outcome != "SHORT":
        election.begins_on = election.begins_on or clock.today()
        election.ends_on = election.ends_on or committee.term_of(election.begins_on, election.term_years)
    end_with(actor, vote, election)
    happened(actor, "owners_vote.announce", vote, moves=False, sitting=sitting)


def file_committee(actor: Actor, vote_id: int, filed_on: date, note: str) -> None:
    """备案: the committee was filed on that day (物业管理条例 §16). `WRONG_STATE` where there is none to file."""
    with transaction():
        vote = owners_vote_for(actor, PREPARE, vote_id, lock=True)
        election = queries.of_vote(vote.id)
        if vote.state != "ANNOUNCED" or election is None or election.outcome not in queries.COMMITTEES:
            raise Refused(Reason.WRONG_STATE, subject=vote.title, state="业主委员会还没有选出", move="登记备案")
        _demand_past(filed_on, "备案日期")
        if vote.counted_at and filed_on < clock.day_of(vote.counted_at):
            raise Refused(InElections.FILED_BEFORE_ELECTED)
        election.filed_on, election.filing_note = filed_on, note.strip()
        happened(actor, "owners_committee.file", vote)
