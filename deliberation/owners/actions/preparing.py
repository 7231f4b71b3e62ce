"""Preparing a vote of the owners: what is asked, the notice that locks it, the opening that freezes who is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, rooms
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.sealing import SCHEMA, frozen_hash
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.rules.owners import POLICIES, OwnersRules
from deliberation.owners import queries
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions import asking, elections
from deliberation.owners.actions.calling import write_calling
from deliberation.owners.actions.steps import check_ready
from deliberation.owners.models import OwnersMatter, OwnersQuestion, OwnersVote, OwnersVoter
from deliberation.owners.queries.votes import left_open, running_on
from deliberation.owners.rules.calling import REGULAR, Calling, notice_days_for, notice_source_for
from deliberation.owners.rules.electorate import Voter, as_hashed, check_asked
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW
from deliberation.owners.rules.notice import (
    earliest_opening,
    judge_notice,
    needs_clause,
    open_days_problem,
    policy_problem,
)
from deliberation.owners.rules.questions import QuestionDraft, check_matter, check_question
from deliberation.owners.rules.rounds import round_problem
from deliberation.roster.queries import active_roster
from deliberation.roster.rules.parts import Part, normal


@dataclass(frozen=True, slots=True)
class VoteDraft:
    """What is filled in while a vote is prepared; everything may change until the notice is posted.

    `kind`, `scope`, `policy` … as in `OwnersVote`; `opens_at` before `closes_at`, both aware.
    """

    kind: str
    title: str
    opens_at: datetime
    closes_at: datetime
    profile_id: int
    questions: Sequence[QuestionDraft]
    scope: Sequence[Part] = ()
    policy: str = "STRICT"
    policy_clause: str = ""
    policy_clause_on: date | None = None
    online: bool = False
    calling: Calling = REGULAR


def prepare(actor: Actor, compound_id: int, draft: VoteDraft) -> OwnersVote:
    """Begin a vote of the owners (`owners_vote.prepare`). Raises `INVALID_INPUT` for what the rules do not allow."""
    with transaction():
        compound = compound_for(actor, "owners_vote.prepare", compound_id)
        vote = OwnersVote(
            compound_id=compound.id,
            kind=draft.kind,
            title=draft.title,
            profile_id=draft.profile_id,
            opens_at=draft.opens_at,
            closes_at=draft.closes_at,
            state=OWNERS_VOTE_FLOW.initial,
            created_by_id=actor.person_id,
            created_at=clock.now(),
        )
        _write(vote, draft)
        db.session.add(vote)
        db.session.flush()  # the audit names the id
        happened(actor, "owners_vote.prepare", vote, compound_id=compound.id, questions=len(draft.questions))
        return vote


def revise(actor: Actor, vote_id: int, draft: VoteDraft) -> OwnersVote:
    """Change what is prepared. Raises `AGENDA_LOCKED` once the notice is posted (青岛 §29, 淄博 §27)."""
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.prepare", vote_id, lock=True)
        if vote.state != "PREPARED":
            raise Refused(Reason.AGENDA_LOCKED)
        vote.questions.clear()
        db.session.flush()  # the numbers of the old questions are free again
        _write(vote, draft)
        happened(actor, "owners_vote.prepare", vote, questions=len(draft.questions))
        return vote


def _write(vote: OwnersVote, draft: VoteDraft) -> None:
    profile = db.session.get(RuleProfileVersion, draft.profile_id)
    if profile is None:
        raise Refused(InPreparing.RULES_MISSING)
    _check(draft, queries.rules_of(profile))
    _check_matters(vote, draft)
    asking.check_scope(vote.compound_id, draft.kind, draft.scope, [q.decision_class for q in draft.questions])
    vote.kind, vote.title, vote.profile = draft.kind, draft.title, profile
    vote.opens_at, vote.closes_at = draft.opens_at, draft.closes_at
    vote.scope, vote.online = normal(draft.scope), draft.online
    vote.policy, vote.policy_clause = draft.policy, draft.policy_clause
    vote.policy_clause_on = draft.policy_clause_on
    write_calling(vote, draft.calling)
    vote.questions.extend(
        OwnersQuestion(number=number, **question.columns()) for number, question in enumerate(draft.questions, start=1)
    )
    elections.put_on_ballot(vote)


def _check_matters(vote: OwnersVote, draft: VoteDraft) -> None:
    """Matters still wait, are put to whom the gate said, and stand on no other ballot."""
    asked = {q.matter_id: q for q in draft.questions if q.matter_id is not None}
    if len(asked) < sum(q.matter_id is not None for q in draft.questions):
        raise Refused(InPreparing.MATTER_TWICE)
    found = _of_this_compound(vote.compound_id, asked, {q.topic_id for q in draft.questions if q.topic_id is not None})
    ids = [m.id for m in found]
    running, unfinished = running_on(ids), left_open(ids)
    for matter in found:
        check_matter(asked[matter.id], draft.kind, matter.decision_authority, matter.matter)
        problem = round_problem(asked[matter.id], unfinished.get(matter.id))
        if problem:
            raise Refused(problem)
        other = running.get(matter.id)
        if matter.state != "PROPOSED" or (other is not None and other.id != vote.id):
            where = f"已经列入“{other.title}”" if other else "已经由业主表决过"
            raise Refused(InPreparing.MATTER_ELSEWHERE, title=asked[matter.id].title, where=where)


def _of_this_compound(compound_id: int, matter_ids: Collection[int], topic_ids: Collection[int]) -> list[OwnersMatter]:
    """The matters, locked. `NOT_FOUND` where one of them, or a topic, is of another compound."""
    matters = select(OwnersMatter).where(OwnersMatter.id.in_(matter_ids), OwnersMatter.compound_id == compound_id)
    # FOR UPDATE: two people who prepare votes on one matter stand in line, and the second is told.
    found = list(db.session.scalars(matters.order_by(OwnersMatter.id).with_for_update())) if matter_ids else []
    topics = select(Topic.id).where(Topic.id.in_(topic_ids), Topic.compound_id == compound_id)
    here = set(db.session.scalars(topics)) if topic_ids else set()
    if len(found) < len(matter_ids) or len(here) < len(topic_ids):
        raise Refused(Reason.NOT_FOUND)
    return found


def _check(draft: VoteDraft, rules: OwnersRules) -> None:
    if not draft.questions:
        raise Refused(InPreparing.QUESTION_MISSING)
    asked = [text for q in draft.questions for text in (q.title, q.text, *(label for _code, label in q.options))]
    refuse_personal(draft.title, *asked, entrances=True, rooms=draft.kind == "AFFECTED")
    check_asked(draft.kind, draft.scope, draft.policy, rules)
    for question in draft.questions:
        check_question(question, draft.kind, rules)
    if draft.closes_at <= draft.opens_at:
        raise Refused(InPreparing.CLOSES_BEFORE_OPENS)
    problem = policy_problem(draft.policy, rules) or open_days_problem(
        clock.day_of(draft.opens_at), clock.day_of(draft.closes_at), rules.opens_min_days, rules.opens_max_days
    )
    if problem:
        raise Refused(problem)
    if needs_clause(draft.policy, rules) and not (draft.policy_clause and draft.policy_clause_on):
        label = POLICIES.get(draft.policy, draft.policy)
        raise Refused(InPreparing.CLAUSE_MISSING, label=label)
    if draft.online and "ONLINE" not in rules.channels:
        raise Refused(InPreparing.ONLINE_NOT_ALLOWED)


def notify(actor: Actor, vote_id: int, noticed_on: date, neighbourhood_told_on: date | None) -> OwnersVote:
    """The notice is posted on `noticed_on`: what is asked, of whom, by which rule and when locks (议程锁定).

    Raises `OWNERS_NOTICE_TOO_SHORT` for a gap below the rule's days (D2), which nobody can waive; at exactly that
    many a warning is kept (D1).
    The 居委会 must have been told (物业管理条例 §14), and what the place's law wants before must be done
    (`NOT_READY`); a survey of households needs none of it.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.notify", vote_id, lock=True)
        asking.check_applicant(vote)
        judged = judge_notice(noticed_on, clock.day_of(vote.opens_at), _notice_days(vote))
        if noticed_on > clock.today():
            raise Refused(InPreparing.NOTICED_IN_FUTURE)
        if neighbourhood_told_on is not None and neighbourhood_told_on > clock.today():
            raise Refused(InPreparing.TOLD_IN_FUTURE)
        if judged.check == "block":
            raise _too_short(vote, noticed_on, judged.gap)
        if vote.kind != "HOUSEHOLDS" and neighbourhood_told_on is None:
            raise Refused(InPreparing.TOLD_MISSING)
        check_ready(vote, noticed_on, "NOTICE")
        warned = elections.demand_posted(vote, noticed_on)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.notify")
        vote.noticed_on, vote.neighbourhood_told_on = noticed_on, neighbourhood_told_on
        vote.notice_warning = judged.sentence + warned
        happened(actor, "owners_vote.notify", vote, gap=judged.gap)
        return vote


