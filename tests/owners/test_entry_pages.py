"""The entry desk as two clerks use it: number, marks, save, next; the second sees nothing of the first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersProxy, OwnersVote
from deliberation.owners.rules.papers import Content
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, entered_once, entered_twice
from tests.owners.hall import FEE, SOUTH_GATE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


@pytest.fixture
def first(app: Flask, world: World, vote: OwnersVote) -> FlaskClient:
    return sign_in(app.test_client(), world, "郑月")


@pytest.fixture
def second(app: Flask, world: World, vote: OwnersVote) -> FlaskClient:
    return sign_in(app.test_client(), world, "陶平")


def desk(vote: OwnersVote, rest: str = "entry") -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/{rest}"


def shown(client: FlaskClient, vote: OwnersVote, rest: str = "entry") -> str:
    answer = client.get(desk(vote, rest))
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def hidden(page: str) -> dict[str, str]:
    """What the page's own form would send beside the marks."""
    return dict(re.findall(r'name="(mode|paper_id|sequence)" type="hidden" value="(\w+)"', page))


def save(client: FlaskClient, vote: OwnersVote, number: int, **marks: Any) -> tuple[int, str]:
    """Open the paper, mark it, save, and read the page that comes."""
    opened = shown(client, vote, f"papers/{number}")
    data = {"signer": "OWNER", "void_reason": "", **hidden(opened), **marks}
    answer = client.post(desk(vote, f"papers/{number}"), data=data)
    status = answer.status_code
    if status == 302:
        answer = client.get(answer.location)
    return status, answer.get_data(as_text=True)


def papers() -> list[OwnersPaper]:
    db.session.expire_all()
    return list(db.session.scalars(select(OwnersPaper).order_by(OwnersPaper.id)))


def test_two_clerks_enter_a_paper_at_the_desk(first: FlaskClient, second: FlaskClient, vote: OwnersVote) -> None:
    status, page = save(first, vote, 2, **{"q-1": "OPPOSE"})
    assert (status, "第一遍已录" in page, "刚录的：票号 2" in page, "反对" in page) == (302, True, True, True)
    status, page = save(second, vote, 2, **{"q-1": "OPPOSE"})
    assert (status, "两遍一致，已确认" in page) == (302, True)
    assert [(p.state, (p.content or {})["choices"]) for p in papers()] == [("CONFIRMED", {"1": ["OPPOSE"]})]


def test_the_second_clerk_sees_nothing_of_the_first_entry(
    world: World, second: FlaskClient, first: FlaskClient, vote: OwnersVote
) -> None:
    content = Content("PROXY", {"1": ("OPPOSE",)}, "FORGED", "签名像是另一个人写的")
    entered_once(world, vote, 1, content)
    page = shown(second, vote, "papers/1")
    assert ("第二遍" in page, "您看不到他录的是什么" in page) == (True, True)
    assert "签名像是另一个人写的" not in page
    assert re.findall(r'<input checked[^>]*value="(\w+)"', page) == ["OWNER"]
    assert not re.search(r'data-key="\d" checked', page)
    assert "签名像是另一个人写的" in shown(first, vote, "papers/1")
    assert "签名像是另一个人写的" not in shown(second, vote, "entry/waiting")


def test_the_clerk_finds_the_paper_by_number_or_by_its_code(first: FlaskClient, vote: OwnersVote) -> None:
    for typed in ("3", "№0003", f"https://x.example/owners-votes/{vote.id}/papers/3"):
        page = first.get(desk(vote), query_string={"number": typed}).get_data(as_text=True)
        assert ("票号 3" in page, "业**" in page, "业主0003" in page, "100.00 ㎡" in page) == (True, True, False, True)
    assert first.get(f"/owners-votes/{vote.id}/papers/3").location == desk(vote, "papers/3")


@pytest.mark.parametrize("typed", ["0", "一百", "99", "https://x.example/owners-votes/999/papers/3", "9" * 400])
def test_a_number_that_is_none_is_said_at_the_desk(first: FlaskClient, vote: OwnersVote, typed: str) -> None:
    answer = first.get(desk(vote), query_string={"number": typed})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "填写的内容有误" in page, f'value="{typed[:300]}"' in page) == (422, True, True)


