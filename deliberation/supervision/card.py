"""⑤ What the supervision of orders says of itself."""

from __future__ import annotations

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.handing import HandedOn
from deliberation.kernel.stage import Beside, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.supervision import queries
from deliberation.supervision.access import reads_asking_photo, reads_photo
from deliberation.supervision.actions import handing as give_on
from deliberation.supervision.actions import periods
from deliberation.supervision.models import Order, ReopenRequest
from deliberation.supervision.queries import handing
from deliberation.supervision.queries.agenda_lines import standing_lines
from deliberation.supervision.queries.waiting import waiting
from deliberation.supervision.rules import ORDER_FLOW
from deliberation.supervision.views import blueprint
from deliberation.titles import of_compound, of_rows


def _order(row: Order, slugs: Slugs) -> Subject:
    page = ("supervision.order", "order_id", "order.read")
    return of_compound(row, slugs, f"{row.number}《{row.title}》", page)


def _reopen_request(row: ReopenRequest, slugs: Slugs) -> Subject:
    topic = db.session.get_one(Topic, row.topic_id)
    page = ("supervision.not_solved_request", "request_id", "order.reopen")
    return of_compound(row, slugs, f"《{topic.title}》", page)


CARD = Stage(
    "supervision",
    blueprint,
    nav=(NavItem(60, "supervision.orders", N_("督办"), "order.read"),),
    handed_on=HandedOn(handing.open_for, give_on.hand_on),
    flows=(ORDER_FLOW,),
    kinds=(
        Kind("order", N_("督办单"), of_rows(Order, _order)),
        Kind("reopen_request", N_("没有解决的反映"), of_rows(ReopenRequest, _reopen_request, topic_id=Topic)),
    ),
    beside={
        "receipt.closed": Beside("supervision/_receipt_closed.html"),
        "meeting.acts": Beside("supervision/_meeting_acts.html"),
        "meeting.afterwards": Beside("supervision/_meeting_afterwards.html"),
        "minutes.wrong": Beside("supervision/_minutes_wrong.html"),
        "minutes.follows": Beside("supervision/_minutes_follows.html"),
        "owners_vote.announce": Beside("supervision/_owners_vote_announce.html"),
        "owners_vote.announced": Beside("supervision/_owners_vote_announced.html"),
    },
    offers=Offers(handed_over=queries.handed_over, standing_lines=standing_lines),
    waiting=(waiting,),
    periodic=(Periodic("orders.prolong", periods.prolong, "张督办单的时限重新计算，已顺延。"),),
    photos={"order_event": reads_photo, "reopen_request": reads_asking_photo},
)
