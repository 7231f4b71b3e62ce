"""What people do about messages that did not arrive: send again, stop a provider, note a slip that came back."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.audit.record import record
from deliberation.db import db, insert_new, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InNotices
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.notices.access import sending_for, slip_for
from deliberation.notices.actions.ladder import receive
from deliberation.notices.actions.outbox import wake
from deliberation.notices.channels import channel_of, provider_of
from deliberation.notices.models import ChannelState, Sending, Slip
from deliberation.notices.queries.ways import contacts_of
from deliberation.notices.rules import when_awake

FAILED = frozenset({"REFUSED", "GIVEN_UP"})
RESULTS = frozenset({"SIGNED", "ABSENT"})


def send_again(actor: Actor, sending_id: int) -> Sending:
    """Put a message that did not arrive back, with all its attempts before it.

    Raises `WRONG_STATE` for one that has arrived or is on its way, `INVALID_INPUT` where its address is dead.
    """
    with transaction():
        row = sending_for(actor, "notice.follow", sending_id, lock=True)
        channel = channel_of(row.channel)
        if row.state not in FAILED or channel is None:
            raise Refused(InNotices.NOT_FAILED)
        if not contacts_of([row.person_id])[row.person_id].by(channel).works:
            raise Refused(InNotices.ADDRESS_DEAD)
        now = clock.now()
        row.state, row.attempts, row.due_at, row.settled_at = "WAITING", 0, when_awake(now), None
        record(actor, "notice.send_again", "sending", row.id, row.notice.compound_id, channel=row.channel)
        wake([row], now)
        return row


def switch(actor: Actor, provider_name: str, *, stop: bool) -> ChannelState:
    """Stop a provider, or let it go on: what waits goes by the other one meanwhile, or waits."""
    may(actor, "channels.manage", Scope())
    if provider_of(provider_name) is None:
        raise Refused(Reason.NOT_FOUND)
    with transaction():
        values = {"provider": provider_name, "is_stopped": False, "reason": ""}
        db.session.execute(insert_new(ChannelState).values(**values))
        query = select(ChannelState).where(ChannelState.provider == provider_name)
        # FOR UPDATE: a sender that lets it rest comes before or after.
        state = db.session.scalars(query.with_for_update()).one()
        state.is_stopped, state.rests_until, state.reason = stop, None, ""
        record(actor, "channel.stop" if stop else "channel.start", "channel", state.id, None, channel=provider_name)
        return state


def note_slip(actor: Actor, slip_id: int, result: str) -> Slip:
    """A printed notice came back: signed, which is a receipt, or nobody was at home. A signed one stays signed."""
    with transaction():
        slip = slip_for(actor, "notice.slip", slip_id, lock=True)
        if result not in RESULTS:
            raise Refused(InNotices.RESULT_MISSING)
        if slip.result == "SIGNED":
            raise Refused(InNotices.SLIP_SIGNED)
        now, notice = clock.now(), slip.notice
        slip.result, slip.came_back_at, slip.entered_by_id = result, now, actor.person_id
        if result == "SIGNED" and notice.confirmed_at is None:
            receive(notice, "slip", now)
        record(actor, "notice.slip", "slip", slip.id, slip.compound_id, result=result)
        return slip
