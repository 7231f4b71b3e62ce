"""Reading orders for the ledger and for a meeting's table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.collection.models import Topic
from deliberation.convening.models import Meeting
from deliberation.convening.queries import profile_of
from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.history.models import PUBLIC, Event
from deliberation.history.queries import history_of, last_event
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Role
from deliberation.kernel.days import last_day
from deliberation.kernel.permissions import TABLE, Grant
from deliberation.organisation.models import Appointment, Party, Person
from deliberation.organisation.queries import appointments, parties
from deliberation.owners import queries as owners
from deliberation.owners.rules import frees
from deliberation.room import queries as room
from deliberation.room.models import Motion
from deliberation.rows import Rows
from deliberation.search import matches
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries.lights import light_on

EVENT_PHOTOS = "order_event"
"""`File.subject_kind` of photos that came with one line of an order's history."""

REPORTED = "COMPLETION_REPORTED"
CHECKED = "ACCEPTED_RESULT"
HELD_BACK = "HELD_BACK"
"""In place of a state in a `Filter`: orders with a line that waits to be released (`waiting_lines`)."""


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
    return clock.day_of(moment) if moment else None


def lines(orders: Iterable[Order]) -> list[Line]:
    """These orders with their lights and locks; one statement for all owners' matters."""
    wanted = list(orders)
    states = owners.states_of(o.matter_id for o in wanted if o.matter_id is not None)
    found = []
    for order in wanted:
        matter = states.get(order.matter_id) if order.matter_id is not None else None
        found.append(Line(order, *light_of(order), matter))
    return found


def light_of(order: Order) -> tuple[str, str]:
    """The light of an order today and the word beside it."""
    now, today = standing(order), clock.today()
    return rules.light(now, today), rules.light_word(now, today)


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


def orders(compound_id: int, chosen: Filter | None = None) -> Rows:
    """The ledger 督办台账, newest number first, as `Line`. At most four statements a page."""
    return Rows(_chosen(compound_id, chosen or Filter()).order_by(Order.id.desc()), lines)


def _chosen(compound_id: int, chosen: Filter) -> Select[Order]:
    query = select(Order).where(Order.compound_id == compound_id)
    if chosen.seen is not None:
        query = query.where(Order.lead_party_id.in_(chosen.seen), Order.state != "DRAFT")
    if chosen.state == HELD_BACK:
        held = select(Event.id).where(Event.subject_id == Order.id, _is_held())
        query = query.where(Order.state.in_(_SHOWN), held.correlate(Order).exists())
    elif chosen.state:
        query = query.where(Order.state == chosen.state)
    if chosen.light:
        query = query.where(light_on(clock.today()) == chosen.light)
    if chosen.unit:
        query = query.where(Order.lead_party_id == chosen.unit)
    if chosen.q:
        query = query.where(matches(chosen.q, Order.search, Order.search_more))
    return query


_SHOWN = tuple(sorted(rules.PUBLIC_STATES - rules.SETTLED))


def _is_held() -> ColumnElement[bool]:
    """A line of an order that its unit wrote, of which residents do not see all, and about which nobody decided so."""
    photo = select(File.id).where(
        File.subject_kind == EVENT_PHOTOS,
        File.subject_id == Event.id,
        File.is_public.is_(False),
    )
    hidden = or_(Event.shown_to != PUBLIC, photo.correlate(Event).exists())
    return and_(Event.kind == "order", Event.act.in_(rules.UNIT_LINES), hidden, Event.is_settled.is_(False))


def held_back(compound_id: int) -> int:
    """How many lines of the orders that residents follow wait for somebody to release them, or their photos."""
    lines_held = select(func.count()).select_from(Event).join(Order, Order.id == Event.subject_id)
    wanted = lines_held.where(Order.compound_id == compound_id, Order.state.in_(_SHOWN), _is_held())
    return db.session.scalar(wanted) or 0


def waiting_lines(order_id: int) -> frozenset[int]:
    """The lines of an order that wait to be released, by id."""
    return frozenset(db.session.scalars(select(Event.id).where(Event.subject_id == order_id, _is_held())))


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


def history(order_id: int) -> list[Event]:
    """Every step of an order, oldest first."""
    return history_of("order", order_id)


def last_step(order_id: int, act: str = "") -> Event | None:
    """The newest step of an order, or the newest of one act."""
    return last_event("order", order_id, act)


