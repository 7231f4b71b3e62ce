"""Saying what happened, once, inside the caller's transaction.

An action checks, changes what is particular to it, and then says what was done in one call: the thing's state moves by
its workflow, the audit log and the thing's history get their lines, people are told.
There is nothing to subscribe to: who must know more is called by name in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deliberation.audit.record import record
from deliberation.db import Model, db
from deliberation.history.models import Event
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.stage import Ref
from deliberation.notices.actions import send

OWN = -1
"""In place of a compound's id: the one in which the thing itself stands."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told to these persons (ids); `about` is the thing whose page says more."""

    to: Iterable[int]
    subject: str
    body: str
    about: Ref | None = None


def happened(
    actor: Actor,
    act: str,
    thing: Model,
    *,
    text: str = "",
    shown_to: str | None = None,
    party_id: int | None = None,
    compound_id: int | None = OWN,
    moves: bool = True,
    message: Message | None = None,
    **facts: Any,
) -> Event | None:
    """Say that `actor` has done `act` to `thing` (a flushed row whose class has a `KIND`).

    Where `act` is a move of the thing's workflow (`FLOW`) its state moves, unless it is only a part of that (`moves`).
    The audit line stands under the act's own name. A line of the history is written for things that keep one
    (`HISTORY`): `text` is what people read, `shown_to` who reads it, the class's usual readers if nobody is named
    (`LOG_ONLY`: no line). `facts` are ids, codes, counts and days. `compound_id` is needed for things that name none.
    Answers the line of the history. Raises `WRONG_STATE`.
    """
    row: Any = thing
    before = _move(thing, act) if moves else _state_of(thing)
    place = row.compound_id if compound_id == OWN else compound_id
    if message is not None:
        send(message.to, kind=act, subject=message.subject, body=message.body, about=message.about, compound_id=place)
    record(actor, act, thing.KIND, row.id, place, **facts)
    readers = thing.HISTORY if shown_to is None else shown_to
    if not readers:
        return None
    event = _line(actor, act, thing, before)
    event.compound_id, event.party_id = place, party_id
    event.text, event.shown_to, event.facts = text, readers, facts
    db.session.add(event)
    db.session.flush()  # events keep the order of what happened; photos name the id
    return event


def _line(actor: Actor, act: str, thing: Model, before: str) -> Event:
    """The line of the history of an act that was done now."""
    row: Any = thing
    return Event(
        kind=thing.KIND,
        subject_id=row.id,
        at=clock.now(),
        person_id=actor.person_id,
        by=actor.name,
        act=act,
        before=before,
        state=_state_of(thing),
        is_settled=False,
    )


def _state_of(thing: Model) -> str:
    row: Any = thing
    return str(row.state) if thing.FLOW else ""


def _move(thing: Model, act: str) -> str:
    """The state before the act; a move leaves the thing in the state to which it leads, an act where it was."""
    row: Any = thing
    before = _state_of(thing)
    if thing.FLOW is None or not thing.FLOW.find(act):
        return before
    row.state = thing.FLOW.after(before, act)
    if thing.FLOW.named(act).target and hasattr(type(row), "state_since"):
        row.state_since = clock.now()
    return before
