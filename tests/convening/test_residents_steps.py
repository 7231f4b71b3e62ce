"""居委会组织法 (2025) §§31, 32, 34, 36, 37: what comes before and after a meeting of residents, on its page."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.convening.models import Meeting
from deliberation.convening.queries import readiness, waiting
from deliberation.convening.queries.residents import published_until
from deliberation.convening.rules import RESIDENTS_STEPS, Missing, residents_lines, steps_after
from deliberation.db import db, transaction
from deliberation.kernel import clock
from tests.builders import World, a_compound, sign_in
from tests.convening.hall import PREPARED, a_planned_meeting, at
from tests.convening.test_residents import MEETS, the_meeting_type

AFTER = ["published", "filed", "supervisors_elected", "appraised"]


@pytest.fixture
def world(app: Flask) -> World:
    at(PREPARED)
    return a_compound()


@pytest.fixture
def meeting(world: World) -> Meeting:
    return a_planned_meeting(world, MEETS, meeting_type_id=the_meeting_type(world).id)


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


def here(meeting: Meeting) -> str:
    return f"/desk/jinling/meetings/{meeting.id}"


def step(desk: FlaskClient, meeting: Meeting, code: str, **data: str) -> tuple[int, str]:
    answer = desk.post(f"{here(meeting)}/residents-steps", data={"code": code, **data})
    return answer.status_code, answer.text


def held(meeting: Meeting) -> Meeting:
    with transaction():
        db.session.get_one(Meeting, meeting.id).state = "ENDED"
    at(clock.beijing(2026, 3, 23, 9))
    return meeting


def line(meeting: Meeting, code: str) -> Missing:
    db.session.expire_all()
    return next(one for one in readiness(db.session.get_one(Meeting, meeting.id)) if one.code == code)


def test_consultation_is_asked_for_before_something_is_decided_and_answered_by_day_or_reason() -> None:
    def consulted(*, has_votes: bool, **facts: object) -> Missing:
        lines = residents_lines("residents_representatives", facts, [], has_votes=has_votes)
        return next(one for one in lines if one.code == "consulted")

    assert (consulted(has_votes=True).done, consulted(has_votes=True).blocks) == (False, True)
    assert consulted(has_votes=False).blocks is False
    assert "第三十二条" in consulted(has_votes=True).what
    assert consulted(has_votes=True, steps={"consulted": {"on": "2026-03-01"}}).done
    assert consulted(has_votes=True, steps={"consulted": {"reason": "只报告工作"}}).done


@pytest.mark.parametrize(
    ("body", "state", "codes"),
    [
        ("residents_meeting", "ENDED", AFTER),
        ("residents_representatives", "ISSUED", AFTER),
        ("residents_meeting", "PLANNED", []),
        ("residents_meeting", "CANCELLED", []),
        ("five_party_meeting", "ENDED", []),
    ],
)
def test_what_comes_after_is_asked_of_a_meeting_of_residents_that_was_held(
    body: str, state: str, codes: list[str]
) -> None:
    found = steps_after(body, state, {})
    assert [one.code for one in found] == codes
    assert all(RESIDENTS_STEPS[one.code].article in one.what and not one.done for one in found)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "请填办理的日期"),
        ({"done_on": "2026-03-06"}, "不能晚于今天"),
        ({"done_on": "2026-03-04", "reason": "不涉及"}, "不涉及的不填日期"),
        ({"done_on": "某日"}, ""),
    ],
)
def test_before_the_meeting_the_page_takes_a_day_or_a_reason(
    desk: FlaskClient, meeting: Meeting, data: dict[str, str], said: str
) -> None:
    assert "登记会前协商" in desk.get(here(meeting)).text
    status, page = step(desk, meeting, "consulted", **data)
    assert (status, said in page, line(meeting, "consulted").done) == (422, True, False)
    assert data.get("reason", "") in page
    assert step(desk, meeting, "consulted", done_on="2026-03-04")[0] == 302
    assert line(meeting, "consulted").done
    assert "✓ 2026年3月4日" in desk.get(here(meeting)).text
    assert step(desk, meeting, "consulted", reason="只报告工作，不涉及")[0] == 302
    assert "这次不涉及：只报告工作，不涉及" in desk.get(here(meeting)).text
    noted = db.session.query(AuditEntry).filter_by(action="meeting.record_residents_step").all()
    assert [n.facts["step"] for n in noted] == ["consulted"] * 2


def test_after_the_meeting_its_decisions_are_published_for_fifteen_days_and_the_desk_reminds(
    world: World, desk: FlaskClient, meeting: Meeting
) -> None:
    def reminded() -> list[str]:
        return [one.label for one in waiting(world.secretary, world.compound.id) if "登记公布" in one.label]

    assert (reminded(), step(desk, meeting, "published", done_on="2026-03-05")[0]) == ([], 409)
    held(meeting)
    assert "会后要做的" in desk.get(here(meeting)).text
    assert len(reminded()) == 1
    for data, said in (
        ({}, "应当公布"),
        ({"reason": "不公布"}, "应当公布"),
        ({"done_on": "2026-03-19"}, "不能早于开会"),
    ):
        status, page = step(desk, meeting, "published", **data)
        assert (status, said in page) == (422, True)
    assert step(desk, meeting, "published", done_on="2026-03-22")[0] == 302
    db.session.expire_all()
    assert published_until(db.session.get_one(Meeting, meeting.id)) == date(2026, 4, 7)  # the 6th is in 清明
    assert "到 2026年4月7日（周二） 24:00" in desk.get(here(meeting)).text
    assert reminded() == []
    assert step(desk, meeting, "supervisors_elected", reason="这次没有推选")[0] == 302
    assert step(desk, meeting, "consulted", done_on="2026-03-04")[0] == 409  # too late to say what came before


def test_a_step_that_nobody_knows_and_another_kind_of_meeting_take_nothing(
    world: World, desk: FlaskClient, meeting: Meeting
) -> None:
    assert step(desk, meeting, "danced", done_on="2026-03-04")[0] == 422
    plain = a_planned_meeting(world)
    assert step(desk, plain, "consulted", done_on="2026-03-04")[0] == 404
    assert "登记会前协商" not in desk.get(here(plain)).text


def test_who_may_not_plan_records_no_step(app: Flask, world: World, meeting: Meeting) -> None:
    firm = sign_in(app.test_client(), world, "高峰")
    assert step(firm, meeting, "consulted", done_on="2026-03-04")[0] == 403
    assert not line(meeting, "consulted").done
