"""A heading breaks between phrases; its words stay what they were."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from deliberation.web.phrases import unbroken


def held(text: str) -> list[str]:
    return re.findall(r'<span class="unbroken">(.*?)</span>', unbroken(text))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("小区的事，大家商量着办", ["小区的事，", "大家商量着办"]),
        ("五方协商意见（2026年10月21日）", ["五方协商意见", "2026年10月21日"]),
        ("物业费由1.20元调整为1.50元", ["物业费由", "1.20元", "调整为", "1.50元"]),
        ("使用维修资金18.6万元更换全部老旧电梯和门厅", ["使用维修资金", "18.6万元"]),
        ("2026年11月20日（周五）19:00", ["2026年11月20日", "（周五）", "19:00"]),
        ("在小区东北角增设电动自行车集中充电棚", []),
    ],
)
def test_short_phrases_dates_and_sums_stay_whole(text: str, whole: list[str]) -> None:
    assert held(text) == whole


def test_what_a_resident_wrote_is_still_escaped() -> None:
    assert unbroken("<b>坏</b>，好") == Markup('<span class="unbroken">&lt;b&gt;坏&lt;/b&gt;，</span>好')
    assert unbroken(None) == ""
    assert unbroken(Markup("<a>看决议</a>")) == Markup("<a>看决议</a>")
    assert unbroken(Markup("甲 &lt; 乙方，好")) == Markup('甲 &lt; <span class="unbroken">乙方，</span>好')


@given(st.text())
def test_no_character_is_lost_or_added(text: str) -> None:
    bare = re.sub(r'<span class="unbroken">(.*?)</span>', r"\1", str(unbroken(text)), flags=re.DOTALL)
    assert html.unescape(bare) == text
