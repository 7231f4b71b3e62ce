"""Opening and closing a vote: what freezes, what counts, what it binds."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.audit.checking import find_breaks
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions import floor, voting
from deliberation.room.actions.items import finish_item
from deliberation.room.actions.recount import recount
from deliberation.room.actions.recusals import recuse
from deliberation.room.models import Ballot, Vote
from deliberation.room.queries import decisions, minutes_of
from tests.builders import a_compound
from tests.halls import Hall, a_noticed_meeting, an_accepted_item, an_open_meeting, arrive, leave


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall in session with the first motion in debate."""
    opened = an_open_meeting(a_compound())
    opened.to_debate()
    return opened


def recuse_firm(hall: Hall) -> None:
    """A9: 高峰 and 丁娜 leave the item."""
    item_id = hall.meeting.current_item_id or 0
    for name in ("高峰", "丁娜"):
        recuse(hall.world.actor(name), hall.meeting_id, item_id, "本企业的关联单位参与报价")


def test_f01_ten_for_one_against_one_abstaining_of_twelve_present_carries_as_advice(hall: Hall) -> None:
    hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.entitled, decision.present) == ("CARRIED", 13, 12)
    assert decision.tally == {"agree": 10, "oppose": 1, "abstain": 1, "not_cast": 0}
    hall.step("finish_item")
    item = decisions(hall.meeting_id)[0]
    assert item.binds == "OWNERS_SPECIAL"
    assert decision.verdict is not None
    assert (decision.verdict["result"], decision.verdict["result_label"]) == ("PASSED", "同意，提请业主决定")
    spoken = [line.text for line in minutes_of(hall.meeting_id) if line.kind == "decision"]
    assert spoken[0].endswith("形成协商意见，须提请业主共同决定。")
    assert "通过" not in spoken[0]


def test_f06_after_two_recusals_eleven_are_entitled_and_nine_of_ten_carry(app: Flask) -> None:
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "施工单位比选")])
    hall.to_debate("施工单位由街道组织三家比选，物业企业的关联单位不得参加。")
    recuse_firm(hall)
    hall.open_vote()
    hall.cast_all(9, 0, 1)
    hall.step("close_vote")
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.entitled, decision.present) == ("CARRIED", 11, 10)
    assert decision.tally == {"agree": 9, "oppose": 0, "abstain": 1, "not_cast": 0}


def test_exactly_half_of_those_present_is_not_carried(hall: Hall) -> None:
    hall.open_vote()
    hall.cast_all(6, 2, 2)
    hall.step("close_vote")
    (decision,) = decisions(hall.meeting_id)
    assert decision.outcome == "LOST"
    assert decision.tally == {"agree": 6, "oppose": 2, "abstain": 2, "not_cast": 2}


def test_what_is_put_to_the_vote_is_frozen_when_it_opens(hall: Hall) -> None:
    vote = hall.open_vote()
    before = dict(vote.frozen)
    with transaction():
        meeting_profile = hall.meeting.profile
        meeting_profile.data = {
            **meeting_profile.data,
            "majority": {"op": "GE", "num": 3, "den": 4, "base": "present"},
        }
        vote.motion.text = "另一段文字"
    hall.cast_all(7, 5)
    hall.step("close_vote")
    db.session.expire_all()
    assert vote.frozen == before
    assert vote.result is not None
    assert vote.result["verdict"]["result"] == "PASSED"


def test_a_recount_gives_the_published_numbers_and_notices_a_changed_ballot(hall: Hall) -> None:
    vote = hall.open_vote()
    hall.cast_all(8, 3, 1)
    hall.step("close_vote")
    found = recount(vote.id)
    assert found is not None
    assert found.matches
    with transaction() as session:
        session.query(Ballot).filter_by(vote_id=vote.id, choice="OPPOSE").update({"choice": "AGREE"})
    tampered = recount(vote.id)
    assert tampered is not None
    assert not tampered.matches


