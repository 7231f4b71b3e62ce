"""Orders as residents may see them: no person, and only what was made public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select

from deliberation.db import db
from deliberation.files.models import File
from deliberation.history.models import PUBLIC, Event
from deliberation.kernel import clock
from deliberation.rows import Page, paginate
from deliberation.search import matches
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries import EVENT_PHOTOS, Filter, light_of
from deliberation.supervision.queries.lights import light_on, unfinished_first

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PublicOrder:
    """An order as residents see it: unit, date, light, the last line that was made public. No person.

    A check, a rework or a closing whose words stay inside is told in `rules.STANDING_WORDS`.
    `last_text` is empty and `last_at` `None` before the first public line; `photos` are the public ids
    of released photos. `is_provisional` and `due_was` as in `db.Reckoned`.
    """

    number: str
    title: str
    unit: str
    due_on: date
    state: str
    light: str
    word: str
    progress: int
    last_text: str
    last_at: datetime | None
    photos: tuple[str, ...]
    meeting_id: int | None
    topic_id: int | None
    is_provisional: bool = False
    due_was: date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What stands beside the light (`rules.public_words`)."""
        return rules.public_words(self.light, self.word, self.state)


def public_orders(compound_id: int, chosen: Filter | None = None, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The issued orders of a compound: the unfinished by date first, then the finished, newest first.

    A page of `PublicOrder`, narrowed by the light, the unit and the words of `chosen`. Four statements,
    however many orders; all but the page stays in the store.
    """
    shown = paginate(_chosen(compound_id, chosen or Filter()), page, size)
    return replace(shown, items=_as_public(shown.items))


def public_orders_of_meeting(meeting_id: int) -> list[PublicOrder]:
    """The issued orders that come from a meeting, in the same order."""
    query = select(Order).where(Order.meeting_id == meeting_id, Order.state.in_(rules.PUBLIC_STATES))
    return _as_public(list(db.session.scalars(query.order_by(*unfinished_first()))))


def _chosen(compound_id: int, chosen: Filter) -> Select[Order]:
    query = select(Order).where(Order.compound_id == compound_id, Order.state.in_(rules.PUBLIC_STATES))
    if chosen.unit:
        query = query.where(Order.lead_party_id == chosen.unit)
    if chosen.q:  # in what residents can read; a hit in anything else would tell them what it says
        query = query.where(matches(chosen.q, Order.search))
    if chosen.light:
        query = query.where(light_on(clock.today()) == chosen.light)
    return query.order_by(*unfinished_first())


def _as_public(shown: list[Order]) -> list[PublicOrder]:
    ids = [order.id for order in shown]
    said, photos = _last_public(ids), _public_photos(ids)
    return [_public(order, said.get(order.id), photos.get(order.id, ())) for order in shown]


def _public(order: Order, said: Event | None, shown: Iterable[str]) -> PublicOrder:
    light, word = light_of(order)
    return PublicOrder(
        number=order.number,
        title=order.title,
        unit=order.lead_party.name,
        due_on=order.due_on,
        state=order.state,
        light=light,
        word=word,
        progress=order.progress,
        last_text=_told(said) if said else "",
        last_at=said.at if said else None,
        photos=tuple(shown),
        meeting_id=order.meeting_id,
        topic_id=order.topic_id,
        is_provisional=order.end_is_provisional,
        due_was=order.end_was,
    )


def _told(said: Event) -> str:
    return said.text if said.is_public and said.text else rules.STANDING_WORDS[said.act]


def _last_public(order_ids: list[int]) -> dict[int, Event]:
    readable = and_(Event.shown_to == PUBLIC, Event.text != "")
    newest = (
        select(func.max(Event.id))
        .where(
            Event.kind == "order",
            Event.subject_id.in_(order_ids),
            or_(readable, Event.act.in_(rules.STANDING_WORDS)),
        )
        .group_by(Event.subject_id)
    )
    return {e.subject_id: e for e in db.session.scalars(select(Event).where(Event.id.in_(newest)))}


def _public_photos(order_ids: list[int]) -> dict[int, list[str]]:
    query = (
        select(Event.subject_id, File.public_id)
        .join(File, File.subject_id == Event.id)
        .where(
            Event.kind == "order",
            Event.subject_id.in_(order_ids),
            File.subject_kind == EVENT_PHOTOS,
            File.is_public,
        )
        .order_by(File.id)
    )
    found: dict[int, list[str]] = {}
    for order_id, public_id in db.session.execute(query):
        found.setdefault(order_id, []).append(public_id)
    return found
