"""An item of the agenda form has no class until somebody says who decides; the words of its name ask."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda import actions, rules
from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import Classing, Finding
from deliberation.collection.actions import TopicEdit, edit_topic
from deliberation.convening.actions import publish_agenda
from deliberation.convening.queries import readiness
from deliberation.db import db
from deliberation.kernel.errors import Reason
from tests.agenda.hall import a_planned_meeting, a_screened_topic, item_of
from tests.builders import World, sign_in
from tests.refusals import reason_of

LIFT = "使用维修资金80万元更换电梯"


def found(*codes: str) -> tuple[Finding, ...]:
    return tuple(Finding(code, (code,)) for code in codes)


@pytest.mark.parametrize(
    "authority, codes, answer",
    [
        ("PARTY_DUTY", (), True),
        (None, (), True),
        (None, ("COVENANT",), False),
        ("PARTY_DUTY", ("COVENANT",), False),
        ("GOVERNMENT_OR_UTILITY", ("RAISE_MAINTENANCE_FUND",), False),
        ("OWNERS_ORDINARY", ("USE_MAINTENANCE_FUND",), True),
        ("OWNERS_ORDINARY", ("USE_MAINTENANCE_FUND", "REBUILD"), False),
        ("OWNERS_SPECIAL", ("USE_MAINTENANCE_FUND", "REBUILD"), True),
        ("AFFECTED_OWNERS", ("USE_MAINTENANCE_FUND",), True),
        ("OWNERS_SPECIAL", ("DWELLING_TO_BUSINESS",), False),
        ("INTERESTED_UNANIMOUS", ("DWELLING_TO_BUSINESS",), True),
        ("INTERESTED_UNANIMOUS", ("USE_MAINTENANCE_FUND",), False),
    ],
)
def test_a_class_covers_only_what_its_majority_may_decide(
    authority: str | None, codes: tuple[str, ...], answer: object
) -> None:
    assert rules.covers(authority, found(*codes)) is answer


def test_an_owners_class_above_is_left_only_with_a_reason() -> None:
    assert reason_of(lambda: rules.settle("增加巡逻。", Classing("PARTY_DUTY"), "OWNERS_SPECIAL")) is (
        Reason.CLASS_ASKED
    )
    settled = rules.settle("增加巡逻。", Classing("PARTY_DUTY", reason="合同里已有的义务。"), "OWNERS_SPECIAL")
    assert rules.difference(settled.notes) == "判定不同的理由：合同里已有的义务。"
    assert rules.difference(rules.settle("增加巡逻。", Classing("PARTY_DUTY")).notes) == ""


def a_lift_item(world: World, meeting_id: int) -> AgendaItem:
    item = actions.add_item(world.secretary, world.compound.id, actions.ItemDraft(LIFT, "vote"))
    return actions.place(world.secretary, item.id, meeting_id)


def test_a_vote_from_the_agenda_form_has_no_class_and_the_agenda_waits_for_it(world: World) -> None:
    meeting = a_planned_meeting(world)
    item = a_lift_item(world, meeting.id)
    assert item.decision_authority is None
    assert reason_of(lambda: publish_agenda(world.chair, meeting.id)) is Reason.AUTHORITY_MISSING
    assert LIFT in {line.code: line.detail for line in readiness(meeting)}["authority"]
    silent = Classing("PARTY_DUTY")
    assert reason_of(lambda: actions.classify_item(world.chair, item.id, silent)) is Reason.CLASS_ASKED
    said = Classing("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")
    assert actions.classify_item(world.chair, item.id, said).matter == "USE_MAINTENANCE_FUND"
    assert publish_agenda(world.chair, meeting.id).agenda_published_at


def test_a_difference_stands_in_the_readiness_list(world: World) -> None:
    meeting = a_planned_meeting(world)
    item = a_lift_item(world, meeting.id)
    assert "difference" not in {line.code for line in readiness(meeting)}
    actions.classify_item(world.chair, item.id, Classing("PARTY_DUTY", reason="全部由建设单位出资，不动用维修资金。"))
    line = {line.code: line for line in readiness(meeting)}["difference"]
    assert line.done
    assert "全部由建设单位出资" in line.detail


def test_a_name_that_points_further_asks_again(world: World) -> None:
    item = actions.add_item(world.chair, world.compound.id, actions.ItemDraft("电梯维保", said=Classing("PARTY_DUTY")))
    assert item.decision_authority == "PARTY_DUTY"
    actions.edit_item(world.chair, item.id, actions.ItemDraft("电梯维保情况"))
    assert item.decision_authority == "PARTY_DUTY"
    actions.edit_item(world.chair, item.id, actions.ItemDraft(LIFT))
    assert item.decision_authority is None


def test_who_may_not_say_it_leaves_it_open(world: World) -> None:
    draft = actions.ItemDraft(LIFT, said=Classing("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND"))
    assert reason_of(lambda: actions.add_item(world.secretary, world.compound.id, draft)) is Reason.FORBIDDEN
    assert actions.add_item(world.chair, world.compound.id, draft).decision_authority == "OWNERS_ORDINARY"


def test_a_topic_that_points_to_the_owners_needs_a_reason_for_another_class(world: World) -> None:
    topic = a_screened_topic(world, situation="电梯老化，建议动用维修资金更换。")
    plain = (world.chair, topic.id, "PARTY_DUTY", None, ())
    assert reason_of(lambda: actions.classify(*plain)) is Reason.CLASS_ASKED
    assert topic.decision_authority is None
    actions.classify(*plain, "厂家在质保期内免费更换。")
    assert topic.checklist is not None
    assert topic.checklist["reason"] == "厂家在质保期内免费更换。"


def test_a_topic_whose_words_were_changed_after_it_was_classed_is_asked_about_again(world: World) -> None:
    topic = a_screened_topic(world, situation="健身器材松动，请物业照合同修好。")
    actions.classify(world.chair, topic.id, "PARTY_DUTY")
    edit = TopicEdit(topic.title, "健身器材松动，动用维修资金换新。", "", topic.category, "")
    edit_topic(world.secretary, topic.id, edit)
    accept = (world.chair, topic.id, "accept", "反映集中。")
    assert reason_of(lambda: actions.screen(*accept)) is Reason.AUTHORITY_MISSING
    actions.classify(world.chair, topic.id, "OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")
    actions.screen(*accept)
    assert item_of(topic).decision_authority == "OWNERS_ORDINARY"


def test_the_secretary_adds_it_and_the_chair_is_led_to_say_who_decides(app: Flask, world: World) -> None:
    desk = "/desk/jinling/agenda"
    fields = {"title": LIFT, "kind": "vote", "minutes": "20"}
    secretary, chair = sign_in(app.test_client(), world, "周敏"), sign_in(app.test_client(), world, "李建国")
    assert secretary.post(f"{desk}/new", data=fields).location.endswith("/agenda/")
    assert "还没有判定由谁决定" in page_of(secretary, f"{desk}/")
    item = db.session.query(AgendaItem).one()
    assert f"{desk}/{item.id}/class" in page_of(chair, f"{desk}/")
    assert "维修资金" in page_of(chair, f"{desk}/{item.id}/class")
    refused = chair.post(f"{desk}/{item.id}/class", data={"authority": "PARTY_DUTY"})
    assert refused.status_code == 409
    assert "请写明理由" in refused.get_data(as_text=True)
    said = {"authority": "OWNERS_ORDINARY", "matter": "USE_MAINTENANCE_FUND"}
    assert chair.post(f"{desk}/{item.id}/class", data=said).status_code == 302
    assert "须提请业主共同决定" in page_of(secretary, f"{desk}/")
    assert secretary.get(f"{desk}/{item.id}/class").status_code == 403


def page_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)
