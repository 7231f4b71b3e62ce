"""The privacy page has a row for every kind of personal data, and promises no deletion that nothing does."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from deliberation.app import STAGES
from deliberation.collection import rules as collection
from deliberation.db import Model, transaction
from deliberation.disclosure import rules as disclosure
from deliberation.kernel.stage import House
from deliberation.organisation.rules import terms
from deliberation.owners.models import OwnersCandidate, OwnersInterested, OwnersPetitionSigner, OwnersRepresentative
from deliberation.owners.rules.committee import committee_rules
from deliberation.publication import rules as publication
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
)
BY_ITSELF = {
    "提议题": collection.PHONE_YEARS,
    "提异议": publication.OBJECTION_PHONE_YEARS,
    "申请查阅资料": disclosure.CONTACT_YEARS,
    "登录工作台": terms.KEPT_YEARS,
}
"""Rows that promise a deletion by the system, with the years that the rule counts."""

DELETING = {"topics.erase_phones", "objections.erase_phones", "inspections.forget", "people.forget"}
"""The periodic work that does what these rows promise."""


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


def test_what_is_promised_to_be_deleted_is_deleted_after_just_that_time(page: str) -> None:
    keeping = {what: cells[-1] for what, cells in rows_of(page).items()}
    promised = {what for what, said in keeping.items() if "自动删除" in said.replace("不自动删除", "")}
    assert promised == set(BY_ITSELF)
    assert set(BY_ITSELF.values()) == {1}
    assert [what for what in promised if "满一年后" not in keeping[what]] == []
    assert set(House(STAGES).periodic) >= DELETING
    assert len(DELETING) == len(promised)


def test_the_handler_and_how_to_reach_him_are_named(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        session.merge(world.compound).phone = "0546-1234567"
    page = client.get("/privacy").get_data(as_text=True)
    assert "由广饶街道和所辖社区部署" in page
    assert "金岭水岸华庭" in page
    assert "0546-1234567" in page
