"""业主表决 at the desk: the list, one vote with its next step, and every step of its course by a press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.models import OwnersMatter, OwnersVote
from deliberation.supervision.models import Order
from tests.builders import World, a_compound, sign_in
from tests.halls import an_accepted_item
from tests.owners.hall import CLOSES, NOTICED, OPENS, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids
from tests.queries import counted_statements

HERE = "/desk/jinling/owners-votes"


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(NOTICED.year, NOTICED.month, NOTICED.day, 12))
    return a_compound()


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def state(vote: OwnersVote) -> str:
    db.session.expire_all()
    return str(db.session.get_one(OwnersVote, vote.id).state)


def test_the_list_shows_what_waits_the_votes_and_what_to_do_first(desk: FlaskClient, world: World) -> None:
    page = desk.get(HERE).text
    assert [word in page for word in ("没有等业主决定的事", "还没有业主表决", "还没有启用的业主名册")] == [True] * 3
    topic_id = an_accepted_item(world, "改造南出入口").topic_id
    with transaction() as session:
        session.add(
            OwnersMatter(
                compound_id=world.compound.id,
                topic_id=topic_id,
                decision_authority="OWNERS_SPECIAL",
                matter="REBUILD",
                proposed_at=clock.now(),
            )
        )
    a_roster(world, heads_of(2))
    vote = a_prepared_vote(world)
    page = desk.get(HERE).text
    assert (f"{HERE}/new?matter=1" in page, f"{HERE}/{vote.id}" in page, "改造南出入口" in page) == (True, True, True)
    assert f"{HERE}/{vote.id}" not in desk.get(HERE, query_string={"state": "OPEN"}).text
    assert desk.get(HERE, query_string={"state": "蛇", "page": "蛇"}).status_code == 200


def test_the_list_asks_the_store_the_same_for_many_votes(desk: FlaskClient, world: World) -> None:
    def asked() -> int:
        with counted_statements() as seen:
            assert desk.get(HERE).status_code == 200
        return len(seen)

    def more() -> None:
        a_prepared_vote(world)

    more()
    first = asked()
    for _ in range(5):
        more()
    assert asked() - first <= 1  # the questions come in one statement more, however many


def test_a_notice_that_is_too_late_is_refused_and_one_in_time_locks(desk: FlaskClient, world: World) -> None:
    vote = a_prepared_vote(world)
    address = f"{HERE}/{vote.id}/notify"
    told = {"neighbourhood_told_on": "2026-03-11"}
    clock.use(lambda: OPENS - timedelta(days=14))
    answer = desk.post(address, data={"noticed_on": "2026-03-13", **told})
    assert (answer.status_code, state(vote)) == (409, "PREPARED")
    assert "今天张贴公告就太晚了" in desk.get(f"{HERE}/{vote.id}").text
    for wrong in ({"noticed_on": "", **told}, {"noticed_on": "蛇"}, {"noticed_on": "2026-03-14", **told}):
        assert desk.post(address, data=wrong).status_code == 422
    answer = desk.post(address, data={"noticed_on": "2026-03-11"})
    assert (answer.status_code, "告知居委会的日期" in answer.text) == (409, True)
    assert desk.post(address, data={"noticed_on": "2026-03-12", **told}).status_code == 302
    page = desk.get(f"{HERE}/{vote.id}").text
    assert (state(vote), "正好 15 天" in page) == ("NOTICED", True)


def test_the_vote_opens_at_its_hour_with_a_roster_and_closes_at_its_hour(desk: FlaskClient, world: World) -> None:
    vote = a_noticed_vote(world, a_prepared_vote(world))
    assert "还没有启用的业主名册" in desk.get(f"{HERE}/{vote.id}").text
    clock.use(lambda: OPENS)
    answer = desk.post(f"{HERE}/{vote.id}/open")
    assert (answer.status_code, "名册" in answer.text, state(vote)) == (409, True, "NOTICED")
    a_roster(world, heads_of(3))
    clock.use(lambda: OPENS - timedelta(minutes=1))
    assert (desk.post(f"{HERE}/{vote.id}/open").status_code, state(vote)) == (409, "NOTICED")
    clock.use(lambda: OPENS)
    assert (desk.post(f"{HERE}/{vote.id}/open").status_code, state(vote)) == (302, "OPEN")
    page = desk.get(f"{HERE}/{vote.id}").text
    assert (f"{HERE}/{vote.id}/ballots" in page, f"{HERE}/{vote.id}/delivery" in page) == (True, True)
    assert (desk.post(f"{HERE}/{vote.id}/close").status_code, state(vote)) == (409, "OPEN")
    clock.use(lambda: CLOSES)
    assert (desk.post(f"{HERE}/{vote.id}/close").status_code, state(vote)) == (302, "CLOSED")
    assert desk.post(f"{HERE}/{vote.id}/close").status_code == 409


def test_a_vote_closes_early_only_when_every_paper_is_in(desk: FlaskClient, world: World) -> None:
    a_roster(world, heads_of(2))
    vote = an_open_vote(world, a_prepared_vote(world))
    clock.use(lambda: OPENS + timedelta(days=2))
    first, second = voter_ids(vote)
    hand_in(vote, [first], "AGREE")
    assert (desk.post(f"{HERE}/{vote.id}/close").status_code, state(vote)) == (409, "OPEN")
    hand_in(vote, [second], "OPPOSE")
    assert (desk.post(f"{HERE}/{vote.id}/close").status_code, state(vote)) == (302, "CLOSED")


def test_a_vote_is_cancelled_before_its_notice_and_voided_with_a_reason_after(desk: FlaskClient, world: World) -> None:
    first = a_prepared_vote(world)
    assert desk.post(f"{HERE}/{first.id}/void", data={"reason": "公告漏写一项"}).status_code == 409
    assert (desk.post(f"{HERE}/{first.id}/cancel").status_code, state(first)) == (302, "CANCELLED")
    second = a_noticed_vote(world, a_prepared_vote(world))
    assert desk.post(f"{HERE}/{second.id}/cancel").status_code == 409
    for reason in ("", "  "):
        assert (desk.post(f"{HERE}/{second.id}/void", data={"reason": reason}).status_code, state(second)) == (
            422,
            "NOTICED",
        )
    assert desk.post(f"{HERE}/{second.id}/void", data={"reason": "公告漏写一项"}).status_code == 302
    assert (state(second), "公告漏写一项" in desk.get(f"{HERE}/{second.id}").text) == ("VOIDED", True)


def test_progress_by_building_says_who_handed_in_and_never_how(desk: FlaskClient, world: World) -> None:
    a_roster(world, [*heads_of(3, building="1号楼"), *heads_of(2, building="2号楼")])
    vote = an_open_vote(world, a_prepared_vote(world))
    clock.use(lambda: OPENS + timedelta(days=1))
    hand_in(vote, voter_ids(vote)[:2], "OPPOSE")
    page = desk.get(f"{HERE}/{vote.id}").text
    assert ("1号楼" in page, "谁也看不到怎样投的" in page, "反对" in page, "业主0001" in page) == (
        True,
        True,
        False,
        False,
    )


def test_the_votes_are_one_press_away_for_staff_and_for_residents(desk: FlaskClient, app: Flask, world: World) -> None:
    assert f'href="{HERE}"' in desk.get("/desk/jinling/topics/").text
    assert 'href="/c/jinling/owners-votes/"' in app.test_client().get("/c/jinling/").text


def test_an_order_that_waits_for_the_owners_leads_to_the_preparing(desk: FlaskClient, world: World) -> None:
    with transaction() as session:
        matter = OwnersMatter(
            compound_id=world.compound.id,
            decision_authority="OWNERS_SPECIAL",
            matter="REBUILD",
            proposed_at=clock.now(),
        )
        session.add(matter)
        session.flush()  # the order names the id
        order = Order(
            compound_id=world.compound.id,
            number="D-001",
            title="改造南出入口",
            request_key="k",
            state="DRAFT",
            lead_party_id=world.parties["department"].id,
            due_on=date(2026, 6, 1),
            state_since=clock.now(),
            matter_id=matter.id,
        )
        session.add(order)
    address = f"/desk/jinling/orders/{order.id}"
    assert f"{HERE}/new?matter={matter.id}" in desk.get(address).text
    with transaction():
        matter.state = "PASSED"
    assert f"{HERE}/new?matter={matter.id}" not in desk.get(address).text


def test_others_read_but_do_not_press_and_strangers_find_nothing(app: Flask, world: World) -> None:
    a_roster(world, heads_of(2))
    vote = a_noticed_vote(world, a_prepared_vote(world))
    clock.use(lambda: OPENS)
    secretary = sign_in(app.test_client(), world, "周敏")
    assert secretary.get(f"{HERE}/{vote.id}").status_code == 200
    for act in ("notify", "open", "close", "cancel", "void"):
        assert secretary.post(f"{HERE}/{vote.id}/{act}", data={"reason": "x"}).status_code == 403, act
    assert sign_in(app.test_client(), world, "高峰").get(HERE).status_code == 403
    stranger = sign_in(app.test_client(), a_compound("haitang", "海棠花园"), "陈海涛")
    for address in (f"{HERE}/{vote.id}", f"/desk/haitang/owners-votes/{vote.id}"):
        assert stranger.get(address).status_code == 404
    assert state(vote) == "NOTICED"
