"""The administrator's pages of people and posts: search, corrections, namesakes, who is never deleted."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.organisation.actions.people import add_person, appoint
from deliberation.organisation.models import Account, Appointment, Building, Person
from tests.builders import World
from tests.organisation.office import Office, an_office, words
from tests.queries import counted_statements

OLD = 5000


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    clock.use(lambda: clock.beijing(2026, 3, 2, 9))
    return an_office(app, world)


@pytest.fixture
def administrator(office: Office) -> Actor:
    return office.world.actor("贺明")


def named(office: Office, name: str) -> list[Person]:
    """The records of this name as the store has them now."""
    db.session.rollback()
    return list(db.session.query(Person).filter_by(name=name).order_by(Person.id))


def test_somebody_is_written_down_once_however_often_the_form_is_sent(office: Office) -> None:
    form = {"name": "林向东", "code": "P14", "phone": "139 0000 0014", "email": "p14@mail.example", "name_public": "y"}
    first = office.send("/office/people/new", request_key="one", **form)
    again = office.browser.post("/office/people/new", data={**form, "request_key": "one"})
    assert first.location == again.location
    (found,) = named(office, "林向东")
    assert (found.code, found.phone, found.name_public) == ("P14", "13900000014", True)
    taken = office.browser.post("/office/people/new", data={**form, "name": "另一人", "request_key": "two"})
    assert taken.status_code == 422
    assert "P14" in words(taken)


@pytest.mark.parametrize(("field", "value"), [("phone", "1.39E+10"), ("email", "p14 at mail")])
def test_what_is_no_telephone_and_no_address_is_refused(office: Office, field: str, value: str) -> None:
    answer = office.browser.post("/office/people/new", data={"name": "林向东", field: value})
    assert answer.status_code == 422
    assert value in words(answer)
    assert named(office, "林向东") == []


def test_two_people_of_one_name_are_told_apart(office: Office, administrator: Actor) -> None:
    for code in ("P44", "P58"):
        add_person(administrator, "王芳", code=code)
    page = words(office.browser.get("/office/people/?q=王芳"))
    assert "P44" in page
    assert "P58" in page
    assert "另有 1 人同名" in page
    first, second = named(office, "王芳")
    assert "P58" in words(office.browser.get(f"/office/people/{first.id}"))
    answer = office.succession("李建国", "王芳", date(2026, 3, 17))
    assert answer.status_code == 422
    assert "王芳（P44）、王芳（P58）" in words(answer)
    assert office.succession("李建国", "P58", date(2026, 3, 17)).status_code == 302
    assert db.session.query(Appointment).filter_by(person_id=second.id).count() == 1


def test_whoever_held_a_post_is_never_deleted_only_a_record_made_by_mistake(
    office: Office, administrator: Actor
) -> None:
    mistake = add_person(administrator, "登记错了").id
    kept = office.world.people["张秀兰"].id
    page = words(office.browser.get(f"/office/people/{kept}"))
    assert "/delete" not in page
    seen = {"seen": f"person:{kept}:0123456789abcdef"}
    assert office.browser.post(f"/office/people/{kept}/delete", data=seen).status_code == 409
    assert office.browser.get(f"/office/people/{kept}").status_code == 200
    form = {"seen": _seen(office, mistake)}
    assert office.browser.post(f"/office/people/{mistake}/delete", data=form).status_code == 302
    assert office.browser.get(f"/office/people/{mistake}").status_code == 404


def _seen(office: Office, person_id: int) -> str:
    page = words(office.browser.get(f"/office/people/{person_id}"))
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_the_consent_to_show_a_name_reaches_the_posts_that_are_not_over(office: Office) -> None:
    person = office.world.people["张秀兰"]
    assert office.send(f"/office/people/{person.id}/edit", name_public="y").status_code == 302
    db.session.rollback()
    assert [one.name_public for one in db.session.query(Appointment).filter_by(person_id=person.id)] == [True]


def test_a_post_has_its_area_its_paper_and_its_term(office: Office) -> None:
    world = office.world
    with transaction() as session:
        building = Building(compound_id=world.compound.id, number="3")
        session.add(building)
    page = f"/office/people/{world.people['杨静'].id}/posts/new?compound={world.compound.id}"
    form = {"party_id": str(world.parties["grid_worker"].id), "role": "grid_worker", "post": "3号楼楼栋长"}
    form |= {"starts_on": "2026-03-03", "paper": "康居〔2026〕1号", "areas": f"b{building.id}"}
    for _sent_twice in range(2):
        assert office.browser.post(page, data=form).status_code == 302
    told = words(office.browser.get(f"/office/people/{world.people['杨静'].id}"))
    assert "负责 3号楼" in told
    assert "康居〔2026〕1号" in told
    assert "还没到任" in told
    assert db.session.query(Appointment).filter_by(post="3号楼楼栋长").count() == 1
    clock.use(lambda: clock.beijing(2026, 3, 3, 9))
    assert "一人多职" in words(office.browser.get(f"/office/people/{world.people['杨静'].id}"))


def test_a_last_day_before_the_first_and_a_missing_reason_are_refused(office: Office, administrator: Actor) -> None:
    world = office.world
    party = world.parties["residents_council"].id
    made = appoint(administrator, world.people["吴敏"].id, party, Role.COUNCIL_DELEGATE, date(2026, 3, 1))
    early = office.end(made.id, date(2026, 2, 28))
    assert early.status_code == 422
    assert "2026年2月28日" in words(early)
    assert "2026年3月1日" in words(early)
    assert office.end(made.id, date(2026, 3, 20), reason="").status_code == 422
    assert office.end(made.id, date(2026, 3, 20)).status_code == 302
    db.session.rollback()
    ended = db.session.get_one(Appointment, made.id)
    assert (ended.ends_on, ended.end_reason) == (date(2026, 3, 20), "辞职")


@pytest.fixture
def many(office: Office) -> int:
    """Two thousand people, four hundred of them with a post; answers how many are on record."""
    party = office.world.parties["residents_council"].id
    rows = [
        {"id": OLD + n, "name": f"居民{n:04d}", "search": f"居民{n:04d}", "phone": "", "email": ""} for n in range(2000)
    ]
    posts = [
        {"person_id": OLD + n, "party_id": party, "role": "council_delegate", "starts_on": date(2026, 1, 1)}
        for n in range(400)
    ]
    with transaction() as session:
        session.execute(insert(Person), rows)
        session.execute(insert(Appointment), posts)
    return db.session.query(Person).count()


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("/office/people/", 20),
        ("/office/people/?role=council_delegate", 20),
        ("/office/people.csv", 40),
        ("/office/posts/", 20),
        ("/office/posts.csv", 24),
        ("/office/accounts/", 20),
        ("/office/accounts/slips", 20),
        (f"/office/people/{OLD}", 30),
    ],
)
def test_a_page_asks_as_often_however_many_people_there_are(office: Office, many: int, page: str, most: int) -> None:
    assert many > 2000
    with counted_statements() as asked:
        assert office.browser.get(page).status_code == 200
    assert len(asked) <= most


def test_people_are_found_by_place_role_and_standing(office: Office, many: int) -> None:
    of_council = words(office.browser.get(f"/office/people/?compound={office.world.compound.id}&role=council_delegate"))
    assert "共 <strong>404</strong>" in of_council
    assert "共 <strong>1600</strong>" in words(office.browser.get("/office/people/?standing=none"))
    assert "共 <strong>2000</strong>" in words(office.browser.get("/office/people/?account=without"))
    assert db.session.query(Account).count() == many - 2000
