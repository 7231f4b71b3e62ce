"""The agenda of one meeting: putting items on it, their order, publishing it."""

from __future__ import annotations

from deliberation.agenda import actions as agenda
from deliberation.agenda.access import item_for
from deliberation.agenda.queries import items_of
from deliberation.agenda.rules import ITEM_KINDS, check_may_place, waits_for_class
from deliberation.convening.access import meeting_for
from deliberation.convening.actions.planning import demand_planned
from deliberation.convening.models import Meeting
from deliberation.db import transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import say as _
from deliberation.live.outbox import announce


def put_on_agenda(actor: Actor, meeting_id: int, item_id: int) -> None:
    """Place a waiting item at the end of a meeting's agenda.

    Once published, the agenda takes no more votes (domain 2.5 hard rule 6) and must be published again.
    """
    with transaction():
        meeting = _meeting_in_preparation(actor, meeting_id)
        item = item_for(actor, "agenda.order", item_id)
        if item.compound_id != meeting.compound_id:
            raise Refused(Reason.NOT_FOUND)
        _demand_kind(meeting, item.kind)
        agenda.place(actor, item.id, meeting.id)


def add_to_agenda(actor: Actor, meeting_id: int, draft: agenda.ItemDraft) -> None:
    """Write an item without a topic straight onto a meeting's agenda: who chairs a 业委会 has no other way.

    The same words once more are the same item.
    """
    with transaction():
        meeting = meeting_for(actor, "agenda.order", meeting_id, lock=True)
        demand_planned(meeting, _("改动议程"))
        _demand_kind(meeting, draft.kind)
        check_may_place(draft.kind, meeting.state, published=meeting.agenda_published_at is not None)
        if draft.title.strip() not in {item.title for item in items_of(meeting.id)}:
            agenda.put_item(actor, meeting.compound_id, meeting.id, draft)


def _demand_kind(meeting: Meeting, kind: str) -> None:
    """Some kinds of meetings take some kinds of items only. Raises `INVALID_INPUT`."""
    taken = meeting.meeting_type.item_kinds
    if taken and kind not in taken:
        kinds = "、".join(ITEM_KINDS[one] for one in taken if one in ITEM_KINDS)
        name = meeting.kind_name
        raise Refused(InConvening.KIND_NOT_FOR_TYPE, name=name, kind=ITEM_KINDS[kind], kinds=kinds)


def take_off_agenda(actor: Actor, meeting_id: int, item_id: int) -> None:
    """Send an item back to the pool."""
    with transaction():
        meeting = _meeting_in_preparation(actor, meeting_id)
        _demand_on_agenda(actor, meeting, item_id)
        agenda.unplace(actor, item_id)


def move_on_agenda(actor: Actor, meeting_id: int, item_id: int, direction: str) -> None:
    """Move an item one place (`up` or `down`)."""
    with transaction():
        meeting = _meeting_in_preparation(actor, meeting_id)
        _demand_on_agenda(actor, meeting, item_id)
        agenda.move_item(actor, item_id, direction)


def publish_agenda(actor: Actor, meeting_id: int) -> Meeting:
    """Show the agenda to residents and delegates. Every vote item needs its decision authority first."""
    with transaction():
        meeting = meeting_for(actor, "agenda.publish", meeting_id, lock=True)
        demand_planned(meeting, _("发布议程"))
        items = items_of(meeting.id)
        if not items:
            raise Refused(InConvening.AGENDA_EMPTY)
        if any(waits_for_class(item.kind, item.title, item.decision_authority) for item in items):
            raise Refused(Reason.AUTHORITY_MISSING)
        meeting.agenda_published_at = clock.now()
        order, titles = [item.id for item in items], [item.title for item in items]
        # The titles too: residents read the agenda as it was published, however it is being changed since.
        meeting.facts = {**meeting.facts, "agenda": order, "published_agenda": titles}
        happened(actor, "agenda.publish", meeting, items=order)
        announce(meeting.id, "agenda")
        return meeting


def _meeting_in_preparation(actor: Actor, meeting_id: int) -> Meeting:
    # Not locked here: the agenda's own actions lock topic, item and meeting in the order of the house.
    meeting = meeting_for(actor, "agenda.order", meeting_id)
    demand_planned(meeting, _("改动议程"))
    return meeting


def _demand_on_agenda(actor: Actor, meeting: Meeting, item_id: int) -> None:
    if item_for(actor, "agenda.order", item_id).meeting_id != meeting.id:
        raise Refused(Reason.NOT_FOUND)
