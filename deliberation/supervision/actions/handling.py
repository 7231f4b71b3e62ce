"""What the unit under order does: sign, refuse, report, report completion. Only its own orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deliberation.db import transaction
from deliberation.files.actions import attach
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import queries, rules
from deliberation.supervision.access import order_to_change
from deliberation.supervision.actions.steps import refuse_repeat, step
from deliberation.supervision.models import Order


def accept_order(actor: Actor, order_id: int) -> Order:
    """签收. Who signs answers for it where nobody was named. Raises `WRONG_STATE`, `ALREADY_DONE`."""
    with transaction():
        order = order_to_change(actor, "order.accept", order_id)
        refuse_repeat(order, "order.accept")
        if order.responsible_id is None:
            order.responsible_id = actor.person_id
        step(actor, order, "order.accept", f"{order.lead_party.name}已签收。", is_public=True)
        return order


def refuse_order(actor: Actor, order_id: int, reason: str) -> Order:
    """退回: “not ours”, with the reason, which stays inside; the branch decides (domain 5.1).

    Raises `REASON_REQUIRED`, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.refuse", order_id)
        refuse_repeat(order, "order.refuse")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        step(actor, order, "order.refuse", reason)
        return order


def report_progress(actor: Actor, order_id: int, progress: int, text: str, photos: Iterable[Any] = ()) -> Order:
    """报告进展: per cent done, in words, with checked photos (`files.rules.Photo`).

    The words are public at once if nothing in them looks like personal data or a name of somebody of the
    compound; otherwise they wait until the branch or the secretary releases them. Photos always wait:
    nobody but a person can say whether they show a face (domain 6.6). The same report sent twice is one.
    Raises `INVALID_INPUT`, `WRONG_STATE`.
    """
    with transaction():
        order = order_to_change(actor, "order.report", order_id)
        rules.check_progress(progress, text)
        if _is_said_already(actor, order, progress, text):
            return order
        order.progress, order.reported_at = progress, clock.now()
        _say(actor, order, "order.report", text, photos)
        return order


def _is_said_already(actor: Actor, order: Order, progress: int, text: str) -> bool:
    last = queries.last_step(order.id)
    said = (last.act, last.facts["progress"], last.text, last.by) if last else None
    return said == ("order.report", progress, text.strip(), actor.name)


def report_completion(actor: Actor, order_id: int, text: str, photos: Iterable[Any] = ()) -> Order:
    """申报办结: the unit says that it is done; somebody else checks. Words and photos as in a report.

    Raises `INVALID_INPUT`, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.complete", order_id)
        refuse_repeat(order, "order.complete")
        rules.check_progress(rules.PERCENT, text)
        order.progress, order.reported_at = rules.PERCENT, clock.now()
        _say(actor, order, "order.complete", text, photos)
        return order


def _say(actor: Actor, order: Order, name: str, text: str, photos: Iterable[Any]) -> None:
    clean = not rules.suspects(text, queries.names_not_to_show(order))
    event = step(actor, order, name, text, is_public=clean, progress=order.progress)
    attach(order.compound_id, queries.EVENT_PHOTOS, event.id, photos)
