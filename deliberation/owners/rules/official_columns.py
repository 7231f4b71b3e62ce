"""Which column of a result file is what: ballot numbers, rooms, owners, moments, and the opinions on each question.

A question has one column with opinions, or one for each choice with ticks, in one header row or two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.methods import METHODS
from deliberation.owners.rules.official_words import opinion
from deliberation.roster.rules.header import field_of
from deliberation.sheets.grid import Row, Sheet
from deliberation.sheets.text import tight

HEADER_WITHIN = 20
_NUMBER = re.compile(r"(?:表决|选|投)?票(?:面)?(?:编)?号码?|(?:选|表决)票编号|投票编号")
_TIME = re.compile(r"(?:投票|表决|提交|填写|参与|签名|完成)(?:的)?(?:时间|日期)|时间|日期")
_OPINION = re.compile(r"(?:表决|投票|业主|选择的?)?(?:意见|选择|选项|结果|情况|内容)")
_ORDINAL = re.compile(
    r"(?:表决|投票)?(?:事项|议题|议案|意见|问题|第)([0-9]{1,2}|[一二三四五六七八九十])(?:项|题|个)?(?:表决|投票)?(?:事项|议题)?(?:意见|选择|结果)?"
)
_SIGN_IN = re.compile(r"(?:是否)?(?:已)?(?:首次|最近|最后)?登[录陆](?:系统)?(?:的)?(?:时间|日期|状态|情况)?")
_CHINESE = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)}
_BETWEEN = "-_:/|()[]【】,;、.√✓ "

Questions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a sheet; -1 for a column that it does not have.

    `opinions`: question → its column; `ticks`: question → choice → column. `day` is the column of a date beside
    one with the time of day.
    """

    row: int
    number: int
    room: int
    building: int
    entrance: int
    owner: int
    time: int
    day: int
    sign_in: int
    opinions: dict[str, int]
    ticks: dict[str, dict[str, int]]


def find_columns(sheet: Sheet, questions: Questions) -> Columns | None:
    """The columns of the first row, or pair of rows, that is a header; `None` where none is."""
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        own = _texts(sheet, row)
        if at + 1 < len(sheet.rows):  # first, since a question over its choices looks like a column of opinions
            under = sheet.rows[at + 1]
            found = _columns(under.number, _pairs(own, _texts(sheet, under), questions), questions)
            if found is not None and found.ticks:
                return found
        found = _columns(row.number, {column: ("", text) for column, text in own.items()}, questions)
        if found is not None:
            return found
    return None


def _texts(sheet: Sheet, row: Row) -> dict[int, str]:
    texts = {column: tight(text) for column, text in enumerate(row.cells) if text}
    texts.update({c: tight(t) for (number, c), t in sheet.across.items() if number == row.number and c not in texts})
    return texts


def _pairs(above: dict[int, str], below: dict[int, str], questions: Questions) -> dict[int, tuple[str, str]]:
    """Each column's two header cells; a question written once stands over its choices up to the next one."""
    pairs: dict[int, tuple[str, str]] = {}
    over = ""
    for column in range(max([*above, *below], default=-1) + 1):
        upper, lower = above.get(column, ""), below.get(column, "")
        over = upper or (over if lower and _choice_of(lower, over, questions) else "")
        pairs[column] = ("", upper) if not lower or upper == lower else (over, lower)
    return pairs


def _columns(row: int, texts: Mapping[int, tuple[str, str]], questions: Questions) -> Columns | None:
    fields: dict[str, int] = {}
    opinions: dict[str, int] = {}
    ticks: dict[str, dict[str, int]] = {}
    for at, (over, text) in texts.items():
        ticked = _choice_of(text, over, questions)
        if ticked is not None:  # its choice is empty for 弃权 beside options
            number, choice = ticked
            ticks.setdefault(number, {}).setdefault(choice, at)
        elif number := question_of(text, questions):
            opinions.setdefault(number, at)
        elif text and (name := _field(text, fields)):
            fields.setdefault(name, at)
    ticks = {number: at for number, at in ticks.items() if len(at) > 1 and number not in opinions}
    known = "number" in fields or {"room", "owner"} <= set(fields)
    if not known or len(opinions) + len(ticks) != len(questions):
        return None
    if "time" not in fields:
        fields["time"] = fields.pop("day", -1)
    places = {name: fields.get(name, -1) for name in _PLACES}
    return Columns(row=row, opinions=opinions, ticks=ticks, **places)


_PLACES = ("number", "room", "building", "entrance", "owner", "time", "day", "sign_in")


def _field(plain: str, known: Mapping[str, int]) -> str:
    if _NUMBER.fullmatch(plain):
        return "number"
    if _SIGN_IN.fullmatch(plain):
        return "sign_in"
    if not _TIME.fullmatch(plain):
        return field_of(plain)
    return "day" if plain.endswith("日期") and "day" not in known else "time"


def question_of(plain: str, questions: Questions) -> str:
    """The number of the question whose opinions stand under this header; empty for another column."""
    for data in questions:
        title = tight(data["title"])
        if plain and (plain == title or plain.strip('《》“”"') == title):
            return str(data["number"])
    if len(questions) == 1 and _OPINION.fullmatch(plain):
        return str(questions[0]["number"])
    found = _ORDINAL.fullmatch(plain)
    if not found:
        return ""
    number = str(_CHINESE.get(found[1]) or int(found[1]))
    return number if any(str(data["number"]) == number for data in questions) else ""


def _choice_of(plain: str, over: str, questions: Questions) -> tuple[str, str] | None:
    """The question and the choice of a column for ticks: 同意 under 事项一, 事项一-同意, 同意 where one is asked."""
    for data in questions:
        number = str(data["number"])
        alone = len(questions) == 1
        for label, code in labels_of(data).items():
            if not plain.strip(_BETWEEN).removesuffix("票").endswith(label):
                continue
            before = plain.strip(_BETWEEN).removesuffix("票").removesuffix(label).strip(_BETWEEN)
            said = before or over
            if (not said and alone) or question_of(said, questions) == number:
                return number, code
            if alone and not before:
                return number, code  # under whatever word stands above the choices
    return None


def labels_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What may be chosen on a question, as a header writes it; the longest first: 不同意 before 同意."""
    if METHODS[data["method"]].plain:
        words = ("不同意", "不赞成", "同意", "赞成", "赞同", "反对", "弃权")
        return {word: opinion(word) for word in words}
    labels = {tight(option["label"]): str(option["code"]) for option in data["options"]}
    return dict(sorted({**labels, "弃权": ""}.items(), key=lambda pair: -len(pair[0])))
