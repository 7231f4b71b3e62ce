"""Text as somebody typed it: nothing that is not seen is kept, nothing that is seen is changed; codes are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.typed import MOST_IN_STORE, as_typed, code, letters_and_digits, one_line, plain, whole_number

UNSEEN = (
    "\x00\x07\x1b\x7f\x9f\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u202a\u202e"
    "\u2060\u2066\u2069\u3164\ufe0f\ufeff\ufffe\ufff9\U000e0041"
)


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_sign_that_nobody_sees_is_dropped(sign: str) -> None:
    assert as_typed(f"同意{sign}改造") == "同意改造"
    assert one_line(f"{sign}同意改造{sign}") == "同意改造"


def test_half_a_character_is_dropped() -> None:
    assert as_typed("同意\ud83d") == as_typed("同意\udc00") == "同意"


def test_a_selector_without_its_ideograph_is_dropped() -> None:
    assert as_typed("票号a\U000e0100") == "票号a"


@pytest.mark.parametrize(
    "text",
    [
        "电梯坏了，请修（3号楼）。",
        "全角：１２３，ＡＢＣ！？％",
        "👨‍👩‍👧 家里有老人",
        "❤️ 谢谢",
        "1️⃣ 先修路灯",
        "🤷‍♂️",
        "🧑🏽‍🔧 师傅",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "䶮 𠮷 𬭚",
        "葛󠄀小姐",
        "买买提·阿不都",
        "第一行\n\t第二行",
        "㎡ ① № ％",
    ],
)
def test_what_is_seen_stays_as_it_was_typed(text: str) -> None:
    assert as_typed(text) == text


def test_line_ends_are_one_sign_and_one_line_has_none() -> None:
    assert as_typed("一\r\n二\r三\u2028四\x0b五") == "一\n二\n三\n四\n五"
    assert one_line(" 一\r\n  二\t三 ") == "一 二 三"


def test_letters_are_composed_and_strange_blanks_are_blanks() -> None:
    assert as_typed("e\u0301") == "é"
    assert as_typed("138\u2009000\u00a01") == "138 000 1"
    assert as_typed("张\u3000三") == "张\u3000三"


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_unseen(text: str) -> None:
    cleaned = as_typed(text)
    assert as_typed(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in cleaned if sign not in "\n\t")


@pytest.mark.parametrize(
    "typed",
    ["285817", "２８５８１７", "２８５ ８１７", "285-817", "２８５－８１７", "٢٨٥٨١٧", "②⑧⑤⑧①⑦", "285\u200b817"],
)
def test_a_code_is_the_same_however_its_digits_are_typed(typed: str) -> None:
    assert code(typed) == "285817"


def test_letters_in_a_code_stay_so_that_they_can_be_told() -> None:
    assert code("28581O") == "28581O"
    assert letters_and_digits("ｋ７ｑｍ-２xwp＿9d") == "K7QM2XWP9D"


@pytest.mark.parametrize(
    "typed,number", [("12", 12), ("１２", 12), ("٣", 3), (" 7 ", 7), ("-5", -5), ("－５", -5), ("0012", 12)]
)
def test_a_whole_number_is_read_in_any_digits(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "十二", "1.5", "1e3", "1_000", "0x10", "9" * 5000, str(MOST_IN_STORE + 1), "10^30", "½", "\ud83d"]
)
def test_what_is_no_whole_number_or_too_large_is_none(typed: str) -> None:
    assert whole_number(typed) is None


@given(st.text())
def test_making_plain_never_fails_and_knows_one_set_of_digits(text: str) -> None:
    assert not any(sign.isdecimal() and not sign.isascii() for sign in plain(text))
