"""② What the gate and the agenda say of themselves."""

from __future__ import annotations

from typing import Any

from deliberation.agenda import queries
from deliberation.agenda.rules import ITEM_KINDS
from deliberation.agenda.views import blueprint
from deliberation.collection.models import Topic
from deliberation.kernel.stage import Beside, NavItem, Offers, Stage
from deliberation.kernel.text import N_


def _announced(topic: Topic) -> dict[str, Any]:
    """The meeting that will deal with a topic; none until it is announced."""
    scheduled = topic.state == "SCHEDULED"
    return {"meeting": queries.announced_meeting_of(topic.id) if scheduled else None}


CARD = Stage(
    "agenda",
    blueprint,
    nav=(NavItem(30, "agenda.board", N_("议程"), "agenda.order"),),
    part_of={
        "agenda.gate": "collection.topics",
        "agenda.classify": "collection.topics",
        "agenda.screen": "collection.topics",
        "agenda.bring_back": "collection.topics",
    },
    waiting=(queries.waiting,),
    offers=Offers(item_kinds=lambda: ITEM_KINDS),
    beside={
        "topic.next": Beside("agenda/_topic_next.html"),
        "topic.more": Beside("agenda/_topic_more.html"),
        "receipt.where": Beside("agenda/_receipt_where.html", _announced),
    },
)