def test_a_paper_without_a_mark_is_refused_and_the_rest_is_kept(app: Flask) -> None:
    world = a_compound()
    a_roster(world, heads_of(2))
    tellers(world)
    vote = an_open_vote(world, a_prepared_vote(world, (SOUTH_GATE, FEE)))
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    client = sign_in(app.test_client(), world, "郑月")
    status, page = save(client, vote, 1, **{"q-1": "AGREE", "note": "折角"})
    assert (status, "第 2 项还没有选" in page, 'value="折角"' in page) == (422, True, True)
    assert re.search(r'value="AGREE" data-key="1" checked', page)
    assert papers() == []


@pytest.mark.parametrize(
    "marks",
    [
        {"signer": "X"},
        {"void_reason": "X"},
        {"note": "长" * 201},
        {"received_at": "gestern"},
        {"paper_id": "x" * 50},
        {"q-1": "X" * 3000},
        {"received_at": "2026-03-28T23:59"},
        {"sequence": "7"},
        {"sequence": "9" * 30},
    ],
)
def test_rubbish_is_refused_in_words(first: FlaskClient, vote: OwnersVote, marks: dict[str, str]) -> None:
    status, page = save(first, vote, 1, **{"q-1": "AGREE", **marks})
    assert (status in {409, 422}, "error-summary" in page) == (True, True)
    assert papers() == []


def test_the_time_of_receipt_goes_on_for_the_whole_stack(first: FlaskClient, vote: OwnersVote) -> None:
    _, page = save(first, vote, 1, **{"q-1": "AGREE", "received_at": "2026-03-27T15:30"})
    assert 'name="received" value="2026-03-27T15:30"' in page
    page = first.get(desk(vote), query_string={"number": "2", "received": "2026-03-27T15:30"}).get_data(as_text=True)
    assert 'value="2026-03-27T15:30"' in page
    assert papers()[0].received_at == clock.beijing(2026, 3, 27, 15, 30)


def test_a_clerk_mends_or_takes_back_what_he_has_just_entered(first: FlaskClient, vote: OwnersVote) -> None:
    save(first, vote, 1, **{"q-1": "OPPOSE"})
    page = shown(first, vote, "papers/1")
    assert ("您自己录的第一遍" in page, bool(re.search(r'value="OPPOSE" data-key="2" checked', page))) == (True, True)
    status, page = save(first, vote, 1, **{"q-1": "AGREE"})
    assert (status, "已改正" in page) == (302, True)
    (paper_id,) = [paper.id for paper in papers()]
    answer = first.post(desk(vote, f"papers/1/{paper_id}/take-back"))
    assert (answer.status_code, papers()) == (302, [])
    assert first.post(desk(vote, f"papers/1/{paper_id}/take-back")).status_code == 404


def test_another_paper_of_one_owner_is_asked_about_before_it_is_registered(
    world: World, first: FlaskClient, vote: OwnersVote
) -> None:
    entered_twice(world, vote, 1, OPPOSE)
    page = shown(first, vote, "papers/1")
    assert ("登记为重复票" in page, "已确认" in page, "<fieldset" in page) == (True, True, False)
    assert "反对" not in page.split('class="sheet entry-paper"')[1]
    page = shown(first, vote, "papers/1?another=1")
    data = {"signer": "OWNER", "q-1": "AGREE", "another": "1", **hidden(page)}
    assert first.post(desk(vote, "papers/1"), data=data).status_code == 302
    assert [(p.sequence, p.state) for p in papers()] == [(1, "CONFIRMED"), (2, "ENTERED_ONCE")]


def test_the_slower_desk_is_told_and_goes_on_with_the_second_entry(
    first: FlaskClient, second: FlaskClient, vote: OwnersVote
) -> None:
    late = {"signer": "OWNER", "q-1": "OPPOSE", **hidden(shown(second, vote, "papers/1"))}
    save(first, vote, 1, **{"q-1": "OPPOSE"})
    answer = second.post(desk(vote, "papers/1"), data=late)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "刚刚在别处录过" in page, hidden(page)["mode"]) == (409, True, "SECOND")
    assert len(papers()) == 1


def test_a_difference_is_shown_side_by_side_and_settled(
    world: World, app: Flask, first: FlaskClient, vote: OwnersVote
) -> None:
    paper = entered_twice(world, vote, 1, AGREE, OPPOSE)
    assert "票号 1" in shown(first, vote, "entry/waiting")
    address = desk(vote, f"entry/different/{paper.id}")
    page = first.get(address).get_data(as_text=True)
    assert ("第一遍（郑月）" in page, "第二遍（陶平）" in page, "不一致" in page) == (True, True, True)
    own = first.post(address, data={"take": "1", "reason": "看过", "signer": "OWNER"})
    assert (own.status_code, "第三人" in own.get_data(as_text=True)) == (409, True)
    assert first.post(address, data={"take": "2", "reason": "", "signer": "OWNER"}).status_code == 422
    third = sign_in(app.test_client(), world, "周敏")
    data = {"take": "3", "reason": "两处都画了", "signer": "OWNER", "q-1": "UNCLEAR"}
    assert third.post(address, data=data).status_code == 302
    assert (papers()[0].content or {})["choices"] == {"1": ["UNCLEAR"]}
    assert third.get(address).status_code == 404


