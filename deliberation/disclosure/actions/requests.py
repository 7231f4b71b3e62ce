"""What is done with a request to inspect: asked, seen, answered, carried out, withdrawn, forgotten."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from deliberation.audit.erasing import note_erased
from deliberation.collection.rules import make_receipt
from deliberation.db import db, once, transaction
from deliberation.disclosure import queries, rules
from deliberation.disclosure.access import request_by_receipt, request_for
from deliberation.disclosure.models import InspectionRequest
from deliberation.history import periods
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import ANONYMOUS, SYSTEM, Actor
from deliberation.kernel.details import InDisclosure
from deliberation.kernel.errors import Refused
from deliberation.kernel.keys import stored_key
from deliberation.organisation.access import compound_for

ENTER = "inspection.enter_on_behalf"


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What somebody asks to see, and who asks; `why` may be left out."""

    kind: str
    wanted: str
    name: str
    phone: str
    unit: str
    request_key: str
    why: str = ""


def ask(actor: Actor, compound_id: int, draft: RequestDraft) -> InspectionRequest:
    """申请查阅; the same form sent twice is one request. Raises `INVALID_INPUT`."""
    words = (draft.kind, draft.wanted, draft.why, draft.name, draft.phone, draft.unit)
    key = stored_key("inspection.ask", compound_id, None, draft.request_key, words)  # nobody is recorded as its author
    keyed = replace(draft, request_key=key)
    return once(lambda: _ask(actor, compound_id, keyed), lambda: queries.request_by_key(key))


def enter(actor: Actor, compound_id: int, draft: RequestDraft, came_on: date) -> InspectionRequest:
    """代为登记 for an owner who asked on paper, by phone or at the counter (解释 §13); the time runs since then.

    The same form sent twice is one request. Raises `INVALID_INPUT`, also for a day to come.
    """
    if came_on > clock.today():
        raise Refused(InDisclosure.RECEIVED_IN_FUTURE)
    key = stored_key(ENTER, compound_id, actor.person_id, draft.request_key)
    keyed = replace(draft, request_key=key)

    def make() -> InspectionRequest:
        compound_for(actor, ENTER, compound_id)
        first = queries.request_by_key(key)
        made = _ask(actor, compound_id, keyed)
        if first is None:
            made.entered_by_id, made.due_on = actor.person_id, rules.due_on(came_on, holidays.calendar())
            happened(actor, ENTER, made, compound_id=compound_id, kind=draft.kind, came_on=came_on.isoformat())
        return made

    return once(make, lambda: queries.request_by_key(key))


def _ask(actor: Actor, compound_id: int, draft: RequestDraft) -> InspectionRequest:
    compound_for(actor, "inspection.ask", compound_id)
    first = queries.request_by_key(draft.request_key)
    if first is not None:
        return first
    if draft.kind not in rules.KINDS or not draft.wanted.strip():
        raise Refused(InDisclosure.WISH_MISSING)
    if not all(given.strip() for given in (draft.name, draft.phone, draft.unit)):
        raise Refused(InDisclosure.APPLICANT_MISSING)
    now = clock.now()
    request = InspectionRequest(
        compound_id=compound_id,
        receipt_code=make_receipt(secrets.choice),
        request_key=draft.request_key,
        kind=draft.kind,
        wanted=draft.wanted.strip(),
        why=draft.why.strip(),
        name=draft.name.strip(),
        phone=draft.phone.strip(),
        unit=draft.unit.strip(),
        asked_at=now,
        due_on=rules.due_on(clock.day_of(now), holidays.calendar()),
        state=rules.REQUEST_FLOW.initial,
        state_since=now,
    )
    db.session.add(request)
    db.session.flush()  # the audit names the id
    # Nobody is asked to sign in for this, so nobody is recorded as its author.
    happened(ANONYMOUS, "inspection.ask", request, compound_id=compound_id, kind=draft.kind)
    return request


def lengthen(now: datetime) -> list[int]:
    """Work out again by when open requests are to be answered: later where a year's arrangement has come."""
    today = clock.day_of(now)
    wanted = select(InspectionRequest.id).where(
        InspectionRequest.state == rules.REQUEST_FLOW.initial, InspectionRequest.due_on >= today
    )
    return periods.lengthen(InspectionRequest, "due_on", "inspection.prolong", wanted)


