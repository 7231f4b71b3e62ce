"""更正: a motion that was voted on as a duty of the parties and belongs to the owners; nothing is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.rules import Classing
from deliberation.audit.models import AuditEntry
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.models import OwnersMatter
from deliberation.publication.models import Resolution
from deliberation.room.actions.classing import classify_motion
from deliberation.room.actions.recount import recount
from deliberation.room.models import Motion, Vote
from deliberation.room.queries import decisions, minutes_of
from deliberation.supervision import actions
from deliberation.supervision.actions.correcting import correct_decision
from deliberation.supervision.models import Order
from deliberation.supervision.queries import history
from tests.builders import a_compound, sign_in
from tests.flows.meetings import publish_results
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.outcome_words import wrong_words_everywhere

FUND = "使用维修资金80万元更换电梯，由业委会组织施工，10月底前完成。"
OWNERS = Classing("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")
WHY = "更换电梯用的是维修资金，当时误以为是保修期内的维修。"
FORM = {"authority": OWNERS.authority, "matter": OWNERS.matter, "reason": WHY}


@pytest.fixture
def hall(app: Flask) -> Hall:
    """Twelve are asked about the lifts, said to be a duty of the parties; the vote is open."""
    assert app
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "更换电梯")])
    hall.step("open_item")
    hall.step("questions")
    motion = hall.move(FUND)
    said = Classing("PARTY_DUTY", reason="保修期内的维修。")
    classify_motion(hall.world.secretary, hall.meeting_id, motion.id, said)
    hall.step("debate")
    hall.open_vote()
    return hall


def decided(hall: Hall, agree: int = 10, oppose: int = 1) -> Motion:
    hall.cast_all(agree, oppose, 1)
    hall.step("close_vote")
    hall.step("finish_item")
    return db.session.query(Motion).one()


def posted_with_an_order(hall: Hall) -> tuple[Motion, Resolution, Order]:
    motion = decided(hall)
    posted = publish_results(hall)
    (order,) = actions.draft_from_decisions(hall.world.secretary, hall.meeting_id)
    hall.later(60)
    return motion, posted, actions.issue_order(hall.world.chair, order.id)


def address(hall: Hall, motion: Motion) -> str:
    return f"/desk/jinling/meetings/{hall.meeting_id}/motions/{motion.id}/correct"


def test_it_becomes_an_opinion_that_waits_for_the_owners_with_its_order(hall: Hall, client: FlaskClient) -> None:
    motion, posted, order = posted_with_an_order(hall)
    vote, frozen = db.session.query(Vote).one(), dict(posted.frozen or {})
    kept = (vote.result, vote.result_hash, [line.text for line in minutes_of(hall.meeting_id)])
    sign_in(client, hall.world, "李建国")
    assert client.post(address(hall, motion), data=FORM).status_code == 302
    db.session.expire_all()
    matter = db.session.query(OwnersMatter).one()
    assert (matter.motion_id, matter.state, matter.matter) == (motion.id, "PROPOSED", "USE_MAINTENANCE_FUND")
    assert (order.state, order.matter_id, db.session.query(Topic).one().state) == ("SUSPENDED", matter.id, "ADVISED")
    assert WHY in history(order.id)[-1].text
    (shown,) = decisions(hall.meeting_id)
    assert shown.verdict is not None
    assert (shown.verdict["result_label"], shown.binds) == ("同意，提请业主决定", "OWNERS_ORDINARY")
    assert "通过" not in shown.verdict["sentence"]
    assert (vote.result, vote.result_hash, [line.text for line in minutes_of(hall.meeting_id)]) == kept
    assert posted.frozen == frozen
    with pytest.raises(Refused) as refused:
        actions.issue_order(hall.world.chair, order.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS


def test_residents_read_the_correction_on_the_posted_resolution_and_nobody_reads_passed(
    hall: Hall, client: FlaskClient, app: Flask
) -> None:
    motion, posted, _order = posted_with_an_order(hall)
    assert "表决通过" in client.get(f"/c/jinling/resolutions/{posted.public_id}").get_data(as_text=True)
    correct_decision(hall.world.chair, motion.id, OWNERS, WHY)
    for page in ("", "/paper"):
        text = client.get(f"/c/jinling/resolutions/{posted.public_id}{page}").get_data(as_text=True)
        assert WHY in text
        assert "更正" in text
        assert "<del>通过" in text
    assert wrong_words_everywhere(app) == []


def test_record_recount_and_audit_say_it(hall: Hall, client: FlaskClient) -> None:
    motion, _posted, _order = posted_with_an_order(hall)
    correct_decision(hall.world.chair, motion.id, OWNERS, WHY)
    page = sign_in(client, hall.world, "周敏").get(f"/desk/jinling/meetings/{hall.meeting_id}/minutes")
    text = page.get_data(as_text=True)
    assert "签字以后的更正" in text
    assert text.count("<del>") == 1
    again = recount(db.session.query(Vote).one().id)
    assert again is not None
    assert again.matches
    said = db.session.query(AuditEntry).filter_by(action="motion.correct").one()
    assert (said.subject_id, said.facts["before"]) == (motion.id, "PARTY_DUTY")


def test_a_lost_motion_is_no_refusal_any_more_and_nothing_is_put_to_the_owners(hall: Hall) -> None:
    motion = decided(hall, 2, 9)
    correct_decision(hall.world.chair, motion.id, OWNERS, WHY)
    (shown,) = decisions(hall.meeting_id)
    assert shown.verdict is not None
    assert shown.verdict["result_label"] == "未形成协商意见"
    assert (db.session.query(Topic).one().state, db.session.query(OwnersMatter).count()) == ("NOT_ADVISED", 0)


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"reason": ""}, 422, "请写明理由"),
        ({"authority": "PARTY_DUTY"}, 422, ""),
        ({"matter": ""}, 422, "第二百七十八条的哪一项"),
        ({"reason": "找李建国，电话13812345678。"}, 422, "个人信息"),
    ],
)
def test_a_correction_without_its_reason_or_matter_is_refused_and_changes_nothing(
    hall: Hall, client: FlaskClient, change: dict[str, str], status: int, word: str
) -> None:
    motion = decided(hall)
    sign_in(client, hall.world, "李建国")
    answer = client.post(address(hall, motion), data=FORM | change)
    assert answer.status_code == status
    assert word in answer.get_data(as_text=True)
    db.session.expire_all()
    assert motion.binds == "PARTY_DUTY"


@pytest.mark.parametrize("who", ["周敏", "陈海涛", "高峰"])
def test_only_chair_and_branch_may_correct(hall: Hall, client: FlaskClient, who: str) -> None:
    motion = decided(hall)
    assert sign_in(client, hall.world, who).post(address(hall, motion), data=FORM).status_code == 403
    assert sign_in(client, hall.world, "吴敏").get(address(hall, motion)).status_code == 200


def test_while_the_item_is_open_it_is_classed_and_not_corrected(hall: Hall) -> None:
    motion = db.session.query(Motion).one()
    hall.at += timedelta(minutes=1)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            correct_decision(hall.world.chair, motion.id, OWNERS, WHY)
        assert refused.value.reason is Reason.NOT_READY
        if motion.state == "VOTING":
            hall.cast_all(10, 1, 1)
            hall.step("close_vote")
