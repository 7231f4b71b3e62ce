"""A date in a place where no date can be: Excel and WPS turn 3-1 into 3月1日 and Feb-01 before a text file is saved."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NAMED = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ONES = "一二三四五六七八九"
_CLOCK = r"(?:[T\s]*(?:[上下]午)?[0-9]{1,2}(?::[0-9]{1,2}){1,2}(?:\.[0-9]+)?(?:\s*[ap]m)?)?"
_SIGN = r"\s*[-/.,]?\s*"
_DATE = re.compile(
    "|".join(
        (
            # 2026/3/1, 1901-02-01 00:00:00, 2026年3月1日, 2026年3月
            rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}{_CLOCK}",
            rf"(?:[0-9]{{2}}|{_YEAR})年{_MONTH}月(?:{_DAY}[日号])?{_CLOCK}",
            # 3月1日, 3月, 3月-01
            rf"{_MONTH}月(?:-?{_DAY}[日号]?|-?[0-9]{{2}})?{_CLOCK}",
            # 三月五日, 二〇二六年三月五日, 正月
            rf"(?:[〇零{_ONES}]{{4}}年)?(?:正|[{_ONES}]|十[一二]?)月(?:(?:三十一?|二?十[{_ONES}]?|[{_ONES}])[日号])?",
            # Mar-01, 1-Mar, 01 Feb 2026, February 1, 2026
            rf"{_NAMED}{_SIGN}(?:{_DAY}|[0-9]{{2}})?(?:{_SIGN}(?:{_YEAR}|[0-9]{{2}}))?{_CLOCK}",
            rf"{_DAY}{_SIGN}{_NAMED}(?:{_SIGN}(?:{_YEAR}|[0-9]{{2}}))?{_CLOCK}",
        )
    ),
    re.IGNORECASE,
)
_EITHER = re.compile(rf"{_DAY}/{_DAY}/{_YEAR}{_CLOCK}")


def is_date(text: str) -> bool:
    """Whether a text that should be a room, a building or an entrance is a date: 1901/2/1, 2月1日, Feb-01, 01-Feb."""
    return _DATE.fullmatch(text.strip(" '")) is not None


def may_be_date(text: str) -> bool:
    """Whether it may be a date as well as a room: 3/1/2026 is a day, and room 2026 of 3号楼1单元."""
    return _EITHER.fullmatch(text.strip(" '")) is not None
