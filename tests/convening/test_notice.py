"""The agenda, the notice and what follows from it."""

from __future__ import annotations

import pytest

from deliberation.agenda.queries import items_of, pool
from deliberation.convening.actions import (
    ask_leave,
    cancel_meeting,
    confirm_notice,
    move_on_agenda,
    notify,
    publish_agenda,
    put_on_agenda,
    record_leave,
    remove_seat,
    take_off_agenda,
    withdraw_leave,
)
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import readiness, seats, waiting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.notices.models import Notice
from deliberation.notices.queries import notices_of_meeting, to_confirm
from deliberation.publication.queries.entrance import coming_meetings
from tests.builders import World, a_compound, an_officer
from tests.convening.hall import (
    MEETS,
    a_noticed_meeting,
    a_planned_meeting,
    a_ready_meeting,
    acts,
    an_item,
    at,
    notice_days_are,
    seat,
)
from tests.refusals import refusal

OWNERS_MEETING = clock.beijing(2026, 3, 25, 19)


def test_the_checklist_says_what_is_missing_and_who_supplies_it(world: World) -> None:
    meeting = a_planned_meeting(world, venue_id=None, secretary_id=None)
    for name in ("高峰", "丁娜"):
        remove_seat(world.secretary, meeting.id, seat(meeting, name).id)
    lines = {line.code: line for line in readiness(meeting)}
    assert {code for code, line in lines.items() if not line.done} == {
        "venue",
        "secretary",
        "parties",
        "items",
        "agenda",
    }
    assert "物业企业" in lines["parties"].detail
    assert lines["agenda"].who == "主持人"


def test_a_notice_does_not_go_out_while_something_is_missing(world: World) -> None:
    meeting = a_planned_meeting(world)
    refused = refusal(lambda: notify(world.chair, meeting.id))
    assert refused.reason is Reason.NOT_READY
    assert "议程" in refused.message
    assert db.session.query(Notice).count() == 0
    assert db.session.get_one(Meeting, meeting.id).roll_frozen_at is None


def test_the_notice_reaches_every_seat_once_and_freezes_the_roll(world: World) -> None:
    meeting = a_noticed_meeting(world)
    assert meeting.state == "NOTICED"
    assert meeting.roll_frozen_at == meeting.notified_at == clock.now()
    sent = db.session.query(Notice).filter_by(meeting_id=meeting.id, kind="meeting").all()
    assert sorted(n.person_id for n in sent) == sorted(s.person_id for s in seats(meeting.id))
    (entry,) = acts("meeting.notify")
    assert entry.facts["roll"] == sorted(s.id for s in seats(meeting.id) if s.has_vote)


def test_a_notice_is_sent_once(world: World) -> None:
    meeting = a_noticed_meeting(world)
    assert refusal(lambda: notify(world.chair, meeting.id)).reason is Reason.WRONG_STATE
    assert len(notices_of_meeting(meeting.id, "meeting")) == db.session.query(Notice).count() == 15


@pytest.mark.parametrize("day, verdict", [(10, "warn"), (11, "block"), (9, "clean")])
def test_the_calendar_of_an_owners_meeting(world: World, day: int, verdict: str) -> None:
    notice_days_are(15)  # vectors D1, D2, D3 of the domain reference
    meeting = a_ready_meeting(world, OWNERS_MEETING)
    at(clock.beijing(2026, 3, day, 9))
    line = next(line for line in readiness(meeting) if line.code == "notice")
    assert (line.done, bool(line.detail)) == (verdict != "block", verdict != "clean")
    if verdict == "block":
        refused = refusal(lambda: notify(world.chair, meeting.id))
        assert refused.reason is Reason.NOTICE_TOO_SHORT
        assert refused.facts == {"days": 14, "required": 15}
    else:
        assert notify(world.chair, meeting.id).state == "NOTICED"


def test_an_emergency_is_waived_by_the_chair_with_a_reason_and_by_nobody_else(world: World) -> None:
    meeting = a_ready_meeting(world)
    at(clock.beijing(2026, 3, 9, 9))
    assert refusal(lambda: notify(world.chair, meeting.id, "  ")).reason is Reason.NOTICE_TOO_SHORT
    assert refusal(lambda: notify(world.secretary, meeting.id, "供暖季前")).reason is Reason.FORBIDDEN
    noticed = notify(world.chair, meeting.id, "供暖季前安全隐患")
    assert noticed.notice_waiver == "供暖季前安全隐患"
    assert acts("meeting.notify")[0].facts["waived"] is True


