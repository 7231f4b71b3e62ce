"""起草: orders from what a meeting decided, before anybody is bound by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.convening.access import meeting_for
from deliberation.convening.models import Meeting
from deliberation.db import db, once, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import own_key, stored_key
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound
from deliberation.organisation.queries.duties import suggested
from deliberation.owners.actions.matters import propose
from deliberation.owners.models import OwnersMatter
from deliberation.owners.rules import PROPOSABLE
from deliberation.room.models import Motion
from deliberation.room.queries import Decision, motions_of
from deliberation.supervision import queries, rules
from deliberation.supervision.access import order_to_change
from deliberation.supervision.actions.classing import check_class
from deliberation.supervision.actions.periods import set_due
from deliberation.supervision.actions.steps import step
from deliberation.supervision.models import Order


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a 督办单 asks of whom by when, and what it comes from.

    An order under a motion that only the owners can decide waits for them, and so does one under no motion for
    such an item; `own_duty` is the drafter's reason why this one does not (a measure within the unit's own
    duty), kept in its history. Without a
    `number` the compound's next one is taken; only the loading of an old ledger gives one. `due_days`: the days from
    today from which `due_on` follows, if nobody named a date. `line_id`: the line of the record that asks for it.
    """

    title: str
    lead_party_id: int
    due_on: date
    request_key: str
    requirement: str = ""
    responsible_id: int | None = None
    assisting: str = ""
    meeting_id: int | None = None
    item_id: int | None = None
    motion_id: int | None = None
    own_duty: str = ""
    line_id: int | None = None
    number: str | None = None
    due_days: int | None = None


def draft_from_decisions(actor: Actor, meeting_id: int) -> list[Order]:
    """One draft for each decision of a meeting that has no order yet; answers the new ones.

    The unit is the one whose duty it is, the date the one that the decision names or a fortnight and a day
    from today; both are there to be changed. What only the owners can decide is put to them, and its draft
    waits (domain 3.2, A10).
    """
    with transaction():
        meeting = meeting_for(actor, "order.draft", meeting_id, lock=True)
        if meeting.state in {"PLANNED", "NOTICED", "CANCELLED"}:
            raise Refused(InSupervision.NOTHING_DECIDED)
        have = {o.motion_id for o in queries.orders_of_meeting(meeting_id)}
        wanted = [d for d in queries.orderable(meeting_id) if d.motion_id not in have]
        return [_write(actor, meeting.compound, _first_draft(meeting, d)) for d in wanted]


def _first_draft(meeting: Meeting, decision: Decision) -> OrderDraft:
    item = db.session.get_one(AgendaItem, decision.item_id)
    category = item.topic.category if item.topic else ""
    units = queries.units(meeting.compound_id)
    unit = rules.charged_unit(decision.text, units) or _by_duty(meeting.compound_id, item.title, decision.text, units)
    unit = unit or rules.first_unit(decision.text, decision.binds, category, units)
    if unit is None:
        raise Refused(InSupervision.NO_UNITS)
    responsible = queries.people(meeting.compound_id).get(unit.party_id, [])
    due = queries.first_due(meeting, decision.text)
    return OrderDraft(
        title=rules.short_title(decision.item_title, decision.text),
        requirement=decision.text,
        lead_party_id=unit.party_id,
        responsible_id=responsible[0].id if responsible else None,
        due_on=due.on,
        due_days=due.days,
        request_key=own_key("order.draft", decision.motion_id),
        meeting_id=meeting.id,
        item_id=decision.item_id,
        motion_id=decision.motion_id,
    )


def _by_duty(compound_id: int, title: str, text: str, units: Sequence[rules.Unit]) -> rules.Unit | None:
    """The unit whose duty it is by the 职责清单 of today; there to be changed like every first unit."""
    found = suggested(compound_id, f"{title} {text}")
    return next((one for one in units if found is not None and one.party_id == found.party.id), None)


def draft_order(actor: Actor, compound_id: int, draft: OrderDraft) -> Order:
    """Write one order; the same form sent twice is one order.

    Raises `INVALID_INPUT`, `ALREADY_DONE` for a number that is taken, `NOT_FOUND` for a unit, meeting,
    item or motion of another compound.
    """
    keyed = replace(draft, request_key=stored_key("order.draft", compound_id, actor.person_id, draft.request_key))

    def make() -> Order:
        compound = compound_for(actor, "order.draft", compound_id)
        return queries.by_request_key(keyed.request_key) or _write(actor, compound, keyed)

    return once(make, lambda: queries.by_request_key(keyed.request_key))


def _write(actor: Actor, compound: Compound, draft: OrderDraft) -> Order:
    rules.check_words(draft.title, draft.due_on, clock.today())
    _check_unit(compound.id, draft)
    motion, item = _origin(compound.id, draft)
    check_class(draft.title, draft.requirement, motion, item, draft.own_duty)
    matter = None if draft.own_duty.strip() else _owners_matter(actor, motion, item)
    order = Order(
        compound_id=compound.id,
        number=_number(compound.id, draft.number),
        meeting_id=draft.meeting_id,
        item_id=item.id if item else None,
        motion_id=motion.id if motion else None,
        topic_id=item.topic_id if item else None,
        matter_id=matter.id if matter else None,
        state=rules.ORDER_FLOW.initial,
        state_since=clock.now(),
        progress=0,
        request_key=draft.request_key,
        line_id=draft.line_id,
        own_duty=draft.own_duty.strip(),
    )
    _fill(order, draft)
    db.session.add(order)
    db.session.flush()  # its first step names the id
    step(
        actor, order, "order.draft", rules.own_duty_line(order.own_duty), motion=order.motion_id, matter=order.matter_id
    )
    db.session.refresh(order, ["lead_party", "responsible"])
    return order


