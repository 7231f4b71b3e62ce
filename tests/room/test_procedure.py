"""Sign-in, the floor, motions, consensus, recusal and the record: what the rules of order allow."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions import consensus, floor, minutes, motions, presence, recusals
from deliberation.room.actions.chairing import take_step
from deliberation.room.models import Speech
from deliberation.room.queries import attendance, decisions, minutes_of
from tests.builders import a_compound
from tests.halls import DELEGATES, MOTION_1, Hall, a_noticed_meeting, an_accepted_item, an_open_meeting
from tests.refusals import reason_of

CHEAPER = MOTION_1.replace("34万元", "30万元")


def test_signing_in_twice_is_signing_in_once(hall: Hall) -> None:
    first = hall.seats["张秀兰"].signed_in_at
    hall.later(60)
    presence.sign_in(hall.world.actor("张秀兰"), hall.meeting_id)
    assert hall.seats["张秀兰"].signed_in_at == first
    assert attendance(hall.meeting_id).present == 12


def test_nobody_signs_in_before_the_doors_open(app: Flask) -> None:
    hall = a_noticed_meeting(a_compound())
    assert reason_of(presence.sign_in, hall.world.actor("张秀兰"), hall.meeting_id) is Reason.WRONG_STATE
    hall.step("sign_in")
    assert presence.sign_in(hall.world.actor("张秀兰"), hall.meeting_id).signed_in_at


def test_somebody_without_a_seat_cannot_sign_in(hall: Hall) -> None:
    assert reason_of(presence.sign_in, hall.world.actor("吴敏"), hall.meeting_id) is Reason.FORBIDDEN


def test_a_decision_item_cannot_be_debated_without_a_motion(hall: Hall) -> None:
    hall.step("open_item")
    hall.step("questions")
    assert reason_of(take_step, hall.world.chair, hall.meeting_id, "debate", hall.meeting.current_item_id) is (
        Reason.STEP_LOCKED
    )
    hall.record_motion()
    hall.step("debate")
    assert hall.main_step() == "consensus"


def test_a_step_of_an_old_screen_is_refused(hall: Hall) -> None:
    item_id = hall.meeting.current_item_id
    assert reason_of(take_step, hall.world.chair, hall.meeting_id, "close_vote", item_id) is Reason.STEP_LOCKED
    hall.step("open_item")
    assert reason_of(take_step, hall.world.chair, hall.meeting_id, "open_item", 1) is Reason.STEP_LOCKED


def test_only_the_chair_takes_the_steps(hall: Hall) -> None:
    for name in ("张秀兰", "周敏", "吴敏"):
        assert reason_of(take_step, hall.world.actor(name), hall.meeting_id, "open_item", None) is Reason.FORBIDDEN


def test_the_sides_take_turns_on_the_floor(hall: Hall) -> None:
    hall.to_debate()
    for name, side in (("张秀兰", "for"), ("王志强", "for"), ("丁娜", "against")):
        hall.later()
        floor.ask(hall.world.actor(name), hall.meeting_id, side)
    spoken = []
    for _turn in range(3):
        speech = floor.give(hall.world.chair, hall.meeting_id, None)
        spoken.append(speech.seat.person.name)
        hall.later(30)
        floor.end(hall.world.chair, hall.meeting_id, speech.id)
    assert spoken == ["张秀兰", "丁娜", "王志强"]
    assert minutes_of(hall.meeting_id)[-1].text == "王志强（居民议事会）发言，赞成，30 秒。"


def test_nobody_speaks_more_often_than_the_rules_allow(hall: Hall) -> None:
    hall.to_debate()
    speaker = hall.world.actor("张秀兰")
    for _turn in range(2):
        hall.later()
        floor.ask(speaker, hall.meeting_id, "for")
        floor.end(hall.world.chair, hall.meeting_id, floor.give(hall.world.chair, hall.meeting_id, None).id)
    assert reason_of(floor.ask, speaker, hall.meeting_id, "for") is Reason.SPEECH_LIMIT
    assert "主持人" not in Reason.SPEECH_LIMIT.remedy  # he has no such act


def test_a_raised_hand_counts_once_however_often_it_is_tapped(hall: Hall) -> None:
    hall.to_debate()
    ids = {floor.ask(hall.world.actor("张秀兰"), hall.meeting_id, "for").id for _tap in range(3)}
    assert len(ids) == 1
    assert db.session.query(Speech).count() == 1


def test_a_speech_is_extended_once(hall: Hall) -> None:
    hall.to_debate()
    floor.ask(hall.world.actor("张秀兰"), hall.meeting_id, "for")
    speech = floor.give(hall.world.chair, hall.meeting_id, None)
    assert floor.extend(hall.world.chair, hall.meeting_id, speech.id).allowed_seconds == 180
    assert reason_of(floor.extend, hall.world.chair, hall.meeting_id, speech.id) is Reason.ALREADY_DONE


def test_silence_for_the_whole_time_is_consensus_and_has_no_tally(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.step("consensus")
    assert reason_of(consensus.declare, hall.world.chair, hall.meeting_id, motion.id) is Reason.CONSENSUS_RUNNING
    hall.later(30)
    hall.step("declare_consensus")
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.tally, decision.verdict) == ("CONSENSUS", None, None)


def test_an_objection_prevents_consensus_and_a_reservation_does_not(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.step("consensus")
    consensus.object_to(hall.world.actor("刘芳"), hall.meeting_id, motion.id, "reservation", "不使用公共收益")
    consensus.object_to(hall.world.actor("丁娜"), hall.meeting_id, motion.id, "objection", "施工期绕行")
    hall.later(40)
    assert reason_of(consensus.declare, hall.world.chair, hall.meeting_id, motion.id) is Reason.CONSENSUS_OBJECTED
    hall.step("object_noted")
    assert hall.main_step() == "open_vote"
    hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    assert decisions(hall.meeting_id)[0].reservations == [("业主委员会", "不使用公共收益")]


def test_an_objection_is_only_taken_while_the_chair_asks(hall: Hall) -> None:
    motion = hall.to_debate()
    args = (hall.world.actor("丁娜"), hall.meeting_id, motion.id, "objection", "施工期绕行")
    assert reason_of(consensus.object_to, *args) is Reason.STEP_LOCKED
    hall.step("consensus")
    assert consensus.object_to(*args).text == "施工期绕行"


def test_the_text_of_an_adopted_amendment_becomes_the_motions_before_it_is_decided(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.record_motion(CHEAPER, amends=motion)
    hall.step("consensus")
    hall.later(30)
    hall.step("declare_consensus")
    assert motion.text == CHEAPER
    assert hall.main_step() == "consensus"
    lines = [line.text for line in minutes_of(hall.meeting_id)]
    assert lines[-2:] == ["修正案：协商一致（协商意见，须提请业主共同决定）。", f"动议 1 修正后：{CHEAPER}"]
    hall.step("open_vote")
    hall.cast_all(agree=12)
    hall.step("close_vote")
    assert [decision.text for decision in decisions(hall.meeting_id)] == [CHEAPER]


def test_an_amendment_that_is_voted_down_leaves_its_motion_as_it_was(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.record_motion(CHEAPER, amends=motion)
    hall.open_vote()
    hall.cast_all(agree=1, oppose=11)
    hall.step("close_vote")
    assert motion.text == MOTION_1
    assert not [line for line in minutes_of(hall.meeting_id) if "修正后" in line.text]


def test_an_amendment_that_is_voted_for_changes_its_motion_and_the_record_says_how_it_reads_now(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.record_motion(CHEAPER, amends=motion)
    hall.open_vote()
    hall.cast_all(agree=12)
    hall.step("close_vote")
    assert motion.text == CHEAPER
    assert minutes_of(hall.meeting_id)[-1].text == f"动议 1 修正后：{CHEAPER}"


def test_an_amendment_that_changes_nothing_is_refused(hall: Hall) -> None:
    motion = hall.to_debate()
    with pytest.raises(Refused, match="和动议 1 的原文一样"):
        hall.record_motion(f" {MOTION_1}\n", amends=motion)


def test_a_delegate_sends_an_amendment_and_not_a_motion(hall: Hall) -> None:
    motion = hall.to_debate()
    delegate, item_id = hall.world.actor("孙玉梅"), hall.meeting.current_item_id or 0
    sent = motions.record_motion(delegate, hall.meeting_id, item_id, CHEAPER, "k1", motion.id)
    again = motions.record_motion(delegate, hall.meeting_id, item_id, CHEAPER, "k1", motion.id)
    assert sent.id == again.id
    who = "孙玉梅（居民议事会）"
    assert minutes_of(hall.meeting_id)[-1].text == f"{who}提出修正案，动议 1 改为：{CHEAPER}"
    assert (
        reason_of(motions.record_motion, delegate, hall.meeting_id, item_id, "另起一个动议吧", "k2") is Reason.FORBIDDEN
    )


def test_who_is_recused_neither_speaks_nor_objects(hall: Hall) -> None:
    motion = hall.to_debate()
    firm = hall.world.actor("高峰")
    recusals.recuse(firm, hall.meeting_id, hall.meeting.current_item_id or 0, "关联单位")
    assert reason_of(floor.ask, firm, hall.meeting_id, "for") is Reason.RECUSED
    hall.step("consensus")
    assert reason_of(consensus.object_to, firm, hall.meeting_id, motion.id, "objection", "反对") is Reason.RECUSED


def test_a_reason_longer_than_the_record_takes_is_refused_and_nothing_happens(hall: Hall) -> None:
    hall.to_debate()
    item_id = hall.meeting.current_item_id or 0
    firm = hall.world.actor("高峰")
    assert reason_of(recusals.recuse, firm, hall.meeting_id, item_id, "长" * 201) is Reason.INVALID_INPUT
    assert reason_of(recusals.recuse, firm, hall.meeting_id, item_id, "  ") is Reason.REASON_REQUIRED
    assert recusals.recuse(firm, hall.meeting_id, item_id, "长" * 200).reason == "长" * 200


def test_a_deferred_item_goes_back_with_its_reason(app: Flask) -> None:
    world = a_compound()
    item = an_accepted_item(world, "绿化补种")
    hall = an_open_meeting(world, [item])
    hall.step("open_item")
    hall.step("defer_item", "缺少报价，下次再议")
    db.session.expire_all()
    assert (item.state, item.outcome) == ("DONE", "DEFERRED")
    assert item.topic is not None
    assert item.topic.state == "DEFERRED"


def test_items_not_dealt_with_wait_for_another_meeting(app: Flask) -> None:
    world = a_compound()
    item = an_accepted_item(world, "绿化补种")
    hall = an_open_meeting(world, [item])
    hall.step("end_meeting")
    db.session.expire_all()
    assert (item.state, item.meeting_id) == ("WAITING", None)


def test_the_record_is_complete_when_everybody_who_came_has_signed(hall: Hall) -> None:
    hall.step("end_meeting")
    hall.hand_out()
    here = [name for name in DELEGATES if name != "马国庆"]
    for name in (*here, "周敏"):
        minutes.sign(hall.world.actor(name), hall.meeting_id)
    assert hall.meeting.state == "ENDED"
    assert reason_of(minutes.issue, hall.world.chair, hall.meeting_id) is Reason.MINUTES_UNSIGNED
    minutes.sign(hall.world.chair, hall.meeting_id)
    assert hall.meeting.state == "MINUTES_SIGNED"
    minutes.issue(hall.world.chair, hall.meeting_id)
    assert hall.meeting.state == "ISSUED"


def test_a_signed_record_is_not_written_on(hall: Hall) -> None:
    minutes.write(hall.world.secretary, hall.meeting_id, "note", "投影仪重启一次。")
    hall.step("end_meeting")
    hall.hand_out()
    minutes.sign(hall.world.secretary, hall.meeting_id)
    assert reason_of(minutes.write, hall.world.secretary, hall.meeting_id, "note", "补一句") is Reason.STEP_LOCKED
    assert "投影仪重启一次。" in [line.text for line in minutes_of(hall.meeting_id)]


def test_who_was_absent_does_not_sign(hall: Hall) -> None:
    hall.step("end_meeting")
    assert reason_of(minutes.sign, hall.world.actor("马国庆"), hall.meeting_id) is Reason.NOT_PRESENT