def test_no_waiver_is_kept_where_none_was_needed(world: World) -> None:
    meeting = a_ready_meeting(world)
    assert notify(world.chair, meeting.id, "多写了理由").notice_waiver == ""


def test_only_the_chair_publishes_an_agenda_and_only_one_with_items(world: World) -> None:
    meeting = a_planned_meeting(world)
    assert refusal(lambda: publish_agenda(world.chair, meeting.id)).reason is Reason.NOT_READY
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    assert refusal(lambda: publish_agenda(world.secretary, meeting.id)).reason is Reason.FORBIDDEN
    assert publish_agenda(world.chair, meeting.id).agenda_published_at == clock.now()


def test_a_published_agenda_that_was_changed_must_be_published_again(world: World) -> None:
    meeting = a_ready_meeting(world)
    put_on_agenda(world.secretary, meeting.id, an_item(world, "通报消防演练").id)
    assert refusal(lambda: notify(world.chair, meeting.id)).reason is Reason.NOT_READY
    publish_agenda(world.chair, meeting.id)
    assert notify(world.chair, meeting.id).state == "NOTICED"


def test_items_change_places_and_go_back_to_the_pool(world: World) -> None:
    meeting = a_planned_meeting(world)
    first, second = an_item(world, "甲"), an_item(world, "乙")
    for item in (first, second):
        put_on_agenda(world.secretary, meeting.id, item.id)
    move_on_agenda(world.secretary, meeting.id, second.id, "up")
    assert [item.title for item in items_of(meeting.id)] == ["乙", "甲"]
    take_off_agenda(world.secretary, meeting.id, second.id)
    assert [item.title for item in pool(world.compound.id)] == ["乙"]


def test_an_item_of_another_compound_does_not_get_on_the_agenda(world: World) -> None:
    meeting = a_planned_meeting(world)
    foreign = an_item(a_compound("haiming", "渤海明珠"))
    refused = refusal(lambda: put_on_agenda(world.secretary, meeting.id, foreign.id))
    assert refused.reason is Reason.NOT_FOUND
    assert items_of(meeting.id) == []


def test_a_receipt_counts_once(world: World) -> None:
    meeting = a_noticed_meeting(world)
    actor = world.actor("高峰")
    confirm_notice(actor, meeting.id)
    confirm_notice(actor, meeting.id)
    assert notices_of_meeting(meeting.id, "meeting")[actor.person_id].confirmed_at == clock.now()
    assert len(acts("notice.confirm")) == 1


def test_leave_keeps_the_seat_on_the_roll_and_tells_chair_and_secretary(world: World) -> None:
    meeting = a_noticed_meeting(world)
    ask_leave(world.actor("马国庆"), meeting.id, "出差")
    held = seat(meeting, "马国庆")
    assert held.leave_at == clock.now()
    assert held.has_vote
    assert held.signed_in_at is None
    assert sum(s.has_vote for s in seats(meeting.id)) == 13
    told = {n.person_id for n in db.session.query(Notice).filter_by(kind="leave")}
    assert told == {world.people["李建国"].id, world.people["周敏"].id}
    assert [entry.subject_id for entry in acts("leave.ask")] == [held.id]


def test_leave_needs_a_reason_a_seat_and_a_notice(world: World) -> None:
    meeting = a_ready_meeting(world)
    absent = world.actor("马国庆")
    assert refusal(lambda: ask_leave(absent, meeting.id, "出差")).reason is Reason.WRONG_STATE
    notify(world.chair, meeting.id)
    assert refusal(lambda: ask_leave(absent, meeting.id, " ")).reason is Reason.REASON_REQUIRED
    assert refusal(lambda: ask_leave(world.actor("吴敏"), meeting.id, "出差")).reason is Reason.FORBIDDEN
    ask_leave(absent, meeting.id, "出差")
    assert refusal(lambda: ask_leave(absent, meeting.id, "出差")).reason is Reason.ALREADY_DONE


def test_leave_is_taken_back(world: World) -> None:
    meeting = a_noticed_meeting(world)
    ask_leave(world.actor("马国庆"), meeting.id, "出差")
    withdraw_leave(world.actor("马国庆"), meeting.id)
    assert seat(meeting, "马国庆").leave_at is None


def test_the_secretary_records_leave_by_telephone_and_a_delegate_does_not(world: World) -> None:
    meeting = a_noticed_meeting(world)
    held = seat(meeting, "马国庆")
    refused = refusal(lambda: record_leave(world.actor("高峰"), meeting.id, held.id, "来电"))
    assert refused.reason is Reason.FORBIDDEN
    assert record_leave(world.secretary, meeting.id, held.id, "来电请假").leave_reason == "来电请假"


