"""A vote of one entrance, from the form to the result: who is offered, who is asked, and what the roster must know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Refused
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.delivery import give_up
from deliberation.owners.actions.preparing import open_vote
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersMatter, OwnersVote, OwnersVoter
from deliberation.owners.rules.electorate import as_hashed, voters
from deliberation.roster.models import Roster, RosterUnit
from deliberation.roster.queries import units_of
from deliberation.roster.rules.parts import Part
from tests.builders import World, a_compound, sign_in
from tests.halls import an_accepted_item
from tests.house.forms_on_pages import Form, forms_of
from tests.owners.clerks import AGREE, clerks, entered_once
from tests.owners.hall import (
    FEE,
    OPENS,
    Head,
    a_noticed_vote,
    a_prepared_vote,
    a_roster,
    an_open_vote,
    heads_of,
    tellers,
)
from tests.owners.papers import close, hand_in, voter_ids
from tests.queries import counted_statements

DESK = "/desk/jinling/owners-votes"
NEW = f"{DESK}/new"
LIFT = "5号楼|1单元"


def homes() -> list[Head]:
    """2 owners of 3号楼, 3 in each of two entrances of 5号楼."""
    return [
        *heads_of(2, building="3号楼", area=8_000),
        *heads_of(3, building="5号楼", entrance="1单元", area=9_000),
        *heads_of(3, building="5号楼", entrance="2单元", area=7_000),
    ]


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return found


@pytest.fixture
def roster(world: World) -> Roster:
    """The homes, the first of 1单元 owning the last of 2单元 as well."""
    made = a_roster(world, homes())
    owners = [unit.owner_id for unit in units(made)]
    with transaction() as session:
        session.execute(update(RosterUnit).where(RosterUnit.owner_id == owners[7]).values(owner_id=owners[2]))
    return made


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def units(roster: Roster) -> list[RosterUnit]:
    wanted = select(RosterUnit).where(RosterUnit.roster_id == roster.id).order_by(RosterUnit.position)
    return list(db.session.scalars(wanted))


def the_lift(world: World) -> OwnersMatter:
    """A matter of those who share the lift of 5号楼1单元."""
    topic_id = an_accepted_item(world, "修5号楼1单元电梯", "AFFECTED_OWNERS").topic_id
    with transaction() as session:
        topic = session.get_one(Topic, topic_id)
        topic.proposal, topic.place = "同意更换曳引机，费用从维修资金列支。", "5号楼1单元电梯"
        found = OwnersMatter(
            compound_id=world.compound.id,
            topic_id=topic_id,
            decision_authority="AFFECTED_OWNERS",
            matter=None,
            proposed_at=clock.now(),
        )
        session.add(found)
    return found


def the_form(client: FlaskClient, address: str) -> Form:
    path = address.partition("?")[0]
    return next(form for form in forms_of(path, client.get(address).text) if form.action == path)


def sent(form: Form, *codes: str, **instead: str) -> dict[str, str | list[str]]:
    """The form with these parts ticked."""
    return {**form.filled(**{"questions-0-item": "USE_MAINTENANCE_FUND"}, **instead), "scope": list(codes)}


def votes() -> list[OwnersVote]:
    db.session.expire_all()
    return list(db.session.scalars(select(OwnersVote).order_by(OwnersVote.id)))


@pytest.mark.usefixtures("roster")
def test_the_form_offers_what_the_roster_has_and_shows_where_the_topic_is(world: World, desk: FlaskClient) -> None:
    page = desk.get(f"{NEW}?matter={the_lift(world).id}").text
    assert "议题写的地点：5号楼1单元电梯。" in page
    for said in ("3号楼", "5号楼 整栋", "5号楼1单元", "5号楼2单元", "3 户，3 人，270.00 ㎡", "6 户，5 人，480.00 ㎡"):
        assert said in page, said


@pytest.mark.usefixtures("roster")
def test_how_many_a_choice_asks_is_said_before_anything_is_saved(world: World, desk: FlaskClient) -> None:
    form = the_form(desk, f"{NEW}?matter={the_lift(world).id}")
    for codes, said in (
        ([LIFT], "选了5号楼1单元。按现在的名册，将询问 3 人，面积 270.00 ㎡。"),
        (["3号楼", LIFT], "选了3号楼、5号楼1单元。按现在的名册，将询问 5 人，面积 430.00 ㎡。"),
        ([LIFT, "5号楼|2单元"], "按现在的名册，将询问 5 人，面积 480.00 ㎡。"),
        (["5号楼"], "按现在的名册，将询问 5 人，面积 480.00 ㎡。"),
    ):
        answer = desk.post(NEW, data=sent(form, *codes, act="measure"))
        assert (answer.status_code, said in answer.text) == (200, True), codes
        again = next(f for f in forms_of(NEW, answer.text) if f.action == NEW)
        assert again.fields["title"] == form.fields["title"]
    assert votes() == []


@pytest.mark.usefixtures("roster")
def test_one_entrance_is_asked_from_the_form_to_the_result_with_its_own_denominators(
    app: Flask, world: World, desk: FlaskClient
) -> None:
    form = the_form(desk, f"{NEW}?matter={the_lift(world).id}")
    nobody = desk.post(NEW, data=sent(form))
    assert (nobody.status_code, "须选定楼栋或单元" in nobody.text, votes()) == (422, True, [])
    assert desk.post(NEW, data=sent(form, LIFT)).status_code == 302
    (vote,) = votes()
    assert (vote.scope, vote.questions[0].decision_class) == ([Part("5号楼", "1单元")], "ORDINARY")
    assert "将询问 3 人，面积 270.00 ㎡" in desk.get(f"{DESK}/{vote.id}").text
    assert "只由5号楼1单元的业主表决" in desk.get(f"{DESK}/{vote.id}/notice").text
    an_open_vote(world, vote)
    assert (vote.heads, vote.area) == (3, 27_000)
    public = app.test_client().get(f"/c/jinling/owners-votes/{vote.id}").text
    assert ("部分业主共同决定（5号楼1单元）" in public, "业主0001" in public) == (True, False)
    moment = OPENS + timedelta(days=1)
    clock.use(lambda: moment)
    assert "金岭水岸华庭（5号楼1单元）" in desk.get(f"{DESK}/{vote.id}/ballots?building=5号楼").text
    hand_in(vote, voter_ids(vote)[:2], "AGREE")
    close(vote)
    teller, _other = tellers(world)
    count(world.actor(teller), vote.id)
    figures = (vote.result or {})["figures"]
    assert (figures["issued"], figures["valid"]) == ({"heads": 3, "area": 27_000}, {"heads": 2, "area": 18_000})
    assert (vote.result or {})["questions"]["1"]["result"] == "PASSED"
    assert "表决范围" in desk.get(f"{DESK}/{vote.id}/count-record").text
    assert (recount(vote.id) or pytest.fail("no recount")).matches


def test_homes_without_entrance_are_told_and_stop_the_choice_of_an_entrance(
    world: World, roster: Roster, desk: FlaskClient
) -> None:
    lost = units(roster)[3]
    matter = the_lift(world)
    with transaction() as session:
        session.get_one(RosterUnit, lost.id).entrance = ""
    page = desk.get(f"{NEW}?matter={matter.id}").text
    assert "5号楼有 1 户在名册里没有写单元" in page
    assert f'value="{LIFT}"' not in page
    seen = desk.get(f"/desk/jinling/rosters/{roster.id}?building=5号楼&entrance=-").text
    assert ("0004" in seen, "0003" in seen) == (True, False)
    form = the_form(desk, f"{NEW}?matter={matter.id}")
    answer = desk.post(NEW, data=sent(form, LIFT))
    assert (answer.status_code, "名册里5号楼有 1 户没有写单元" in answer.text, votes()) == (422, True, [])
    assert desk.post(NEW, data=sent(form, "5号楼")).status_code == 302
    mend = f"/desk/jinling/rosters/{roster.id}/units/{lost.id}/entrance"
    assert desk.post(mend, data={"entrance-entrance": "-", "entrance-reason": "照图纸"}).status_code == 422
    assert desk.post(mend, data={"entrance-entrance": "一单元", "entrance-reason": "照图纸"}).status_code == 302
    assert db.session.get_one(RosterUnit, lost.id, populate_existing=True).entrance == "1单元"
    assert desk.post(NEW, data=sent(form, LIFT, title="只问1单元", **{"questions-0-matter_id": ""})).status_code == 302


def test_an_entrance_that_the_roster_calls_otherwise_by_now_stops_the_opening(world: World, roster: Roster) -> None:
    vote = a_noticed_vote(world, a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=("3号楼", LIFT)))
    rename(roster, "1单元", "东单元")
    with clock.frozen(OPENS), pytest.raises(Refused) as refused:
        open_vote(world.actor("陈海涛"), vote.id)
    assert "没有这些楼栋、单元：5号楼1单元" in refused.value.facts["what"]
    rename(roster, "东单元", "1单元")
    with clock.frozen(OPENS):
        assert (open_vote(world.actor("陈海涛"), vote.id).heads, vote.area) == (5, 43_000)


def rename(roster: Roster, before: str, after: str) -> None:
    with transaction() as session:
        here = (RosterUnit.roster_id == roster.id) & (RosterUnit.entrance == before)
        session.execute(update(RosterUnit).where(here).values(entrance=after))


def test_an_entrance_cannot_be_chosen_without_a_roster(world: World) -> None:
    with pytest.raises(Refused) as refused:
        a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=(LIFT,))
    assert "还没有启用的业主名册" in refused.value.facts["what"]
    assert a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=("5号楼",)).scope == [Part("5号楼")]


@pytest.mark.usefixtures("roster")
def test_the_stairs_are_walked_entrance_by_entrance(app: Flask, world: World) -> None:
    vote = an_open_vote(world, a_prepared_vote(world))
    clock.use(lambda: OPENS + timedelta(days=1))
    walker, here = sign_in(app.test_client(), world, "杨静"), f"{DESK}/{vote.id}/delivery"
    page = walker.get(here, query_string={"building": "5号楼"}).text
    assert (listed(page), "1单元" in page, "5号楼整栋" in page) == ([3, 4, 5, 6, 7], True, True)
    assert "5号楼整栋" not in walker.get(here, query_string={"building": "3号楼"}).text
    second = {"building": "5号楼", "entrance": "2单元"}
    page = walker.get(here, query_string=second).text
    assert (listed(page), "本单元全部当面送达" in page) == ([6, 7], True)
    give_up(world.actor("杨静"), vote.id, 6, "三次上门无人")
    answer = walker.post(here, data=second)
    assert (answer.status_code, "entrance=" in answer.location) == (302, True)
    assert deliveries(vote) == ["PENDING"] * 5 + ["UNDELIVERABLE", "DELIVERED"]
    assert walker.post(here, data={**second, "entrance": "9单元"}).status_code == 422
    sheet = walker.get(f"{here}.csv", query_string=second).data.decode("utf-8-sig").splitlines()
    assert (len(sheet), sheet[0].split(",")[:3]) == (3, ["票号", "楼栋", "单元"])


def listed(page: str) -> list[int]:
    return [number for number in range(1, 9) if f'id="n{number}"' in page]


def deliveries(vote: OwnersVote) -> list[str]:
    db.session.expire_all()
    wanted = select(OwnersVoter.delivery).where(OwnersVoter.vote_id == vote.id).order_by(OwnersVoter.number)
    return list(db.session.scalars(wanted))


@pytest.mark.usefixtures("roster")
def test_ballots_progress_and_waiting_papers_are_shown_by_entrance(app: Flask, world: World, desk: FlaskClient) -> None:
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    clock.use(lambda: OPENS + timedelta(days=1))
    page = desk.get(f"{DESK}/{vote.id}/ballots").text
    assert ("1单元（3 张）" in page, "2单元（2 张）" in page) == (True, True)
    printed = desk.get(f"{DESK}/{vote.id}/ballots", query_string={"building": "5号楼", "entrance": "2单元"}).text
    assert printed.count('class="ballot-sheet"') == 2
    tellers(world)
    clerks(world)
    for number in (1, 3, 6):
        entered_once(world, vote, number, AGREE)
    teller = sign_in(app.test_client(), world, "郑月")
    for place, numbers in (
        ({}, [1, 3, 6]),
        ({"building": "5号楼"}, [3, 6]),
        ({"building": "5号楼", "entrance": "2单元"}, [6]),
        ({"entrance": "9单元"}, []),
    ):
        page = teller.get(f"{DESK}/{vote.id}/entry/waiting", query_string=place).text
        assert [n for n in range(1, 9) if f"票号 {n}<" in page] == numbers, place
    assert "5号楼2单元" in teller.get(f"{DESK}/{vote.id}/progress").text


def test_the_roster_is_searched_by_entrance(roster: Roster, desk: FlaskClient) -> None:
    here = f"/desk/jinling/rosters/{roster.id}"
    for wanted, number in (
        ({"entrance": "1单元"}, 3),
        ({"building": "3号楼", "entrance": "-"}, 2),
        ({"building": "3号楼", "entrance": "1单元"}, 0),
    ):
        page = desk.get(here, query_string=wanted).text
        assert f"<strong>{number}</strong> 户" in page, wanted


def test_a_vote_frozen_before_entrances_is_recounted_as_it_was_published(world: World, roster: Roster) -> None:
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=("5号楼",)))
    as_before(vote, roster)
    hand_in(vote, voter_ids(vote)[:4], "AGREE")
    close(vote)
    teller, _other = tellers(world)
    count(world.actor(teller), vote.id)
    assert (recount(vote.id) or pytest.fail("no recount")).matches
    with transaction() as session:
        session.execute(update(OwnersVoter).where(OwnersVoter.vote_id == vote.id).values(area=1))
    assert not (recount(vote.id) or pytest.fail("no recount")).matches


def as_before(vote: OwnersVote, roster: Roster) -> None:
    """The vote as an earlier version of the platform froze it: buildings by name, voters without entrance."""
    asked = voters(units_of(roster.id), "AFFECTED", [Part("5号楼")])
    frozen = {name: value for name, value in (vote.frozen or {}).items() if name != "scope"} | {"buildings": ["5号楼"]}
    with transaction() as session:
        vote.frozen, vote.frozen_hash = frozen, digest(frozen, as_hashed(asked, frozen))
        session.execute(update(OwnersVoter).where(OwnersVoter.vote_id == vote.id).values(entrance=""))


def test_the_form_asks_the_store_the_same_for_many_owners_as_for_few(world: World, desk: FlaskClient) -> None:
    def asked(owners: int) -> int:
        a_roster(world, [*heads_of(owners, building="5号楼", entrance="1单元"), *heads_of(owners, building="6号楼")])
        with counted_statements() as seen:
            assert desk.get(f"{NEW}?matter={matter.id}").status_code == 200
        return len(seen)

    matter = the_lift(world)
    asked(1)
    assert asked(2) == asked(300)


def test_two_homes_do_not_get_one_door(world: World, desk: FlaskClient) -> None:
    roster = a_roster(world, [*heads_of(1, building="5号楼", entrance="1单元"), *heads_of(1, building="5号楼")])
    first, second = units(roster)
    with transaction() as session:
        session.get_one(RosterUnit, second.id).room = first.room
    at = f"/desk/jinling/rosters/{roster.id}/units/{second.id}/entrance"
    answer = desk.post(at, data={"entrance-entrance": "1单元", "entrance-reason": "照图纸核对"})
    assert (answer.status_code, "已经有" in answer.text, "照图纸核对" in answer.text) == (409, True, True)
    assert desk.post(at, data={"entrance-entrance": "底商", "entrance-reason": "沿街"}).status_code == 302
    assert [unit.entrance for unit in units(roster)] == ["1单元", "底商单元"]
