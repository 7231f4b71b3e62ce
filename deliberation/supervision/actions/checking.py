"""验收、退回重办、销号, and what of an order's history residents may read. Never by the unit itself."""

from __future__ import annotations

from deliberation.db import transaction
from deliberation.history.models import DESK, PUBLIC, Event
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import queries, rules
from deliberation.supervision.access import event_to_change, order_to_change
from deliberation.supervision.actions.steps import close_topic_if_done, refuse_repeat, step
from deliberation.supervision.models import Order


def check_completion(actor: Actor, order_id: int, opinion: str = "") -> Order:
    """验收通过. An opinion often names who looked, so it stays inside until it is released.

    Raises `NOT_OWN_UNIT` (domain 2.5, hard rule 1), `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.check", order_id)
        refuse_repeat(order, "order.check")
        _settle(actor, order, "order.check", opinion)
        return order


def send_back(actor: Actor, order_id: int, reason: str) -> Order:
    """退回重办 with the reason; the clock runs on and progress is again what was reported before.

    The reason stays inside until it is released; residents read `rules.STANDING_WORDS` meanwhile.

    Raises `NOT_OWN_UNIT`, `REASON_REQUIRED`, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.rework", order_id)
        refuse_repeat(order, "order.rework")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        before = queries.last_step(order.id, "order.report")
        order.progress = before.facts["progress"] if before else 0
        told = (f"退回重办：督办单 {order.number}", f"《{order.title}》：{reason.strip()}")
        step(actor, order, "order.rework", reason, told=told)
        return order


def close_order(actor: Actor, order_id: int, note: str = "") -> Order:
    """销号, after the check only; with its last order the topic is done.

    Raises `NOT_OWN_UNIT`, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.close", order_id)
        refuse_repeat(order, "order.close")
        _settle(actor, order, "order.close", note)
        close_topic_if_done(actor, order)
        return order


def _settle(actor: Actor, order: Order, name: str, typed: str) -> None:
    step(actor, order, name, typed.strip() or rules.STANDING_WORDS[name], is_public=not typed.strip())


def release_line(actor: Actor, event_id: int, *, confirmed: bool = False) -> Event:
    """Let residents read one line of the history and see its photos.

    What looks like personal data must have been looked at (`confirmed`). Raises `MASKING_UNCONFIRMED`.
    """
    with transaction():
        order, event = event_to_change(actor, event_id)
        found = rules.suspects(event.text, queries.names_not_to_show(order))
        if found and not confirmed:
            raise Refused(Reason.MASKING_UNCONFIRMED, found="、".join(found) + "。")
        if _show(event, is_public=True):
            step(actor, order, "order.release", "", event=event.id)
        return event


def withhold_line(actor: Actor, event_id: int) -> Event:
    """Take one line of the history and its photos back from the residents' page."""
    with transaction():
        order, event = event_to_change(actor, event_id)
        if _show(event, is_public=False):
            event.is_settled = True
            step(actor, order, "order.withhold", "", event=event.id)
        return event


def leave_line(actor: Actor, event_id: int) -> Event:
    """Decide that what of a line waits to be released stays inside; what residents read of it already stays."""
    with transaction():
        order, event = event_to_change(actor, event_id)
        if event.id in queries.waiting_lines(order.id):
            event.is_settled = True
            step(actor, order, "order.withhold", "", event=event.id)
        return event


def _show(event: Event, *, is_public: bool) -> bool:
    """Show or hide a line with its photos; answers whether anything changed (the button may be pressed twice)."""
    photos = queries.photos_of([event]).get(event.id, [])
    changed = event.is_public != is_public or any(photo.is_public != is_public for photo in photos)
    event.shown_to = PUBLIC if is_public else DESK
    for photo in photos:
        photo.is_public = is_public
    return changed
