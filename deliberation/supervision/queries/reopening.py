"""Words of submitters that a closed matter is not mended: what waits, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.rows import Rows
from deliberation.search import matches
from deliberation.supervision.models import Order, ReopenRequest

PHOTOS = "reopen_request"
"""`subject_kind` of the photos that came with such a word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word with the topic under which its matter was dealt with."""

    request: ReopenRequest
    topic: Topic


def waiting_of(asked_topic_id: int) -> ReopenRequest | None:
    """What the holder of this topic's receipt said and nobody has settled."""
    query = select(ReopenRequest).where(
        ReopenRequest.asked_topic_id == asked_topic_id, ReopenRequest.state == "WAITING"
    )
    found: ReopenRequest | None = db.session.scalar(query)
    return found


def waiting_on(topic_id: int) -> list[ReopenRequest]:
    """Every word that waits on one matter, from whichever receipt."""
    query = select(ReopenRequest).where(ReopenRequest.topic_id == topic_id, ReopenRequest.state == "WAITING")
    return list(db.session.scalars(query.order_by(ReopenRequest.id)))


def asked_since(asked_topic_id: int, now: datetime, days: int) -> int:
    """How often the holder of this topic's receipt spoke in the last days."""
    query = select(func.count()).where(
        ReopenRequest.asked_topic_id == asked_topic_id, ReopenRequest.at > now - timedelta(days=days)
    )
    return db.session.scalar(query) or 0


def waiting_count(compound_id: int) -> int:
    """How many words wait in a compound."""
    query = select(func.count()).where(ReopenRequest.compound_id == compound_id, ReopenRequest.state == "WAITING")
    return db.session.scalar(query) or 0


def requests(compound_id: int, state: str = "", q: str = "") -> Rows:
    """As `Asked`: what waits first, the newest of each first; by state and by words of topic or text."""
    query = select(ReopenRequest).join(Topic, Topic.id == ReopenRequest.topic_id)
    query = query.where(ReopenRequest.compound_id == compound_id)
    if state:
        query = query.where(ReopenRequest.state == state)
    if q:
        query = query.where(matches(q, Topic.search, ReopenRequest.search))
    return Rows(query.order_by(ReopenRequest.state != "WAITING", ReopenRequest.id.desc()), _with_topics)


def _with_topics(found: list[ReopenRequest]) -> list[Asked]:
    topics = {t.id: t for t in db.session.scalars(select(Topic).where(Topic.id.in_({r.topic_id for r in found})))}
    return [Asked(one, topics[one.topic_id]) for one in found]


def about(request: ReopenRequest) -> Asked:
    """A word with its topic."""
    return Asked(request, db.session.get_one(Topic, request.topic_id))


def closed_orders(topic_id: int) -> list[Order]:
    """The orders of a matter that can begin again."""
    query = select(Order).where(Order.topic_id == topic_id, Order.state == "CLOSED")
    return list(db.session.scalars(query.order_by(Order.id)))


def photos_of(request: ReopenRequest) -> list[File]:
    """The photos that came with a word."""
    return files_of(PHOTOS, [request.id])