def _notice_days(vote: OwnersVote) -> int:
    return notice_days_for(queries.rules_of(vote.profile), is_special=vote.is_special)


def _too_short(vote: OwnersVote, noticed_on: date, gap: int) -> Refused:
    """The refusal of a notice that comes too late: the days, where they are written, and the first day that will do."""
    required = _notice_days(vote)
    earliest, _without_warning = earliest_opening(noticed_on, required)
    source = notice_source_for(queries.rules_of(vote.profile), is_special=vote.is_special)
    facts = {"days": gap, "required": required, "source": source, "earliest": earliest.isoformat()}
    return Refused(Reason.OWNERS_NOTICE_TOO_SHORT, **facts)


def open_vote(actor: Actor, vote_id: int) -> OwnersVote:
    """Freeze the roster into numbered voters and begin (`owners_vote.open`).

    Raises `ROSTER_MISSING` without a roster in use, `NOT_READY` before the announced time, `INVALID_INPUT` after
    the closing and where the roster lacks what was announced (`asking.asked_now`). Later changes of the roster
    touch nothing here. One statement writes all voters.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.open", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.open")
        _check_hour(vote)
        roster = active_roster(vote.compound_id)
        if roster is None:
            raise Refused(Reason.ROSTER_MISSING)
        asked = asking.asked_now(vote, roster.id)
        vote.opened_at, vote.roster_id = clock.now(), roster.id
        vote.heads, vote.area = len(asked), sum(v.area for v in asked)
        vote.frozen = _frozen(vote) | asking.frozen_interest(vote, roster.id)
        vote.frozen_hash = frozen_hash(vote.frozen, as_hashed(asked, vote.frozen))
        db.session.execute(insert(OwnersVoter), [_row(vote.id, v) for v in asked])
        happened(actor, "owners_vote.open", vote, heads=vote.heads, area=vote.area)
        return vote


def _check_hour(vote: OwnersVote) -> None:
    if clock.now() < vote.opens_at:
        raise Refused(InPreparing.OPENS_LATER)
    if clock.now() >= vote.closes_at:
        raise Refused(InPreparing.CLOSED_ALREADY)


def _frozen(vote: OwnersVote) -> dict[str, Any]:
    """What stands fixed from now on and is judged by (DESIGN 3.5)."""
    return {
        "schema": SCHEMA,
        "kind": vote.kind,
        "title": vote.title,
        "scope": [part.to_json() for part in vote.scope],
        "roster": vote.roster_id,
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
        "noticed_on": vote.noticed_on.isoformat() if vote.noticed_on else None,
        "special": vote.special_ground if vote.is_special else None,
        "caller": vote.caller or None,
        "policy": vote.policy,
        "policy_clause": vote.policy_clause,
        "heads": vote.heads,
        "area": vote.area,
        "profile": vote.profile.data,
        "profile_version": vote.profile.version,
        "questions": [queries.question_json(q) for q in vote.questions],
    }


def _row(vote_id: int, voter: Voter) -> dict[str, Any]:
    row = asdict(voter)
    return {
        **row,
        "vote_id": vote_id,
        "names": list(voter.names),
        "rooms": list(voter.rooms),
        "search": rooms.said(voter.building, voter.rooms),
    }