def photos_of(events: Iterable[Event]) -> dict[int, list[File]]:
    """The photos that came with these steps, by step."""
    found: dict[int, list[File]] = {}
    for photo in files_of(EVENT_PHOTOS, [e.id for e in events]):
        found.setdefault(photo.subject_id, []).append(photo)
    return found


@dataclass(frozen=True, slots=True)
class Source:
    """Where an order comes from, back to the residents' topic; each may be missing."""

    meeting: Meeting | None
    item: AgendaItem | None
    motion: Motion | None
    topic: Topic | None


def source_of(order: Order) -> Source:
    """The meeting, item, motion and topic behind an order."""
    return Source(
        meeting=db.session.get(Meeting, order.meeting_id) if order.meeting_id is not None else None,
        item=db.session.get(AgendaItem, order.item_id) if order.item_id is not None else None,
        motion=db.session.get(Motion, order.motion_id) if order.motion_id is not None else None,
        topic=db.session.get(Topic, order.topic_id) if order.topic_id is not None else None,
    )


def is_the_owners(item: AgendaItem) -> bool:
    """Whether an item, or a motion that was agreed on under it, is what only the owners may decide."""
    if needs_owners(item.decision_authority):
        return True
    return any(m.state in {"CARRIED", "CONSENSUS"} and needs_owners(m.binds) for m in room.motions_of(item.id))


def orders_of_meeting(meeting_id: int) -> list[Order]:
    """The orders that come from a meeting, cancelled ones too, by number."""
    query = select(Order).where(Order.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(Order.id)))


@dataclass(frozen=True, slots=True)
class Handed:
    """Since when units are under order by a meeting, and whether every order, drafts too, is settled."""

    since: datetime
    is_finished: bool


def handed_over(meeting_id: int) -> Handed | None:
    """How far the orders of a meeting are; nothing before its first one was issued. A cancelled one does not count."""
    orders = [o for o in orders_of_meeting(meeting_id) if o.state != "CANCELLED"]
    issued = [o.issued_at for o in orders if o.issued_at is not None]
    return Handed(min(issued), all(o.state == "CLOSED" for o in orders)) if issued else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A line 交办 of a meeting's record, and the order that was drafted from it, if one was."""

    line_id: int
    text: str
    item_id: int | None
    order: Order | None


ASKED_BY = frozenset({"order", "promise"})
"""Lines of a record from which an order is written: what the meeting asks of somebody, and what somebody promised."""


def asked_for(meeting_id: int) -> list[Asked]:
    """What the record says somebody is to do, in its order. A cancelled order leaves its line free again."""
    made = [o for o in orders_of_meeting(meeting_id) if o.state != "CANCELLED"]
    found = []
    for spoken in room.minutes_of(meeting_id):
        if spoken.kind in ASKED_BY:
            order = next((o for o in made if o.line_id == spoken.id), None)
            found.append(Asked(spoken.id, spoken.text, spoken.item_id, order))
    return found


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


def first_due(meeting: Meeting, text: str) -> rules.Due:
    """The date of a new order until somebody changes it: the one that its decision names, else in a fortnight."""
    today = clock.today()
    named = rules.date_in(text, clock.day_of(meeting.starts_at), today)
    if named is not None:
        return rules.Due(named)
    return rules.Due(due_after(meeting.id, rules.FIRST_DAYS, today), rules.FIRST_DAYS)


def due_after(meeting_id: int | None, days: int, start: date) -> date:
    """The day on which so many days from `start` end, by the rules of the order's meeting (民法典 §203, D6)."""
    meeting = db.session.get(Meeting, meeting_id) if meeting_id is not None else None
    weekend = profile_of(meeting).weekend_last_day if meeting is not None else "MOVES"
    return last_day(start, days, holidays.calendar(), weekend)


def units(compound_id: int) -> list[rules.Unit]:
    """The parties that may be put under order, in their order of office."""
    return [rules.Unit(p.id, p.kind, p.name) for p in parties(compound_id) if p.kind not in rules.SUPERVISORS]


def people(compound_id: int) -> dict[int, list[Person]]:
    """The people of each party on today's date, the first of a party first."""
    found: dict[int, list[Person]] = {}
    for appointment in appointments(compound_id):
        found.setdefault(appointment.party_id, []).append(appointment.person)
    return found


def holders(permission: str, compound_id: int) -> list[int]:
    """The persons of a compound whose post gives them a permission today."""
    row = TABLE[permission]
    return [a.person_id for a in appointments(compound_id) if row.grant(Role(a.role)) is not Grant.NO]


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