def see_contact(actor: Actor, request_id: int) -> InspectionRequest:
    """Write down that somebody looks at name, phone and room of who asked; then they may be shown."""
    with transaction():
        request = request_for(actor, "inspection.answer", request_id)
        happened(actor, "inspection.see_contact", request)
        return request


def grant(actor: Actor, request_id: int, inspect_at: datetime, place: str, text: str = "") -> InspectionRequest:
    """同意查阅 at a time and a place. A refusal may be turned into it, and the time changed."""
    with transaction():
        request = request_for(actor, "inspection.answer", request_id, lock=True)
        state = rules.REQUEST_FLOW.after(request.state, "inspection.grant")
        if not place.strip():
            raise Refused(InDisclosure.PLACE_MISSING)
        if inspect_at <= clock.now():
            raise Refused(InDisclosure.APPOINTMENT_IN_PAST)
        request.inspect_at, request.place = inspect_at, place.strip()
        request.ground, request.document_id = "", None
        _answer(actor, request, state, "inspection.grant", text)
        return request


def point_out(actor: Actor, request_id: int, document_id: int, text: str = "") -> InspectionRequest:
    """资料已公开: the answer leads to a document that everybody can read."""
    with transaction():
        request = request_for(actor, "inspection.answer", request_id, lock=True)
        state = rules.REQUEST_FLOW.after(request.state, "inspection.point_out")
        document = queries.published_document(request.compound_id, document_id)
        if document is None:
            raise Refused(InDisclosure.DOCUMENT_NOT_PUBLISHED)
        request.document_id = document.id
        _answer(actor, request, state, "inspection.point_out", text)
        return request


def refuse(actor: Actor, request_id: int, ground: str, text: str) -> InspectionRequest:
    """不能查阅, for one of the grounds of the law and with a sentence of one's own."""
    with transaction():
        request = request_for(actor, "inspection.answer", request_id, lock=True)
        state = rules.REQUEST_FLOW.after(request.state, "inspection.refuse")
        rules.check_refusal(ground, text)
        request.ground = ground
        _answer(actor, request, state, "inspection.refuse", text)
        return request


def _answer(actor: Actor, request: InspectionRequest, state: str, act: str, text: str) -> None:
    request.answer, request.answered_at, request.answered_by_id = text.strip(), clock.now(), actor.person_id
    _enter(request, state)
    happened(actor, act, request, state=state, late=_is_late(request))


def _is_late(request: InspectionRequest) -> bool:
    return clock.today() > request.due_on


def complete(actor: Actor, request_id: int, inspected_on: date) -> InspectionRequest:
    """登记已查阅: on which day the papers were looked at."""
    with transaction():
        request = request_for(actor, "inspection.answer", request_id, lock=True)
        state = rules.REQUEST_FLOW.after(request.state, "inspection.complete")
        if not clock.day_of(request.asked_at) <= inspected_on <= clock.today():
            raise Refused(InDisclosure.INSPECTION_DAY_WRONG)
        request.inspected_on = inspected_on
        _enter(request, state)
        happened(actor, "inspection.complete", request, state=state)
        return request


def withdraw(receipt_code: str) -> InspectionRequest:
    """撤回 by whoever holds the receipt."""
    with transaction():
        request = request_by_receipt(receipt_code, lock=True)
        _enter(request, rules.REQUEST_FLOW.after(request.state, "inspection.withdraw"))
        happened(ANONYMOUS, "inspection.withdraw", request, state=request.state)
        return request


def _enter(request: InspectionRequest, state: str) -> None:
    request.state, request.state_since = state, clock.now()
    request.over_since = clock.today() if state in rules.OVER else None


def forget(now: datetime) -> list[int]:
    """Erase name, phone, room and motive of requests that have been over for the time of keeping; their ids.

    What was asked and how it was answered stays.
    """
    today = clock.day_of(now)
    if not queries.to_forget(today):
        return []
    with transaction():
        due = queries.to_forget(today, lock=True)
        for request in due:
            request.name = request.phone = request.unit = request.why = ""
            request.erased_at = now
            happened(SYSTEM, "inspection.forget", request)
        note_erased("inspection_contact", [request.compound_id for request in due])
        return [request.id for request in due]
