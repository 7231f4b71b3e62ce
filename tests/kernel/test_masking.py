"""What the public may not read (domain 6.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.masking import (
    Finding,
    building_only,
    find_personal_data,
    mask_name,
    mask_phone,
    names_in,
    without_personal_data,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("孙某某", "孙**"),
        ("孙某", "孙**"),
        ("欧阳某", "欧阳**"),
        ("司马某某", "司马**"),
        ("欧阳", "欧**"),
        ("孙", "孙**"),
        (" 孙某某 ", "孙**"),
        ("", ""),
    ],
)
def test_a_name_shows_the_surname_and_always_two_stars(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0546-1234567", "****"),
        ("", ""),
    ],
)
def test_a_phone_shows_its_first_three_and_last_four_figures(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("room", "building"),
    [
        ("3号楼2单元301", "3号楼"),
        ("3号楼301室", "3号楼"),
        ("1-2-301", "1号楼"),
        ("12栋1单元502", "12号楼"),
        ("a座1203", "A座"),
        ("三号楼二单元301", "三号楼"),
        ("301室", ""),
        ("南门旁", ""),
        ("", ""),
    ],
)
def test_only_the_building_of_a_room_is_public(room: str, building: str) -> None:
    assert building_only(room) == building


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("请打13812345678找我", "phone", "13812345678"),
        ("电话:138 1234 5678。", "phone", "138 1234 5678"),
        ("手机+8613812345678", "phone", "+8613812345678"),
        ("手机１３８１２３４５６７８", "phone", "１３８１２３４５６７８"),
        ("身份证370502195803121234已收", "id_number", "370502195803121234"),
        ("身份证37050219580312123x", "id_number", "37050219580312123x"),
        ("身份证370502 19580312 1234", "id_number", "370502 19580312 1234"),
        ("住1-2-301的老人", "room", "1-2-301"),
        ("住1－2－301的老人", "room", "1－2－301"),
        ("住3号楼2单元301室", "room", "3号楼2单元301室"),
        ("住3号楼2单元，楼上", "room", "3号楼2单元"),
        ("住三号楼二单元301", "room", "三号楼二单元301"),
        ("住3号楼301", "room", "3号楼301"),
        ("住3号楼2-301", "room", "3号楼2-301"),
        ("住3号楼东单元101户", "room", "3号楼东单元101户"),
        ("2单元301漏水", "room", "2单元301"),
        ("楼上401室漏水", "room", "401室"),
        ("鲁E12A23挡了门", "plate", "鲁E12A23"),
        ("鲁E·12123挡了门", "plate", "鲁E·12123"),
        ("鲁ED12345挡了门", "plate", "鲁ED12345"),
    ],
)
def test_personal_data_in_free_text_is_found_where_it_stands(text: str, kind: str, found: str) -> None:
    assert find_personal_data(text) == [Finding(kind, found, text.index(found))]


@pytest.mark.parametrize(
    "text",
    [
        "3号楼北侧路灯不亮",
        "全小区628户，8月10日开会",
        "2026年3月10日19:00，2026-03-10",
        "总预算不超过340000元，3号楼2026年改造",
        "面积78,540.36平方米，议题2026-014",
        "拨打12345或96119",
        "孙女士反映，鲁E·**123、138****5678 已隐去",
        "",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_everything_in_one_text_is_found_in_order_and_once() -> None:
    text = "3号楼2单元301的孙某某，370502195803121234，13812345678，车鲁E12123"
    found = find_personal_data(text)
    assert [finding.kind for finding in found] == ["room", "id_number", "phone", "plate"]
    assert [finding.start for finding in found] == sorted(finding.start for finding in found)


@given(st.text(), st.text())
def test_a_mobile_number_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before}，13812345678，{after}"
    assert any("13812345678" in finding.text for finding in find_personal_data(text))


@given(st.text())
def test_a_finding_is_a_piece_of_the_text_and_none_overlaps_another(text: str) -> None:
    end = 0
    for finding in find_personal_data(text):
        assert text[finding.start : finding.start + len(finding.text)] == finding.text
        assert finding.start >= end
        end = finding.start + len(finding.text)


@pytest.mark.parametrize(
    "text",
    [
        "早晚高峰安排专人疏导。",
        "避开早高峰施工",
        "工作日晚高峰，南门拥堵",
        "高峰期拥堵严重",
        "高峰时段限行",
        "用水高峰水压低",
        "上下班高峰",
    ],
)
def test_a_name_that_is_part_of_an_ordinary_word_is_no_name(text: str) -> None:
    assert names_in(text, ["高峰"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "由高峰负责。",
        "今早高峰到了现场",
        "昨晚高峰带人来过",
        "昨日晚高峰带人来过",
        "下班高峰又来了一趟",
        "高峰期望各方配合",
        "迟早高峰会来",
        "早晚高峰由高峰疏导",
        "高峰",
    ],
)
def test_a_name_that_may_be_a_person_is_a_name(text: str) -> None:
    assert names_in(text, ["高峰"]) == ["高峰"]


def test_each_name_is_looked_for_by_itself() -> None:
    assert names_in("早晚高峰由丁娜疏导，消防安全由安全检查", ["高峰", "丁娜", "安全", "丁"]) == ["丁娜", "安全"]


def test_a_longer_name_is_not_lost_in_a_word_of_its_own_length() -> None:
    assert names_in("丁香树在场", ["丁香树"]) == ["丁香树"]


def test_a_text_loses_what_points_at_a_person_and_keeps_the_rest() -> None:
    said = "王芳：3号楼2单元301漏水，请打13812345678。早晚高峰也堵。"
    assert without_personal_data(said, "王芳", "高峰", "") == "**：**漏水，请打**。早晚高峰也堵。"