def test_whoever_has_signed_in_is_not_on_leave(world: World) -> None:
    meeting = a_noticed_meeting(world)
    with transaction():
        db.session.get_one(Seat, seat(meeting, "马国庆").id).signed_in_at = clock.now()
    refused = refusal(lambda: record_leave(world.secretary, meeting.id, seat(meeting, "马国庆").id, "来电"))
    assert refused.reason is Reason.ALREADY_DONE


def test_a_cancelled_meeting_gives_its_items_back_and_tells_everybody_why(world: World) -> None:
    meeting = a_noticed_meeting(world)
    assert refusal(lambda: cancel_meeting(world.chair, meeting.id, "")).reason is Reason.REASON_REQUIRED
    assert refusal(lambda: cancel_meeting(world.secretary, meeting.id, "台风")).reason is Reason.FORBIDDEN
    cancel_meeting(world.chair, meeting.id, "台风")
    assert db.session.get_one(Meeting, meeting.id).state == "CANCELLED"
    assert [item.state for item in pool(world.compound.id)] == ["WAITING"]
    assert items_of(meeting.id) == []
    sent = db.session.query(Notice).filter_by(kind="cancelled").all()
    assert len(sent) == 15
    assert all("台风" in notice.body for notice in sent)


def test_residents_hear_of_a_meeting_once_its_agenda_is_published(world: World) -> None:
    meeting = a_planned_meeting(world)
    assert coming_meetings(world.compound.id) == []
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    publish_agenda(world.chair, meeting.id)
    assert [known.starts_at for known in coming_meetings(world.compound.id)] == [meeting.starts_at]
    at(clock.beijing(2026, 3, 11, 9))
    assert coming_meetings(world.compound.id) == []


def test_what_waits_for_whom(world: World) -> None:
    meeting = a_ready_meeting(world)
    assert [w.endpoint for w in waiting(world.secretary, world.compound.id)] == ["convening.meeting"]
    assert waiting(world.actor("高峰"), world.compound.id) == []
    notify(world.chair, meeting.id)
    assert [w.endpoint for w in waiting(world.actor("高峰"), world.compound.id)] == ["notices.mine"]
    confirm_notice(world.actor("高峰"), meeting.id)
    assert waiting(world.actor("高峰"), world.compound.id) == []
    at(MEETS)
    assert [w.label for w in waiting(world.actor("高峰"), world.compound.id)] == [f"今天开会：{meeting.title}"]


def test_who_sends_the_notice_has_seen_it(world: World) -> None:
    meeting = a_noticed_meeting(world)
    mine = notices_of_meeting(meeting.id, "meeting")[world.people["李建国"].id]
    assert mine.confirmed_at == mine.read_at == clock.now()
    assert waiting(world.chair, world.compound.id) == []


def test_nobody_on_leave_is_asked_for_a_receipt(world: World) -> None:
    meeting = a_noticed_meeting(world)
    record_leave(world.secretary, meeting.id, seat(meeting, "马国庆").id, "来电")
    assert waiting(world.actor("马国庆"), world.compound.id) == []
    withdraw_leave(world.actor("马国庆"), meeting.id)
    assert [w.endpoint for w in waiting(world.actor("马国庆"), world.compound.id)] == ["notices.mine"]


@pytest.mark.parametrize("day, urgent", [(6, False), (7, True), (10, True)])
def test_a_receipt_is_urgent_from_three_days_before_the_meeting(world: World, day: int, urgent: bool) -> None:
    a_noticed_meeting(world)
    at(clock.beijing(2026, 3, day, 9))
    found = {w.endpoint: w.urgent for w in waiting(world.actor("高峰"), world.compound.id)}
    assert found["notices.mine"] is urgent


def test_a_meeting_that_has_begun_asks_for_no_receipt(world: World) -> None:
    meeting = a_noticed_meeting(world)
    notice = notices_of_meeting(meeting.id, "meeting")[world.people["高峰"].id]
    assert to_confirm([notice]) == {notice.id}
    with transaction():
        db.session.get_one(Meeting, meeting.id).state = "IN_SESSION"
    assert to_confirm([notice]) == set()
    assert waiting(world.actor("高峰"), world.compound.id) == []


def test_an_officer_of_the_street_reads_but_does_not_call_a_meeting(world: World) -> None:
    meeting = a_ready_meeting(world)
    officer = an_officer(world, "subdistrict_officer")
    assert refusal(lambda: notify(officer, meeting.id)).reason is Reason.FORBIDDEN
