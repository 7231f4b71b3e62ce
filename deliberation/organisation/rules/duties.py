"""Whose duty something is by the words of the 职责清单: a suggestion that anybody can follow, never a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

Line = TypeVar("Line")

_BETWEEN = re.compile(r"[、，,；;和与及\s]+")
_DOING = re.compile(
    r"(?:日常)?(?:维修|维护|保养|养护|管理|清理|清运|清扫|保洁|巡查|巡视|检查|更换|修理|修剪|疏通|处理|协调|调解|整治|服务)+$"
)
LEAST = 2
"""A single sign stands in too many texts."""


def words_of(matter: str) -> tuple[str, ...]:
    """What a matter is about, without what is done with it: 楼道灯 of 楼道灯维修; 垃圾 and 分类 of 垃圾清运、分类."""
    found = []
    for part in _BETWEEN.split(matter.strip()):
        about = _DOING.sub("", part) or part
        if len(about) >= LEAST:
            found.append(about)
    return tuple(found)


def standing_in(matter: str, text: str) -> str:
    """The longest of a matter's words that stands in a text; empty for none."""
    return max((word for word in words_of(matter) if word in text), key=len, default="")


def longest(lines: Iterable[tuple[Line, str]], text: str) -> tuple[Line, str] | None:
    """Of lines with their matters the one whose words in the text are the longest, with these words; the first of two.

    `None` where no matter stands in the text.
    """
    found: Mapping[int, tuple[Line, str]] = {
        place: (line, word) for place, (line, matter) in enumerate(lines) if (word := standing_in(matter, text))
    }
    if not found:
        return None
    return found[max(found, key=lambda place: (len(found[place][1]), -place))]
