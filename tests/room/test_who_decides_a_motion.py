"""The gate of 民法典 278 at the motion: who decides is settled for each, asked by words, never passed by silence."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from deliberation.agenda.rules import Classing
from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions import classing, consensus, motions, voting
from deliberation.room.actions.chairing import put_question, take_step
from deliberation.room.models import Motion, Vote
from deliberation.room.queries import decisions, minutes_of
from deliberation.room.snapshot import READERS
from tests.builders import World
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import FIRMS
from tests.room.test_procedure import reason_of

FUND = "使用维修资金80万元更换电梯，由业委会组织施工，10月底前完成。"
RAISE = "续筹维修资金更换全部供暖设施，每户按面积分摊，年底前交齐。"
PATROL = "由物业企业每晚增加两次巡逻，本月15日起执行。"
OWNERS = Classing("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND", ("common_money",))


def a_hall(world: World, authority: str = "PARTY_DUTY", matter: str | None = None) -> Hall:
    """A meeting that is asked about an item of some class; its debate can begin."""
    hall = an_open_meeting(world, [an_accepted_item(world, "小区安全", authority, matter)])
    hall.step("open_item")
    hall.step("questions")
    return hall


def classify(hall: Hall, motion: Motion, said: Classing, who: str = "周敏") -> Motion:
    return classing.classify_motion(hall.world.actor(who), hall.meeting_id, motion.id, said)


def test_a_motion_that_points_to_nothing_has_the_class_of_its_item(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(PATROL)
    assert (motion.binds, motion.matter) == ("PARTY_DUTY", None)
    hall.step("debate")
    assert hall.main_step() == "consensus"


@pytest.mark.parametrize("text, authority", [(FUND, "PARTY_DUTY"), (RAISE, "GOVERNMENT_OR_UTILITY")])
def test_a_motion_that_points_to_the_owners_cannot_be_decided_by_silence(
    world: World, text: str, authority: str
) -> None:
    hall = a_hall(world, authority)
    motion = hall.move(text)
    hall.step("debate")
    assert motion.binds is None
    assert hall.main_step() == "classify"
    chair, meeting_id = world.chair, hall.meeting_id
    assert reason_of(take_step, chair, meeting_id, "open_vote", motion.id) is Reason.STEP_LOCKED
    assert reason_of(voting.open_vote, chair, meeting_id, motion.id) is Reason.CLASS_MISSING
    assert reason_of(consensus.ask, chair, meeting_id, motion.id) is Reason.CLASS_MISSING
    assert reason_of(classify, hall, motion, Classing()) is Reason.AUTHORITY_MISSING
    classify(hall, motion, OWNERS if text == FUND else Classing("OWNERS_SPECIAL", "RAISE_MAINTENANCE_FUND"))
    assert hall.main_step() == "consensus"


def test_who_differs_from_the_words_gives_a_reason_that_stands_in_record_audit_and_vote(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(FUND)
    hall.step("debate")
    assert reason_of(classify, hall, motion, Classing("PARTY_DUTY")) is Reason.CLASS_ASKED
    assert motion.binds is None
    said = Classing("PARTY_DUTY", reason="这笔钱是物业企业自己的，不动用业主的维修资金。")
    classify(hall, motion, said)
    assert any(said.reason in line.text and "维修资金" in line.text for line in minutes_of(hall.meeting_id))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "motion.classify")).one()
    assert entry.facts["differs"] is True
    vote = hall.open_vote()
    assert vote.frozen["class"]["reason"] == said.reason
    assert vote.frozen["class"]["by"] == "周敏"


def test_the_owners_matter_of_a_motion_is_advice_in_every_word(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(FUND)
    hall.step("debate")
    classify(hall, motion, OWNERS)
    hall.open_vote()
    hall.cast_all(agree=10)
    hall.step("close_vote")
    vote = db.session.scalars(select(Vote)).one()
    assert (vote.frozen["needs_owners"], vote.frozen["matter"]) == (True, "USE_MAINTENANCE_FUND")
    assert vote.result is not None
    verdict = vote.result["verdict"]
    assert verdict["result_label"] == "同意，提请业主决定"
    assert verdict["sentence"].endswith("形成协商意见，须提请业主共同决定。")
    assert "通过" not in str(verdict)
    hall.step("finish_item")
    assert decisions(hall.meeting_id)[0].matter == "USE_MAINTENANCE_FUND"
    assert "形成协商意见" in str(READERS["agenda"](hall.meeting_id)["hall"])


def test_a_consensus_on_what_the_owners_decide_is_recorded_as_advice(world: World) -> None:
    hall = a_hall(world, "OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")
    hall.move(FUND)
    hall.step("debate")
    hall.step("consensus")
    hall.later(40)
    hall.step("declare_consensus")
    assert any("协商一致（协商意见，须提请业主共同决定）" in line.text for line in minutes_of(hall.meeting_id))


def test_an_amendment_that_brings_in_the_owners_matter_changes_the_class(world: World) -> None:
    hall = a_hall(world)
    main = hall.move(PATROL)
    hall.step("debate")
    cheaper = PATROL.replace("两次", "三次")
    assert hall.move(cheaper, amends=main).binds == "PARTY_DUTY"
    hall.step("withdraw_motion")
    amendment = hall.move(PATROL + "费用80万元从维修资金列支。", amends=main)
    assert amendment.binds is None
    assert hall.main_step() == "classify"
    classify(hall, amendment, OWNERS, "李建国")
    hall.open_vote()
    hall.cast_all(agree=10)
    hall.step("close_vote")
    main = db.session.get_one(Motion, main.id)
    assert (main.binds, main.matter, main.text) == ("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND", amendment.text)
    assert hall.open_vote().frozen["needs_owners"] is True


def test_a_class_that_changed_since_the_chair_looked_is_told_and_nothing_is_put(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(PATROL)
    hall.step("debate")
    classify(hall, motion, Classing("OWNERS_SPECIAL", "CHANGE_OR_COMMERCIALISE_COMMON_PART"))
    chair, meeting_id = world.chair, hall.meeting_id
    old = (chair, meeting_id, "open_vote", motion.id, "", "PARTY_DUTY")
    assert reason_of(take_step, *old) is Reason.CLASS_CHANGED
    by_method = (chair, meeting_id, motion.id, "", FIRMS, "PARTY_DUTY")
    assert reason_of(put_question, *by_method) is Reason.CLASS_CHANGED
    take_step(chair, meeting_id, "open_vote", motion.id, "", "OWNERS_SPECIAL")
    assert db.session.scalars(select(Vote)).one().state == "OPEN"


def test_the_class_is_frozen_while_something_is_decided(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(PATROL)
    hall.step("debate")
    hall.open_vote()
    assert reason_of(classify, hall, motion, Classing("COMMITTEE")) is Reason.WRONG_STATE
    hall.step("void_vote", "点错了。")
    assert classify(hall, motion, Classing("COMMITTEE")).binds == "COMMITTEE"


def test_only_who_writes_or_chairs_says_who_decides(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(PATROL)
    with pytest.raises(Refused) as refused:
        classify(hall, motion, Classing("COMMITTEE"), "张秀兰")
    assert refused.value.reason is Reason.FORBIDDEN
    hall.step("debate")
    key, item_id = uuid.uuid4().hex, hall.meeting.current_item_id or 0
    sent = (world.actor("张秀兰"), hall.meeting_id, item_id, PATROL + "试行一个月。", key, motion.id)
    assert reason_of(motions.record_motion, *sent, Classing("PARTY_DUTY")) is Reason.FORBIDDEN
    assert motions.record_motion(*sent).binds == "PARTY_DUTY"


def test_what_no_meeting_decides_is_not_put(world: World) -> None:
    hall = a_hall(world)
    motion = hall.move(PATROL)
    assert reason_of(classify, hall, motion, Classing("MEDIATION")) is Reason.NOT_FOR_THIS_MEETING
