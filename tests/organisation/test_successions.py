"""A successor takes over: everything open passes with the post at midnight, and nothing of the past changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.convening.actions import plan_meeting
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices.models import Notice
from deliberation.organisation.models import Account, Appointment, Handover
from deliberation.supervision.models import Order
from tests.builders import World
from tests.collection.reports import a_report
from tests.halls import a_plan
from tests.organisation.office import Office, an_office, the_day, words
from tests.supervision.hall import an_order, at

LAST, FIRST = date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    clock.use(lambda: clock.beijing(2026, 3, 2, 9))
    return an_office(app, world)


@pytest.fixture
def furnished(office: Office) -> dict[str, int]:
    """What waits for the chair, and what is over: meetings, orders, a topic that nobody has taken up."""
    world, found = office.world, dict[str, int]()
    found["held"] = _meeting(world, state="ISSUED")
    found["closed"] = an_order(world, "CLOSED", number="D-001").id
    found["reported"] = an_order(world, "COMPLETION_REPORTED", number="D-002").id
    found["open"] = an_order(world, "IN_PROGRESS", number="D-003").id
    at(3, 14)
    found["ahead"] = _meeting(world)
    found["topic"] = a_report(world).id
    return found


def _meeting(world: World, state: str = "PLANNED") -> int:
    plan = replace(a_plan(world), starts_at=clock.now() + timedelta(days=25))
    made = plan_meeting(world.secretary, world.compound.id, plan)
    with transaction():
        db.session.get_one(Meeting, made.id).state = state
    return made.id


def chair_of(meeting_id: int) -> str:
    """Who chairs a meeting, as the store has it now."""
    db.session.rollback()
    chair = db.session.get_one(Meeting, meeting_id).chair
    return chair.name if chair else ""


def test_from_midnight_the_successor_has_everything_open(office: Office, furnished: dict[str, int]) -> None:
    answer = office.succession("李建国", "吴敏", FIRST, paper="临街组〔2026〕3号")
    assert answer.status_code == 302, words(answer)
    made = db.session.query(Handover).one()
    listed = words(office.browser_of("李建国").get(f"/handovers/{made.id}"))
    assert "D-002" in listed
    counted = words(office.browser.get(f"/handovers/{made.id}"))
    assert "只有离任人和接任人看得到" in counted
    assert "D-002" not in counted
    assert "临街组〔2026〕3号" in listed
    assert chair_of(furnished["ahead"]) == "李建国"
    the_day(2026, 3, 16, 22)
    assert chair_of(furnished["ahead"]) == "李建国"
    the_day(2026, 3, 17, 0)
    assert chair_of(furnished["ahead"]) == "吴敏"
    db.session.refresh(made)
    kinds = {(kind, ident) for kind, ident, _title, _to_do in made.lines}
    assert {("meeting", furnished["ahead"]), ("order", furnished["reported"]), ("topic", furnished["topic"])} <= kinds
    assert ("order", furnished["closed"]) not in kinds
    assert ("meeting", furnished["held"]) not in kinds
    sent = select(Notice.body).where(Notice.person_id == made.leaver_id, Notice.subject.contains("交接清单"))
    assert "D-002" in (db.session.scalar(sent) or "")
    desk = words(office.browser_of("吴敏").get("/desk/jinling/"))
    assert "待验收的督办单" in desk
    assert "会议待通知" in desk


def test_the_past_still_names_who_held_the_post_then(office: Office, furnished: dict[str, int]) -> None:
    office.succession("李建国", "吴敏", FIRST)
    the_day(2026, 3, 17)
    assert chair_of(furnished["held"]) == "李建国"
    reader = office.browser_of("吴敏")
    assert "李建国" in words(reader.get(f"/desk/jinling/meetings/{furnished['held']}"))
    assert "李建国" in words(reader.get(f"/desk/jinling/orders/{furnished['closed']}"))
    roles = {one.role for one in db.session.query(Appointment).filter_by(person_id=office.world.people["吴敏"].id)}
    assert roles == {"branch_member", "chair"}


def test_before_the_day_the_successor_is_told_when_and_after_it_the_leaver_is_out(office: Office) -> None:
    office.succession("李建国", "杨静", FIRST)
    the_day(2026, 3, 16, 22)
    early = office.browser_of("杨静").get("/desk/jinling/meetings/new")
    assert early.status_code == 403
    assert "任职自3月17日起" in words(early)
    leaver = office.browser_of("李建国")
    assert leaver.get("/desk/jinling/").status_code == 200
    the_day(2026, 3, 17)
    assert leaver.get("/desk/jinling/").location.startswith("/login")
    refused = office.try_to_sign_in("李建国")
    assert refused.status_code == 403
    assert "任职已结束" in words(refused)
    assert "任职已结束" not in words(office.try_to_sign_in("李建国", "Wrong-2026"))
    assert office.browser_of("杨静").get("/desk/jinling/meetings/new").status_code == 200


def test_one_of_two_posts_is_lost_and_its_open_orders_go_on_with_their_dates(office: Office, app: Flask) -> None:
    world = office.world
    held = an_order(world, "IN_PROGRESS", number="D-009")
    with transaction():
        order = db.session.get_one(Order, held.id)
        order.responsible_id = world.people["高峰"].id
        due = order.due_on
    at(3, 14)
    office.succession("高峰", "丁娜", FIRST)
    the_day(2026, 3, 17)
    db.session.rollback()
    order = db.session.get_one(Order, held.id)
    assert (order.responsible.name if order.responsible else "", order.due_on) == ("丁娜", due)
    assert "D-009" in words(office.browser_of("丁娜").get("/desk/jinling/orders/"))


def test_a_year_later_nothing_is_left_by_which_the_account_could_be_found(office: Office) -> None:
    account_id = office.world.accounts["李建国"].id
    office.succession("李建国", "吴敏", FIRST)
    the_day(2027, 3, 16)
    db.session.rollback()
    assert db.session.get_one(Account, account_id).username == "jinling.李建国"
    the_day(2027, 3, 17)
    db.session.rollback()
    gone = db.session.get_one(Account, account_id)
    assert (gone.username, gone.is_active, gone.password_hash) == (f"left-{account_id}", False, "")
    assert gone.person.name == "李建国"


def test_two_secretaries_of_one_branch_on_one_day_are_refused_with_both_dates(office: Office) -> None:
    world = office.world
    page = f"/office/people/{world.people['吴敏'].id}/posts/new?compound={world.compound.id}"
    form = {
        "party_id": str(world.parties["party_branch"].id),
        "role": "chair",
        "post": "书记",
        "starts_on": "2026-03-17",
    }
    answer = office.browser.post(page, data=form)
    assert answer.status_code == 422
    assert "2024年1月1日" in words(answer)
    assert "2026年3月17日" in words(answer)
    backwards = office.browser.post(page, data={**form, "role": "branch_member", "ends_on": "2026-03-16"})
    assert backwards.status_code == 422
    assert "2026-03-17" in words(backwards)
    assert "2026-03-16" in words(backwards)


def test_an_administrator_cannot_make_themselves_chair_and_the_attempt_stands_in_the_log(office: Office) -> None:
    world = office.world
    own = world.people["贺明"].id
    form = {
        "party_id": str(world.parties["party_branch"].id),
        "role": "chair",
        "post": "书记",
        "starts_on": "2030-01-01",
    }
    answer = office.browser.post(f"/office/people/{own}/posts/new?compound={world.compound.id}", data=form)
    assert answer.status_code == 403
    assert office.succession("李建国", "贺明", FIRST).status_code == 403
    db.session.rollback()
    kept = db.session.query(AuditEntry).filter_by(subject_kind="person", subject_id=own)
    tried = kept.filter(AuditEntry.action.startswith("appointment.")).all()
    assert [(one.action, one.facts["ok"]) for one in tried] == [
        ("appointment.begin", False),
        ("appointment.succeed", False),
    ]
    assert db.session.query(Appointment).filter_by(person_id=own).count() == 0
