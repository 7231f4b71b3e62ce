"""Putting a confirmed paper right: the count is taken back, the paper is entered anew by two people.

The entries that were wrong leave the store; the log keeps who made them and who threw them away. Why stands beside the
vote and the paper, where it can be erased. The paper
itself stays, with the moment when it came: it blocks the count until it is entered, or a second person removes it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries.hands import two_people
from deliberation.owners.access import owners_vote_for, paper_in
from deliberation.owners.actions.entry import forget, written_reason
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersSignature, OwnersVote
from deliberation.owners.queries import entry as queries
from deliberation.owners.rules.entry import ENTERED_STATES
from deliberation.owners.rules.flows import CHANNELS, OWNERS_VOTE_FLOW, PAPER_FLOW
from deliberation.owners.rules.representatives import ENTERED_BY_HAND

PERMISSION = "owners_ballot.enter"


def take_back_count(actor: Actor, vote_id: int, reason: str) -> OwnersVote:
    """撤回计票 before it is confirmed by both: papers can be entered again, what was counted and signed is gone.

    Raises `REASON_REQUIRED`, `WRONG_STATE` once teller and scrutineer have both signed.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.count", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.take_back_count")
        why = written_reason(reason)
        db.session.execute(delete(OwnersSignature).where(OwnersSignature.vote_id == vote.id))
        before = vote.result_hash
        vote.result, vote.result_hash, vote.counted_at = None, None, None
        taken = {"at": clock.now().isoformat(), "by": actor.name, "reason": why}
        vote.counts_taken_back = [*vote.counts_taken_back, taken]
        happened(actor, "owners_vote.take_back_count", vote, hash=before)
        return vote


def enter_anew(actor: Actor, vote_id: int, paper_id: int, reason: str, number: int | None = None) -> OwnersPaper:
    """重录: a confirmed paper was entered wrongly; two people enter it again, as the paper of its owner that it was.

    `number`, where the page names an owner's ballot: whose paper it must be (`NOT_FOUND`). Only papers: what came from
    a file or a phone is not a clerk's mistake. Raises `WRONG_STATE`, `REASON_REQUIRED`.
    """
    with transaction():
        vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
        paper = paper_in(vote, paper_id, number)
        if paper.channel not in ENTERED_BY_HAND:
            raise Refused(InEntry.NOT_ENTERED_BY_HAND, channel=CHANNELS[paper.channel])
        PAPER_FLOW.after(paper.state, "owners_ballot.enter_anew")
        entered = [entry.entered_by_id for _, entry in sorted(queries.entries_of(paper.id).items())]
        why = written_reason(reason)
        facts: dict[str, Any] = {"vote": vote.id, "entered_by": entered}
        happened(actor, "owners_ballot.enter_anew", paper, compound_id=vote.compound_id, **facts)
        db.session.execute(delete(OwnersEntry).where(OwnersEntry.paper_id == paper.id))
        asked = {"paper_id": paper.id, "round": 0, "content": {"reason": why}}
        db.session.add(OwnersEntry(**asked, entered_by_id=actor.person_id or 0, at=clock.now()))
        paper.content, paper.confirmed_at, paper.settled_reason = None, None, ""
        return paper


def remove(actor: Actor, vote_id: int, paper_id: int, number: int | None = None) -> None:
    """除去: no such paper lies in the stack, as where both had read the number wrongly.

    By somebody else than who had its entries thrown away: no one person takes a paper out of the box. Raises
    `SAME_PERSON`, `WRONG_STATE` for a paper that is not to be entered anew.
    """
    with transaction():
        vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
        paper = paper_in(vote, paper_id, number)
        anew = queries.anew_of(paper.id)
        if paper.state != "ANEW" or anew is None:
            label = PAPER_FLOW.label(paper.state)
            raise Refused(Reason.WRONG_STATE, subject=PAPER_FLOW.noun, state=label, move="除去")
        two_people(anew.entered_by_id, actor.person_id, InEntry.REMOVED_BY_ONE)
        facts: dict[str, Any] = {"vote": vote.id, "entered_by": [anew.entered_by_id]}
        happened(actor, "owners_ballot.remove", paper, compound_id=vote.compound_id, **facts)
        forget(paper)
