"""Handing in, taking up, completing, merging, withdrawing: state, history and audit together."""

from __future__ import annotations

from sqlalchemy import func, select

from deliberation.collection import actions, queries
from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.history.models import Event
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason
from deliberation.web.uploads import checked_photo
from tests.builders import World, a_compound
from tests.collection.reports import a_draft, a_photo, a_report, audited, steps_of
from tests.refusals import reason_of


def test_a_residents_words_become_a_topic_with_a_receipt(world: World) -> None:
    topic = a_report(world, submitter_name=" 孙女士 ", building="3号楼")
    assert (topic.state, topic.number, topic.title) == ("SUBMITTED", None, "早高峰南出入口排队太长")
    assert (topic.submitter_name, topic.person_id, topic.entered_by_id) == ("孙女士", None, None)
    assert len(topic.receipt_code.replace("-", "")) == 10
    assert steps_of(topic) == ["topic.submit"]
    assert audited(topic) == [("topic.submit", "公众")]


def test_the_same_form_sent_twice_is_one_topic(world: World) -> None:
    draft = a_draft()
    first = actions.submit_topic(ANONYMOUS, world.compound.id, draft)
    again = actions.submit_topic(ANONYMOUS, world.compound.id, draft)
    assert again.id == first.id
    assert db.session.scalar(select(func.count(Topic.id))) == 1
    assert steps_of(first) == ["topic.submit"]


def test_a_topic_without_words_or_of_no_kind_is_refused_and_nothing_is_written(world: World) -> None:
    assert reason_of(lambda: a_report(world, situation="  ")) is Reason.INVALID_INPUT
    assert reason_of(lambda: a_report(world, category="nonsense")) is Reason.INVALID_INPUT
    assert db.session.scalar(select(func.count(Topic.id))) == 0
    assert db.session.scalar(select(func.count(Event.id))) == 0


def test_a_grid_worker_enters_on_behalf_and_is_named_as_who_typed(world: World) -> None:
    topic = a_report(world, world.actor("杨静"), channel="phone")
    assert (topic.person_id, topic.entered_by_id) == (None, world.people["杨静"].id)
    assert audited(topic) == [("topic.enter_on_behalf", "杨静")]


def test_the_firm_may_hand_in_but_not_type_for_others(world: World) -> None:
    assert a_report(world, world.actor("高峰")).person_id == world.people["高峰"].id
    assert reason_of(lambda: a_report(world, world.actor("高峰"), channel="paper")) is Reason.FORBIDDEN


def test_photos_are_kept_with_the_topic_and_not_public(world: World) -> None:
    topic = a_report(world, photos=(checked_photo(a_photo(), "a.jpg"), checked_photo(a_photo("PNG"), "b.png")))
    kept = files_of("topic", [topic.id])
    assert [(p.filename, p.is_public) for p in kept] == [("a.jpg", False), ("b.png", False)]
    assert db.session.scalar(select(func.count(File.id))) == 2


def test_taking_up_gives_the_next_number_of_the_year(world: World) -> None:
    first, second = a_report(world), a_report(world)
    with clock.frozen(clock.beijing(2026, 12, 31, 23)):
        assert actions.take_up(world.secretary, second.id).number == "2026-001"
    with clock.frozen(clock.beijing(2027, 1, 1)):
        assert actions.take_up(world.secretary, first.id).number == "2027-001"
    assert (second.state, steps_of(second)) == ("SCREENING", ["topic.submit", "topic.take_up"])
    assert audited(second)[-1] == ("topic.take_up", "周敏")


def test_each_compound_numbers_for_itself(world: World) -> None:
    other = a_compound("bohai", "渤海明珠")
    mine, theirs = a_report(world), a_report(other)
    assert actions.take_up(world.chair, mine.id).number == actions.take_up(other.chair, theirs.id).number


def test_a_topic_is_taken_up_once_and_only_by_who_may(world: World) -> None:
    topic = a_report(world)
    assert reason_of(lambda: actions.take_up(world.actor("高峰"), topic.id)) is Reason.FORBIDDEN
    actions.take_up(world.chair, topic.id)
    assert reason_of(lambda: actions.take_up(world.chair, topic.id)) is Reason.WRONG_STATE
    assert steps_of(topic) == ["topic.submit", "topic.take_up"]


def test_for_another_compound_the_topic_does_not_exist(world: World) -> None:
    other = a_compound("bohai", "渤海明珠")
    topic = a_report(world)
    assert reason_of(lambda: actions.take_up(other.chair, topic.id)) is Reason.NOT_FOUND
    assert reason_of(lambda: actions.take_up(other.chair, 999_999)) is Reason.NOT_FOUND


def test_completing_keeps_the_submitters_own_words_in_the_history(world: World) -> None:
    topic = a_report(world)
    edit = actions.TopicEdit("关于改造小区南出入口的议题", "进出共用一条车道。", "分道", "traffic", "南出入口")
    actions.edit_topic(world.secretary, topic.id, edit)
    kept = queries.history(topic, internal=True)[-1]
    assert (topic.title, kept.act, kept.shown_to) == (
        "关于改造小区南出入口的议题",
        "topic.edit",
        "internal",
    )
    assert "早高峰南出入口排队太长" in kept.text
    assert [step.act for step in queries.history(topic)] == ["topic.submit"]
    actions.withdraw(topic.receipt_code)
    assert reason_of(lambda: actions.edit_topic(world.secretary, topic.id, edit)) is Reason.WRONG_STATE


