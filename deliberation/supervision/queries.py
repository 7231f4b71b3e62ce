"""Reading orders for the ledger, for a meeting's table, for residents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.collection.models import Attachment, Topic
from deliberation.collection.queries import photos
from deliberation.convening.models import Meeting
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.permissions import TABLE, Grant, allowed
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Appointment, Compound, Party, Person
from deliberation.organisation.queries import Page, appointments, paginate, parties
from deliberation.owners import queries as owners
from deliberation.owners.rules import frees
from deliberation.room import queries as room
from deliberation.room.models import Motion
from deliberation.supervision import rules
from deliberation.supervision.models import Order, OrderEvent
from deliberation.web.waiting import Waiting

EVENT_PHOTOS = "order_event"
"""`Attachment.subject_kind` of photos that came with one line of an order's history."""

PAGE_SIZE = 20
REPORTED = "COMPLETION_REPORTED"
CHECKED = "ACCEPTED_RESULT"


@dataclass(frozen=True, slots=True)
class Line:
    """An order as the desk lists it: its light (`rules.LIGHTS`, may be empty) and the word beside it.

    `matter_state` is that of the owners' matter on which it waits; `None`: it waits on none.
    """

    order: Order
    light: str
    word: str
    matter_state: str | None

    @property
    def is_locked(self) -> bool:
        """Whether it may not be issued before the owners have decided."""
        return not frees(self.matter_state)


def standing(order: Order) -> rules.Standing:
    """An order as the rule of the light wants it."""
    return rules.Standing(order.state, _day(order.issued_at), order.due_on, order.progress, _day(order.reported_at))


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BEIJING).date() if moment else None


def lines(orders: Iterable[Order]) -> list[Line]:
    """These orders with their lights and locks; one statement for all owners' matters."""
    wanted, today = list(orders), clock.today()
    states = owners.states_of(o.matter_id for o in wanted if o.matter_id is not None)
    found = []
    for order in wanted:
        now = standing(order)
        matter = states.get(order.matter_id) if order.matter_id is not None else None
        found.append(Line(order, rules.light(now, today), rules.light_word(now, today), matter))
    return found


