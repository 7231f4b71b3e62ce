"""Receipts, titles, numbers, likeness: the pure side of collection."""

from __future__ import annotations

import itertools

import pytest

from deliberation.collection import rules
from deliberation.collection.rules.likeness import ALIKE, likeness
from deliberation.kernel.errors import Reason, Refused


def test_a_receipt_number_is_grouped_and_has_no_letters_that_look_alike() -> None:
    places = itertools.count(step=7)
    code = rules.make_receipt(lambda letters: letters[next(places) % len(letters)])
    assert [len(part) for part in code.split("-")] == [4, 4, 2]
    assert not set(code) & set("01OIL")


@pytest.mark.parametrize("typed", ["k7qm2xwp9d", " K7QM 2XWP 9D ", "k7qm-2xwp-9d", "Ｋ７ＱＭ－２ＸＷＰ－９Ｄ"])
def test_a_receipt_number_is_found_however_it_is_typed(typed: str) -> None:
    assert rules.normal_receipt(typed) == "K7QM-2XWP-9D"


def test_a_receipt_number_of_nothing_is_nothing() -> None:
    assert rules.normal_receipt(" -- ") == ""


@pytest.mark.parametrize(
    "situation, title",
    [
        ("南门堵。早上尤其堵。", "南门堵"),
        ("  路灯坏了\n三号楼", "路灯坏了"),
        ("很" * 40, "很" * 29 + "…"),
        ("我家3号楼2单元301漏水，打13812345678", "我家**漏水，打**"),
        ("很" * 25 + "13812345678", "很" * 25 + "**"),
        ("7号楼一单元门禁刷不开", "7号楼一单元门禁刷不开"),
        ("我是孙玉兰，门口积水", "我是孙**，门口积水"),
    ],
)
def test_a_title_is_the_submitters_first_words(situation: str, title: str) -> None:
    assert rules.short_title(situation, "孙玉兰") == title


def test_numbers_run_on_beyond_a_thousand() -> None:
    assert rules.topic_number(2026, 13) == "2026-014"
    assert rules.topic_number(2026, 999) == "2026-1000"


def test_the_same_place_in_other_words_is_alike_and_another_matter_is_not() -> None:
    mine = "南出入口早高峰拥堵"
    assert likeness(mine, "早高峰南出入口排队") > 60
    assert likeness(mine, "楼上深夜噪音") == 0
    assert likeness("", mine) == 0


@pytest.mark.parametrize("state", ["MERGED", "REJECTED", "REFERRED", "IN_MEETING", "CLOSED", "WITHDRAWN"])
def test_nothing_is_merged_into_a_topic_that_is_merged_or_decided(state: str) -> None:
    rules.check_merge("SCREENING", [1])
    with pytest.raises(Refused) as refused:
        rules.check_merge(state, [1])
    assert refused.value.reason is Reason.MERGE_TARGET


def test_a_merge_of_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_merge("SCREENING", [])
    assert refused.value.reason is Reason.INVALID_INPUT


def test_a_merge_stands_once_the_meeting_has_begun_with_it() -> None:
    rules.check_unmerge("SCHEDULED")
    with pytest.raises(Refused) as refused:
        rules.check_unmerge("IN_MEETING")
    assert refused.value.reason is Reason.WRONG_STATE


def test_every_state_has_a_stage_a_tone_and_a_sentence() -> None:
    states = set(rules.TOPIC_FLOW.states)
    assert states == set(rules.STAGE_OF_STATE) == set(rules.TONES) == set(rules.IN_WORDS)


def test_every_move_has_a_name_in_chinese() -> None:
    assert rules.step_label("topic.return") == "退回补充"
    assert all(rules.step_label(m.name) == m.label for m in rules.TOPIC_FLOW.moves)
    assert rules.step_label("topic.gather") == "并入同类反映"
    assert rules.step_label("topic.classify") == "判定决定权属"
    assert rules.step_label("topic.classify", staff=False) == "定了由谁决定"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("路灯不亮", "小广场晚上太黑"),
        ("电瓶车进楼", "楼道里放电动车"),
        ("电梯老是困人", "3号楼电梯又关人了"),
        ("電梯困人", "电梯把老人关在里面"),
        ("车库顶上滴水", "地库漏水"),
        ("楼上半夜太吵", "夜里噪音扰民"),
        ("小区大门口老堵车", "南门外面排队进不来"),
        ("垃圾没人清，很臭", "垃圾桶味道大"),
    ],
)
def test_the_same_matter_in_other_words_is_alike(a: str, b: str) -> None:
    assert likeness(a, b) == likeness(b, a) >= ALIKE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("路灯不亮", "楼上深夜噪音"),
        ("电梯老是困人", "电梯广告收入不公开"),
        ("暖气不热", "水管漏水"),
        ("路灯坏了", "电梯坏了"),
        ("停车费涨了", "健身器材生锈"),
        ("物业费太贵", "儿童乐园没人修"),
        ("狗没人管", "楼顶渗水"),
        ("", "路灯不亮"),
    ],
)
def test_another_matter_is_not_alike(a: str, b: str) -> None:
    assert likeness(a, b) < ALIKE
