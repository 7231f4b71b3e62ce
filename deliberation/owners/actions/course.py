"""The course of an owners' vote after its opening: closing, voiding, cancelling, a lost ballot printed again."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import owners_vote_for, voter_in
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries import posting, results
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW
from deliberation.owners.rules.papers import first_valid


def close_vote(actor: Actor, vote_id: int) -> OwnersVote:
    """截止收票: no paper that comes from now on counts; those at hand are still entered (`owners_vote.open`).

    Raises `NOT_READY` before the announced hour, unless every single owner has a confirmed valid paper: whose
    paper was void may hand in another one until then. Ballots that could not be delivered and were not posted
    long enough (舟山 §17) are said and kept on record; they reopen nothing.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.open", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.close")
        if clock.now() < vote.closes_at and _outstanding(vote):
            raise Refused(InEntry.STILL_OPEN)
        vote.closed_at = clock.now()
        vote.posting_note = posting.problem_of(vote)
        happened(actor, "owners_vote.close", vote)
        return vote


def _outstanding(vote: OwnersVote) -> int:
    """How many voters have no confirmed valid paper yet."""
    return vote.heads - len(first_valid(results.box_of(vote.id).papers))


def cancel_vote(actor: Actor, vote_id: int) -> OwnersVote:
    """取消 a vote whose notice was never posted."""
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.void", vote_id, lock=True)
        happened(actor, "owners_vote.cancel", vote)
        return vote


def void_vote(actor: Actor, vote_id: int, reason: str) -> OwnersVote:
    """作废: nothing of this vote counts; its papers stay on record and the matters go on waiting.

    The reason is public. Raises `REASON_REQUIRED`, `WRONG_STATE` once the result is posted.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.void", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.void")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        vote.void_reason = reason.strip()
        happened(actor, "owners_vote.void", vote)
        return vote


def reissue(actor: Actor, vote_id: int, number: int) -> OwnersVoter:
    """补发: the owner lost their ballot; the earlier one and its code are worthless from now on.

    Raises `ALREADY_DONE` when a paper of this owner has come in.
    """
    with transaction():
        # The vote's row, as everything that takes a paper in: no ballot comes in by a code that this makes worthless.
        vote = owners_vote_for(actor, "owners_vote.print", vote_id, lock=True, states=frozenset({"OPEN"}))
        voter = voter_in(vote, number, lock=True)
        if db.session.scalar(select(OwnersPaper.id).where(OwnersPaper.voter_id == voter.id).limit(1)):
            raise Refused(InEntry.PAPER_BACK)
        voter.issue += 1
        happened(actor, "owners_vote.print", vote, number=number, issue=voter.issue)
        return voter
