"""① What the collection of topics says of itself."""

from __future__ import annotations

from deliberation.collection import actions, queries
from deliberation.collection.access import reads_topic_photo
from deliberation.collection.models import Topic
from deliberation.collection.queries import handing
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.collection.views import blueprint
from deliberation.files.actions import forget_kept
from deliberation.kernel.handing import HandedOn
from deliberation.kernel.stage import Kind, NavItem, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.titles import of_compound, of_rows


def topic_subject(row: Topic, slugs: Slugs) -> Subject:
    """A topic by number and title, with its page at the desk."""
    page = ("collection.topic", "topic_id", "topic.read")
    return of_compound(row, slugs, f"{row.number or ''}《{row.title}》", page)


CARD = Stage(
    "collection",
    blueprint,
    nav=(NavItem(20, "collection.topics", N_("议题"), "topic.read"),),
    public_nav=(
        NavItem(20, "collection.hand_in", N_("提议题")),
        NavItem(70, "collection.look_up", N_("查回执"), per_compound=False),
    ),
    handed_on=HandedOn(handing.open_for),
    flows=(TOPIC_FLOW,),
    kinds=(Kind("topic", N_("议题"), of_rows(Topic, topic_subject)),),
    waiting=(queries.waiting,),
    periodic=(
        Periodic("topics.erase_phones", actions.erase_phones, "件议题办结满一年，已删除提出人的电话。"),
        Periodic("photos.forget_kept", forget_kept, "张随表退回、没有再交的照片已删除。"),
    ),
    photos={"topic": reads_topic_photo},
)
