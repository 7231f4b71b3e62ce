"""Reading the pool, the agendas and the gate's decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem, Screening
from deliberation.agenda.rules import MUST_BE_CLASSED, Finding, matters_in, surely
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting, house
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound, Person


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting ahead, as far as its agenda goes, with its items in order."""

    meeting_id: int
    compound_id: int
    title: str
    starts_at: datetime
    state: str
    published: bool
    items: list[AgendaItem] = field(default_factory=list)


def pool(compound_id: int) -> list[AgendaItem]:
    """The items of a compound that wait for a meeting, the oldest first."""
    query = select(AgendaItem).where(AgendaItem.compound_id == compound_id, AgendaItem.state == "WAITING")
    return list(db.session.scalars(query.order_by(AgendaItem.id)))


def items_of(meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting in their order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def agenda_of(meeting_id: int, *, lock: bool = False) -> Agenda | None:
    """A meeting as far as its agenda goes, without the items; `lock`: its items are changed by one person at a time."""
    ask = house().offers.meeting_head
    found: Agenda | None = ask(meeting_id, lock=lock) if ask else None
    return found


def agendas(compound_id: int) -> list[Agenda]:
    """The agendas of the meetings that are planned or notified, the next meeting first. Two statements."""
    ask = house().offers.meetings_ahead
    found: list[Agenda] = ask(compound_id) if ask else []
    by_id = {agenda.meeting_id: agenda for agenda in found}
    items = select(AgendaItem).where(AgendaItem.meeting_id.in_(by_id))
    for item in db.session.scalars(items.order_by(AgendaItem.position, AgendaItem.id)):
        by_id[item.meeting_id or 0].items.append(item)
    return found


def on_the_board(compound_id: int) -> list[tuple[Agenda | None, AgendaItem]]:
    """Every item that waits, and then those of the agendas ahead with their meeting. Three statements."""
    placed = [(agenda, item) for agenda in agendas(compound_id) for item in agenda.items]
    return [*((None, item) for item in pool(compound_id)), *placed]


def waiting_item_of(topic_id: int) -> AgendaItem | None:
    """The item under which a topic waits or is placed, if any."""
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.topic_id == topic_id, AgendaItem.state.in_(("WAITING", "PLACED"))).limit(1)
    )


def announced_meeting_of(topic_id: int) -> Agenda | None:
    """The meeting on whose agenda a topic stands, once residents may know of it."""
    item = waiting_item_of(topic_id)
    agenda = agenda_of(item.meeting_id) if item is not None and item.meeting_id is not None else None
    return agenda if agenda is not None and (agenda.published or agenda.state == "NOTICED") else None


def same_report(compound_id: int, kind: str, title: str) -> AgendaItem | None:
    """An item without topic that waits with just this kind and name (a form sent twice)."""
    return db.session.scalar(
        select(AgendaItem).where(
            AgendaItem.compound_id == compound_id,
            AgendaItem.topic_id.is_(None),
            AgendaItem.state == "WAITING",
            AgendaItem.kind == kind,
            AgendaItem.title == title,
        )
    )


def screenings(topic_id: int) -> list[tuple[Screening, str]]:
    """What the gate decided on a topic, oldest first, with the name of who decided."""
    rows = db.session.execute(
        select(Screening, Person.name)
        .join(Person, Person.id == Screening.decided_by_id)
        .where(Screening.topic_id == topic_id)
        .order_by(Screening.id)
    )
    return [(screening, name) for screening, name in rows]


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What agenda setting waits for this actor to do."""
    compound = db.session.get_one(Compound, compound_id)
    scope = scope_in(compound)
    found = []
    if allowed(actor, "topic.classify", scope) and (count := _unclassified(compound_id)):
        values = {"compound_slug": compound.slug, "state": "SCREENING"}
        found.append(Waiting(N_("待判定决定权属的议题"), count, "collection.topics", values))
    if allowed(actor, "topic.classify", scope) and (count := _items_without_class(compound_id)):
        found.append(Waiting(N_("待判定由谁决定的议程项"), count, "agenda.board", {"compound_slug": compound.slug}))
    if allowed(actor, "agenda.order", scope) and (count := _in_pool(compound_id)):
        found.append(Waiting(N_("待排入会议的议题"), count, "agenda.board", {"compound_slug": compound.slug}))
    return found


def _items_without_class(compound_id: int) -> int:
    """Votes on the way to a meeting of which nobody has said yet who decides."""
    query = select(func.count(AgendaItem.id)).where(
        AgendaItem.compound_id == compound_id,
        AgendaItem.state.in_(("WAITING", "PLACED")),
        AgendaItem.kind.in_(MUST_BE_CLASSED),
        AgendaItem.decision_authority.is_(None),
    )
    return db.session.scalar(query) or 0


def _unclassified(compound_id: int) -> int:
    query = select(func.count(Topic.id)).where(
        Topic.compound_id == compound_id, Topic.state == "SCREENING", Topic.decision_authority.is_(None)
    )
    return db.session.scalar(query) or 0


def _in_pool(compound_id: int) -> int:
    query = select(func.count(AgendaItem.id)).where(
        AgendaItem.compound_id == compound_id, AgendaItem.state == "WAITING"
    )
    return db.session.scalar(query) or 0


def matters_named_in(topic: Topic) -> tuple[Finding, ...]:
    """The owners' matters that the words of a topic surely point to: its title, what is so, what is proposed."""
    return surely(matters_in(words_of(topic)))


def words_of(topic: Topic) -> str:
    """The words of a topic that may point to a matter of the owners."""
    return f"{topic.title}\n{topic.situation}\n{topic.proposal}"