def _owners_matter(actor: Actor, motion: Motion | None, item: AgendaItem | None) -> OwnersMatter | None:
    """What an order waits for: the matter of its motion or, under none, of its item or of the item's topic.

    An order under no decision for an item that is the owners' would otherwise carry out what they have not
    decided (民法典 278). Raises `NOT_READY` where nothing of the item has been put to them.
    """
    if motion is not None:
        return propose(actor, motion) if needs_owners(motion.binds) else None
    if item is None or not queries.is_the_owners(item):
        return None
    for agreed in reversed(motions_of(item.id)):
        if agreed.amends_id is None and agreed.state in PROPOSABLE and needs_owners(agreed.binds):
            return propose(actor, agreed)
    matter = _newest_matter(item.topic_id)
    if matter is None:
        raise Refused(InSupervision.NOTHING_PUT_TO_OWNERS)
    return matter


def _newest_matter(topic_id: int | None) -> OwnersMatter | None:
    if topic_id is None:
        return None
    on_it = select(OwnersMatter).where(OwnersMatter.topic_id == topic_id)
    return db.session.scalar(on_it.order_by(OwnersMatter.id.desc()).limit(1))


def _number(compound_id: int, given: str | None) -> str:
    # FOR UPDATE: two orders drafted at the same moment must not get one number.
    db.session.get(Compound, compound_id, with_for_update={"of": Compound}, populate_existing=True)
    if given is None:
        return rules.next_number(queries.highest_number(compound_id))
    number = rules.check_number(given)
    if queries.has_number(compound_id, number):
        raise Refused(InSupervision.NUMBER_TAKEN, number=number)
    return number


def _origin(compound_id: int, draft: OrderDraft) -> tuple[Motion | None, AgendaItem | None]:
    """The motion and the item an order comes from, if they are of this compound and this meeting."""
    motion = db.session.get(Motion, draft.motion_id) if draft.motion_id is not None else None
    item_id = motion.item_id if motion else draft.item_id
    item = db.session.get(AgendaItem, item_id) if item_id is not None else None
    meeting = db.session.get(Meeting, draft.meeting_id) if draft.meeting_id is not None else None
    lost = (draft.motion_id is not None and motion is None) or (item_id is not None and item is None)
    foreign = any(thing is not None and thing.compound_id != compound_id for thing in (item, meeting))
    astray = item is not None and draft.meeting_id is not None and item.meeting_id != draft.meeting_id
    if lost or foreign or astray or (draft.meeting_id is not None and meeting is None):
        raise Refused(Reason.NOT_FOUND)
    if motion is not None and motion.state not in {"CARRIED", "CONSENSUS"}:
        raise Refused(InSupervision.NO_DECISION)
    return motion, item


def _check_unit(compound_id: int, draft: OrderDraft) -> None:
    unit = next((u for u in queries.units(compound_id) if u.party_id == draft.lead_party_id), None)
    if unit is None:
        raise Refused(InSupervision.UNIT_WRONG)
    if draft.responsible_id is None:
        return
    if all(p.id != draft.responsible_id for p in queries.people(compound_id).get(unit.party_id, [])):
        raise Refused(InSupervision.PERSON_OF_OTHER_UNIT, name=unit.name)


def _fill(order: Order, draft: OrderDraft) -> None:
    order.title, order.requirement = draft.title.strip(), draft.requirement.strip()
    order.lead_party_id, order.responsible_id = draft.lead_party_id, draft.responsible_id
    order.assisting = draft.assisting.strip()
    set_due(order, draft.due_on, draft.due_days)


def edit_draft(actor: Actor, order_id: int, draft: OrderDraft) -> Order:
    """Change title, requirement, unit, person, date of an order that binds nobody yet, or was refused.

    What it comes from and what it waits for stay as they were. Raises `WRONG_STATE`, `INVALID_INPUT`.
    """
    with transaction():
        order = order_to_change(actor, "order.edit", order_id)
        rules.ORDER_FLOW.after(order.state, "order.edit")
        rules.check_words(draft.title, draft.due_on, clock.today())
        _check_unit(order.compound_id, draft)
        source, own_duty = queries.source_of(order), draft.own_duty.strip() or order.own_duty
        check_class(draft.title, draft.requirement, source.motion, source.item, own_duty)
        before = f"修改前：《{order.title}》，{order.lead_party.name}，{order.due_on.isoformat()}前。"
        why = rules.own_duty_line(own_duty) if own_duty != order.own_duty else ""
        _fill(order, draft)
        order.own_duty = own_duty
        step(actor, order, "order.edit", before + why)
        db.session.refresh(order, ["lead_party", "responsible"])
        return order
