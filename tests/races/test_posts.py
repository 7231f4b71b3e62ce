"""Two administrators at the same moment: one chair for a branch, one slip for an account; a day comes once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.due.actions import do_jobs
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.models import ContactWay
from deliberation.organisation.actions import leaving
from deliberation.organisation.actions.people import add_person, appoint
from deliberation.organisation.actions.slips import create_accounts, print_slips
from deliberation.organisation.actions.terms import Succession, end_appointment, succeed
from deliberation.organisation.models import Account, Appointment, Handover
from deliberation.organisation.queries import appointments_of
from deliberation.organisation.queries.people import people, posts, without_account
from tests.builders import World, a_compound, an_officer
from tests.races.conftest import Together

FIRST = date(2026, 3, 17)


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: clock.beijing(2026, 3, 2, 9))
    return a_compound()


@pytest.fixture
def administrators(world: World) -> list[Actor]:
    return [an_officer(world, "administrator", name) for name in ("贺明", "贺亮")]


def test_of_two_chairs_entered_at_once_one_is_refused(
    world: World, administrators: list[Actor], together: Together
) -> None:
    branch, names = world.parties["party_branch"].id, ("吴敏", "何伟")
    people_ids = [world.people[name].id for name in names]
    end_appointment(administrators[0], appointments_of(world.people["李建国"].id)[0].id, date(2026, 3, 16), "调离")

    def enter(n: int) -> Reason | None:
        try:
            appoint(administrators[n], people_ids[n], branch, Role.CHAIR, FIRST, post="书记")
        except Refused as refused:
            return refused.reason
        return None

    assert sorted(map(str, together(lambda: enter(0), lambda: enter(1)))) == ["None", "Reason.INVALID_INPUT"]


def test_accounts_and_slips_that_two_press_at_once_come_out_once(
    world: World, administrators: list[Actor], together: Together
) -> None:
    made = [add_person(administrators[0], name).id for name in ("林向东", "何桂英")]
    accounts = together(*(lambda one=one: len(create_accounts(one, made)) for one in administrators))
    assert sorted(accounts) == [0, 2]
    ids = [one.id for one in db.session.query(Account).filter(Account.person_id.in_(made))]

    def slips(actor: Actor) -> int:
        try:
            return len(print_slips(actor, ids))
        except Refused:
            return 0

    assert sorted(together(*(lambda one=one: slips(one) for one in administrators))) == [0, 2]


def test_the_day_of_a_succession_comes_once_and_time_closes_and_forgets(
    world: World, administrators: list[Actor], together: Together
) -> None:
    leaver, follower = world.people["李建国"].id, world.people["吴敏"].id
    post = appointments_of(leaver)[0].id
    succeed(administrators[0], leaver, Succession((post,), follower, FIRST, "换届"))
    clock.use(lambda: clock.beijing(2026, 3, 17, 0))
    done = together(do_jobs, do_jobs)
    assert sum(outcome.count for outcomes in done for outcome in outcomes) == 1
    assert [one.done_at is not None for one in db.session.query(Handover)] == [True]
    assert db.session.query(Appointment).filter_by(person_id=follower, role="chair").count() == 1
    closed = together(*(lambda: len(leaving.close_left(clock.now())) for _ in range(2)))
    assert sorted(closed) == [0, 1]
    later = clock.beijing(2027, 3, 17, 9)
    assert len(leaving.anonymise(later)) == 1
    assert leaving.forget_people(later) == []
    with transaction() as session:
        session.add(ContactWay(person_id=leaver, channel="email", address="li@mail.example"))
        session.add(ContactWay(person_id=follower, channel="email", address="wu@mail.example"))
    assert leaving.forget_people(clock.beijing(2027, 3, 16, 9)) == []
    assert leaving.forget_people(later) == [leaver]
    assert [one.person_id for one in db.session.query(ContactWay)] == [follower]
    assert people(role="chair").page().total == 1
    assert posts(when="over").page().total == 1
    assert without_account().page().total == 0
