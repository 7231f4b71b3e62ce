"""Searching lists: several words mean all, and how a word is written does not matter; % and _ are signs like others."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import event

from deliberation.collection import queries
from deliberation.collection.actions import TopicDraft, submit_topic, take_up
from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.typed import folded, terms
from deliberation.organisation.queries.accounts import accounts
from tests.builders import World, a_compound


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    a_topic(made, "小广场路灯不亮", "晚上小广场太黑，路灯坏了三盏。", name="买买提·阿不都", phone="+86 138-0013-8000")
    a_topic(made, "地下停车收费", "停车费涨了 50% 。", phone="０１３９ 1234 5678")
    a_topic(made, "電梯困人", "3號樓電梯又关人了。")
    return made


def a_topic(world: World, title: str, situation: str, name: str = "", phone: str = "") -> Topic:
    draft = TopicDraft(
        situation=situation,
        category="facility",
        request_key=uuid.uuid4().hex,
        title=title,
        submitter_name=name,
        submitter_phone=phone,
    )
    topic = submit_topic(ANONYMOUS, world.compound.id, draft)
    take_up(world.secretary, topic.id)
    return topic


def titles(world: World, q: str, *, personal: bool = False) -> list[str]:
    return [t.title for t in queries.topics(world.compound.id, q=q, personal=personal).page().items]


@pytest.mark.parametrize(
    "q",
    ["路灯", "路灯 广场", "小广场　路灯", "路 灯", "路燈", "２０２６", "路\u200b灯", "2026001", "2026-001"],
)
def test_words_are_found_however_they_are_written(world: World, q: str) -> None:
    assert "小广场路灯不亮" in titles(world, q)


@pytest.mark.parametrize("q", ["路灯 电梯", "路%", "路_灯", "%", "_", "···", "广场路灯路灯", "  ·  "])
def test_a_word_that_is_missing_and_a_wild_card_find_nothing(world: World, q: str) -> None:
    assert "小广场路灯不亮" not in titles(world, q)


def test_what_was_written_in_traditional_signs_is_found_by_simplified_ones(world: World) -> None:
    assert titles(world, "电梯") == titles(world, "電梯") == ["電梯困人"]
    assert titles(world, "停車") == ["地下停车收费"]
    assert titles(world, "50%") == ["地下停车收费"]


@pytest.mark.parametrize(
    "q", ["13800138000", "+8613800138000", "0086 138 0013 8000", "138-0013-8000", "１３８００１３８０００"]
)
def test_a_phone_is_found_with_and_without_its_country_by_whoever_may_see_it(world: World, q: str) -> None:
    assert titles(world, q, personal=True) == ["小广场路灯不亮"]
    assert titles(world, q) == []


def test_a_name_is_found_with_any_dot_by_whoever_may_see_it(world: World) -> None:
    for q in ("买买提•阿不都", "买买提 阿不都", "阿不都", "买买提．阿不都"):
        assert titles(world, q, personal=True) == ["小广场路灯不亮"]
    assert titles(world, "阿不都") == []
    assert titles(world, "13", personal=True) == []  # two digits stand in every phone


def test_a_changed_title_is_found_and_the_earlier_is_not(world: World) -> None:
    with transaction():
        db.session.query(Topic).filter_by(title="電梯困人").one().title = "门禁失灵"
    assert titles(world, "门禁") == ["门禁失灵"]


def test_a_search_costs_the_same_two_statements_however_many_words(world: World) -> None:
    told: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    titles(world, "路 灯 广 场 不 亮")
    assert len([one for one in told if one.startswith("SELECT")]) <= 3


def test_accounts_are_found_by_name_and_by_sign_in_name(world: World) -> None:
    username = world.accounts["何伟"].username
    assert [one.account.person.name for one in accounts(q="何 伟").page().items] == ["何伟"]
    assert [one.account.person.name for one in accounts(q=username.upper()).page().items] == ["何伟"]
    assert accounts(q="%").page().items == []


def test_folding_and_words() -> None:
    assert folded("D-026", None, "Ｄ026 路・灯") == "d026\nd026路灯"
    assert terms(" +86 138 0013 8000 ") == ["138", "0013", "8000"]
    assert terms("· - ") == []
