"""The privacy page has a row for every kind of personal data, and promises no deletion that nothing does."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.app import DUE
from deliberation.collection import rules as collection
from deliberation.db import transaction
from deliberation.disclosure import rules as disclosure
from deliberation.publication import rules as publication
from tests.builders import World, a_compound

ROWS = (
    "提议题", "提异议", "申请查阅资料", "作为代表参会", "业主名册", "业主表决、住户意见征询", "表决票的送达",
    "委托别人投票", "当候选人", "登录工作台",
)  # fmt: skip
BY_ITSELF = {
    "提议题": collection.PHONE_YEARS,
    "提异议": publication.OBJECTION_PHONE_YEARS,
    "申请查阅资料": disclosure.CONTACT_YEARS,
}
"""Rows that promise a deletion by the system, with the years that the rule counts."""


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


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


def test_what_is_promised_to_be_deleted_is_deleted_after_just_that_time(page: str) -> None:
    keeping = {what: cells[-1] for what, cells in rows_of(page).items()}
    promised = {what for what, said in keeping.items() if "自动删除" in said.replace("不自动删除", "")}
    assert promised == set(BY_ITSELF)
    assert set(BY_ITSELF.values()) == {1}
    assert [what for what in promised if "满一年后" not in keeping[what]] == []
    assert len([do for do, _said in DUE if do.__name__ in {"erase_phones", "forget"}]) == len(promised)


def test_the_handler_and_how_to_reach_him_are_named(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        session.merge(world.compound).phone = "0546-1234567"
    page = client.get("/privacy").get_data(as_text=True)
    assert "由广饶街道和所辖社区部署" in page
    assert "金岭水岸华庭" in page
    assert "0546-1234567" in page
