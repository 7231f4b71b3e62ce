"""Reading the fields of a written rule: each refusal names the field in words that whoever wrote it understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from deliberation.kernel.counting import Threshold
from deliberation.kernel.days import WeekendRule
from deliberation.kernel.details import InRules
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import METHODS
from deliberation.kernel.methods.base import BASE_LABELS, Share
from deliberation.kernel.text import N_

MOST_TEXT = 200
MOST_DAYS = 999

WEEKEND: dict[str, str] = {"MOVES": N_("顺延到下一个工作日"), "STANDS": N_("不顺延，周末就是最后一天")}
"""What becomes of a last day on a Saturday or Sunday: code → its words. The first is what counts unless it is written
otherwise: 民法典 §203 moves a last day that is 法定休假日, and the longer period is the safe one."""


def mapping(value: Any, label: str) -> Mapping[str, Any]:
    """A group of fields."""
    if not isinstance(value, Mapping):
        refuse(InRules.INCOMPLETE, label=label)
    return value


def text(data: Mapping[str, Any], key: str, label: str, *, default: str | None = None) -> str:
    """A line of words; without `default` something must be written."""
    value = data.get(key, default)
    if not isinstance(value, str) or (not value.strip() and default is None):
        refuse(InRules.TEXT_MISSING, label=label)
    if len(value.strip()) > MOST_TEXT:
        refuse(InRules.TEXT_TOO_LONG, label=label, most=MOST_TEXT)
    return value.strip()


def whole(
    data: Mapping[str, Any], key: str, label: str, *, least: int = 0, most: int | None = None, default: int = 0
) -> int:
    """A whole number from `least` to `most`."""
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        refuse(InRules.NUMBER_TOO_SMALL, label=label, least=least)
    if most is not None and value > most:
        refuse(InRules.NUMBER_TOO_LARGE, label=label, most=most)
    return value


def flag(data: Mapping[str, Any], key: str, label: str, *, default: bool = False) -> bool:
    """Yes or no."""
    value = data.get(key, default)
    if not isinstance(value, bool):
        refuse(InRules.YES_OR_NO, label=label)
    return value


def one_of(data: Mapping[str, Any], key: str, label: str, allowed: Iterable[str]) -> Any:
    """One of a few words; the first is what counts when nothing was written."""
    words = tuple(allowed)
    value = data.get(key, words[0])
    if not isinstance(value, str) or value not in words:
        offered = allowed.values() if isinstance(allowed, Mapping) else words
        refuse(InRules.NOT_OFFERED, label=label, value=value, offered="、".join(offered))
    return value


def counting(data: Mapping[str, Any]) -> dict[str, str]:
    """Which way each ballot method with several ways is counted: its code → one of its `variants`; the first if unsaid.

    Written as `{"counting": {"RANKING": "INSTANT_RUNOFF"}}`.
    """
    written = mapping(data.get("counting", {}), "计票方法")
    several = {code: method for code, method in METHODS.items() if method.variants}
    if not set(written) <= set(several):
        refuse(InRules.METHODS_OFFERED, methods="、".join(method.name for method in several.values()))
    return {code: one_of(written, code, f"{several[code].name}的计票方法", several[code].variants) for code in written}


def some_of(data: Mapping[str, Any], key: str, label: str, allowed: Mapping[str, str]) -> tuple[str, ...]:
    """Some of a few words, in the order of the table and each once."""
    value = data.get(key, [])
    if not isinstance(value, list) or any(not isinstance(one, str) or one not in allowed for one in value):
        refuse(InRules.SOME_NOT_OFFERED, label=label, offered="、".join(allowed.values()))
    return tuple(one for one in allowed if one in value)


def day(value: Any, label: str) -> date:
    """A date written as 2026-01-01."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        refuse(InRules.DAY_WRONG, label=label)


def validity(data: Mapping[str, Any]) -> tuple[date, date | None]:
    """From when to when a rule counts; the end may be open."""
    begin = day(data.get("valid_from"), "生效日期")
    end = None if data.get("valid_to") is None else day(data["valid_to"], "失效日期")
    if end is not None and end < begin:
        refuse(InRules.ENDS_BEFORE_BEGIN)
    return begin, end


def share(written: Mapping[str, Any], label: str) -> Share:
    """A share such as 三分之二以上 of a base."""
    base = written.get("base")
    if not isinstance(base, str) or base not in BASE_LABELS:
        refuse(InRules.BASE_MISSING, label=label)
    num, den = (whole(written, key, f"{label}的分数", least=1) for key in ("num", "den"))
    try:
        return Share(Threshold(written.get("op", ""), num, den), base)
    except (ValueError, TypeError):
        refuse(InRules.FRACTION_WRONG, label=label, num=num, den=den)


def place(data: Mapping[str, Any]) -> str:
    """Where rules count: a province or city with its full name; empty for the whole country."""
    name = text(data, "place", "适用的地方", default="")
    if name and not name.endswith(("省", "市", "自治区", "自治州", "地区", "盟", "区", "县")):
        refuse(InRules.PLACE_NOT_FULL, name=name)
    return name


def publication(data: Mapping[str, Any]) -> tuple[int, str]:
    """For how long a result is shown, and where that is written."""
    days = whole(data, "publication_days", "公示天数", least=1, most=MOST_DAYS, default=7)
    return days, text(data, "publication_source", "公示天数的依据")


def weekend(data: Mapping[str, Any]) -> tuple[WeekendRule, str]:
    """Whether a last day on a Saturday or Sunday moves, and why it does not where it stands."""
    chosen = one_of(data, "weekend_last_day", "最后一天逢周末", WEEKEND)
    reason = text(data, "weekend_reason", "最后一天逢周末不顺延的依据", default="")
    if chosen == "STANDS" and not reason:
        refuse(InRules.WEEKEND_SOURCE)
    return chosen, reason if chosen == "STANDS" else ""
