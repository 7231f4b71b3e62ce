"""还没有解决 and 重新办理: what was closed and is not mended begins again, or is answered with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from deliberation.collection.access import topic_by_receipt
from deliberation.collection.actions import advance
from deliberation.collection.models import Topic
from deliberation.collection.queries import standing_for
from deliberation.db import db, transaction
from deliberation.files.actions import attach
from deliberation.history.acts import Message
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.supervision import queries, rules
from deliberation.supervision.access import order_to_change, reopen_request_for
from deliberation.supervision.actions.steps import move_topic, refuse_repeat, step
from deliberation.supervision.models import Order, ReopenRequest
from deliberation.supervision.queries import reopening


def ask_reopen(receipt_code: str, text: str, photos: Iterable[Any] = ()) -> ReopenRequest:
    """The holder of a receipt says that it is not mended, with photos; the same words sent twice are one.

    Words and photos are read by who supervises, never by the public. Raises `STEP_LOCKED` where the matter is not
    closed, `ALREADY_DONE` while an earlier word waits, `TOO_MANY_REQUESTS`, `INVALID_INPUT`, `NOT_FOUND`.
    """
    with transaction():
        asked = topic_by_receipt("topic.follow", receipt_code)
        # FOR UPDATE: two words on one matter, and its reopening, follow each other.
        topic = db.session.get_one(Topic, standing_for(asked).id, with_for_update=True, populate_existing=True)
        if not text.strip():
            raise Refused(InSupervision.COMPLAINT_EMPTY)
        waiting = reopening.waiting_of(asked.id)
        if waiting is not None and waiting.text == text.strip():
            return waiting
        lately = reopening.asked_since(asked.id, clock.now(), rules.ASKED_WITHIN_DAYS)
        rules.check_asking(topic.state == "CLOSED", waiting is not None, lately)
        request = ReopenRequest(
            compound_id=topic.compound_id,
            topic_id=topic.id,
            asked_topic_id=asked.id,
            text=text.strip(),
            state="WAITING",
            at=clock.now(),
        )
        db.session.add(request)
        db.session.flush()  # photos and the notice name the id
        attach(topic.compound_id, reopening.PHOTOS, request.id, photos)
        advance(ANONYMOUS, asked, "topic.ask_reopen", request.text, message=_to_supervisors(request, topic))
        return request


def _to_supervisors(request: ReopenRequest, topic: Topic) -> Message:
    return Message(
        queries.holders("order.reopen", request.compound_id),
        f"居民反映没有解决：《{topic.title}》",
        "提出人说办结的事没有解决，请看后重新办理，或写明理由答复。",
        Ref("reopen_request", request.id),
    )


@dataclass(frozen=True, slots=True)
class Again:
    """On what terms a closed order begins again: why, and until when."""

    reason: str
    due_on: date


def reopen_order(actor: Actor, order_id: int, again: Again) -> Order:
    """重新办理 a closed order: its unit has to do it again by a new date; its topic follows.

    Every word that waits on the topic is settled by it. The reason is read by the submitters and stays out of the
    public page; that it happened, and the date, do not. Raises `NOT_OWN_UNIT`, `REASON_REQUIRED`, `AWAITS_OWNERS`
    where the owners' decision no longer holds, `INVALID_INPUT` for a date gone by, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.reopen", order_id)
        refuse_repeat(order, "order.reopen")
        rules.ORDER_FLOW.after(order.state, "order.reopen")  # nothing that is under way is judged by the words
        if not again.reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        if queries.line(order).is_locked:
            raise Refused(Reason.AWAITS_OWNERS)
        rules.check_words(order.title, again.due_on, clock.today())
        _begin_again(actor, order, again)
        if order.topic_id is not None:
            for request in reopening.waiting_on(order.topic_id):
                _settle(actor, request, "REOPENED", again.reason, order.id)
        return order


def _begin_again(actor: Actor, order: Order, again: Again) -> None:
    order.due_on, order.due_from, order.due_days = again.due_on, None, None
    order.end_is_provisional, order.end_was = False, None
    order.issued_at, order.reported_at, order.progress = clock.now(), None, 0
    reason, until = again.reason.strip(), f"{day_text(again.due_on)}前办结"
    told = (f"重新办理：督办单 {order.number}", f"《{order.title}》，{until}。{reason}")
    step(actor, order, "order.reopen", f"{reason}（{until}）", told=told, due=again.due_on.isoformat())
    move_topic(actor, order, "topic.reopen", f"没有解决，重新办理，{until}：{reason}")


def reopen_as_asked(actor: Actor, request_id: int, order_id: int, again: Again) -> Order:
    """The same, chosen for a word that waits: the order must be one of its topic's. Raises `NOT_FOUND`, too."""
    with transaction():
        request = reopen_request_for(actor, request_id, lock=True)
        _must_wait(request)
        if order_id not in {order.id for order in reopening.closed_orders(request.topic_id)}:
            raise Refused(Reason.NOT_FOUND)
        return reopen_order(actor, order_id, again)


def answer_reopen(actor: Actor, request_id: int, text: str) -> ReopenRequest:
    """Answer a word that waits without opening anything; the submitter reads the reason.

    Raises `REASON_REQUIRED`, `ALREADY_DONE`.
    """
    with transaction():
        request = reopen_request_for(actor, request_id, lock=True)
        _must_wait(request)
        if not text.strip():
            raise Refused(Reason.REASON_REQUIRED)
        _settle(actor, request, "ANSWERED", text)
        asked = db.session.get_one(Topic, request.asked_topic_id)
        advance(actor, asked, "topic.answer_reopen", text.strip())
        return request


def _must_wait(request: ReopenRequest) -> None:
    if request.state != "WAITING":
        raise Refused(InSupervision.ANSWERED_BY_ANOTHER, by=request.answered_by)


def _settle(actor: Actor, request: ReopenRequest, state: str, text: str, order_id: int | None = None) -> None:
    request.state, request.answer, request.order_id = state, text.strip(), order_id
    request.answered_at, request.answered_by = clock.now(), actor.name
