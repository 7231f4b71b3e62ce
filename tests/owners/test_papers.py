"""The papers of a vote: the notice for the board, one ballot for each owner, a lost one printed again."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners import papers
from deliberation.owners.actions import course
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import printing
from deliberation.owners.rules.codes import stub_code
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.roster.rules.units import as_called
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import FEE, SOUTH_GATE, Head, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids
from tests.queries import counted_statements

SECRET = "a key for tests only"

ON_THE_BALLOT = (
    "业主大会表决票",
    "№0001",
    "金岭水岸华庭",
    "孙玉、钱明",
    "1号楼号楼0001、1号楼号楼0002",
    "100.00 ㎡",
    SOUTH_GATE.text,
    FEE.text,
    "四分之三以上",
    "过半数",
    "同意",
    "反对",
    "弃权",
    "怎样填",
    "无效票",
    "不交票的后果",
    "2026年4月2日（周四）18:00",
    "业主签名",
    "代理人签名",
    "存根",
    "送达方式",
    "领票人",
    "业主留存",
)
"""Domain 4.4."""
ON_THE_NOTICE = (
    "业主大会会议公告",
    SOUTH_GATE.text,
    FEE.text,
    "全体业主共同决定",
    "三分之二以上",
    "四分之三以上",
    "过半数",
    "2026年3月27日（周五）09:00 至 2026年4月2日（周四）18:00",
    "收票地点",
    "联系人",
    "不交票的后果",
    "公告还没有登记",
)


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, [Head(("孙玉", "钱明"), (8_950, 1_050), "1号楼"), *heads_of(3, building="3号楼")])
    return found


@pytest.fixture
def office(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def opened(world: World, **policy: object) -> OwnersVote:
    """An open vote on two matters; its policy as given."""
    vote = a_prepared_vote(world, (SOUTH_GATE, FEE))
    with transaction():
        for name, value in policy.items():
            setattr(vote, name, value)
    vote = an_open_vote(world, vote)
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return vote


def desk(vote: OwnersVote, rest: str) -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/{rest}"


def test_a_ballot_carries_what_the_model_asks_for(office: FlaskClient, world: World) -> None:
    vote = opened(world)
    answer = office.get(desk(vote, "ballots"), query_string={"building": "1号楼"})
    page = answer.text
    assert (answer.status_code, page.count("ballot-sheet"), answer.headers["Cache-Control"]) == (200, 1, "no-store")
    for wanted in ON_THE_BALLOT:
        assert wanted in page, wanted


def test_the_code_stands_on_the_owners_strip_and_behind_the_sign_that_no_server_is_sent(
    office: FlaskClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vote = opened(world)
    page = office.get(desk(vote, "ballots"), query_string={"building": "3号楼"}).text
    codes = [stub_code(SECRET, vote.id, number, 1) for number in (2, 3, 4)]
    assert [page.count(code) for code in codes] == [1, 1, 1]
    assert [code for code in codes if code in caplog.text or code in office.get(desk(vote, "delivery")).text] == []


def test_the_codes_lead_to_the_entry_and_to_the_owners_own_page(app: Flask, world: World) -> None:
    vote = opened(world)
    with app.test_request_context(base_url="http://localhost"):
        (ballot,) = papers.ballots(vote, printing.single(vote, 2).items, SECRET)
    code = stub_code(SECRET, vote.id, 2, 1)
    assert ballot.entry == papers.qr(f"http://localhost/owners-votes/{vote.id}/papers/2")
    assert ballot.check == papers.qr(f"http://localhost/ballot/{vote.id}/2#{code}")


def test_a_code_is_an_image_without_a_request() -> None:
    image = papers.qr("https://yishi.example/owners-votes/12/papers/345")
    assert image.startswith("data:image/svg+xml")
    assert re.search(r"viewBox=.0 0 \d+ \d+", unquote(image))


@pytest.mark.parametrize(
    ("policy", "said", "boxed"),
    [("STRICT", "不算参与表决", False), ("FOLLOW_MAJORITY", "计入已表决的多数票", True), ("ABSTAIN", "按弃权计", True)],
)
def test_what_silence_means_is_printed_and_boxed_where_it_counts(
    office: FlaskClient,
    world: World,
    policy: str,
    said: str,
    boxed: bool,
) -> None:
    vote = opened(world, policy=policy, policy_clause="《管理规约》第十二条", policy_clause_on=date(2020, 5, 1))
    for paper in ("ballots?number=2", "notice"):
        page = office.get(desk(vote, paper)).text
        assert (said in page, 'class="ballot-warning"' in page) == (True, boxed), paper
        assert "《管理规约》第十二条（2020年5月1日（周五）通过）" in page


def test_a_lost_ballot_is_printed_again_and_its_first_code_is_worthless(office: FlaskClient, world: World) -> None:
    vote = opened(world)
    first, second = (stub_code(SECRET, vote.id, 2, issue) for issue in (1, 2))
    answer = office.post(desk(vote, "reissue"), data={"number": "№0002"})
    assert (answer.status_code, answer.location) == (302, desk(vote, "ballots?number=2"))
    page = office.get(answer.location).text
    assert (first in page, second in page, "补发（第 2 次印）" in page) == (False, True, True)
    hand_in(vote, voter_ids(vote)[1:2], "AGREE")
    answer = office.post(desk(vote, "reissue"), data={"number": "2"})
    assert (answer.status_code, "已经交回，不用补发" in answer.text) == (409, True)
    for typed, status in (("999", 422), ("蛇", 422), ("", 422)):
        answer = office.post(desk(vote, "reissue"), data={"number": typed})
        assert (answer.status_code, "填写的内容有误" in answer.text) == (status, True)


def test_ballots_are_printed_while_the_vote_is_open_only(office: FlaskClient, world: World) -> None:
    vote = a_noticed_vote(world, a_prepared_vote(world))
    page = office.get(desk(vote, "ballots"), query_string={"number": 1})
    assert (page.status_code, "ballot-sheet" in page.text, "锁定名册以后才有票号" in page.text) == (200, False, True)
    with pytest.raises(Refused) as refused:
        course.reissue(world.actor("陈海涛"), vote.id, 1)
    assert refused.value.reason is Reason.WRONG_STATE


def test_a_building_is_printed_in_parts_and_one_that_there_is_not_is_said(app: Flask, world: World) -> None:
    a_roster(world, heads_of(printing.PART + 5, building="9号楼"))
    vote = opened(world)
    client = sign_in(app.test_client(), world, "陈海涛")
    assert "打印第 2 部分" in client.get(desk(vote, "ballots")).text
    counts = [
        client.get(desk(vote, "ballots"), query_string={"building": "9号楼", "part": part}).text.count(
            '<article class="ballot-sheet"'
        )
        for part in (1, 2)
    ]
    assert counts == [printing.PART, 5]
    answer = client.get(desk(vote, "ballots"), query_string={"building": "8号楼"})
    assert (answer.status_code, "没有找到要印的票" in answer.text) == (404, True)


def test_printing_many_ballots_asks_the_store_no_more_than_printing_few(office: FlaskClient, world: World) -> None:
    def asked(building: str) -> int:
        with counted_statements() as seen:
            assert office.get(desk(vote, "ballots"), query_string={"building": building}).status_code == 200
        return len(seen)

    a_roster(world, [*heads_of(2, building="1"), *heads_of(30, building="2")])
    vote = opened(world)
    asked("1")
    assert asked("1") == asked("2")


def test_an_option_ballot_shows_its_options_and_how_many(office: FlaskClient, world: World) -> None:
    vote = a_prepared_vote(world)
    with transaction():
        question = vote.questions[0]
        question.method, question.most = "CHOOSE", 2
        question.options = [{"code": "o1", "label": "甲方案"}, {"code": "o2", "label": "乙方案"}]
    vote = an_open_vote(world, vote)
    page = office.get(desk(vote, "ballots?number=1")).text
    assert [word in page for word in ("甲方案", "乙方案", "最多选 2 项", "反对")] == [True, True, True, False]


def test_households_are_told_that_their_paper_decides_nothing(office: FlaskClient, world: World) -> None:
    services = QuestionDraft(
        "选哪些服务",
        "公共区域卫生保洁、便民维修服务。",
        "SURVEY",
        method="CHOOSE",
        options=(("A", "保洁"), ("B", "维修")),
    )
    vote = an_open_vote(world, a_prepared_vote(world, (services,), kind="HOUSEHOLDS", online=True))
    for paper in ("ballots?number=1", "notice"):
        page = office.get(desk(vote, paper)).text
        assert ("选聘企业由业主共同决定" in page, "手机上填写" in page) == (True, True)
        assert "投票权数" not in page


def test_the_notice_says_what_why_when_and_by_which_rule(office: FlaskClient, world: World) -> None:
    vote = a_prepared_vote(world, (SOUTH_GATE, FEE))
    page = office.get(desk(vote, "notice")).text
    for wanted in ON_THE_NOTICE:
        assert wanted in page, wanted
    a_noticed_vote(world, vote)
    page = office.get(desk(vote, "notice")).text
    assert ("告知居委会日期：2026年3月11日（周三）" in page, "公告还没有登记" in page) == (True, False)


def test_who_delivers_does_not_print_and_the_firm_sees_neither(app: Flask, world: World) -> None:
    vote = opened(world)
    for name, statuses in (("杨静", (403, 403, 200)), ("高峰", (403, 403, 403)), ("周敏", (200, 302, 200))):
        client = sign_in(app.test_client(), world, name)
        seen = (
            client.get(desk(vote, "ballots?number=2")),
            client.post(desk(vote, "reissue"), data={"number": "2"}),
            client.get(desk(vote, "delivery")),
        )
        assert tuple(answer.status_code for answer in seen) == statuses, name
    assert app.test_client().get(desk(vote, "ballots?number=2")).status_code in {302, 401}


@pytest.mark.parametrize(
    ("entrance", "room", "written", "printed"),
    [
        ("2单元", "301", "301", "2单元301"),
        ("2单元", "301", "301室", "2单元301室"),
        ("", "301", "301", "301"),
        ("2单元", "301", "1-2-301", "1-2-301"),
        ("2单元", "301", "2单元301", "2单元301"),
    ],
)
def test_the_entrance_stands_on_the_ballot_even_where_it_had_a_column_of_its_own(
    entrance: str, room: str, written: str, printed: str
) -> None:
    assert as_called(entrance, room, written) == printed
