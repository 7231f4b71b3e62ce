"""选举业主委员会 at the desk and for residents: candidates, posting, notice, vote, members, filing, second round."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.models import OwnersCandidate, OwnersElection, OwnersVote
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import a_prepared_vote, a_roster, heads_of
from tests.owners.test_elections import ELECTION, OWNERS, PLAN, an_election, posted, told, voted

PUBLIC = "/c/jinling/owners-votes"


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return a_compound()


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def at(vote: OwnersVote) -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/candidates"


def the_candidate(number: int) -> OwnersCandidate:
    db.session.expire_all()
    return db.session.query(OwnersCandidate).filter_by(number=number).one()


def propose(desk: FlaskClient, vote: OwnersVote, number: int) -> int:
    answer = desk.post(
        f"{at(vote)}/propose", data={"name": f"业主{number:04d}", "room": f"1号楼{number:04d}", "source": "SELF"}
    )
    return answer.status_code


def test_the_whole_line_by_presses_from_the_plan_to_the_notice(desk: FlaskClient, world: World) -> None:
    a_roster(world, heads_of(OWNERS))
    vote = a_prepared_vote(world, (ELECTION,))
    assert "要先登记候选人、张贴公示" in desk.get(f"/desk/jinling/owners-votes/{vote.id}").text
    wrong = desk.post(f"{at(vote)}/plan", data={"agreed": "4", "term_years": "5", "kept": "留任甲 2号楼"})
    assert (wrong.status_code, "须是单数" in wrong.text, "留任甲 2号楼" in wrong.text) == (422, True, True)
    assert desk.post(f"{at(vote)}/plan", data={"agreed": "5", "term_years": "5", "alternates": "2"}).status_code == 302
    for number in range(1, 7):
        assert propose(desk, vote, number) == 302
        address = f"{at(vote)}/{the_candidate(number).id}/accept"
        assert desk.post(address, data={"answered_on": "2026-03-10"}).status_code == 422  # nothing affirmed
        assert desk.post(address, data={"answered_on": "2026-03-10", "declared": ["ABLE"]}).status_code == 302
    assert desk.get(f"{PUBLIC}/{vote.id}/candidates").status_code == 404  # inside until it is posted
    assert desk.get(f"{at(vote)}/paper").status_code == 200
    notify = {"noticed_on": "2026-03-10", "neighbourhood_told_on": "2026-03-10"}
    assert "还没有登记公示" in desk.post(f"/desk/jinling/owners-votes/{vote.id}/notify", data=notify).text
    assert desk.post(f"{at(vote)}/post", data={"posted_on": "2026-03-10"}).status_code == 302
    assert desk.post(f"/desk/jinling/owners-votes/{vote.id}/notify", data=notify).status_code == 302
    assert "名单锁定" in desk.get(at(vote)).text


def test_what_is_refused_stays_typed_and_is_said(desk: FlaskClient, world: World) -> None:
    vote = an_election(world)
    answer = desk.post(f"{at(vote)}/propose", data={"name": "王老五", "room": "9-9-909", "source": "PARTY"})
    assert (answer.status_code, "名册里没有“王老五" in answer.text, "9-9-909" in answer.text) == (422, True, True)
    assert propose(desk, vote, 1) == 302
    one = the_candidate(1)
    nothing = desk.post(f"{at(vote)}/{one.id}/off", data={"how": "decline", "reason": ""})
    assert (nothing.status_code, the_candidate(1).state) == (422, "PROPOSED")
    desk.post(f"{at(vote)}/{one.id}/off", data={"how": "decline", "reason": "工作忙"})
    assert (the_candidate(1).state, "工作忙" in desk.get(at(vote)).text) == ("DECLINED", True)


def test_residents_read_who_stands_and_nobody_who_did_not(app: Flask, desk: FlaskClient, world: World) -> None:
    vote = an_election(world)
    propose(desk, vote, 9)
    desk.post(f"{at(vote)}/{the_candidate(1).id}/off", data={"how": "decline", "reason": "家里有病人"})
    posted(world, vote)
    visitor = app.test_client()
    page = visitor.get(f"{PUBLIC}/{vote.id}/candidates").text
    assert [word in page for word in ("业主0001（1）", "业主0009", "家里有病人", "1号楼0001")] == [
        True,
        False,
        False,
        False,
    ]
    assert f"{PUBLIC}/{vote.id}/candidates" in visitor.get(f"{PUBLIC}/").text


def test_after_the_result_the_members_are_public_and_the_filing_waits_at_the_desk(
    app: Flask, desk: FlaskClient, world: World
) -> None:
    vote = an_election(world)
    posted(world, vote)
    voted(world, vote, (7, ("o1", "o2", "o3", "o4", "o5")), (3, ("o6",)))
    visitor = app.test_client()
    for address in (f"{PUBLIC}/", f"{PUBLIC}/{vote.id}"):
        page = visitor.get(address).text
        assert ("业主0001（1）" in page, "2031年4月1日" in page) == (True, True)
    assert "业主委员会成立" in visitor.get(f"{PUBLIC}/{vote.id}/result-notice").text
    assert "业委会待备案（2026年5月6日" in desk.get("/desk/jinling/").text
    early = desk.post(f"{at(vote)}/filed", data={"filed_on": "2026-04-01", "note": "街道回执"})
    assert (early.status_code, "街道回执" in early.text) == (422, True)
    assert desk.post(f"{at(vote)}/filed", data={"filed_on": "2026-04-02"}).status_code == 302
    assert "业委会待备案" not in desk.get("/desk/jinling/").text


def test_one_button_prepares_the_second_round_from_the_result(desk: FlaskClient, world: World) -> None:
    vote = an_election(world)
    posted(world, vote)
    voted(world, vote, (6, ("o1", "o2", "o3")), (4, ("o4", "o5")))
    assert "业主委员会还不成立" in desk.get(at(vote)).text
    first = desk.post(f"{at(vote)}/next-round").location
    assert desk.post(f"{at(vote)}/next-round").location == first  # pressed twice, made once
    second = db.session.query(OwnersVote).order_by(OwnersVote.id.desc()).first()
    assert second is not None
    assert [o["label"] for o in second.questions[0].options] == ["业主0004（1）", "业主0005（1）"]
    assert "看下一轮选举" in desk.get(at(vote)).text
    # two names for two seats: the reason is asked for before the notice
    answer = desk.post(
        f"/desk/jinling/owners-votes/{second.id}/notify",
        data={"noticed_on": clock.today().isoformat(), "neighbourhood_told_on": clock.today().isoformat()},
    )
    assert (answer.status_code, "不成差额" in answer.text) == (422, True)


def test_whoever_only_reads_sees_no_form_and_a_vote_about_something_else_has_no_such_page(
    app: Flask, world: World
) -> None:
    vote = an_election(world)
    reader = sign_in(app.test_client(), world, "吴敏")
    page = reader.get(at(vote))
    assert (page.status_code, "登记一个候选人" in page.text) == (200, False)
    firm = sign_in(app.test_client(), world, "高峰")
    assert firm.get(at(vote)).status_code == 403
    other = a_prepared_vote(world)
    assert reader.get(at(other)).status_code == 404


def test_a_vote_that_is_changed_keeps_the_names_of_its_list(desk: FlaskClient, world: World) -> None:
    vote = an_election(world)
    posted(world, vote)
    address = f"/desk/jinling/owners-votes/{vote.id}/edit"
    page = desk.get(address).text
    assert "业主0006（1）" in page
    data = {
        "kind": "OWNERS",
        "title": "改过的名称",
        "opens_at": "2026-03-28T09:00",
        "closes_at": "2026-04-05T18:00",
        "policy": "STRICT",
        "questions-0-title": "选举业主委员会委员",
        "questions-0-text": "选举五名委员。",
        "questions-0-item": "COMMITTEE_ELECTION",
        "questions-0-method": "ELECTION",
        "questions-0-options": "别人\n路人",
        "questions-0-most": "3",
        "questions-0-seats": "1",
    }
    assert desk.post(address, data=data).status_code == 302
    db.session.expire_all()
    question = db.session.get_one(OwnersVote, vote.id).questions[0]
    assert (len(question.options), question.seats, question.most) == (6, 5, 5)
    election = db.session.query(OwnersElection).one()
    assert (election.posted_on, PLAN.agreed) == (date(2026, 3, 10), 5)
    told(world, vote)
