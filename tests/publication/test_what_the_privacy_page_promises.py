"""The privacy page has a row for every kind of personal data, and promises no deletion that nothing does."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from deliberation.app import STAGES
from deliberation.collection import rules as collection
from deliberation.convening import rules as convening
from deliberation.db import Model, transaction
from deliberation.disclosure import rules as disclosure
from deliberation.kernel.personal import KINDS
from deliberation.kernel.stage import House
from deliberation.notices import rules as notices
from deliberation.organisation.actions import visits, workbooks
from deliberation.organisation.rules import terms
from deliberation.owners.models import OwnersCandidate, OwnersInterested, OwnersPetitionSigner, OwnersRepresentative
from deliberation.owners.rules import retention
from deliberation.owners.rules.committee import committee_rules
from deliberation.privacy import rules as privacy
from deliberation.publication import rules as publication
from deliberation.roster.rules import flows
from tests.builders import World

ROWS = (
    "提议题",
    "提异议",
    "申请查阅资料",
    "作为代表参会",
    "业主名册",
    "业主表决、住户意见征询",
    "表决票的送达",
    "委托别人投票",
    "当业主代表",
    "住宅改为经营",
    "在业主提议上签名",
    "当候选人",
    "被推荐没当候选人",
    "被提议罢免",
    "登录工作台",
    "收到平台的通知",
    "单位交来组织表格",
    "要求查看、更正、删除自己的信息",
)
YEARS = {"一年": 1, "三年": 3, "五年": 5}
BY_ITSELF = {
    "topics.erase_phones": collection.PHONE_YEARS,
    "objections.erase_phones": publication.OBJECTION_PHONE_YEARS,
    "inspections.forget": disclosure.CONTACT_YEARS,
    "sheets.erase_phones": convening.SHEET_PHONE_YEARS,
    "rosters.forget": flows.KEPT_YEARS,
    "owners_proofs.forget": retention.PROOF_YEARS,
    "notices.forget_addresses": notices.ADDRESS_YEARS,
    "people.forget": terms.KEPT_YEARS,
    "person_requests.forget": privacy.KEPT_YEARS,
}
"""Work that keeps a period, with the years that its rule counts."""
SHORTER = {"visits.forget": (visits.KEPT_FOR, "九十天", 90), "workbooks.forget": (workbooks.KEPT, "一周", 7)}
"""Work that keeps a period of days: the rule, the words of the page, the days."""

KEPT_OF_PEOPLE = {
    OwnersPetitionSigner: (
        "在业主提议上签名",
        {
            "names": "姓名",
            "rooms": "房号",
            "signed_on": "签名日期",
            "paper": "签在哪张纸上",
            "withdrawn_on": "撤回",
        },
    ),
    OwnersCandidate: (
        "被推荐没当候选人",
        {
            "name": "姓名",
            "building": "楼号",
            "room": "房号",
            "source": "怎样推荐",
            "reason": "原因",
        },
    ),
    OwnersRepresentative: (
        "当业主代表",
        {
            "name": "姓名",
            "building": "楼",
            "entrance": "单元",
            "elected_on": "推选",
        },
    ),
    OwnersInterested: ("住宅改为经营", {"room": "房号", "reason": "为什么"}),
}
"""What is stored of whom → the row that says so, and the word of the page for each column."""


@pytest.fixture
def page(client: FlaskClient, world: World) -> str:
    return client.get("/privacy").get_data(as_text=True)


def rows_of(page: str) -> dict[str, list[str]]:
    """What stands beside each thing that people do: kinds, purpose, ground, keeping."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {what: [c.strip() for c in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)] for what, cells in found}


def test_every_kind_of_personal_data_has_its_row(page: str) -> None:
    rows = rows_of(page)
    assert tuple(rows) == ROWS
    assert [what for what, cells in rows.items() if len(cells) != 4 or not all(cells)] == []


@pytest.mark.parametrize("model", KEPT_OF_PEOPLE)
def test_what_is_kept_of_people_in_an_owners_vote_is_said_column_by_column(page: str, model: type[Model]) -> None:
    row, words = KEPT_OF_PEOPLE[model]
    kinds, _purpose, _ground, keeping = rows_of(page)[row]
    assert set(words) <= set(model.__table__.columns.keys())
    assert [word for word in words.values() if word not in kinds] == []
    assert "自动删除" not in keeping.replace("不自动删除", "")


def test_who_does_not_stand_and_who_signed_a_demand_are_said_not_to_be_public(page: str) -> None:
    rows = rows_of(page)
    assert "不公开" in rows["被推荐没当候选人"][0]
    assert "居民页面只有人数和面积" in rows["在业主提议上签名"][1]


def test_where_a_text_wants_the_address_of_candidates_posted_the_page_promises_nothing_else(page: str) -> None:
    assert all(committee_rules(city).posting.with_room for city in ("宁波市", "清远市"))
    assert "还有房号" in rows_of(page)["当候选人"][0]
    assert "门牌号、车牌号（当地规定候选人公示要写住址的除外）" in page


def test_the_page_shows_the_one_table_and_every_ground_names_its_article(page: str) -> None:
    rows = rows_of(page)
    shown = [(what, *cells) for what, cells in rows.items()]
    assert shown == [(one.what, one.data, one.purpose, one.ground, one.keeping) for one in KINDS]
    assert [one.what for one in KINDS if "个人信息保护法第十三条" not in one.ground] == []


def test_every_promise_names_the_work_that_keeps_it_and_every_such_work_is_promised() -> None:
    promised = {one.what for one in KINDS if "自动删除" in one.keeping.replace("不自动删除", "")}
    assert promised == {one.what for one in KINDS if one.kept}
    assert [one.what for one in KINDS for kept in one.kept if f"满{kept.period}后" not in one.keeping] == []
    erasing = {name for name, work in House(STAGES).periodic.items() if "已删除" in work.said}
    assert {kept.job for one in KINDS for kept in one.kept} == erasing - {"photos.forget_kept"}


def test_what_is_promised_to_be_deleted_is_deleted_after_just_that_time() -> None:
    said = {kept.job: kept.period for one in KINDS for kept in one.kept}
    assert {job: YEARS[period] for job, period in said.items() if period in YEARS} == BY_ITSELF
    assert {job: (rule.days, words) for job, (rule, words, _days) in SHORTER.items()} == {
        job: (days, said[job]) for job, (_rule, _words, days) in SHORTER.items()
    }


def test_the_handler_and_how_to_reach_him_are_named(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        session.merge(world.compound).phone = "0546-1234567"
    page = client.get("/privacy").get_data(as_text=True)
    assert "由广饶街道和所辖社区部署" in page
    assert "金岭水岸华庭" in page
    assert "0546-1234567" in page
