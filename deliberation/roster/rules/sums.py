"""Rows of sums, averages and notes among the rows of units: what is no flat makes no head and no area.

The denominators of 民法典 278 hang on it: one 总面积 row counted as a flat doubles the area, and no vote ever
reaches two thirds.
"""

from __future__ import annotations

import re

from deliberation.roster.rules.places import read_kind
from deliberation.sheets.text import tight

_SUM = re.compile(
    "合计|小计|总计|共计|累计|汇总|总数|总面积|总建面|总建筑|总户数|总套数|总人数|面积和|之和|平均|户均|均值|均价|单价|占比|比例|比重|比率|百分比|百分率"
    "|最大|最小|最高|最低|最多|最少|中位|众数|差额|差异|差值|合并计|上述|以上|以下|[0-9]+(?:户|套|间|个|人)(?:合|共)|共[0-9]+|^其中|^其余|^剩余|^余[额数]?$"
    "|^统计|^合[:0-9]|^计[:0-9]?$|[Σσ∑%‰]|㎡/|元/|(?<![a-z])(?:grand|sub)?-?(?:total|average|avg|sum|mean|median|count|max|min|maximum|minimum"
    "|subtotal|percentage|percent|remark|note)s?(?![a-z])"
)
_NOTE = re.compile(
    r"(?:说明|备注|注|附注|注意|提示|填表|制表|审核|复核|数据来源|来源|依据|根据|单位|编制)(?:[:0-9(]|人|$)|\*"
)
_ROOM_OF_WORDS = re.compile(
    "(?:[东西南北中左右上下前后甲乙丙丁戊己庚辛A-Za-z]{1,2}|[零〇一二三四五六七八九十百]+)(?:户|室|单元|号|层|门|边|侧|区|栋|楼)*|整(?:栋|幢|楼|层)"
)


def is_sum(text: str) -> bool:
    """Whether a cell says 平均, 总面积, 住宅合计:2户, Total, 占比 …"""
    return _SUM.search(tight(text).lower()) is not None


def is_count(text: str) -> bool:
    """Whether an owner's cell holds how many there are, and no name: 36户, 278人, 12."""
    return re.fullmatch(r"共?[0-9.,]+(?:户|套|间|人|个|位|名|%)?|/|-+", tight(text)) is not None


def is_no_room(text: str) -> bool:
    """Whether the text in the room's column names no flat: a sum, a note, a word without any number (备用房).

    301, 东户, 三零一 and what is called by its kind (车库, 储藏室) may be one.
    """
    plain = tight(text)
    if is_sum(plain) or _NOTE.match(plain):
        return True
    named = re.search("[0-9]", plain) or _ROOM_OF_WORDS.fullmatch(plain) or read_kind(plain)
    return bool(plain) and not named
