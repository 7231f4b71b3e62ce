"""Who chairs a meeting holds the chair's permissions in it, whatever his post; others of the branch do not."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.convening.actions import ask_leave
from deliberation.convening.queries import is_chair_absent, may_hand_over, successors
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.notices.models import Notice
from deliberation.organisation.models import Appointment
from deliberation.room.actions import floor, minutes, presence, voting
from deliberation.room.actions.chairing import hand_over
from deliberation.room.queries import minutes_of
from tests.builders import World, sign_in
from tests.halls import DELEGATES, Hall, a_noticed_meeting, leave
from tests.refusals import reason_of
from tests.supervision.hall import audited

WHY = "临时有急事离场。"


def to_wu(hall: Hall, by: str = "李建国", why: str = WHY) -> None:
    """The chair goes to 吴敏 of the branch."""
    hand_over(hall.world.actor(by), hall.meeting_id, hall.world.people["吴敏"].id, why)


def the_post_ends(world: World, name: str) -> None:
    """Somebody has left office."""
    with transaction():
        for post in db.session.query(Appointment).filter_by(person_id=world.people[name].id):
            post.ends_on = date(2026, 3, 1)


def test_a_branch_member_with_the_chair_does_all_that_the_chair_does(hall: Hall) -> None:
    to_wu(hall)
    hall.chaired_by = "吴敏"
    hall.to_debate()
    wu = hall.world.actor("吴敏")
    speech = floor.ask(hall.world.actor("张秀兰"), hall.meeting_id, "for")
    floor.give(wu, hall.meeting_id, speech.id)
    floor.end(wu, hall.meeting_id, speech.id)
    vote = hall.open_vote()
    voting.void_vote(wu, hall.meeting_id, vote.id, "念错了动议。")
    hall.open_vote()
    hall.cast_all(agree=12)
    for step in ("close_vote", "finish_item", "end_meeting"):
        hall.step(step)
    assert minutes.issue(wu, hall.meeting_id, "会后补签。").state == "ISSUED"


def test_who_has_handed_the_chair_over_chairs_no_more(hall: Hall) -> None:
    motion = hall.to_debate()
    to_wu(hall)
    li = hall.world.chair
    assert reason_of(voting.open_vote, li, hall.meeting_id, motion.id) is Reason.FORBIDDEN
    assert reason_of(floor.give, li, hall.meeting_id, None) is Reason.FORBIDDEN
    assert reason_of(hall.step, "open_vote") is Reason.FORBIDDEN
    assert reason_of(minutes.issue, li, hall.meeting_id, "缺席") is Reason.FORBIDDEN


def test_the_secretary_of_the_branch_does_not_chair_what_another_is_planned_for(world: World) -> None:
    noticed = a_noticed_meeting(world, chair="吴敏")
    assert reason_of(noticed.step, "sign_in") is Reason.FORBIDDEN
    noticed.chaired_by = "吴敏"
    noticed.step("sign_in")
    assert noticed.meeting.state == "SIGN_IN"


def test_handing_over_is_in_the_record_and_the_audit_and_told_to_the_successor(hall: Hall) -> None:
    to_wu(hall)
    assert hall.meeting.chair is not None
    assert hall.meeting.chair.name == "吴敏"
    assert minutes_of(hall.meeting_id)[-1].text == f"主持人由李建国改为吴敏：{WHY}"
    assert audited("chair.hand_over") == 1
    assert [n.person_id for n in db.session.query(Notice).filter_by(kind="chair")] == [hall.world.people["吴敏"].id]


def test_handing_over_twice_is_once(hall: Hall) -> None:
    to_wu(hall)
    to_wu(hall)
    assert audited("chair.hand_over") == 1


def test_nobody_gains_or_loses_a_vote_when_the_chair_changes(hall: Hall) -> None:
    before = {name: seat.has_vote for name, seat in hall.seats.items()}
    to_wu(hall)
    after = hall.seats
    assert {name: seat.has_vote for name, seat in after.items()} == before | {"吴敏": False}
    assert (after["李建国"].kind, after["吴敏"].kind) == ("attendee", "chair")
    hand_over(hall.world.actor("吴敏"), hall.meeting_id, hall.world.people["李建国"].id, "他回来了。")
    assert (hall.seats["李建国"].kind, hall.seats["吴敏"].kind) == ("chair", "attendee")


def test_while_the_chair_is_there_only_he_hands_it_over(hall: Hall) -> None:
    assert reason_of(to_wu, hall, "吴敏") is Reason.STEP_LOCKED
    assert not may_hand_over(hall.world.actor("吴敏"), hall.meeting)
    leave(hall, "李建国")
    assert may_hand_over(hall.world.actor("吴敏"), hall.meeting)
    to_wu(hall, "吴敏")
    assert hall.meeting.chair_id == hall.world.people["吴敏"].id
    assert hall.seats["吴敏"].signed_in_at is not None


@pytest.mark.parametrize(("name", "reason"), [("周敏", Reason.FORBIDDEN), ("张秀兰", Reason.FORBIDDEN)])
def test_nobody_outside_the_branch_takes_the_chair(hall: Hall, name: str, reason: Reason) -> None:
    leave(hall, "李建国")
    assert reason_of(to_wu, hall, name) is reason


@pytest.mark.parametrize("name", ["张秀兰", "周敏"])
def test_the_chair_goes_to_the_branch_only(hall: Hall, name: str) -> None:
    somebody = hall.world.people[name].id
    assert reason_of(hand_over, hall.world.chair, hall.meeting_id, somebody, WHY) is Reason.INVALID_INPUT
    assert [a.person.name for a in successors(hall.meeting)] == ["吴敏"]


def test_the_chair_is_not_handed_over_without_a_reason(hall: Hall) -> None:
    assert reason_of(to_wu, hall, "李建国", " ") is Reason.REASON_REQUIRED


def test_a_chair_on_leave_or_late_is_replaced_before_the_doors_open(world: World) -> None:
    noticed = a_noticed_meeting(world)
    noticed.later(-3600)
    assert not is_chair_absent(noticed.meeting)
    ask_leave(world.chair, noticed.meeting_id, "生病")
    assert is_chair_absent(noticed.meeting)
    to_wu(noticed, "吴敏")
    noticed.chaired_by = "吴敏"
    noticed.step("sign_in")


def test_a_chair_who_has_not_come_at_the_time_set_is_replaced(world: World) -> None:
    noticed = a_noticed_meeting(world)
    noticed.later(-1)
    assert not is_chair_absent(noticed.meeting)
    noticed.later(1)
    assert is_chair_absent(noticed.meeting)


def test_who_has_opened_the_meeting_counts_as_there(world: World) -> None:
    noticed = a_noticed_meeting(world)
    noticed.step("sign_in")
    for name in DELEGATES:
        presence.sign_in(world.actor(name), noticed.meeting_id)
    noticed.step("open_meeting")
    assert noticed.seats["李建国"].signed_in_at is not None
    assert not is_chair_absent(noticed.meeting)


def test_after_the_meeting_only_a_chair_out_of_office_is_replaced(hall: Hall) -> None:
    hall.step("open_item")
    hall.step("defer_item", "材料没有带来。")
    hall.step("end_meeting")
    hall.hand_out()
    minutes.sign(hall.world.actor("张秀兰"), hall.meeting_id)
    signed = minutes.record_hash(hall.meeting_id)
    assert reason_of(to_wu, hall, "吴敏") is Reason.STEP_LOCKED
    the_post_ends(hall.world, "李建国")
    to_wu(hall, "吴敏")
    assert minutes.issue(hall.world.actor("吴敏"), hall.meeting_id, "书记调离。").state == "ISSUED"
    assert minutes.record_hash(hall.meeting_id) == signed
    assert WHY in hall.meeting.facts["chair_after_signing"]


def test_a_finished_meeting_has_no_chair_to_hand_over(hall: Hall) -> None:
    hall.step("open_item")
    hall.step("defer_item", "材料没有带来。")
    hall.step("end_meeting")
    minutes.issue(hall.world.chair, hall.meeting_id, "当场未签。")
    assert reason_of(to_wu, hall) is Reason.WRONG_STATE


def test_pages_offer_only_what_is_granted(app: Flask, hall: Hall) -> None:
    page, chair_page = f"/desk/jinling/meetings/{hall.meeting_id}", f"/rooms/{hall.meeting_id}/chair"
    li, wu = (sign_in(app.test_client(), hall.world, name) for name in ("李建国", "吴敏"))
    assert "进入主持台" in li.get(page).text
    assert "移交主持" in li.get(page).text
    assert [word in wu.get(page).text for word in ("进入主持台", "接任主持")] == [False, False]
    assert "由他自己移交" in wu.get(f"{page}/chair").text
    answer = li.post(f"{page}/chair", data={"person_id": hall.world.people["吴敏"].id, "reason": WHY})
    assert (answer.status_code, answer.location) == (302, page)
    assert "进入主持台" in wu.get(page).text
    assert "进入主持台" not in li.get(page).text
    assert [wu.get(chair_page).status_code, li.get(chair_page).status_code] == [200, 403]
    assert wu.get(f"/rooms/{hall.meeting_id}/snapshot?audience=chair").status_code == 200
    assert li.get(f"/rooms/{hall.meeting_id}/snapshot?audience=chair").status_code == 403


def test_handing_over_asks_in_a_sentence_with_both_names(app: Flask, hall: Hall) -> None:
    li = sign_in(app.test_client(), hall.world, "李建国")
    address = f"/desk/jinling/meetings/{hall.meeting_id}/chair"
    page = li.get(address).text
    assert "移交给吴敏 支部委员" in page
    assert "的主持由李建国交给吴敏：马上生效，李建国不能自己收回" in page
    assert "data-confirm>" in page  # closed until it is asked for
    answer = li.post(address, data={"person_id": hall.world.people["吴敏"].id, "reason": " "})
    assert answer.status_code == 422
    assert "data-confirm open>" in answer.text
    assert "请写明理由" in answer.text
    assert audited("chair.hand_over") == 0


def test_what_was_typed_stays_when_the_chair_may_not_be_taken(app: Flask, hall: Hall) -> None:
    wu = sign_in(app.test_client(), hall.world, "吴敏")
    address = f"/desk/jinling/meetings/{hall.meeting_id}/chair"
    answer = wu.post(address, data={"person_id": hall.world.people["吴敏"].id, "reason": WHY})
    assert answer.status_code == 409
    assert "请由他移交" in answer.text
    assert WHY in answer.text
    li = sign_in(app.test_client(), hall.world, "李建国")
    assert li.post(address, data={"reason": WHY}).status_code == 422
    assert WHY in li.post(address, data={"person_id": "x", "reason": WHY}).text
