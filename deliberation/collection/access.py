"""Loading topics and photos with the check that belongs to them."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.collection.models import Attachment, Topic
from deliberation.collection.rules import normal_receipt
from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.kernel.stage import house
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound


def topic_for(actor: Actor, permission: str, topic_id: int, *, lock: bool = False) -> Topic:
    """The topic, if `actor` may do `permission` in its compound (or it is the actor's own)."""
    # FOR UPDATE when asked: merging, withdrawing and the gate's decision on one topic follow each other.
    topic = db.session.get(Topic, topic_id, with_for_update=lock or None)
    if topic is None:
        raise Refused(Reason.NOT_FOUND)
    own = topic.person_id is not None and topic.person_id == actor.person_id
    may(actor, permission, scope_in(compound_of(topic), own=own))
    if lock:
        seen.check("topic", topic)
    return topic


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


def photo_for(actor: Actor, public_id: str) -> Attachment:
    """A photo that was made public, or one that came with a thing which the actor reads."""
    photo: Attachment | None = db.session.scalar(select(Attachment).where(Attachment.public_id == public_id))
    if photo is None:
        raise Refused(Reason.NOT_FOUND)
    reads = house().photos.get(photo.subject_kind)
    if not photo.is_public and not (reads and reads(actor, photo)):
        raise Refused(Reason.NOT_FOUND)
    return photo


def reads_topic_photo(actor: Actor, photo: Attachment) -> bool:
    """Whether the actor reads the topics of the photo's compound."""
    return allowed(actor, "topic.read", scope_in(db.session.get_one(Compound, photo.compound_id)))


def compound_of(topic: Topic) -> Compound:
    """The compound of a topic."""
    return db.session.get_one(Compound, topic.compound_id)