def test_closing_twice_is_closing_once(hall: Hall) -> None:
    vote = hall.open_vote()
    hall.cast_all(8)
    first = voting.close_vote(hall.world.chair, hall.meeting_id, vote.id).result_hash
    again = voting.close_vote(hall.world.chair, hall.meeting_id, vote.id)
    assert again.result_hash == first


def test_no_vote_while_somebody_waits_to_speak_unless_the_chair_says_why(hall: Hall) -> None:
    floor.ask(hall.world.actor("丁娜"), hall.meeting_id, "against")
    with pytest.raises(Refused) as caught:
        voting.open_vote(hall.world.chair, hall.meeting_id, _motion_id(hall))
    assert caught.value.reason is Reason.FLOOR_NOT_CLEAR
    hall.step("open_vote_anyway", "时间已晚，大家同意表决")
    assert any("时间已晚" in line.text for line in minutes_of(hall.meeting_id))


def _motion_id(hall: Hall) -> int:
    from deliberation.room.queries import motion_at_hand, motions_of  # noqa: PLC0415 - one small look

    motion = motion_at_hand(motions_of(hall.meeting.current_item_id or 0))
    assert motion is not None
    return motion.id


def test_no_vote_without_a_quorum_of_the_item(app: Flask) -> None:
    world = a_compound()
    hall = an_open_meeting(
        world, [an_accepted_item(world, "施工单位比选")], absent=("马国庆", "郭颖", "宋磊", "孙玉梅")
    )
    hall.to_debate("施工单位由街道组织三家比选，物业企业的关联单位不得参加。")
    leave(hall, "韩勇")
    with pytest.raises(Refused) as caught:
        voting.open_vote(world.chair, hall.meeting_id, _motion_id(hall))
    assert caught.value.reason is Reason.QUORUM_MISSING
    assert db.session.query(Vote).count() == 0


def test_a_meeting_without_one_of_the_five_parties_cannot_open(app: Flask) -> None:
    world = a_compound()
    hall = a_noticed_meeting(world)
    hall.step("sign_in")
    arrive(
        hall,
        "张秀兰",
        "王志强",
        "赵立新",
        "孙玉梅",
        "陈海涛",
        "刘芳",
        "马国庆",
        "高峰",
        "丁娜",
        "杨静",
        "宋磊",
    )
    with pytest.raises(Refused) as caught:
        hall.step("open_meeting")
    assert caught.value.reason is Reason.STEP_LOCKED
    assert "联建单位" in caught.value.message
    arrive(hall, "韩勇")
    hall.step("open_meeting")
    assert hall.meeting.state == "IN_SESSION"


def test_a_voided_vote_is_kept_and_the_motion_can_be_put_again(hall: Hall) -> None:
    first = hall.open_vote()
    hall.cast_all(3)
    hall.step("void_vote", "两台平板显示异常")
    second = hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    db.session.expire_all()
    assert (first.state, first.void_reason, second.state) == ("VOIDED", "两台平板显示异常", "CLOSED")
    assert len(decisions(hall.meeting_id)) == 1


def test_an_item_does_not_end_with_a_motion_undecided(hall: Hall) -> None:
    with pytest.raises(Refused) as caught:
        finish_item(hall.world.chair, hall.meeting_id)
    assert caught.value.reason is Reason.MOTION_PENDING


def test_a_delegate_cannot_open_or_close_a_vote(hall: Hall) -> None:
    delegate = hall.world.actor("张秀兰")
    with pytest.raises(Refused) as caught:
        voting.open_vote(delegate, hall.meeting_id, _motion_id(hall))
    assert caught.value.reason is Reason.FORBIDDEN
    vote = hall.open_vote()
    with pytest.raises(Refused) as caught:
        voting.close_vote(delegate, hall.meeting_id, vote.id)
    assert caught.value.reason is Reason.FORBIDDEN


def test_the_audit_chain_of_a_whole_item_holds(hall: Hall) -> None:
    hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    hall.step("finish_item")
    assert list(find_breaks()) == []
