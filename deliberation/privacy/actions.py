"""What is done with a request of a person: entered, its last day worked out anew, answered, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deliberation.audit.erasing import note_erased
from deliberation.collection.rules import normal_receipt
from deliberation.db import db, once, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.days import last_start, settle_end
from deliberation.kernel.details import InPrivacy
from deliberation.kernel.errors import Refused
from deliberation.kernel.keys import stored_key
from deliberation.organisation.access import compound_for
from deliberation.privacy import queries, rules
from deliberation.privacy.access import request_for
from deliberation.privacy.models import PersonRequest
from deliberation.privacy.queries import copies
from deliberation.privacy.queries.copies import Copy

ENTER, ANSWER = "person_request.enter", "person_request.answer"


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Who asks for what about their own data, and on which day it came; `paper` names the written request."""

    kind: str
    name: str
    wanted: str
    received_on: date
    request_key: str
    paper: str = ""


def enter(actor: Actor, compound_id: int, draft: RequestDraft) -> PersonRequest:
    """登记个人请求; the same form sent twice is one request. Raises `INVALID_INPUT`, also for a day to come."""
    key = stored_key(ENTER, compound_id, actor.person_id, draft.request_key)

    def make() -> PersonRequest:
        compound_for(actor, ENTER, compound_id)
        return queries.by_key(key) or _enter(actor, compound_id, draft, key)

    return once(make, lambda: queries.by_key(key))


def _enter(actor: Actor, compound_id: int, draft: RequestDraft, key: str) -> PersonRequest:
    if draft.kind not in rules.KINDS or not draft.name.strip():
        raise Refused(InPrivacy.WISH_MISSING)
    rules.check_days(draft.received_on, clock.today())
    calendar = holidays.calendar()
    due = rules.due_on(draft.received_on, calendar)
    request = PersonRequest(
        compound_id=compound_id,
        request_key=key,
        kind=draft.kind,
        name=draft.name.strip(),
        wanted=draft.wanted.strip(),
        paper=draft.paper.strip(),
        received_on=draft.received_on,
        due_on=due,
        end_is_provisional=rules.is_provisional(draft.received_on, due, calendar),
        state=rules.REQUEST_FLOW.initial,
        state_since=clock.now(),
        entered_by_id=actor.person_id,
    )
    db.session.add(request)
    db.session.flush()  # the log names the id
    happened(actor, ENTER, request, kind=draft.kind, until=str(due))
    return request


def answer(actor: Actor, request_id: int, answered_on: date, text: str) -> PersonRequest:
    """登记答复: on which day, and what. Raises `INVALID_INPUT`, `WRONG_STATE`."""
    with transaction():
        request = request_for(actor, ANSWER, request_id, lock=True)
        rules.check_answer(request.received_on, answered_on, clock.today())
        request.answered_on, request.answer, request.answered_by_id = answered_on, text.strip(), actor.person_id
        happened(actor, ANSWER, request, answered_on=str(answered_on))
        return request


def make_copy(actor: Actor, request_id: int, person_id: int | None, receipts: Sequence[str]) -> Copy:
    """制作副本 of what the platform holds of who asked; who took it along stands in the log.

    `person_id` is one of the persons of the compound of that very name. Raises `INVALID_INPUT` where
    nobody asked to see or copy, or the name is gone, for another person, and for an unknown receipt.
    """
    with transaction():
        request = request_for(actor, ANSWER, request_id)
        if request.kind not in rules.COPIED or request.erased_on is not None:
            raise Refused(InPrivacy.NOTHING_TO_COPY)
        called = {ident for ident, _name in copies.people_called(request.compound_id, request.name)}
        if person_id is not None and person_id not in called:
            raise Refused(InPrivacy.ANOTHER_PERSON)
        topics = copies.topics_of(request.compound_id, receipts)
        if len(topics) < len({normal_receipt(one) for one in receipts}):
            raise Refused(InPrivacy.RECEIPT_UNKNOWN)
        happened(actor, "person_request.copy", request, person=person_id or 0, topics=len(topics))
        return copies.copy_of(request.compound_id, person_id, topics)


def prolong(now: datetime) -> list[int]:
    """Work out provisional last days anew where their year's arrangement has come; the ids of what became later."""
    today = clock.day_of(now)
    return [one for one in queries.provisional() if _prolong(one, today)]


def _prolong(request_id: int, today: date) -> bool:
    with transaction() as session:
        # FOR UPDATE: an answer decides first.
        request = session.get_one(PersonRequest, request_id, with_for_update=True)
        calendar, before = holidays.calendar(), request.due_on
        if rules.is_provisional(request.received_on, before, calendar):
            return False
        due, _missing = settle_end(before, rules.due_on(request.received_on, calendar), today, calendar)
        request.end_is_provisional = rules.is_provisional(request.received_on, due, calendar)
        if due == before:
            return False
        request.end_was, request.due_on = request.end_was or before, due
        happened(SYSTEM, "person_request.prolong", request, before=str(before), until=str(due))
        return True


def forget(now: datetime) -> list[int]:
    """Erase name, wish and answer of requests answered so long ago; their ids. The days stay."""
    return [one for one in queries.to_forget(last_start(clock.day_of(now), rules.KEPT_YEARS)) if _forget(one)]


def _forget(request_id: int) -> bool:
    with transaction() as session:
        # FOR UPDATE: two servers come to the same minute together.
        request = session.get_one(PersonRequest, request_id, with_for_update=True)
        if request.erased_on is not None:
            return False
        request.name = request.wanted = request.paper = request.answer = ""
        request.erased_on = clock.today()
        note_erased("person_request", [request.compound_id])
        happened(SYSTEM, "person_request.forget", request)
        return True
