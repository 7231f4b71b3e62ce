"""What is done to a matter of the owners: put to them, decided by them.

Both are told by a later stage inside its own transaction, after it has checked who acts.
"""

from __future__ import annotations

from deliberation import db as database
from deliberation.agenda.rules import AUTHORITIES, needs_owners
from deliberation.collection.access import topic_for
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners import queries, rules
from deliberation.owners.models import OwnersMatter
from deliberation.owners.queries.votes import running_on
from deliberation.room.models import Motion


def propose(actor: Actor, motion: Motion) -> OwnersMatter:
    """提请业主共同决定: what a meeting agreed on waits for the owners from now on (domain 3.2).

    A motion is put to them once; asking again returns the same matter. Raises `NOT_READY` for a motion
    that was not carried, `INVALID_INPUT` for one that the parties may decide themselves.
    """
    _must_be_inside_a_transaction()
    # FOR UPDATE: two orders drafted from one motion at the same moment make one matter.
    db.session.get(Motion, motion.id, with_for_update={"of": Motion}, populate_existing=True)
    existing = queries.matter_of(motion.id)
    if existing is not None:
        return existing
    if motion.binds is None or not needs_owners(motion.binds):
        label = AUTHORITIES[motion.binds].label if motion.binds else "还没有判定"
        raise Refused(InPreparing.MATTER_OF_PARTIES, label=label)
    if motion.state not in rules.PROPOSABLE:
        raise Refused(InPreparing.NOT_AGREED)
    waiting = queries.waiting_matter_of_topic(motion.item.topic_id) if motion.item.topic_id else None
    if waiting is not None and waiting.motion_id is None and waiting.decision_authority == motion.binds:
        waiting.motion_id = motion.id  # the topic was put to them before the meeting agreed on it: one matter, not two
        happened(actor, "owners.propose", waiting, motion=motion.id)
        return waiting
    matter = OwnersMatter(
        compound_id=motion.item.compound_id,
        motion_id=motion.id,
        topic_id=motion.item.topic_id,
        decision_authority=motion.binds,
        matter=motion.matter,
        state=rules.OWNERS_FLOW.initial,
        proposed_at=clock.now(),
    )
    db.session.add(matter)
    db.session.flush()  # orders name the id
    happened(actor, "owners.propose", matter, motion=motion.id)
    return matter


def reclass(actor: Actor, motion: Motion) -> OwnersMatter:
    """Put a motion whose class was corrected to the owners, or class the matter anew that it waits as.

    Raises `WRONG_STATE` where the owners have decided on it, or are asked at this moment.
    """
    _must_be_inside_a_transaction()
    known = queries.matter_of(motion.id)
    if known is None:
        return propose(actor, motion)
    # FOR UPDATE: a vote that is noticed at this moment asks by one class or by the other.
    matter = db.session.get_one(OwnersMatter, known.id, with_for_update={"of": OwnersMatter}, populate_existing=True)
    if matter.state != rules.OWNERS_FLOW.initial or running_on([matter.id]):
        state = rules.OWNERS_FLOW.label(matter.state)
        raise Refused(Reason.WRONG_STATE, subject="这件事的业主表决", state=state, move="更正由谁决定")
    matter.decision_authority, matter.matter = motion.binds or "", motion.matter
    happened(actor, "owners.reclass", matter, motion=motion.id)
    return matter


def propose_topic(actor: Actor, topic_id: int) -> OwnersMatter:
    """提请业主共同决定 without a meeting: a topic that the gate classed for the owners (domain 3.2).

    While a matter of the topic waits, asking again returns it. Raises `INVALID_INPUT` for a topic of another
    class, `WRONG_STATE` where it was not accepted yet or is settled.
    """
    with transaction():
        topic = topic_for(actor, "owners_vote.prepare", topic_id, lock=True)
        existing = queries.waiting_matter_of_topic(topic.id)
        if existing is not None:
            return existing
        if not needs_owners(topic.decision_authority):
            raise Refused(InPreparing.TOPIC_OF_PARTIES)
        if topic.state not in rules.PROPOSABLE_TOPICS:
            state = TOPIC_FLOW.label(topic.state)
            raise Refused(Reason.WRONG_STATE, subject=topic.title, state=state, move="提请业主共同决定")
        made = OwnersMatter(
            compound_id=topic.compound_id,
            topic_id=topic.id,
            decision_authority=topic.decision_authority,
            matter=topic.matter,
            state=rules.OWNERS_FLOW.initial,
            proposed_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # the audit names the id
        happened(actor, "owners.propose", made, topic=topic.id)
        return made


def note_decision(actor: Actor, matter_id: int, *, passed: bool) -> OwnersMatter:
    """What the owners decided, as their vote was counted. Raises `NOT_FOUND`, `WRONG_STATE`."""
    _must_be_inside_a_transaction()
    # FOR UPDATE: an order is issued before or after the decision, never across it.
    matter = db.session.get(OwnersMatter, matter_id, with_for_update=True)
    if matter is None:
        raise Refused(Reason.NOT_FOUND)
    move = "owners.pass" if passed else "owners.reject"
    happened(actor, move, matter, state=rules.OWNERS_FLOW.after(matter.state, move))
    return matter


def _must_be_inside_a_transaction() -> None:
    if not database.in_transaction():
        raise RuntimeError("the owners' side track is told inside the caller's transaction()")
