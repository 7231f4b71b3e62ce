"""The door: PINs, locks, and who has which seat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.actions import ask_leave, cancel_meeting, pin_of, renew_pin, verify_pin
from deliberation.convening.models import Meeting
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from tests.builders import World, a_compound
from tests.convening.hall import a_noticed_meeting, a_planned_meeting, acts, at, seat

SECRET = "a key for tests only"


def try_pin(meeting: Meeting, seat_id: int, given: str) -> Reason | None:
    try:
        verify_pin(meeting, seat_id, given, SECRET)
    except Refused as refused:
        return refused.reason
    return None


def test_the_pin_on_the_slip_opens_the_door(world: World) -> None:
    meeting = a_noticed_meeting(world)
    held = seat(meeting, "高峰")
    assert verify_pin(meeting, held.id, pin_of(held, SECRET), SECRET).person.name == "高峰"
    assert [entry.facts for entry in acts("room.enter")] == [{"ok": True}]


def test_after_five_wrong_pins_the_next_one_waits_and_each_time_longer(world: World) -> None:
    meeting = a_noticed_meeting(world)
    held = seat(meeting, "高峰")
    right = pin_of(held, SECRET)
    wrong = "000000" if right != "000000" else "000001"
    assert [try_pin(meeting, held.id, wrong) for _ in range(5)] == [Reason.WRONG_PIN] * 5
    assert try_pin(meeting, held.id, right) is Reason.LOCKED_OUT
    at(clock.now() + timedelta(seconds=30))
    assert try_pin(meeting, held.id, wrong) is Reason.WRONG_PIN
    at(clock.now() + timedelta(seconds=59))
    assert try_pin(meeting, held.id, right) is Reason.LOCKED_OUT
    at(clock.now() + timedelta(seconds=1))
    assert try_pin(meeting, held.id, right) is None
    assert [entry.facts["ok"] for entry in acts("room.enter")] == [False] * 6 + [True]  # what was compared


def test_failures_of_one_seat_do_not_lock_another(world: World) -> None:
    meeting = a_noticed_meeting(world)
    for _ in range(5):
        try_pin(meeting, seat(meeting, "高峰").id, "abc")
    other = seat(meeting, "丁娜")
    assert try_pin(meeting, other.id, pin_of(other, SECRET)) is None


def test_a_new_pin_frees_the_seat_and_ends_the_old_slip(world: World) -> None:
    meeting = a_noticed_meeting(world)
    held = seat(meeting, "高峰")
    old = pin_of(held, SECRET)
    for _ in range(5):
        try_pin(meeting, held.id, "abc")
    renew_pin(world.secretary, meeting.id, held.id)
    fresh = pin_of(seat(meeting, "高峰"), SECRET)
    assert fresh != old
    assert try_pin(meeting, held.id, old) is Reason.WRONG_PIN
    assert try_pin(meeting, held.id, fresh) is None


def test_a_delegate_does_not_renew_pins(world: World) -> None:
    meeting = a_noticed_meeting(world)
    with pytest.raises(Refused) as caught:
        renew_pin(world.actor("高峰"), meeting.id, seat(meeting, "高峰").id)
    assert caught.value.reason is Reason.FORBIDDEN


def test_no_pin_opens_a_meeting_before_its_notice_or_after_it_was_called_off(world: World) -> None:
    meeting = a_planned_meeting(world)
    held = seat(meeting, "高峰")
    assert try_pin(meeting, held.id, pin_of(held, SECRET)) is Reason.WRONG_STATE
    other = a_noticed_meeting(world)
    there = seat(other, "高峰")
    cancel_meeting(world.chair, other.id, "台风")
    assert try_pin(other, there.id, pin_of(there, SECRET)) is Reason.WRONG_STATE


def test_the_seat_of_one_meeting_is_not_found_in_another(world: World) -> None:
    meeting, other = a_noticed_meeting(world), a_planned_meeting(world)
    there = seat(other, "高峰")
    assert try_pin(meeting, there.id, pin_of(there, SECRET)) is Reason.NOT_FOUND


def test_whoever_came_through_one_meetings_door_is_nobody_in_another(world: World) -> None:
    meeting, other = a_noticed_meeting(world), a_planned_meeting(world)
    held = seat(meeting, "高峰")
    posts = world.actor("高峰").posts
    inside = Actor("高峰", held.person_id, posts=posts, meeting_id=meeting.id, seat_id=held.id)
    assert seat_of(inside, meeting.id).id == held.id
    assert seat_of(inside, other.id) is None
    assert meeting_for(inside, "meeting.read", meeting.id).id == meeting.id
    with pytest.raises(Refused) as caught:
        meeting_for(inside, "meeting.read", other.id)
    assert caught.value.reason is Reason.FORBIDDEN
    assert ask_leave(inside, meeting.id, "家中有事").leave_reason == "家中有事"


def test_a_delegate_reads_the_meetings_in_which_he_sits_and_no_other(world: World) -> None:
    meeting = a_noticed_meeting(world)
    assert meeting_for(world.actor("高峰"), "meeting.read", meeting.id).id == meeting.id
    for actor, reason in (
        (world.actor("何伟"), Reason.FORBIDDEN),
        (a_compound("haiming", "渤海明珠").chair, Reason.NOT_FOUND),
    ):
        with pytest.raises(Refused) as caught:
            meeting_for(actor, "meeting.read", meeting.id)
        assert caught.value.reason is reason
