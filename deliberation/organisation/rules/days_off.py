"""放假安排 as somebody types or uploads it: read from plain lines or from JSON, every mistake named.

A line is “元旦 2027-01-01 至 2027-01-03”, “端午节 2027-06-09”, “调休上班 2027-01-31” or “依据 国办发明电…”. JSON is
what `kernel.holidays` reads, with one year or with several of which one is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deliberation.kernel.holidays import LONGEST, CalendarUnreadable, is_weekend, parse
from deliberation.kernel.typed import plain

WORKED = "调休上班"
SOURCE = "依据"
MOST_TEXT = 20_000
_DAY = r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?"
_SPAN = re.compile(rf"(?P<name>\D*?)\s*{_DAY}(?:\s*(?:至|到|—|–|-|~)+\s*{_DAY})?\s*")
_DECEMBER = 12
_TURN = 29


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for one year: `data` as `kernel.holidays` wants it, and every mistake in words (none: good)."""

    data: Mapping[str, Any]
    problems: tuple[str, ...] = ()


def read_text(text: str, year: int) -> Read:
    """Read what was typed or uploaded for a year: JSON where it begins like it, lines otherwise."""
    if len(text) > MOST_TEXT:
        return Read({}, (f"最多 {MOST_TEXT} 个字，现在 {len(text)} 个字。",))
    entries = _json_entries(text, year) if text.lstrip().startswith("{") else _line_entries(text)
    return _checked(entries, year)


@dataclass(slots=True)
class _Entries:
    """Entries with where each stands (第3行), before anything is checked against the year."""

    off: list[tuple[str, str, date, date]]
    worked: list[tuple[str, date]]
    source: str
    problems: list[str]


def _line_entries(text: str) -> _Entries:
    found = _Entries([], [], "", [])
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            _read_line(found, f"第{number}行", line.strip())
    return found


def _read_line(found: _Entries, where: str, line: str) -> None:
    if line.startswith(SOURCE):
        found.source = line.removeprefix(SOURCE).lstrip("：: ")
        return
    match = _SPAN.fullmatch(plain(line))
    if match is None:
        found.problems.append(f"{where}“{line}”看不懂，请写成“元旦 2027-01-01 至 2027-01-03”或“{WORKED} 2027-01-31”。")
        return
    parts = match.groups()
    first, last = _day(parts[1:4]), _day(parts[4:7]) if parts[4] else _day(parts[1:4])
    if first is None or last is None:
        found.problems.append(f"{where}“{line}”里没有这一天。")
        return
    name = match["name"].strip("：:、， ")
    if name == WORKED:
        found.worked += [(where, first + timedelta(days=n)) for n in range(min((last - first).days, LONGEST) + 1)]
    elif name:
        found.off.append((where, name, first, last))
    else:
        found.problems.append(f"{where}没有写是什么节日，或“{WORKED}”。")


def _day(parts: tuple[str | None, ...]) -> date | None:
    try:
        year, month, day = (int(part or 0) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _json_entries(text: str, year: int) -> _Entries:
    found = _Entries([], [], "", [])
    try:
        whole = json.loads(text)
    except ValueError as error:
        found.problems.append(f"文件不是 JSON：{error}")
        return found
    written = whole.get(str(year), whole) if isinstance(whole, dict) else {}
    if not isinstance(written, dict) or not isinstance(written.get("holidays"), list):
        found.problems.append(f"文件里没有 {year} 年的放假安排。")
        return found
    found.source = str(written.get("source", ""))
    for number, entry in enumerate(written["holidays"], 1):
        _read_entry(found, f"第{number}项放假", entry)
    for number, given in enumerate(written.get("working") or [], 1):
        day = _iso(given)
        if day is None:
            found.problems.append(f"第{number}项调休上班“{given}”没有这一天。")
        else:
            found.worked.append((f"第{number}项调休上班", day))
    return found


def _read_entry(found: _Entries, where: str, entry: Any) -> None:
    written = entry if isinstance(entry, dict) else {}
    first, last = _iso(written.get("from")), _iso(written.get("to"))
    if first is None or last is None:
        found.problems.append(f"{where}“{entry}”没有写对从哪天到哪天。")
    else:
        found.off.append((where, str(written.get("name", "")), first, last))


def _iso(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _checked(found: _Entries, year: int) -> Read:
    problems = list(found.problems)
    off: dict[date, str] = {}
    for where, name, first, last in found.off:
        problems += _check_span(where, name, (first, last), year)
        for n in range(min(max((last - first).days, 0), LONGEST) + 1):
            day = first + timedelta(days=n)
            if day in off:
                problems.append(f"{where}：{day} 已经在“{off[day]}”里。")
            off[day] = name
    for where, day in found.worked:
        if not is_weekend(day) or not _belongs(year, day):
            problems.append(f"{where}：{day} 不是 {year} 年的周六、周日，不用写调休上班。")
        elif day in off:
            problems.append(f"{where}：{day} 又放假（{off[day]}）又上班。")
    if not found.off and not problems:
        problems.append("一个放假的日子也没有写。")
    data = _data(found)
    return Read(data, tuple(problems) or _unreadable(data, year))


def _check_span(where: str, name: str, span: tuple[date, date], year: int) -> list[str]:
    first, last = span
    if last < first:
        return [f"{where}“{name}”的最后一天早于第一天。"]
    if (last - first).days >= LONGEST:
        return [f"{where}“{name}”超过 {LONGEST} 天，请核对。"]
    if not (_belongs(year, first) and _belongs(year, last)):
        return [f"{where}“{name}”不在 {year} 年（元旦可以从上一年 12 月 {_TURN} 日起）。"]
    return []


def _belongs(year: int, day: date) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == _DECEMBER and day.day >= _TURN)


def _data(found: _Entries) -> dict[str, Any]:
    spans = sorted(found.off, key=lambda one: one[2])
    return {
        "source": found.source,
        "holidays": [{"name": name, "from": str(first), "to": str(last)} for _where, name, first, last in spans],
        "working": sorted(str(day) for _where, day in found.worked),
    }


def _unreadable(data: Mapping[str, Any], year: int) -> tuple[str, ...]:
    """What the calendar itself would refuse beyond that: a statutory day that is worked."""
    try:
        parse(json.dumps({str(year): data}))
    except CalendarUnreadable as error:
        return (f"{error.args[0]}：法定节日不能写成调休上班。",)
    return ()


def in_lines(data: Mapping[str, Any]) -> str:
    """The arrangement as plain lines, which `read_text` reads back."""
    lines = [f"{SOURCE} {data['source']}"] if data.get("source") else []
    for one in data["holidays"]:
        until = f" 至 {one['to']}" if one["to"] != one["from"] else ""
        lines.append(f"{one['name']} {one['from']}{until}")
    return "\n".join([*lines, *(f"{WORKED} {day}" for day in data["working"])])