def line(order: Order) -> Line:
    """One order with its light and lock."""
    return lines([order])[0]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the ledger is filtered by. `seen` limits it to these parties' orders (`None`: everybody's)."""

    state: str = ""
    light: str = ""
    unit: int = 0
    q: str = ""
    seen: frozenset[int] | None = None


def orders(compound_id: int, chosen: Filter | None = None, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The ledger 督办台账, newest number first, as a page of `Line`. At most four statements."""
    chosen = chosen or Filter()
    query = _chosen(compound_id, chosen).order_by(Order.id.desc())
    if not chosen.light:
        found = paginate(query, page, size)
        return Page(lines(found.items), found.page, found.pages, found.total)
    shown = [one for one in lines(db.session.scalars(query)) if one.light == chosen.light]
    pages = max(1, -(-len(shown) // size))
    here = min(max(1, page), pages)
    return Page(shown[(here - 1) * size : here * size], here, pages, len(shown))


def _chosen(compound_id: int, chosen: Filter) -> Select[Order]:
    query = select(Order).where(Order.compound_id == compound_id)
    if chosen.seen is not None:
        query = query.where(Order.lead_party_id.in_(chosen.seen), Order.state != "DRAFT")
    if chosen.state:
        query = query.where(Order.state == chosen.state)
    if chosen.light:
        # A light depends on today; only orders that can have one are looked at.
        done = chosen.light == "blue"
        query = query.where(Order.state.in_((CHECKED, "CLOSED") if done else _LIT))
    if chosen.unit:
        query = query.where(Order.lead_party_id == chosen.unit)
    if chosen.q:
        columns = (Order.number, Order.title, Order.requirement)
        query = query.where(or_(*(c.icontains(chosen.q, autoescape=True) for c in columns)))
    return query


_LIT = tuple(sorted(rules.UNDER_WAY | {REPORTED}))


def by_request_key(key: str) -> Order | None:
    """The order that a form with this key has already made."""
    return db.session.scalar(select(Order).where(Order.request_key == key))


def highest_number(compound_id: int) -> list[str]:
    """The highest order number of a compound, or nothing."""
    query = select(Order.number).where(Order.compound_id == compound_id)
    newest = query.order_by(func.length(Order.number).desc(), Order.number.desc()).limit(1)
    return list(db.session.scalars(newest))


def has_number(compound_id: int, number: str) -> bool:
    """Whether an order of the compound has this number."""
    query = select(Order.id).where(Order.compound_id == compound_id, Order.number == number)
    return db.session.scalar(query) is not None


def history(order_id: int) -> list[OrderEvent]:
    """Every step of an order, oldest first."""
    return list(db.session.scalars(select(OrderEvent).where(OrderEvent.order_id == order_id).order_by(OrderEvent.id)))


def last_step(order_id: int, name: str = "") -> OrderEvent | None:
    """The newest step of an order, or the newest of one name."""
    query = select(OrderEvent).where(OrderEvent.order_id == order_id)
    if name:
        query = query.where(OrderEvent.name == name)
    return db.session.scalar(query.order_by(OrderEvent.id.desc()).limit(1))


def photos_of(events: Iterable[OrderEvent]) -> dict[int, list[Attachment]]:
    """The photos that came with these steps, by step."""
    found: dict[int, list[Attachment]] = {}
    for photo in photos(EVENT_PHOTOS, [e.id for e in events]):
        found.setdefault(photo.subject_id, []).append(photo)
    return found


@dataclass(frozen=True, slots=True)
class Source:
    """Where an order comes from, back to the residents' topic; each may be missing."""

    meeting: Meeting | None
    item: AgendaItem | None
    motion: Motion | None
    topic: Topic | None
    own_duty: str


def source_of(order: Order) -> Source:
    """The meeting, item, motion and topic behind an order, and why it need not wait for the owners."""
    drafted = db.session.scalar(
        select(OrderEvent.text).where(OrderEvent.order_id == order.id, OrderEvent.name == "order.draft")
    )
    return Source(
        meeting=db.session.get(Meeting, order.meeting_id) if order.meeting_id is not None else None,
        item=db.session.get(AgendaItem, order.item_id) if order.item_id is not None else None,
        motion=db.session.get(Motion, order.motion_id) if order.motion_id is not None else None,
        topic=db.session.get(Topic, order.topic_id) if order.topic_id is not None else None,
        own_duty=drafted or "",
    )


def orders_of_meeting(meeting_id: int) -> list[Order]:
    """The orders that come from a meeting, cancelled ones too, by number."""
    query = select(Order).where(Order.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(Order.id)))


@dataclass(frozen=True, slots=True)
class Handed:
    """Since when a meeting's decisions are orders, and whether every order is settled."""

    since: datetime
    is_finished: bool


def handed_over(meeting_id: int) -> Handed | None:
    """How far the orders of a meeting are; nothing before its first one. A cancelled order does not count."""
    orders = [o for o in orders_of_meeting(meeting_id) if o.state != "CANCELLED"]
    if not orders:
        return None
    first = select(func.min(OrderEvent.at)).where(OrderEvent.order_id.in_([o.id for o in orders]))
    since = db.session.scalar(first) or min(o.state_since for o in orders)
    return Handed(since, all(o.state == "CLOSED" for o in orders))


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A decision of a meeting and the orders under it; `decision` is `None` for orders under none."""

    decision: room.Decision | None
    lines: list[Line]
    needs_owners: bool = False


def meeting_rows(meeting_id: int) -> list[DecidedRow]:
    """The decisions of a meeting that can become orders, each with its orders; then the other orders."""
    under: dict[int | None, list[Line]] = {}
    for one in lines(orders_of_meeting(meeting_id)):
        under.setdefault(one.order.motion_id, []).append(one)
    rows = [DecidedRow(d, under.pop(d.motion_id, []), needs_owners(d.binds)) for d in orderable(meeting_id)]
    rest = [one for group in under.values() for one in group]
    return rows + ([DecidedRow(None, rest)] if rest else [])


def orderable(meeting_id: int) -> list[room.Decision]:
    """What a meeting decided that somebody must now do: what was carried, and what was agreed."""
    return [d for d in room.decisions(meeting_id) if d.outcome in {"CARRIED", "CONSENSUS"}]


def units(compound_id: int) -> list[rules.Unit]:
    """The parties that may be put under order, in their order of office."""
    return [rules.Unit(p.id, p.kind, p.name) for p in parties(compound_id) if p.kind not in rules.SUPERVISORS]


def people(compound_id: int) -> dict[int, list[Person]]:
    """The people of each party on today's date, the first of a party first."""
    found: dict[int, list[Person]] = {}
    for appointment in appointments(compound_id):
        found.setdefault(appointment.party_id, []).append(appointment.person)
    return found


def signers(order: Order) -> list[int]:
    """The persons of the lead unit who can sign for the order today; an empty list means: nobody can."""
    row = TABLE["order.accept"]
    return [
        a.person_id
        for a in appointments(order.compound_id)
        if a.party_id == order.lead_party_id and row.grant(Role(a.role)) is not Grant.NO
    ]


def names_not_to_show(order: Order) -> list[str]:
    """The names that must not reach the residents with a line of this order."""
    return private_names(order.compound_id, [order.topic_id] if order.topic_id is not None else [])


def private_names(compound_id: int, topic_ids: Iterable[int]) -> list[str]:
    """The names that are never public: the compound's people without consent, the topics' submitters."""
    query = (
        select(Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Party, Party.id == Appointment.party_id)
        .where(Party.compound_id == compound_id, Appointment.name_public.is_(False))
    )
    ids = list(topic_ids)
    gathered = select(Topic.submitter_name).where(
        or_(Topic.id.in_(ids), Topic.merged_into_id.in_(ids)), Topic.submitter_name != ""
    )
    return sorted({*db.session.scalars(query), *db.session.scalars(gathered)})


# Residents


@dataclass(frozen=True, slots=True)
class PublicOrder:
    """An order as residents see it: unit, date, light, the last line that was made public. No person.

    `last_text` is empty and `last_at` `None` before the first public line; `photos` are the public ids
    of released photos.
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


def public_orders(compound_id: int) -> list[PublicOrder]:
    """The issued orders of a compound, the unfinished by date first, then the closed, newest first.

    Four statements, however many orders.
    """
    query = select(Order).where(Order.compound_id == compound_id, Order.state.in_(rules.PUBLIC_STATES))
    found = lines(db.session.scalars(query.order_by(Order.id)))
    found.sort(key=lambda o: (o.light == "blue", o.order.due_on.toordinal() * (-1 if o.light == "blue" else 1)))
    ids = [one.order.id for one in found]
    said, shown = _last_public(ids), _public_photos(ids)
    return [_public(one, said.get(one.order.id), shown.get(one.order.id, ())) for one in found]


def _public(one: Line, said: OrderEvent | None, shown: Iterable[str]) -> PublicOrder:
    order = one.order
    return PublicOrder(
        number=order.number, title=order.title, unit=order.lead_party.name, due_on=order.due_on,
        state=order.state, light=one.light, word=one.word, progress=order.progress,
        last_text=said.text if said else "", last_at=said.at if said else None, photos=tuple(shown),
        meeting_id=order.meeting_id, topic_id=order.topic_id,
    )  # fmt: skip


def _last_public(order_ids: list[int]) -> dict[int, OrderEvent]:
    newest = (
        select(func.max(OrderEvent.id))
        .where(OrderEvent.order_id.in_(order_ids), OrderEvent.is_public.is_(True), OrderEvent.text != "")
        .group_by(OrderEvent.order_id)
    )
    return {e.order_id: e for e in db.session.scalars(select(OrderEvent).where(OrderEvent.id.in_(newest)))}


def _public_photos(order_ids: list[int]) -> dict[int, list[str]]:
    query = (
        select(OrderEvent.order_id, Attachment.public_id)
        .join(Attachment, Attachment.subject_id == OrderEvent.id)
        .where(OrderEvent.order_id.in_(order_ids), Attachment.subject_kind == EVENT_PHOTOS, Attachment.is_public)
        .order_by(Attachment.id)
    )
    found: dict[int, list[str]] = {}
    for order_id, public_id in db.session.execute(query):
        found.setdefault(order_id, []).append(public_id)
    return found


# The desk


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What supervision waits for this actor to do: issue, sign, hurry, check, close."""
    compound = db.session.get_one(Compound, compound_id)
    mine = actor.party_ids_in(compound_id)
    query = select(Order).where(Order.compound_id == compound_id, Order.state.not_in(rules.SETTLED))
    current = lines(db.session.scalars(query))
    own = [one for one in current if one.order.lead_party_id in mine]
    others = [one for one in current if one.order.lead_party_id not in mine]
    unit = {"unit": next(iter(mine))} if len(mine) == 1 else {}
    wanted: tuple[tuple[str, str, list[Line], dict[str, object], bool], ...] = (
        ("order.urge", N_("逾期的督办单"), _lit(current, "red"), {"light": "red"}, True),
        ("order.issue", N_("被退回的督办单"), _in(current, "REFUSED"), {"state": "REFUSED"}, True),
        ("order.issue", N_("待交办的督办单"), _free_drafts(current), {"state": "DRAFT"}, False),
        ("order.accept", N_("等本单位签收的督办单"), _in(own, "ISSUED"), {"state": "ISSUED", **unit}, True),
        ("order.report", N_("本单位逾期的督办单"), _lit(own, "red"), {"light": "red", **unit}, True),
        ("order.report", N_("本单位临期的督办单"), _lit(own, "yellow"), {"light": "yellow", **unit}, False),
        ("order.check", N_("待验收的督办单"), _in(others, REPORTED), {"state": REPORTED}, False),
        ("order.close", N_("待销号的督办单"), _in(others, CHECKED), {"state": CHECKED}, False),
    )
    scope = scope_in(compound, own=bool(mine))
    return [
        Waiting(label, len(found), "supervision.orders", {"compound_slug": compound.slug, **values}, urgent)
        for permission, label, found, values, urgent in wanted
        if found and allowed(actor, permission, scope)
    ]


def _in(some: list[Line], state: str) -> list[Line]:
    return [one for one in some if one.order.state == state]


def _lit(some: list[Line], code: str) -> list[Line]:
    return [one for one in some if one.light == code and one.order.state in rules.UNDER_WAY]


def _free_drafts(some: list[Line]) -> list[Line]:
    return [one for one in some if one.order.state == "DRAFT" and not one.is_locked]
