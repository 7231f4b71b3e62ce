"""A resolution from its draft to its effect: states, periods, objections, what is frozen."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication import actions, queries, rules
from deliberation.publication.actions import ObjectionDraft, ResolutionEdit
from deliberation.publication.models import PublicObjection, Resolution
from tests.builders import World, a_compound, an_officer
from tests.publication.hall import MORNING_AFTER, a_finished_meeting, at


@pytest.fixture
def meeting(world: World) -> Meeting:
    return a_finished_meeting(world)


@pytest.fixture
def published(world: World, meeting: Meeting) -> Resolution:
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        return actions.publish(world.chair, drafted.id, masking_confirmed=False)


def an_objection(key: str = "k1", text: str = "施工噪音怎么办？", **more: str) -> ObjectionDraft:
    return ObjectionDraft(text=text, request_key=key, **more)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> Reason:
    return refused.value.reason


def noted(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_the_draft_is_written_from_the_decisions(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    assert drafted.state == "DRAFT"
    assert drafted.title == "五方协商意见（2026年3月10日）"
    assert drafted.days == 7
    points = drafted.text.split("\n\n")
    assert [p[:2] for p in points] == ["一、", "二、", "三、"]
    assert points[1].startswith("二、经协商一致，资金由")
    assert "业主共同决定" in points[0]
    assert [e.subject_id for e in noted("resolution.prepare")] == [drafted.id]


def test_a_period_in_working_days_asks_for_as_many_plain_days_as_they_take(world: World, meeting: Meeting) -> None:
    with transaction():
        meeting.profile.data = meeting.profile.data | {"publication_days": 10, "publication_unit": "WORKING_DAYS"}
    with clock.frozen(MORNING_AFTER):
        assert queries.least_period_of(meeting).days == 14
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        assert drafted.days == 14
        with pytest.raises(Refused) as refused:
            actions.edit_resolution(world.secretary, drafted.id, ResolutionEdit(drafted.title, drafted.text, 13))
    assert refusal(refused) is Reason.PERIOD_TOO_SHORT


def test_drafting_twice_gives_one_resolution(world: World, meeting: Meeting) -> None:
    first = actions.draft_resolution(world.secretary, meeting.id)
    assert actions.draft_resolution(world.chair, meeting.id).id == first.id
    assert len(noted("resolution.prepare")) == 1


def test_a_meeting_that_is_not_over_has_no_resolution(world: World) -> None:
    running = a_finished_meeting(world, "IN_SESSION")
    with pytest.raises(Refused) as refused:
        actions.draft_resolution(world.secretary, running.id)
    assert refusal(refused) is Reason.NOT_READY
    assert queries.newest_version(running.id) is None


def test_a_draft_may_be_edited_but_not_below_the_least_period(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    actions.edit_resolution(world.secretary, drafted.id, ResolutionEdit("新标题", "一、新正文。", 10))
    assert (drafted.title, drafted.text, drafted.days) == ("新标题", "一、新正文。", 10)
    with pytest.raises(Refused) as refused:
        actions.edit_resolution(world.secretary, drafted.id, ResolutionEdit("又一个", "一、别的。", 6))
    assert refusal(refused) is Reason.PERIOD_TOO_SHORT
    db.session.expire_all()
    assert (drafted.title, drafted.days) == ("新标题", 10)


def test_a_resolution_is_published_only_after_the_minutes_are_issued(world: World) -> None:
    signed = a_finished_meeting(world, "MINUTES_SIGNED")
    drafted = actions.draft_resolution(world.secretary, signed.id)
    with pytest.raises(Refused) as refused:
        actions.publish(world.chair, drafted.id, masking_confirmed=True)
    assert refusal(refused) is Reason.NOT_READY
    with transaction():
        signed.state = "ISSUED"
    assert actions.publish(world.chair, drafted.id, masking_confirmed=True).state == "PUBLISHED"


def test_publishing_freezes_a_copy_and_its_hash_and_begins_the_period(published: Resolution) -> None:
    assert published.state == "PUBLISHED"
    assert (published.published_on, published.ends_on) == (date(2026, 3, 11), date(2026, 3, 18))
    assert published.frozen is not None
    assert published.frozen_hash == rules.fingerprint(published.frozen)
    assert [e.facts["hash"] for e in noted("resolution.publish")] == [published.frozen_hash]


def test_the_frozen_copy_says_how_each_item_was_decided(published: Resolution) -> None:
    frozen = published.frozen or {}
    assert (frozen["entitled"], frozen["present"], frozen["leave"]) == (13, 12, 1)
    gate, money, builder = frozen["decisions"]
    assert gate["tally"] == {"agree": 10, "oppose": 1, "abstain": 1, "not_cast": 0}
    assert gate["verdict"]["result"] == "PASSED"
    assert gate["needs_owners"]
    assert money["outcome"] == "CONSENSUS"
    assert (money["tally"], money["verdict"]) == (None, None)
    assert money["reservations"] == [{"party": "业主委员会", "text": "不使用公共收益"}]
    assert (builder["entitled"], builder["present"]) == (11, 10)


def test_the_frozen_copy_names_nobody(world: World, published: Resolution) -> None:
    kept = json.dumps(published.frozen, ensure_ascii=False)
    assert [name for name in world.people if name in kept] == []


def test_what_changes_afterwards_does_not_change_the_frozen_copy(world: World, published: Resolution) -> None:
    before = published.frozen_hash
    with transaction():
        published.text = "偷偷改过"
        world.compound.name = "改了名"
    db.session.expire_all()
    assert published.frozen is not None
    assert rules.fingerprint(published.frozen) == before
    assert "偷偷" not in published.frozen["text"]


def test_possible_personal_data_must_be_looked_at_before_publishing(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    actions.edit_resolution(world.secretary, drafted.id, ResolutionEdit("标题", "请3号楼2单元301配合，13812345678", 7))
    with pytest.raises(Refused) as refused:
        actions.publish(world.chair, drafted.id, masking_confirmed=False)
    assert refusal(refused) is Reason.MASKING_UNCONFIRMED
    assert "13812345678" in refused.value.message
    assert drafted.frozen is None
    assert actions.publish(world.chair, drafted.id, masking_confirmed=True).state == "PUBLISHED"


def test_a_committee_as_organiser_needs_fifteen_days_in_the_action_too(world: World, meeting: Meeting) -> None:
    with transaction():
        meeting.facts = {**meeting.facts, "kind": {**meeting.facts["kind"], "organiser": "neighbourhood_committee"}}
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    assert drafted.days == 15
    with pytest.raises(Refused) as refused:
        actions.edit_resolution(world.secretary, drafted.id, ResolutionEdit("标题", "正文", 14))
    assert refusal(refused) is Reason.PERIOD_TOO_SHORT
    assert "居民委员会组织法" in refused.value.message
    with transaction():
        drafted.days = 14
    with pytest.raises(Refused) as again:
        actions.publish(world.chair, drafted.id, masking_confirmed=True)
    assert refusal(again) is Reason.PERIOD_TOO_SHORT


def test_publishing_twice_is_refused(world: World, published: Resolution) -> None:
    with pytest.raises(Refused) as refused:
        actions.publish(world.chair, published.id, masking_confirmed=True)
    assert refusal(refused) is Reason.WRONG_STATE


def test_the_secretary_drafts_and_the_chair_publishes(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    with pytest.raises(Refused) as refused:
        actions.publish(world.secretary, drafted.id, masking_confirmed=True)
    assert refusal(refused) is Reason.FORBIDDEN
    with pytest.raises(Refused) as delegate:
        actions.edit_resolution(world.actor("张秀兰"), drafted.id, ResolutionEdit("标题", "正文", 7))
    assert refusal(delegate) is Reason.FORBIDDEN


def test_the_chair_of_another_compound_learns_nothing(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    other = a_compound("bohai", "渤海明珠")
    with pytest.raises(Refused) as refused:
        actions.publish(other.chair, drafted.id, masking_confirmed=True)
    assert refusal(refused) is Reason.NOT_FOUND


def test_a_published_resolution_is_not_edited(world: World, published: Resolution) -> None:
    with pytest.raises(Refused) as refused:
        actions.edit_resolution(world.secretary, published.id, ResolutionEdit("标题", "正文", 7))
    assert refusal(refused) is Reason.WRONG_STATE
    assert "公示中" in refused.value.message


def test_an_objection_on_the_eighteenth_is_in_time_and_on_the_nineteenth_refused(
    published: Resolution,
) -> None:
    with clock.frozen(at(18, 23, 59)):
        taken = actions.object_to(published.public_id, an_objection())
    assert published.state == "OBJECTED"
    with clock.frozen(at(19, 0, 0)), pytest.raises(Refused) as refused:
        actions.object_to(published.public_id, an_objection("k2"))
    assert refusal(refused) is Reason.PERIOD_OVER
    assert [o.id for o in queries.objections([published.id])] == [taken.id]


def test_the_same_objection_sent_twice_is_one(published: Resolution) -> None:
    with clock.frozen(at(14)):
        first = actions.object_to(published.public_id, an_objection())
        second = actions.object_to(published.public_id, an_objection())
    assert first.id == second.id
    assert len(noted("resolution.object")) == 1


def test_the_audit_of_an_objection_knows_neither_who_nor_what(published: Resolution) -> None:
    with clock.frozen(at(14)):
        actions.object_to(published.public_id, an_objection(name="孙女士", phone="13812345678"))
    (entry,) = noted("resolution.object")
    assert entry.person_id is None
    assert "138" not in json.dumps(entry.facts)


def test_nobody_objects_to_a_draft(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    with pytest.raises(Refused) as refused:
        actions.object_to(drafted.public_id, an_objection())
    assert refusal(refused) is Reason.NOT_FOUND


def test_an_empty_objection_is_refused(published: Resolution) -> None:
    with clock.frozen(at(14)), pytest.raises(Refused) as refused:
        actions.object_to(published.public_id, an_objection(text="  "))
    assert refusal(refused) is Reason.INVALID_INPUT
    assert published.state == "PUBLISHED"


def test_the_last_answer_puts_the_resolution_back_into_its_period(world: World, published: Resolution) -> None:
    with clock.frozen(at(14)):
        first = actions.object_to(published.public_id, an_objection("k1"))
        second = actions.object_to(published.public_id, an_objection("k2"))
    with clock.frozen(at(16)):
        actions.answer_objection(world.chair, first.id, "施工只在白天进行。")
        assert published.state == "OBJECTED"
        actions.answer_objection(world.chair, second.id, "绕行路线已张贴。")
    assert published.state == "PUBLISHED"
    assert second.answered_by_id == world.chair.person_id
    assert len(noted("objection.answer")) == 2


def test_an_answer_needs_words_and_is_given_once(world: World, published: Resolution) -> None:
    with clock.frozen(at(14)):
        objection = actions.object_to(published.public_id, an_objection())
    with pytest.raises(Refused) as empty:
        actions.answer_objection(world.chair, objection.id, " ")
    assert refusal(empty) is Reason.REASON_REQUIRED
    actions.answer_objection(world.chair, objection.id, "施工只在白天进行。")
    with pytest.raises(Refused) as twice:
        actions.answer_objection(world.chair, objection.id, "另一个答复")
    assert refusal(twice) is Reason.ALREADY_DONE
    assert objection.answer == "施工只在白天进行。"


def test_an_answer_may_not_carry_a_phone_number_into_the_open(world: World, published: Resolution) -> None:
    with clock.frozen(at(14)):
        objection = actions.object_to(published.public_id, an_objection())
    with pytest.raises(Refused) as refused:
        actions.answer_objection(world.chair, objection.id, "已电话答复13812345678。")
    assert refusal(refused) is Reason.INVALID_INPUT
    assert "13812345678" in refused.value.message
    assert objection.answered_at is None


def test_a_secretary_does_not_answer_objections_and_an_officer_may(world: World, published: Resolution) -> None:
    with clock.frozen(at(14)):
        objection = actions.object_to(published.public_id, an_objection())
    with pytest.raises(Refused) as refused:
        actions.answer_objection(world.secretary, objection.id, "答复")
    assert refusal(refused) is Reason.FORBIDDEN
    actions.answer_objection(an_officer(world, "subdistrict_officer"), objection.id, "街道已协调。")
    assert published.state == "PUBLISHED"


def test_it_takes_effect_on_the_nineteenth_and_not_an_hour_before(published: Resolution) -> None:
    assert actions.settle(at(18, 23, 59)) == []
    assert published.state == "PUBLISHED"
    assert actions.settle(at(19, 0, 0)) == [published.id]
    assert published.state == "EFFECTIVE"
    assert actions.settle(at(19, 0, 1)) == []
    assert len(noted("resolution.take_effect")) == 1


def test_an_open_objection_holds_back_the_effect_until_it_is_answered(world: World, published: Resolution) -> None:
    with clock.frozen(at(18)):
        objection = actions.object_to(published.public_id, an_objection())
    assert actions.settle(at(20)) == []
    with clock.frozen(at(20)):
        actions.answer_objection(world.chair, objection.id, "施工只在白天进行。")
    assert actions.settle(at(20, 10)) == [published.id]


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(world: World, published: Resolution) -> None:
    with clock.frozen(at(12)):
        second = actions.correct(world.secretary, published.id)
        assert actions.correct(world.secretary, published.id).id == second.id
        assert (second.version, second.state, published.state) == (2, "DRAFT", "PUBLISHED")
        actions.edit_resolution(world.secretary, second.id, ResolutionEdit("更正后的标题", "一、更正。", 7))
        actions.publish(world.chair, second.id, masking_confirmed=True)
    assert published.state == "SUPERSEDED"
    assert (second.state, second.ends_on) == ("PUBLISHED", date(2026, 3, 19))
    assert [v.version for v in queries.versions(published.meeting_id)] == [1, 2]
    assert (published.frozen or {})["title"] == "五方协商意见（2026年3月10日）"
    with clock.frozen(at(13)), pytest.raises(Refused) as refused:
        actions.object_to(published.public_id, an_objection())
    assert refusal(refused) is Reason.WRONG_STATE


def test_a_draft_is_not_corrected(world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    assert actions.correct(world.secretary, drafted.id).id == drafted.id


def test_what_waits_for_whom_follows_the_resolution(world: World, meeting: Meeting) -> None:
    def labels(name: str) -> list[str]:
        return [w.label for w in queries.waiting(world.actor(name), world.compound.id)]

    assert labels("周敏") == ["待起草决议的会议"]
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        assert (labels("周敏"), labels("李建国")) == ([], ["待公示的决议"])
        actions.publish(world.chair, drafted.id, masking_confirmed=True)
        actions.object_to(drafted.public_id, an_objection())
    assert labels("李建国") == ["待答复的异议"]
    assert labels("张秀兰") == []
    assert db.session.scalar(select(PublicObjection.answered_at)) is None


def test_a_period_that_would_end_on_a_statutory_holiday_ends_after_it(world: World, meeting: Meeting) -> None:
    """民法典 203: 28 March and 7 days would end at 清明节, 4 to 6 April 2026."""
    with clock.frozen(at(28)):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        shown = actions.publish(world.chair, drafted.id, masking_confirmed=True)
    assert shown.ends_on == date(2026, 4, 7)
    assert shown.frozen is not None
    assert shown.frozen["ends_on"] == "2026-04-07"
    assert actions.settle(clock.beijing(2026, 4, 7, 23)) == []
    assert actions.settle(clock.beijing(2026, 4, 8)) == [shown.id]