def test_completing_with_the_same_words_again_writes_nothing(world: World) -> None:
    topic = a_report(world)
    edit = actions.TopicEdit("关于改造小区南出入口的议题", "进出共用一条车道。", "分道", "traffic", "南出入口")
    for _ in range(2):
        actions.edit_topic(world.secretary, topic.id, edit)
    assert [step.act for step in queries.history(topic, internal=True)] == ["topic.submit", "topic.edit"]


def test_merging_takes_the_target_up_and_tells_every_author(world: World) -> None:
    target, one, two = a_report(world), a_report(world), a_report(world)
    actions.merge(world.secretary, target.id, [target.id, one.id, two.id])
    assert (target.state, one.state, two.state) == ("SCREENING", "MERGED", "MERGED")
    assert steps_of(target) == ["topic.submit", "topic.take_up", "topic.gather"]
    assert audited(one)[-1] == ("topic.merge", "周敏")
    assert target.number in queries.history(one)[1].text


def test_a_merge_with_one_wrong_topic_changes_nothing(world: World) -> None:
    target, good, gone = a_report(world), a_report(world), a_report(world)
    actions.withdraw(gone.receipt_code)
    assert reason_of(lambda: actions.merge(world.chair, target.id, [good.id, gone.id])) is Reason.WRONG_STATE
    assert (target.state, target.number, good.state) == ("SUBMITTED", None, "SUBMITTED")
    assert steps_of(good) == ["topic.submit"]


def test_topics_of_two_compounds_are_never_merged(world: World) -> None:
    other = a_compound("bohai", "渤海明珠")
    target, foreign = a_report(world), a_report(other)
    assert reason_of(lambda: actions.merge(world.chair, target.id, [foreign.id])) is Reason.NOT_FOUND
    assert foreign.state == "SUBMITTED"


def test_a_merge_can_be_undone_until_the_meeting_deals_with_it(world: World) -> None:
    target, source = a_report(world), a_report(world)
    actions.merge(world.chair, target.id, [source.id])
    actions.unmerge(world.chair, source.id)
    assert (source.state, source.merged_into_id, audited(source)[-1][0]) == (
        "SUBMITTED",
        None,
        "topic.unmerge",
    )
    actions.merge(world.chair, target.id, [source.id])
    with transaction():
        target.state = "IN_MEETING"
    assert reason_of(lambda: actions.unmerge(world.chair, source.id)) is Reason.WRONG_STATE
    assert source.merged_into_id == target.id


def test_the_author_of_a_merged_report_sees_the_targets_later_steps_only(world: World) -> None:
    target, source = a_report(world), a_report(world)
    actions.take_up(world.chair, target.id)
    actions.merge(world.chair, target.id, [source.id])
    with transaction():
        actions.advance(world.chair, target, "topic.edit", "内部的话", "internal")
        actions.advance(world.chair, target, "topic.refer", "转给供热公司。")
    seen = [(step.act, step.text) for step in queries.history(source)]
    assert [name for name, _text in seen] == ["topic.submit", "topic.merge", "topic.gather", "topic.refer"]
    assert seen[-1][1] == "转给供热公司。"
    assert queries.standing_for(source).id == target.id


def test_whoever_holds_the_receipt_may_withdraw_before_the_gate(world: World) -> None:
    topic = a_report(world)
    actions.withdraw(topic.receipt_code.lower().replace("-", " "))
    assert (topic.state, steps_of(topic)) == ("WITHDRAWN", ["topic.submit", "topic.withdraw"])
    assert audited(topic)[-1] == ("topic.withdraw", "公众")
    assert reason_of(lambda: actions.withdraw(topic.receipt_code)) is Reason.WRONG_STATE
    assert reason_of(lambda: actions.withdraw("ABCD-EFGH-23")) is Reason.NOT_FOUND


def test_a_topic_on_which_others_hang_cannot_be_withdrawn(world: World) -> None:
    target, source = a_report(world), a_report(world)
    actions.merge(world.chair, target.id, [source.id])
    assert reason_of(lambda: actions.withdraw(target.receipt_code)) is Reason.WRONG_STATE
    assert target.state == "SCREENING"


def test_a_returned_topic_is_supplemented_and_goes_back_to_the_gate(world: World) -> None:
    topic = a_report(world)
    assert reason_of(lambda: actions.resubmit(topic.receipt_code, "每天都堵")) is Reason.WRONG_STATE
    with transaction():
        actions.advance(world.chair, topic, "topic.return", "请写明时段。")
    assert reason_of(lambda: actions.resubmit(topic.receipt_code, "  ")) is Reason.INVALID_INPUT
    actions.resubmit(topic.receipt_code, "7:10 到 8:20")
    assert (topic.state, topic.situation.endswith("补充：7:10 到 8:20")) == ("SCREENING", True)
    assert audited(topic)[-1] == ("topic.resubmit", "公众")


def test_what_waits_is_told_to_who_can_do_it(world: World) -> None:
    a_report(world)
    taken = a_report(world)
    actions.take_up(world.chair, taken.id)
    for_chair = {w.values["state"]: w.count for w in queries.waiting(world.chair, world.compound.id)}
    for_secretary = {w.values["state"]: w.count for w in queries.waiting(world.secretary, world.compound.id)}
    assert for_chair == {"SUBMITTED": 1, "SCREENING": 1}
    assert for_secretary == {"SUBMITTED": 1}
    assert queries.waiting(world.actor("高峰"), world.compound.id) == []


def test_similar_reports_are_pointed_out_and_other_matters_are_not(world: World) -> None:
    mine = a_report(world)
    like = a_report(world, situation="南出入口早高峰堵车")
    a_report(world, situation="楼上深夜噪音", category="neighbour", place="5号楼")
    assert [topic.id for topic, _percent in queries.similar(mine)] == [like.id]
    assert len(queries.mergeable(mine)) == 2
