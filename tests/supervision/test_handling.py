"""The unit under order and those who check it: sign, refuse, report, check, send back, close."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from deliberation.db import db
from deliberation.files.rules import Photo
from deliberation.history.models import Event
from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.models import Notice
from deliberation.supervision import actions, queries
from deliberation.supervision.queries.residents import public_orders
from tests.builders import World, an_officer
from tests.queries import counted_statements
from tests.refusals import reason_of
from tests.supervision.hall import a_decided_meeting, an_order, at, audited, motions, topic_of

PHOTO = Photo("现场.jpg", b"\xff\xd8\xff\xd9")


def last(order_id: int) -> Event:
    return queries.history(order_id)[-1]


def test_the_unit_signs_and_who_signs_answers_for_it(world: World) -> None:
    order = an_order(world, "ISSUED")
    actions.accept_order(world.actor("丁娜"), order.id)
    assert (order.state, order.responsible_id) == ("ACCEPTED", world.people["丁娜"].id)
    step = last(order.id)
    assert (step.act, step.by, step.party_id) == ("order.accept", "丁娜", world.parties["property_firm"].id)
    assert audited("order.accept") == 1


def test_of_two_who_sign_the_second_is_told_who_was_first(world: World) -> None:
    order = an_order(world, "ISSUED")
    actions.accept_order(world.actor("高峰"), order.id)
    with pytest.raises(Refused) as refused:
        actions.accept_order(world.actor("丁娜"), order.id)
    assert refused.value.reason is Reason.ALREADY_DONE
    assert "高峰" in refused.value.message
    assert audited("order.accept") == 1
    assert order.responsible_id == world.people["高峰"].id


@pytest.mark.parametrize("name", ["李建国", "周敏", "张秀兰", "陈海涛", "何伟"])
def test_nobody_signs_or_reports_for_another_unit(world: World, name: str) -> None:
    order = an_order(world, "ISSUED")
    assert reason_of(actions.accept_order, world.actor(name), order.id) is Reason.FORBIDDEN
    assert reason_of(actions.refuse_order, world.actor(name), order.id, "不归我们") is Reason.FORBIDDEN
    actions.accept_order(world.actor("高峰"), order.id)
    assert reason_of(actions.report_progress, world.actor(name), order.id, 10, "办了") is Reason.FORBIDDEN
    assert reason_of(actions.report_completion, world.actor(name), order.id, "办了") is Reason.FORBIDDEN


def test_who_may_not_is_told_before_the_topic_is_taken(world: World) -> None:
    meeting_id = a_decided_meeting(world)
    order = an_order(world, "ISSUED", meeting_id=meeting_id, motion_id=motions(meeting_id)[2].id)
    with counted_statements() as seen:
        assert reason_of(actions.accept_order, world.actor("李建国"), order.id) is Reason.FORBIDDEN
    assert [one for one in seen if "FROM topics" in one] == []
    with counted_statements() as seen:
        actions.accept_order(world.actor("高峰"), order.id)
    assert [one for one in seen if "FROM topics" in one] != []


def test_a_unit_refuses_with_a_reason_and_the_branch_issues_anew(world: World) -> None:
    order = an_order(world, "ISSUED")
    assert reason_of(actions.refuse_order, world.actor("高峰"), order.id, " ") is Reason.REASON_REQUIRED
    actions.refuse_order(world.actor("高峰"), order.id, "属市政道路。")
    assert (order.state, last(order.id).is_public) == ("REFUSED", False)
    assert public_orders(world.compound.id).items == []
    assert actions.issue_order(world.chair, order.id).state == "ISSUED"


def test_what_was_signed_cannot_be_refused(world: World) -> None:
    order = an_order(world, "ACCEPTED")
    assert reason_of(actions.refuse_order, world.actor("高峰"), order.id, "不归我们") is Reason.WRONG_STATE


def test_a_report_moves_the_order_and_residents_read_it(world: World) -> None:
    order = an_order(world, "ACCEPTED")
    moment = at(3, 12)
    actions.report_progress(world.actor("高峰"), order.id, 35, " 已安排2人值守。 ")
    assert (order.state, order.progress, order.reported_at) == ("IN_PROGRESS", 35, moment)
    seen = public_orders(world.compound.id).items[0]
    assert (seen.last_text, seen.last_at, seen.progress) == ("已安排2人值守。", moment, 35)
    assert audited("order.report") == 1


def test_the_same_report_sent_twice_is_one(world: World) -> None:
    order = an_order(world, "ACCEPTED")
    for _ in range(2):
        actions.report_progress(world.actor("高峰"), order.id, 35, "已安排2人值守。")
    assert audited("order.report") == 1
    actions.report_progress(world.actor("高峰"), order.id, 60, "已安排2人值守。")
    assert audited("order.report") == 2


@pytest.mark.parametrize(("progress", "text"), [(101, "办了"), (-1, "办了"), (50, " ")])
def test_a_report_without_sense_changes_nothing(world: World, progress: int, text: str) -> None:
    order = an_order(world, "ACCEPTED")
    reason = reason_of(actions.report_progress, world.actor("高峰"), order.id, progress, text)
    assert (reason, order.state, order.progress) == (Reason.INVALID_INPUT, "ACCEPTED", 0)


def test_nothing_is_reported_before_signing(world: World) -> None:
    order = an_order(world, "ISSUED")
    assert reason_of(actions.report_progress, world.actor("高峰"), order.id, 10, "办了") is Reason.WRONG_STATE
    assert reason_of(actions.report_completion, world.actor("高峰"), order.id, "办了") is Reason.WRONG_STATE


@pytest.mark.parametrize("text", ["已电话13812345678告知。", "已请张秀兰到场。", "孙玉兰家门口已清。"])
def test_words_with_personal_data_wait_for_the_release(world: World, text: str) -> None:
    meeting_id = a_decided_meeting(world)
    origin = {"meeting_id": meeting_id, "motion_id": motions(meeting_id)[2].id}
    order = an_order(world, "ACCEPTED", **origin)
    actions.report_progress(world.actor("高峰"), order.id, 35, text)
    line = last(order.id)
    assert line.is_public is False
    assert text not in [o.last_text for o in public_orders(world.compound.id).items]
    assert reason_of(actions.release_line, world.secretary, line.id) is Reason.MASKING_UNCONFIRMED
    actions.release_line(world.secretary, line.id, confirmed=True)
    assert public_orders(world.compound.id).items[0].last_text == text
    assert audited("order.release") == 1


def test_photos_wait_for_somebody_to_look_at_them(world: World) -> None:
    order = an_order(world, "ACCEPTED")
    actions.report_progress(world.actor("高峰"), order.id, 35, "已划线。", [PHOTO])
    line = last(order.id)
    assert [p.is_public for p in queries.photos_of([line])[line.id]] == [False]
    assert public_orders(world.compound.id).items[0].photos == ()
    actions.release_line(world.chair, line.id)
    shown = public_orders(world.compound.id).items[0].photos
    assert len(shown) == 1
    actions.withhold_line(world.chair, line.id)
    seen = public_orders(world.compound.id).items[0]
    assert (seen.photos, seen.last_text) == ((), "物业企业已签收。")


def test_the_unit_releases_nothing_itself(world: World) -> None:
    order = an_order(world, "IN_PROGRESS")
    line = last(order.id)
    assert reason_of(actions.release_line, world.actor("高峰"), line.id) is Reason.FORBIDDEN
    assert reason_of(actions.withhold_line, world.actor("高峰"), line.id) is Reason.FORBIDDEN
    assert reason_of(actions.release_line, world.chair, 4711) is Reason.NOT_FOUND


@pytest.mark.parametrize("name", ["张秀兰", "杨静", "李建国", "陈海涛"])
def test_another_party_checks_the_completion(world: World, name: str) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    actions.check_completion(world.actor(name), order.id)
    assert (order.state, last(order.id).text, last(order.id).is_public) == ("ACCEPTED_RESULT", "验收通过。", True)
    assert audited("order.check") == 1


def test_an_opinion_stays_inside_until_it_is_released(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    actions.check_completion(world.actor("陈海涛"), order.id, "陈海涛、刘芳到场看过。")
    assert last(order.id).is_public is False
    assert "刘芳" not in public_orders(world.compound.id).items[0].last_text


def test_nobody_checks_his_own_unit(world: World) -> None:
    """Hard rule 1 of domain 2.5: the committee may check, but never what it did itself."""
    other = an_order(world, "COMPLETION_REPORTED")
    own = an_order(world, "COMPLETION_REPORTED", "owners_committee")
    assert reason_of(actions.check_completion, world.actor("刘芳"), own.id) is Reason.NOT_OWN_UNIT
    assert reason_of(actions.send_back, world.actor("刘芳"), own.id, "没办好") is Reason.NOT_OWN_UNIT
    assert own.state == "COMPLETION_REPORTED"
    assert actions.check_completion(world.actor("刘芳"), other.id).state == "ACCEPTED_RESULT"


@pytest.mark.parametrize("name", ["高峰", "何伟", "韩勇", "周敏"])
def test_firm_units_partners_and_secretary_check_nothing(world: World, name: str) -> None:
    order = an_order(world, "COMPLETION_REPORTED", "owners_committee")
    assert reason_of(actions.check_completion, world.actor(name), order.id) is Reason.FORBIDDEN


def test_what_is_sent_back_goes_on_from_the_last_report(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    assert order.progress == 100
    assert reason_of(actions.send_back, world.actor("张秀兰"), order.id, "") is Reason.REASON_REQUIRED
    actions.send_back(world.actor("张秀兰"), order.id, "西侧标线没有画。")
    assert (order.state, order.progress) == ("REWORK", 40)
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "order.rework")))
    assert world.people["高峰"].id in told
    actions.report_completion(world.actor("高峰"), order.id, "西侧标线已补画。")
    assert order.state == "COMPLETION_REPORTED"


def test_residents_read_that_it_was_sent_back_and_not_why(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    seen = public_orders(world.compound.id).items[0]
    assert (seen.last_text, seen.words, seen.progress) == ("疏导已成常态。", ("待验收",), 100)
    moment = at(3, 12)
    actions.send_back(world.actor("张秀兰"), order.id, "刘芳说西侧标线没有画。")
    seen = public_orders(world.compound.id).items[0]
    assert (seen.last_text, seen.last_at) == ("验收没有通过，退回重办。", moment)
    assert (seen.words, seen.progress) == (("退回重办",), 40)
    line = last(order.id)
    assert (line.text, line.is_public) == ("刘芳说西侧标线没有画。", False)
    actions.release_line(world.secretary, line.id, confirmed=True)
    assert public_orders(world.compound.id).items[0].last_text == "刘芳说西侧标线没有画。"
    actions.withhold_line(world.secretary, line.id)
    assert public_orders(world.compound.id).items[0].last_text == "验收没有通过，退回重办。"


def test_what_residents_read_follows_the_order_while_the_words_stay_inside(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")

    def read() -> tuple[str, tuple[str, ...]]:
        seen = public_orders(world.compound.id).items[0]
        return seen.last_text, seen.words

    actions.send_back(world.actor("张秀兰"), order.id, "刘芳说没有画。")
    actions.report_completion(world.actor("高峰"), order.id, "已请刘芳看过。")
    assert read() == ("承办单位已申报办结，等待验收。", ("待验收",))
    actions.check_completion(world.actor("张秀兰"), order.id, "刘芳到场看过。")
    assert read() == ("验收通过。", ("验收通过",))
    actions.close_order(world.chair, order.id, "刘芳已回访。")
    assert read() == ("已销号。", ("办结",))


def test_closing_needs_the_check(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    assert reason_of(actions.close_order, world.chair, order.id) is Reason.WRONG_STATE
    actions.check_completion(world.actor("张秀兰"), order.id)
    assert actions.close_order(world.chair, order.id).state == "CLOSED"
    assert reason_of(actions.close_order, world.chair, order.id) is Reason.ALREADY_DONE
    assert audited("order.close") == 1


@pytest.mark.parametrize("name", ["吴敏", "张秀兰", "高峰", "周敏"])
def test_only_the_chair_and_the_subdistrict_close(world: World, name: str) -> None:
    order = an_order(world, "ACCEPTED_RESULT")
    assert reason_of(actions.close_order, world.actor(name), order.id) is Reason.FORBIDDEN
    assert actions.close_order(an_officer(world, "subdistrict_officer"), order.id).state == "CLOSED"


def test_the_topic_is_done_with_its_last_order(world: World) -> None:
    meeting_id = a_decided_meeting(world)
    origin = {"meeting_id": meeting_id, "motion_id": motions(meeting_id)[2].id}
    first, second = (an_order(world, "ACCEPTED_RESULT", **origin) for _ in range(2))
    actions.close_order(world.chair, first.id)
    assert topic_of(first).state == "IMPLEMENTING"
    actions.close_order(world.chair, second.id)
    assert topic_of(first).state == "CLOSED"
    assert audited("topic.close") == 1


def test_an_open_order_keeps_its_topic_open(world: World) -> None:
    meeting_id = a_decided_meeting(world)
    origin = {"meeting_id": meeting_id, "motion_id": motions(meeting_id)[2].id}
    waiting = an_order(world, **origin)
    done = an_order(world, "CLOSED", **origin)
    assert topic_of(done).state == "IMPLEMENTING"
    actions.cancel_order(world.chair, waiting.id, "与前一张重复。")
    assert topic_of(done).state == "CLOSED"
    assert audited("topic.close") == 1


def test_a_reminder_reaches_the_unit_and_not_the_residents(world: World) -> None:
    order = an_order(world, "ACCEPTED")
    actions.urge(world.chair, order.id, "周五前请报进展。")
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "order.urge")))
    assert told == {world.people["高峰"].id, world.people["丁娜"].id}
    assert (last(order.id).act, last(order.id).is_public, order.state) == ("order.urge", False, "ACCEPTED")


def test_nobody_is_reminded_of_what_is_done(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    assert reason_of(actions.urge, world.chair, order.id, "快些") is Reason.WRONG_STATE
    assert reason_of(actions.urge, world.actor("张秀兰"), order.id, "快些") is Reason.FORBIDDEN
