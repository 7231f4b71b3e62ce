"""Loading topics with the check that belongs to them, and who sees their photos."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.collection.rules import normal_receipt
from deliberation.db import db, values_of
from deliberation.files.models import File
from deliberation.kernel import seen
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound


def _is_own(actor: Actor, topic: Topic) -> dict[str, bool]:
    return {"own": topic.person_id is not None and topic.person_id == actor.person_id}


topic_for = Loader(Topic, "topic", _is_own)
"""A topic. Locked, merging, withdrawing and the gate's decision on one topic follow each other."""

seen.describe("topic", lambda topic: [values_of(topic)])


def topic_by_receipt(permission: str, receipt_code: str, *, lock: bool = False) -> Topic:
    """The topic of a receipt number, however it was typed: whoever holds the receipt owns the topic."""
    query = select(Topic).where(Topic.receipt_code == normal_receipt(receipt_code))
    if lock:
        # FOR UPDATE: a withdrawal and the gate's decision must not pass each other.
        query = query.with_for_update().execution_options(populate_existing=True)
    topic: Topic | None = db.session.scalar(query)
    if topic is None:
        raise Refused(Reason.NOT_FOUND)
    may(ANONYMOUS, permission, scope_in(compound_of(topic), own=True))
    return topic


def reads_topic_photo(actor: Actor, photo: File) -> bool:
    """Whether the actor reads the topics of the photo's compound."""
    return allowed(actor, "topic.read", scope_in(db.session.get_one(Compound, photo.compound_id)))


def compound_of(topic: Topic) -> Compound:
    """The compound of a topic."""
    return db.session.get_one(Compound, topic.compound_id)
