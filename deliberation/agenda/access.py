"""Loading agenda items with the check that belongs to them."""

from __future__ import annotations

from deliberation.agenda.models import AgendaItem
from deliberation.collection.models import Topic
from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import may
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound


def item_for(
    actor: Actor, permission: str, item_id: int, *, lock: bool = False, in_meeting: bool = False
) -> AgendaItem:
    """The agenda item, if `actor` may do `permission` in its compound and meeting.

    Whether an account holder has a seat there (`in_meeting`) is known to later stages, who say so; who
    came in through a meeting's own door is in that meeting.
    """
    # FOR UPDATE when asked: placing, ordering and opening of one item follow each other.
    item = db.session.get(AgendaItem, item_id, with_for_update={"of": AgendaItem} if lock else None)
    if item is None:
        raise Refused(Reason.NOT_FOUND)
    compound = db.session.get_one(Compound, item.compound_id)
    seated = in_meeting or (actor.meeting_id is not None and actor.meeting_id == item.meeting_id)
    may(actor, permission, scope_in(compound, meeting_id=item.meeting_id, in_meeting=seated))
    if lock:
        seen.check("item", item)
    return item


seen.describe("item", lambda item: [values_of(item)])


def item_with_topic_for(actor: Actor, permission: str, item_id: int) -> AgendaItem:
    """The agenda item and its topic, both locked, the topic first as everywhere."""
    item = item_for(actor, permission, item_id)
    if item.topic_id is not None:
        # FOR UPDATE: the class and the place of one topic follow each other.
        db.session.get(Topic, item.topic_id, with_for_update=True)
    return item_for(actor, permission, item_id, lock=True)
