"""Last days in a year without an arrangement of days off are called worked out, and become later when it comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.disclosure.models import InspectionRequest
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.actions.petitions import hand_over
from deliberation.owners.models import EmergencyUse, OwnersPetition
from tests.arrangements import UNKNOWN, arrange
from tests.builders import World, sign_in
from tests.disclosure.hall import a_request
from tests.owners.hall import a_roster, heads_of
from tests.owners.places import a_compound_in
from tests.owners.test_committees_elected_elsewhere import recorded
from tests.owners.test_petitions import a_petition, signed

DESK = "/desk/jinling"
NEW_YEAR, AFTER = date(2027, 1, 4), date(2027, 1, 6)
"""Monday after the statutory New Year, and the first working day of the arrangement that is made up for the tests."""


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 12, 2, 9))
    world = a_compound_in("巴中市", "四川省")
    a_roster(world, heads_of(5))
    return world


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


@pytest.fixture
def demand(world: World) -> OwnersPetition:
    """A recall that was handed over on 2 December: thirty days end on New Year's Day."""
    petition = a_petition(world, "RECALL")
    for position in (0, 1):
        with clock.frozen(beijing(2026, 12, 2, 9)):
            signed(world, petition, position)
    return hand_over(world.secretary, petition.id, date(2026, 12, 2))


@pytest.fixture
def posting(world: World) -> EmergencyUse:
    with transaction() as session:
        made = EmergencyUse(
            compound_id=world.compound.id,
            title="电梯抢修",
            situation="困人",
            happened_on=date(2026, 12, 20),
            confirmed_by="业委会",
            granted_by="住建局",
            source="《淄博市物业管理条例》第六十七条",
            request_key="e",
            accepted_on=date(2026, 12, 26),
            posted_on=date(2026, 12, 27),
            posted_until=NEW_YEAR,
            result="费用已分摊",
            recorded_by_id=world.secretary.person_id,
            at=clock.now(),
        )
        session.add(made)
    return made


@pytest.fixture
def request_(world: World) -> InspectionRequest:
    made = a_request(world)
    with transaction() as session:
        session.get_one(InspectionRequest, made.id).due_on = NEW_YEAR
    return made


def pages(demand: OwnersPetition, request_: InspectionRequest) -> list[str]:
    return [
        f"{DESK}/owners-petitions/{demand.id}",
        f"{DESK}/owners-petitions",
        f"{DESK}/emergency-uses",
        f"{DESK}/owners-committees",
        f"{DESK}/inspections/{request_.id}",
        f"{DESK}/inspections",
        f"/inspections/{request_.receipt_code}",
    ]


def test_every_page_says_it_and_the_days_move_when_the_arrangement_comes(
    desk: FlaskClient,
    world: World,
    demand: OwnersPetition,
    posting: EmergencyUse,
    request_: InspectionRequest,
    days_off: Path,
) -> None:
    recorded(world, date(2026, 12, 2))  # to be filed within thirty days
    assert demand.due_on == NEW_YEAR
    for path in pages(demand, request_):
        page = desk.get(path, follow_redirects=True)
        assert (page.status_code, UNKNOWN in page.text or "（推算）" in page.text) == (200, True), path
    said = arrange(days_off, 12, 28)
    assert "2 件业主提议、应急维修公示的期限重新计算，已顺延。" in said
    assert "1 份查阅申请的答复期限重新计算，已顺延。" in said
    db.session.expire_all()
    assert (demand.due_on, posting.posted_until, request_.due_on) == (AFTER, AFTER, AFTER)
    for path in pages(demand, request_):
        page = desk.get(path, follow_redirects=True).text
        assert (UNKNOWN in page, "（推算）" in page) == (False, False), path
    assert do_what_is_due() == ""
    noted = db.session.query(AuditEntry).filter(AuditEntry.action.like("%.prolong")).all()
    assert sorted(entry.action for entry in noted) == [
        "emergency_use.prolong",
        "inspection.prolong",
        "owners_petition.prolong",
    ]
    assert {entry.facts["until"] for entry in noted} == {"2027-01-06"}


def test_what_is_over_or_lies_on_a_working_day_stays(
    world: World, demand: OwnersPetition, posting: EmergencyUse, days_off: Path
) -> None:
    with transaction():
        posting.posted_until = date(2026, 12, 24)
        demand.due_on = date(2027, 1, 7)
    assert arrange(days_off, 12, 28) == ""
    assert (posting.posted_until, demand.due_on) == (date(2026, 12, 24), date(2027, 1, 7))
