"""Sending a notice, reading it, confirming it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from deliberation import db as database
from deliberation.audit.record import record
from deliberation.db import db, transaction, values_of
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.stage import Attached, Linked, Ref, house
from deliberation.notices.actions.ladder import receive, set_climbing
from deliberation.notices.actions.outbox import put_out
from deliberation.notices.models import Notice


def send(
    person_ids: Iterable[int],
    *,
    kind: str,
    subject: str,
    body: str,
    about: Ref | None = None,
    compound_id: int | None = None,
    meeting_id: int | None = None,
    known_to: int | None = None,
    attachments: Iterable[Attached] = (),
    links: Iterable[Linked] = (),
) -> list[Notice]:
    """Put one notice before each person, once however often they are named, in the caller's transaction.

    `about` is what it leads to. `known_to` is who sends it: that one counts as read and confirmed. `attachments` and
    `links` go along outside the platform; what makes them (`Stage.attachments`, `links`) must be on a card.
    """
    if not database.in_transaction():
        raise RuntimeError("notices.send() needs an open transaction()")
    now = clock.now()
    files, leads = [asdict(one) for one in attachments], [asdict(one) for one in links]
    _demand_makers(files, house().attachments)
    _demand_makers(leads, house().links)
    told = {"kind": kind, "subject": subject[:200], "body": body, "created_at": now}
    told |= {"about_kind": about.kind, "about_id": about.id} if about else {}
    told |= {"compound_id": compound_id, "meeting_id": meeting_id, "attachments": files, "links": leads}
    known = {"read_at": now, "confirmed_at": now, "confirmed_by": "platform"}
    ids = dict.fromkeys(person_ids)
    sent = [Notice(person_id=one, **told, **(known if one == known_to else {})) for one in ids]
    db.session.add_all(sent)
    if sent:
        db.session.flush()  # the outbox names their ids
        set_climbing(sent, now)
        put_out(sent, now)
    return sent


def _demand_makers(given: list[dict[str, Any]], known: Mapping[str, Any]) -> None:
    for one in given:
        if one["maker"] not in known:
            raise KeyError(f"no stage makes {one['maker']}")


def confirm(actor: Actor, notice_id: int, by: str = "platform") -> Notice:
    """回执: the person says that they have seen the notice, here or `by` a link. A second time changes nothing."""
    with transaction():
        notice = own_notice(actor, "notice.confirm", notice_id)
        if notice.confirmed_at is None:
            receive(notice, by, clock.now())
            record(actor, "notice.confirm", "notice", notice.id, notice.compound_id)
        return notice


def mark_read(actor: Actor, notice_id: int) -> Notice:
    """Note that the person opened the notice. Reading is not a receipt."""
    with transaction():
        notice = own_notice(actor, "notices.read", notice_id)
        notice.read_at = notice.read_at or clock.now()
        return notice


def own_notice(actor: Actor, permission: str, notice_id: int) -> Notice:
    """A notice addressed to the actor, locked; anybody else's does not exist for the actor."""
    # FOR UPDATE: two taps on one receipt make one audit entry.
    notice = db.session.get(Notice, notice_id, with_for_update=True)
    if notice is None or actor.person_id is None or notice.person_id != actor.person_id:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, Scope(notice.compound_id, notice.meeting_id, own=True))
    seen.check("notice", notice)
    return notice


RECEIPT = frozenset({"read_at", "confirmed_at", "confirmed_by", "rung", "climb_at"})
"""What of a notice its reader does, perhaps in another window, and what becomes of it on its way."""

seen.describe("notice", lambda notice: [values_of(notice, RECEIPT)])
