"""A demand of those who share a part counts the owners there, above and below the line; lists follow the entrance."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.counting import Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.petitions import PetitionDraft, begin, hand_over, sign
from deliberation.owners.actions.proxies import record_proxy
from deliberation.owners.models import OwnersPetition
from deliberation.owners.queries.petitions import owners_of, progress_of
from deliberation.owners.rules.proxies import ProxyDraft
from deliberation.roster.models import Roster, RosterUnit
from deliberation.roster.rules.parts import Part
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers

TODAY = date(2026, 3, 10)
DESK = "/desk/jinling"
LIFT = Part("5号楼", "1单元")


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 10, 12))
    return a_compound()


@pytest.fixture
def roster(world: World) -> Roster:
    """Four owners of 3号楼, ten in 5号楼1单元 and six in 5号楼2单元."""
    return a_roster(
        world,
        [
            *heads_of(4, building="3号楼"),
            *heads_of(10, building="5号楼", entrance="1单元"),
            *heads_of(6, building="5号楼", entrance="2单元", area=20_000),
        ],
    )


def a_petition(world: World, *scope: Part, kind: str = "MEETING") -> OwnersPetition:
    draft = PetitionDraft(kind, "更换电梯", "1单元电梯常坏，要求开会决定。", "USE_MAINTENANCE_FUND", "k", scope)
    return begin(world.secretary, world.compound.id, draft)


def test_a_fifth_of_the_entrance_is_enough_and_of_the_whole_compound_it_would_not_be(
    world: World, roster: Roster
) -> None:
    petition = a_petition(world, LIFT)
    owners = owners_of(world.compound.id)
    sign(world.secretary, petition.id, owners[4].id, TODAY)
    found = progress_of([petition], world.compound)[petition.id]
    assert (found.signed, found.whole, found.is_reached) == (Weight(1, 10_000), Weight(10, 100_000), False)
    with pytest.raises(Refused) as refused:
        hand_over(world.secretary, petition.id, TODAY)
    assert refused.value.reason is Reason.NOT_READY
    sign(world.secretary, petition.id, owners[5].id, TODAY)
    hand_over(world.secretary, petition.id, TODAY)
    assert petition.judged is not None
    assert (petition.judged["whole"], petition.judged["scope"]) == ({"heads": 10, "area": 100_000}, "5号楼1单元")


def test_an_owner_elsewhere_cannot_sign_and_what_an_owner_has_elsewhere_does_not_count(
    world: World, roster: Roster
) -> None:
    petition = a_petition(world, LIFT)
    owners = owners_of(world.compound.id)
    with pytest.raises(Refused) as refused:
        sign(world.secretary, petition.id, owners[0].id, TODAY)
    assert refused.value.reason is Reason.NOT_FOUND
    owner = owners[4]
    with transaction() as session:
        session.query(RosterUnit).filter_by(roster_id=roster.id, position=1).update({"owner_id": owner.id})
    sign(world.secretary, petition.id, owner.id, TODAY)
    assert progress_of([petition], world.compound)[petition.id].signed == Weight(1, 10_000)
    assert len(owners_of(world.compound.id, [LIFT])[0].rooms) == 1
    assert len(owners_of(world.compound.id)[0].rooms) == 2


@pytest.mark.parametrize(
    ("scope", "kind", "said"),
    [((Part("9号楼"),), "MEETING", "9号楼"), ((LIFT,), "RECALL", "罢免的提议按全体业主计算")],
)
def test_a_part_that_nobody_knows_and_a_recall_by_a_part_are_refused(
    world: World, roster: Roster, scope: tuple[Part, ...], kind: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        a_petition(world, *scope, kind=kind)
    assert (refused.value.reason, said in refused.value.message) == (Reason.INVALID_INPUT, True)
    assert a_petition(world, LIFT).scope == [LIFT]


def test_by_presses_from_the_form_to_the_vote_of_the_same_part(app: Flask, world: World, roster: Roster) -> None:
    desk = sign_in(app.test_client(), world, "周敏")
    form = desk.get(f"{DESK}/owners-petitions/new").text
    assert 'value="5号楼|1单元"' in form
    data = {
        "request_key": "a" * 16,
        "kind": "MEETING",
        "title": "更换电梯",
        "text": "常坏，要求开会。",
        "item": "",
        "scope": ["5号楼|1单元"],
    }
    bad = desk.post(f"{DESK}/owners-petitions/new", data={**data, "kind": "RECALL"})
    assert (bad.status_code, "罢免的提议按全体业主计算" in bad.text) == (422, True)
    page = desk.post(f"{DESK}/owners-petitions/new", data=data, follow_redirects=True).text
    assert "只算5号楼1单元的业主" in page
    assert "共 10 人、1,000.00 ㎡" in page
    petition = db.session.query(OwnersPetition).one()
    at = f"{DESK}/owners-petitions/{petition.id}"
    assert "没有找到" in desk.get(f"{at}?q=3号楼0001").text
    for owner in owners_of(world.compound.id, [LIFT])[:2]:
        desk.post(f"{at}/sign", data={"owner_id": str(owner.id), "signed_on": "2026-03-10"})
    desk.post(f"{at}/hand-over", data={"handed_on": "2026-03-10"})
    assert "只算5号楼1单元的业主" in app.test_client().get("/c/jinling/owners-votes/").text
    prepared = sign_in(app.test_client(), world, "陈海涛").get(f"{DESK}/owners-votes/new?petition={petition.id}").text
    box = prepared.split('value="5号楼|1单元"')[0].rsplit("<input", 1)[1]
    after = prepared.split('value="5号楼|1单元"')[1].split(">")[0]
    assert "checked" in box + after


def an_open_one(world: World) -> int:
    return an_open_vote(world, a_prepared_vote(world)).id


def test_the_tables_of_buildings_have_a_line_for_each_entrance(app: Flask, world: World, roster: Roster) -> None:
    vote_id = an_open_one(world)
    desk = sign_in(app.test_client(), world, "陈海涛")
    page = desk.get(f"{DESK}/owners-votes/{vote_id}").text
    assert '<th scope="row">5号楼1单元</th><td class="num">10</td>' in page
    assert '<th scope="row">5号楼2单元</th><td class="num">6</td>' in page
    assert '<th scope="row">3号楼没有写单元</th>' not in page  # one line is enough
    table = desk.get(f"{DESK}/rosters/{roster.id}").text
    assert ">5号楼2单元</a></th>" in table
    assert "building=5%E5%8F%B7%E6%A5%BC&amp;entrance=2%E5%8D%95%E5%85%83" in table


def test_proxies_are_listed_by_entrance(app: Flask, world: World, roster: Roster) -> None:
    vote_id = an_open_one(world)
    clerk = tellers(world)[0]
    for number in (1, 5, 16):
        until = clock.today() + timedelta(days=60)
        record_proxy(world.actor(clerk), vote_id, number, ProxyDraft(f"代理{number}", "family", until, ""))
    desk: FlaskClient = sign_in(app.test_client(), world, clerk)
    at = f"{DESK}/owners-votes/{vote_id}/proxies"

    def listed(where: str) -> list[bool]:
        page = desk.get(at + where).text
        return [f"代理人 代理{number}（" in page for number in (1, 5, 16)]

    assert listed("") == [True, True, True]
    assert listed("?building=5号楼") == [False, True, True]
    assert listed("?building=5号楼&entrance=1单元") == [False, True, False]
    assert listed("?entrance=-") == [True, False, False]
    assert "没有找到" in desk.get(f"{at}?building=3号楼&entrance=1单元").text


def test_the_export_holds_what_the_list_shows_and_the_log_how_many(app: Flask, world: World, roster: Roster) -> None:
    desk = sign_in(app.test_client(), world, "周敏")
    at = f"{DESK}/rosters/{roster.id}"

    def rows(where: str) -> int:
        answer = desk.post(f"{at}/export{where}")
        assert answer.status_code == 200
        return load_workbook(io.BytesIO(answer.data)).active.max_row - 1

    assert (rows(""), rows("?building=5号楼&entrance=1单元"), rows("?entrance=-")) == (20, 10, 4)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.export")).all()
    assert [entry.facts["units"] for entry in entries] == [20, 10, 4]
    page = desk.get(f"{at}?building=5号楼&entrance=1单元").text
    assert "下面列出的 10 户业主" in page
    assert "/export?building=" in page
