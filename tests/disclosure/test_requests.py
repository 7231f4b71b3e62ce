"""A request to inspect: asked without an account, answered in time or late, forgotten in the end."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.disclosure import queries
from deliberation.disclosure.actions import requests
from deliberation.disclosure.models import InspectionRequest
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from tests.builders import World, a_compound
from tests.disclosure.hall import NAME, PHONE, UNIT, a_document, a_request

ASKED = clock.beijing(2026, 3, 2, 9)
VISIT = clock.beijing(2026, 3, 12, 9, 30)


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: ASKED)
    return a_compound()


def audited() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "inspection")))


def on(year: int, month: int, day: int) -> None:
    moment = clock.beijing(year, month, day, 9)
    clock.use(lambda: moment)


def test_a_request_waits_for_its_answer_and_the_same_form_is_one_request(world: World) -> None:
    first = a_request(world, request_key="a" * 32)
    assert a_request(world, request_key="a" * 32).id == first.id
    assert (first.state, first.due_on) == ("ASKED", date(2026, 3, 17))
    assert [(w.label, w.count, w.urgent) for w in queries.waiting(world.secretary, world.compound.id)] == [
        ("待答复的查阅申请", 1, False)
    ]


def test_a_late_answer_is_urgent_from_the_day_after_the_last(world: World) -> None:
    a_request(world)
    on(2026, 3, 17)
    assert not queries.waiting(world.secretary, world.compound.id)[0].urgent
    on(2026, 3, 18)
    assert [w.label for w in queries.waiting(world.secretary, world.compound.id)] == ["查阅申请过了答复期限"]
    assert queries.requests(world.compound.id, state=queries.OVERDUE).page().total == 1


@pytest.mark.parametrize("missing", ["name", "phone", "unit", "wanted"])
def test_who_cannot_be_verified_or_says_nothing_is_asked_again(world: World, missing: str) -> None:
    with pytest.raises(Refused) as refused:
        a_request(world, **{missing: " "})
    assert refused.value.reason is Reason.INVALID_INPUT


def test_it_is_granted_with_time_and_place_and_then_carried_out(world: World) -> None:
    asked = a_request(world)
    with pytest.raises(Refused):
        requests.grant(world.secretary, asked.id, ASKED - timedelta(hours=1), "驿站")
    requests.grant(world.secretary, asked.id, VISIT, "小区党群服务驿站")
    assert (asked.state, asked.inspect_at, asked.over_since) == ("GRANTED", VISIT, None)
    on(2026, 3, 12)
    with pytest.raises(Refused):
        requests.complete(world.secretary, asked.id, date(2026, 3, 13))
    requests.complete(world.secretary, asked.id, date(2026, 3, 12))
    assert (asked.state, asked.over_since) == ("INSPECTED", date(2026, 3, 12))


def test_it_is_answered_with_a_published_document_of_the_same_compound(world: World) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    asked, other = a_request(world), a_document(elsewhere)
    with pytest.raises(Refused):
        requests.point_out(world.secretary, asked.id, other.id)
    document = a_document(world, "CONTRACT")
    requests.point_out(world.secretary, asked.id, document.id, "在第二页")
    assert (asked.state, asked.document_id) == ("POINTED", document.id)


def test_a_refusal_has_a_ground_and_may_be_turned_into_a_grant(world: World) -> None:
    asked = a_request(world)
    with pytest.raises(Refused) as refused:
        requests.refuse(world.secretary, asked.id, "NOT_OWNER", "")
    assert refused.value.reason is Reason.REASON_REQUIRED
    requests.refuse(world.secretary, asked.id, "NOT_OWNER", "名册上没有这一户，请带房产证来核实。")
    assert (asked.state, asked.over_since) == ("REFUSED", date(2026, 3, 2))
    requests.grant(world.secretary, asked.id, VISIT, "驿站")
    assert (asked.state, asked.ground, asked.over_since) == ("GRANTED", "", None)


def test_who_has_no_post_for_it_answers_nothing(world: World) -> None:
    asked, elsewhere = a_request(world), a_compound("haitang", "海棠花园")
    for who, reason in ((world.actor("高峰"), Reason.FORBIDDEN), (elsewhere.secretary, Reason.NOT_FOUND)):
        with pytest.raises(Refused) as refused:
            requests.see_contact(who, asked.id)
        assert refused.value.reason is reason


def test_looking_at_who_asked_is_written_down_and_the_log_names_nobody(world: World) -> None:
    asked = a_request(world)
    requests.see_contact(world.secretary, asked.id)
    entries = audited()
    assert [(e.action, e.actor_name) for e in entries] == [
        ("inspection.ask", "公众"),
        ("inspection.see_contact", "周敏"),
    ]
    said = json.dumps([e.facts for e in entries], ensure_ascii=False)
    assert [word for word in (NAME, PHONE, UNIT) if word in said] == []


def test_whoever_holds_the_receipt_takes_it_back(world: World) -> None:
    asked = a_request(world)
    requests.withdraw(asked.receipt_code.lower())
    assert asked.state == "WITHDRAWN"
    with pytest.raises(Refused) as refused:
        requests.withdraw(asked.receipt_code)
    assert refused.value.reason is Reason.WRONG_STATE


def test_who_asked_is_forgotten_a_year_after_the_end_and_the_answer_stays(world: World) -> None:
    asked, waiting = a_request(world), a_request(world)
    requests.refuse(world.secretary, asked.id, "NOT_HELD", "原件在街道档案室。")
    on(2027, 3, 2)
    assert "查阅申请" not in do_what_is_due()
    assert asked.name == NAME
    on(2027, 3, 3)
    assert "1 份查阅申请" in do_what_is_due()
    db.session.expire_all()
    kept = db.session.get_one(InspectionRequest, asked.id)
    assert (kept.name, kept.phone, kept.unit, kept.why) == ("", "", "", "")
    assert (kept.wanted, kept.answer) == ("现行的物业服务合同和补充协议", "原件在街道档案室。")
    assert waiting.name == NAME
    assert [e.actor_name for e in audited() if e.action == "inspection.forget"] == ["系统"]
    assert "查阅申请" not in do_what_is_due()