def test_what_agrees_is_shown_to_nobody_side_by_side(world: World, first: FlaskClient, vote: OwnersVote) -> None:
    for paper in (entered_twice(world, vote, 1), entered_once(world, vote, 2)):
        assert first.get(desk(vote, f"entry/different/{paper.id}")).status_code == 404


def test_a_letter_is_recorded_and_leads_on_to_the_paper(first: FlaskClient, vote: OwnersVote) -> None:
    assert 'value="4"' in shown(first, vote, "proxies?number=4")
    data = {"number": "4", "agent": "王小丽", "agent_kind": "family", "until": "2026-12-31"}
    answer = first.post(desk(vote, "proxies"), data=data)
    assert answer.location == desk(vote, "papers/4")
    assert "代理人 王小丽（家人）" in shown(first, vote, "papers/4")
    assert "王小丽" in shown(first, vote, "proxies")
    bad = first.post(desk(vote, "proxies"), data={**data, "number": "99", "note": "远房亲戚"})
    assert (bad.status_code, "远房亲戚" in bad.get_data(as_text=True)) == (422, True)
    assert first.post(desk(vote, "proxies/4/withdraw")).status_code == 302
    assert db.session.scalars(select(OwnersProxy)).all() == []


def test_the_progress_counts_papers_and_never_votes(
    world: World, app: Flask, first: FlaskClient, vote: OwnersVote
) -> None:
    entered_twice(world, vote, 1, OPPOSE)
    entered_once(world, vote, 2, OPPOSE)
    page = shown(sign_in(app.test_client(), world, "陈海涛"), vote, "progress")
    cells = re.findall(r'<td class="num"[^>]*>(?:<\w+>)?(\d+)', page)
    assert cells[:7] == ["5", "0", "0", "2", "3", "1", "0"]
    assert ("反对" in page, "同意" in page) == (False, False)


@pytest.mark.parametrize("name", ["陈海涛", "李建国", "高峰", "杨静", None])
def test_only_who_enters_comes_to_the_desk(
    app: Flask, world: World, client: FlaskClient, vote: OwnersVote, name: str | None
) -> None:
    if name:
        sign_in(client, world, name)
    for rest in ("entry", "papers/1", "entry/waiting", "proxies"):
        assert client.get(desk(vote, rest)).status_code == (403 if name else 302)
    assert client.post(desk(vote, "papers/1"), data={"q-1": "AGREE"}).status_code == (403 if name else 401)
    assert papers() == []


def test_for_another_compound_the_vote_does_not_exist(app: Flask, vote: OwnersVote) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    client = sign_in(app.test_client(), elsewhere, "周敏")
    for address in (desk(vote), desk(vote).replace("jinling", "haitang"), f"/owners-votes/{vote.id}/papers/1"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("state", ["NOTICED", "COUNTED", "VOIDED"])
def test_outside_its_time_the_desk_says_why_nothing_is_entered(
    first: FlaskClient, vote: OwnersVote, state: str
) -> None:
    with transaction():
        vote.state = state
    assert "不能录票" in shown(first, vote)
    assert first.post(desk(vote, "papers/1"), data={"q-1": "AGREE", "signer": "OWNER"}).status_code == 409
    assert db.session.scalars(select(OwnersEntry)).all() == []


def test_a_late_paper_is_entered_as_such_after_the_closing(first: FlaskClient, vote: OwnersVote) -> None:
    close(vote)
    moment = vote.closes_at + timedelta(hours=3)
    clock.use(lambda: moment)
    late = (vote.closes_at + timedelta(hours=1)).astimezone(clock.BEIJING).strftime("%Y-%m-%dT%H:%M")
    status, page = save(first, vote, 1, **{"q-1": "AGREE", "received_at": late})
    assert (status, "截止以后交的" in page) == (409, True)
    assert save(first, vote, 1, void_reason="LATE", received_at=late)[0] == 302
