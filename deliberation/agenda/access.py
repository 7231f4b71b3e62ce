"""Loading agenda items with the check that belongs to them."""

from __future__ import annotations

from typing import Any

from deliberation.agenda.models import AgendaItem
from deliberation.collection.models import Topic
from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.stage import house
from deliberation.organisation.access import Loader


def item_for(
    actor: Actor, permission: str, item_id: int, *, lock: bool = False, in_meeting: bool = False
) -> AgendaItem:
    """The agenda item, if `actor` may do `permission` in its compound and meeting.

    Whether an account holder has a seat there (`in_meeting`) is known to later stages, who say so; who
    came in through a meeting's own door is in that meeting.
    """
    # Locked, placing, ordering and opening of one item follow each other.
    return _item(actor, permission, item_id, lock=lock, **({"in_meeting": True} if in_meeting else {}))


def _seated(actor: Actor, item: AgendaItem) -> dict[str, Any]:
    seated = actor.meeting_id is not None and actor.meeting_id == item.meeting_id
    ask = house().offers.chairs_meeting
    chairs = item.meeting_id is not None and ask is not None and ask(actor, item.meeting_id)
    return {"meeting_id": item.meeting_id, "in_meeting": seated, "chairs": chairs}


_item = Loader(AgendaItem, "item", _seated)
seen.describe("item", lambda item: [values_of(item)])


def item_with_topic_for(actor: Actor, permission: str, item_id: int) -> AgendaItem:
    """The agenda item and its topic, both locked, the topic first as everywhere."""
    item = item_for(actor, permission, item_id)
    if item.topic_id is not None:
        # FOR UPDATE: the class and the place of one topic follow each other.
        db.session.get(Topic, item.topic_id, with_for_update=True)
    return item_for(actor, permission, item_id, lock=True)
