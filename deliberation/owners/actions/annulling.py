"""Recording that a posted result was annulled, or is in force again: what it means for the matters.

Told by supervision inside its own transaction, because orders and topics follow in the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberation import db as database
from deliberation.db import db
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Refused
from deliberation.owners import rules
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions.matters import note_decision
from deliberation.owners.models import OwnersAnnulment, OwnersMatter, OwnersQuestion, OwnersVote
from deliberation.owners.queries import annulments
from deliberation.owners.queries.votes import running_on
from deliberation.owners.rules.annulment import (
    ANNUL,
    REINSTATE,
    AnnulmentDraft,
    check_annulment,
    check_day,
    check_reinstatement,
)

POSTED = frozenset({"ANNOUNCED", "ANNULLED"})


@dataclass(frozen=True, slots=True)
class Touched:
    """The record that was made, and the matters that it sent back to the owners or settled again."""

    record: OwnersAnnulment
    matters: list[OwnersMatter]


def annul(actor: Actor, vote_id: int, draft: AnnulmentDraft) -> Touched:
    """登记撤销 of decisions of a posted vote (`owners_vote.annul`; 民法典 280, 物业管理条例 §19).

    A matter that this vote settled waits for the owners again; figures, papers and hashes stay as they are.
    The vote is ANNULLED once every decision of it is. Raises `WRONG_STATE` before the result is posted,
    `INVALID_INPUT`, `REASON_REQUIRED`, `ALREADY_DONE`.
    """
    vote = _posted(actor, vote_id)
    before = annulments.annulled(vote.id)
    check_annulment(draft, {q.number for q in vote.questions}, before)
    _check_day(vote, draft)
    made = _keep(actor, vote, ANNUL, draft)
    matters = [m for q in _chosen(vote, draft) if (m := _send_back(actor, vote, q, made)) is not None]
    whole = len(before) + len(set(draft.questions)) == len(vote.questions)
    happened(actor, "owners_vote.annul", vote, moves=whole, by=draft.by, on=_days(draft))
    return Touched(made, matters)


def reinstate(actor: Actor, vote_id: int, draft: AnnulmentDraft) -> Touched:
    """登记恢复: a court or the authority changed it, or the annulment was recorded by mistake.

    What this vote had settled is settled again. Raises `ALREADY_DONE` where the owners decide or have decided on
    the matter anew since, `INVALID_INPUT`, `REASON_REQUIRED`.
    """
    vote = _posted(actor, vote_id)
    before = annulments.annulled(vote.id)
    check_reinstatement(draft, before)
    _check_day(vote, draft)
    made = _keep(actor, vote, REINSTATE, draft)
    matters = []
    for question in _chosen(vote, draft):
        former = before[question.number].undone.get(str(question.number))
        if question.matter_id is not None and former is not None:
            matters.append(_settle_again(actor, question, former))
    whole = vote.state == "ANNULLED"
    happened(actor, "owners_vote.reinstate", vote, moves=whole, by=draft.by, on=_days(draft))
    return Touched(made, matters)


def _posted(actor: Actor, vote_id: int) -> OwnersVote:
    if not database.in_transaction():
        raise RuntimeError("an annulment is told inside the caller's transaction()")
    vote = owners_vote_for(actor, "owners_vote.annul", vote_id, lock=True, states=POSTED)
    if vote.kind == "HOUSEHOLDS":
        raise Refused(InOutcome.POLL_NOT_ANNULLED)
    return vote


def _check_day(vote: OwnersVote, draft: AnnulmentDraft) -> None:
    check_day(draft.decided_on, clock.day_of(vote.announced_at) if vote.announced_at else None, clock.today())


def _keep(actor: Actor, vote: OwnersVote, kind: str, draft: AnnulmentDraft) -> OwnersAnnulment:
    later = draft.later_vote_id
    if later is not None and later not in {one.id for one in annulments.later_votes(vote)}:
        raise Refused(InOutcome.LATER_VOTE_MISSING)
    made = OwnersAnnulment(
        vote_id=vote.id,
        kind=kind,
        by=draft.by,
        organ=draft.organ.strip(),
        document=draft.document.strip(),
        decided_on=draft.decided_on,
        reason=draft.reason.strip(),
        questions=sorted(set(draft.questions)),
        undone={},
        later_vote_id=later,
        recorded_by_id=actor.person_id,
        at=clock.now(),
    )
    db.session.add(made)
    return made


def _chosen(vote: OwnersVote, draft: AnnulmentDraft) -> list[OwnersQuestion]:
    """The questions concerned, by matter: votes that are prepared lock matters in that order too."""
    wanted = [q for q in vote.questions if q.number in draft.questions]
    return sorted(wanted, key=lambda question: question.matter_id or 0)


def _send_back(actor: Actor, vote: OwnersVote, question: OwnersQuestion, made: OwnersAnnulment) -> OwnersMatter | None:
    if question.matter_id is None:
        return None
    # FOR UPDATE: an order is issued before the annulment or refused after it, never across it.
    matter = db.session.get(OwnersMatter, question.matter_id, with_for_update=True)
    if matter is None or matter.state == "PROPOSED" or annulments.newest_posted(matter.id) != vote.id:
        return None
    made.undone = {**made.undone, str(question.number): matter.state}
    state = rules.OWNERS_FLOW.after(matter.state, "owners.annul")
    happened(actor, "owners.annul", matter, state=state)
    return matter


def _settle_again(actor: Actor, question: OwnersQuestion, former: str) -> OwnersMatter:
    # FOR UPDATE: nobody prepares a new vote on it at the same moment.
    matter = db.session.get(OwnersMatter, question.matter_id, with_for_update=True)
    other = running_on([question.matter_id or 0]).get(question.matter_id or 0)
    if matter is None or matter.state != "PROPOSED" or other is not None:
        where = f"已经列入“{other.title}”，请先取消或作废那次表决。" if other else "已经由业主重新表决过。"
        raise Refused(InOutcome.ASKED_AGAIN, title=question.title, where=where)
    return note_decision(actor, matter.id, passed=former == "PASSED")


def _days(draft: AnnulmentDraft) -> str:
    return draft.decided_on.isoformat()
