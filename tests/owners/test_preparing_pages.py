"""筹备 at the desk: from what waits to a saved vote, changed until the notice is posted, then locked."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.models import OwnersMatter, OwnersVote
from tests.builders import World, a_compound, sign_in
from tests.halls import an_accepted_item
from tests.house.forms_on_pages import Form, forms_of
from tests.owners.hall import a_noticed_vote, a_prepared_vote, a_roster, heads_of

NEW = "/desk/jinling/owners-votes/new"


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    clock.use(lambda: beijing(2026, 3, 10, 9))
    a_roster(found, [*heads_of(2, building="1"), *heads_of(2, building="3")])
    return found


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def a_matter(
    world: World, authority: str = "OWNERS_SPECIAL", matter: str | None = "REBUILD", title: str = "改造南出入口"
) -> OwnersMatter:
    """A topic of this class that waits for the owners."""
    topic_id = an_accepted_item(world, title).topic_id
    with transaction() as session:
        session.get_one(Topic, topic_id).proposal = "同意按方案办理，费用从公共收益列支。"
        found = OwnersMatter(
            compound_id=world.compound.id,
            topic_id=topic_id,
            decision_authority=authority,
            matter=matter,
            proposed_at=clock.now(),
        )
        session.add(found)
    return found


def the_form(client: FlaskClient, address: str) -> Form:
    answer = client.get(address)
    assert answer.status_code == 200
    path = address.partition("?")[0]
    return next(f for f in forms_of(path, answer.get_data(as_text=True)) if f.action == path)


def votes() -> list[OwnersVote]:
    db.session.expire_all()
    return list(db.session.scalars(select(OwnersVote).order_by(OwnersVote.id)))


def test_a_vote_is_prepared_from_what_waits_with_the_class_that_the_law_gives(world: World, desk: FlaskClient) -> None:
    matter = a_matter(world)
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    assert (form.fields["kind"], form.fields["opens_at"]) == ("OWNERS", "2026-03-27T09:00")
    data = form.filled(**{"questions-0-text": "同意按方案改造，预算34万元。"})
    assert desk.post(NEW, data=data).status_code == 302
    assert desk.post(NEW, data=data).status_code == 302  # sent twice, made once
    (vote,) = votes()
    (question,) = vote.questions
    assert (vote.kind, vote.state, question.matter_id) == ("OWNERS", "PREPARED", matter.id)
    assert (question.decision_class, question.item, question.text) == (
        "SPECIAL",
        "REBUILD",
        "同意按方案改造，预算34万元。",
    )


def test_a_matter_that_stands_on_a_ballot_leads_to_that_vote_and_not_to_a_second(
    world: World, desk: FlaskClient
) -> None:
    matter = a_matter(world)
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    assert desk.post(NEW, data=form.filled()).status_code == 302
    assert desk.get(f"{NEW}?matter={matter.id}").location == f"/desk/jinling/owners-votes/{votes()[0].id}"
    answer = desk.post(NEW, data=form.filled(title="另一次表决"))
    assert (answer.status_code, "已经列入" in answer.get_data(as_text=True), len(votes())) == (409, True, 1)


def test_the_page_of_a_topic_leads_to_the_vote_that_runs_on_it(world: World, desk: FlaskClient) -> None:
    matter = a_matter(world)
    with transaction() as session:
        session.get_one(Topic, matter.topic_id).decision_authority = "OWNERS_SPECIAL"
    address = f"/desk/jinling/topics/{matter.topic_id}"
    assert "去筹备业主表决" in desk.get(address).get_data(as_text=True)
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    desk.post(form.action, data=form.filled(title="改造南出入口的业主表决"))
    page = desk.get(address).get_data(as_text=True)
    assert f'href="/desk/jinling/owners-votes/{votes()[0].id}"' in page
    assert "改造南出入口的业主表决（筹备中）" in page
    assert "去筹备业主表决" not in page


def test_another_matter_is_put_on_the_same_ballot_and_taken_off_again_and_nothing_typed_is_lost(
    world: World, desk: FlaskClient
) -> None:
    first, second = a_matter(world), a_matter(world, "OWNERS_ORDINARY", "OTHER_MAJOR", "调整物业费")
    form = the_form(desk, f"{NEW}?matter={first.id}")
    typed = form.filled(title="两件事一起表决", add=f"matter:{second.id}", act="add")
    answer = desk.post(NEW, data=typed)
    assert (answer.status_code, votes()) == (200, [])
    both = next(f for f in forms_of(NEW, answer.get_data(as_text=True)) if f.action == NEW)
    assert (both.fields["title"], both.fields["questions-1-title"]) == ("两件事一起表决", "调整物业费")
    without = desk.post(NEW, data=both.filled(act="remove-0")).get_data(as_text=True)
    assert next(f for f in forms_of(NEW, without) if f.action == NEW).fields["questions-0-title"] == "调整物业费"
    assert desk.post(NEW, data=both.filled()).status_code == 302
    assert [(q.number, q.decision_class) for q in votes()[0].questions] == [(1, "SPECIAL"), (2, "ORDINARY")]


def test_a_matter_of_all_owners_is_not_put_to_one_building_and_its_item_is_not_exchanged(
    world: World, desk: FlaskClient
) -> None:
    matter = a_matter(world)
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    answer = desk.post(NEW, data=form.filled(kind="AFFECTED", scope="3"))
    assert (answer.status_code, "须由全体业主共同决定" in answer.get_data(as_text=True)) == (422, True)
    assert desk.post(NEW, data=form.filled(**{"questions-0-item": "OTHER_MAJOR"})).status_code == 302
    assert votes()[0].questions[0].item == "REBUILD"


def test_a_matter_of_one_building_asks_for_the_building_and_the_item(world: World, desk: FlaskClient) -> None:
    matter = a_matter(world, "AFFECTED_OWNERS", None, "修3号楼屋面")
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    assert form.fields["kind"] == "AFFECTED"
    for missing, said in (
        ({"scope": "3"}, "须选定属于民法典"),
        ({"questions-0-item": "USE_MAINTENANCE_FUND"}, "选定楼栋或单元"),
    ):
        data = {name: value for name, value in form.filled().items() if name != "scope"} | missing
        answer = desk.post(NEW, data=data)
        assert (answer.status_code, said in answer.get_data(as_text=True)) == (422, True)
    both = form.filled(scope="3", **{"questions-0-item": "USE_MAINTENANCE_FUND"})
    assert desk.post(NEW, data=both).status_code == 302
    assert (votes()[0].scope_in_words, votes()[0].questions[0].decision_class) == ("3", "ORDINARY")


def test_households_are_asked_about_a_topic_and_bind_nobody(world: World, desk: FlaskClient) -> None:
    topic_id = an_accepted_item(world, "想要哪些上门服务").topic_id
    form = the_form(desk, f"{NEW}?topic={topic_id}")
    data = form.filled(
        **{"questions-0-method": "CHOOSE", "questions-0-options": "理发\n修家电\n\n代买菜", "questions-0-most": "2"}
    )
    assert desk.post(NEW, data=data).status_code == 302
    (vote,) = votes()
    (question,) = vote.questions
    assert (vote.kind, question.decision_class, question.topic_id, question.most) == (
        "HOUSEHOLDS",
        "SURVEY",
        topic_id,
        2,
    )
    assert [o["label"] for o in question.options] == ["理发", "修家电", "代买菜"]


@pytest.mark.parametrize(
    ("opens", "said"),
    [("2026-03-24T09:00", "只有 14 天"), ("2026-03-25T09:00", "正好 15 天"), ("2026-03-26T09:00", "来得及")],
)
def test_the_form_says_whether_a_notice_of_today_is_early_enough(
    world: World, desk: FlaskClient, opens: str, said: str
) -> None:
    form = the_form(desk, f"{NEW}?matter={a_matter(world).id}")
    page = desk.post(NEW, data=form.filled(opens_at=opens, act="add")).get_data(as_text=True)
    assert (said in page, "最早可于 2026年3月25日（周三）开始" in page) == (True, True)


@pytest.mark.parametrize("policy", ["FOLLOW_MAJORITY", "ABSTAIN"])
def test_ballots_that_do_not_come_back_count_only_by_a_clause_with_its_day(
    world: World, desk: FlaskClient, policy: str
) -> None:
    form = the_form(desk, f"{NEW}?matter={a_matter(world).id}")
    answer = desk.post(NEW, data=form.filled(policy=policy, policy_clause="", policy_clause_on=""))
    assert (answer.status_code, "条款和通过日期" in answer.get_data(as_text=True), votes()) == (422, True, [])
    clause = {"policy_clause": "《管理规约》第十二条", "policy_clause_on": "2020-05-01"}
    assert desk.post(NEW, data=form.filled(policy=policy, **clause)).status_code == 302
    assert (votes()[0].policy, votes()[0].policy_clause) == (policy, "《管理规约》第十二条")


def test_owners_cannot_be_let_vote_by_telephone_where_the_rules_do_not_say_so(world: World, desk: FlaskClient) -> None:
    form = the_form(desk, f"{NEW}?matter={a_matter(world).id}")
    answer = desk.post(NEW, data=form.filled(online="y"))
    assert (answer.status_code, "不允许手机填写" in answer.get_data(as_text=True)) == (422, True)


def test_what_is_asked_is_changed_until_the_notice_is_posted_and_then_locked(world: World, desk: FlaskClient) -> None:
    vote = a_prepared_vote(world)
    address = f"/desk/jinling/owners-votes/{vote.id}/edit"
    form = the_form(desk, address)
    assert desk.post(address, data=form.filled(**{"questions-0-text": "改成另一段话。"})).status_code == 302
    assert [q.text for q in votes()[0].questions] == ["改成另一段话。"]
    a_noticed_vote(world, vote)
    for answer in (desk.get(address), desk.post(address, data=form.filled(**{"questions-0-text": "再改。"}))):
        assert (answer.status_code, "锁定" in answer.get_data(as_text=True)) == (409, True)
    assert [q.text for q in votes()[0].questions] == ["改成另一段话。"]


def test_a_matter_without_words_to_vote_on_is_refused(world: World, desk: FlaskClient) -> None:
    form = the_form(desk, f"{NEW}?matter={a_matter(world).id}")
    answer = desk.post(NEW, data=form.filled(**{"questions-0-text": " \r\n "}))
    assert (answer.status_code, "请写表决内容" in answer.get_data(as_text=True), votes()) == (422, True, [])


def test_rubbish_in_the_form_is_said_in_words_and_what_was_typed_stays(world: World, desk: FlaskClient) -> None:
    form = the_form(desk, f"{NEW}?matter={a_matter(world).id}")
    for name, value in (
        ("kind", "蛇"),
        ("opens_at", "蛇"),
        ("questions-0-most", "蛇"),
        ("policy", "蛇"),
        ("questions-0-title", "长" * 200),
        ("questions-0-method", "蛇"),
    ):
        answer = desk.post(NEW, data=form.filled(**{name: value, "title": "留下这句话"}))
        page = answer.get_data(as_text=True)
        assert (answer.status_code, "error-summary" in page, "留下这句话" in page) == (422, True, True), name
    assert votes() == []


def test_matters_and_topics_of_another_compound_are_not_found(app: Flask, world: World, desk: FlaskClient) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    foreign = a_matter(elsewhere)
    own = a_matter(world, title="自己的事")
    assert desk.get(f"{NEW}?matter={foreign.id}").status_code == 404
    assert desk.get(f"{NEW}?topic={foreign.topic_id}").status_code == 404
    form = the_form(desk, f"{NEW}?matter={own.id}")
    assert desk.post(NEW, data=form.filled(**{"questions-0-matter_id": str(foreign.id)})).status_code == 404
    assert desk.post(f"/desk/jinling/owners-votes/propose/{foreign.topic_id}").status_code in {403, 404}
    assert votes() == []


def test_a_topic_of_the_owners_is_put_to_them_from_its_page_and_once_only(world: World, desk: FlaskClient) -> None:
    topic_id = an_accepted_item(world, "改造南出入口").topic_id
    with transaction() as session:
        topic = session.get_one(Topic, topic_id)
        topic.decision_authority, topic.matter, topic.state = "OWNERS_SPECIAL", "REBUILD", "ACCEPTED"
    page = desk.get(f"/desk/jinling/topics/{topic_id}").get_data(as_text=True)
    assert ("等业主共同决定" in page, "征询住户意见" in page) == (True, True)
    (form,) = [f for f in forms_of("", page) if "owners-votes/propose" in f.action]
    first, again = (desk.post(form.action).location for _ in range(2))
    assert first == again
    assert the_form(desk, first).fields["questions-0-title"] == "改造南出入口"
    assert "去筹备业主表决" not in desk.get(f"/desk/jinling/topics/{an_accepted_item(world, '清扫').topic_id}").text


def test_who_may_not_prepare_is_turned_away(app: Flask, world: World) -> None:
    for name in ("高峰", "张秀兰", "杨静"):
        assert sign_in(app.test_client(), world, name).get(NEW).status_code == 403
    assert app.test_client().get(NEW).status_code in {302, 401}
