"""Recurring meetings 例会: on which days they fall, which of these are asked about, what became of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, rruleset
from dateutil.rrule import weekday as weekday_of

from deliberation.kernel.days import WEEKDAYS
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.holidays import Calendar, is_weekend
from deliberation.kernel.text import N_

KINDS: dict[str, str] = {
    "monthly_day": N_("每月第几日"),
    "weekly": N_("每周"),
    "monthly_weekday": N_("每月第几个周几"),
    "yearly_days": N_("每年固定的日子"),
}
NTH: dict[int, str] = {1: N_("第一个"), 2: N_("第二个"), 3: N_("第三个"), 4: N_("第四个"), -1: N_("最后一个")}
AHEAD = 10
"""Days ahead of which a meeting is proposed unless its series says otherwise."""
LEAST_AHEAD_OF_NOTICE = 2
"""Days that who proposes has at least before the notice has to go out."""
MOST_AHEAD = 60
LEAP_YEAR = 2028
LAST_CERTAIN = 28
"""The last day of the month that every month has."""
LOOK_BACK = timedelta(days=366)
"""For so long a meeting that was not held and not explained is asked about."""

DECISIONS: dict[str, str] = {
    "MOVED": N_("改期"),
    "KEPT": N_("照常"),
    "SKIPPED": N_("不开"),
    "NOT_HELD": N_("未召开，已说明理由"),
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When a series falls. `kind` (`KINDS`) says which of the others counts.

    `day` of the month (1–31; a shorter month has its last day), `weekday` (Monday = 0), `nth` (1–4, -1 the last),
    `days` (month, day) of the year.
    """

    kind: str
    day: int = 0
    weekday: int = 0
    nth: int = 0
    days: tuple[tuple[int, int], ...] = ()

    def written(self) -> dict[str, Any]:
        """As it is stored; `read` reads it back."""
        match self.kind:
            case "monthly_day":
                return {"kind": self.kind, "day": self.day}
            case "weekly":
                return {"kind": self.kind, "weekday": self.weekday}
            case "monthly_weekday":
                return {"kind": self.kind, "weekday": self.weekday, "nth": self.nth}
            case _:
                return {"kind": self.kind, "days": [list(one) for one in self.days]}

    def in_words(self) -> str:
        """每月10日, 每周三, 每月最后一个周五, 每年6月15日、12月15日."""
        match self.kind:
            case "monthly_day":
                return f"每月{self.day}日"
            case "weekly":
                return f"每周{WEEKDAYS[self.weekday]}"
            case "monthly_weekday":
                return f"每月{NTH[self.nth]}周{WEEKDAYS[self.weekday]}"
            case _:
                return "每年" + "、".join(f"{month}月{day}日" for month, day in self.days)

    def between(self, first: date, last: date) -> list[date]:
        """Its days from `first` to `last`, both included, whatever they are."""
        if last < first:
            return []
        start, end = datetime.combine(first, time()), datetime.combine(last, time())
        return [moment.date() for moment in self._rule(start).between(start, end, inc=True)]

    def _rule(self, start: datetime) -> rrule | rruleset:
        match self.kind:
            case "weekly":
                return rrule(WEEKLY, dtstart=start, byweekday=self.weekday)
            case "monthly_weekday":
                return rrule(MONTHLY, dtstart=start, byweekday=weekday_of(self.weekday)(self.nth))
            case "monthly_day" if self.day > LAST_CERTAIN:
                # The latest of the 28th to the day that there is: the 30th in April, the 28th in February.
                days = list(range(LAST_CERTAIN, self.day + 1))
                return rrule(MONTHLY, dtstart=start.replace(day=1), bymonthday=days, bysetpos=-1)
            case "monthly_day":
                return rrule(MONTHLY, dtstart=start, bymonthday=self.day)
            case _:
                return self._yearly(start)

    def _yearly(self, start: datetime) -> rruleset:
        found = rruleset()
        for month, day in self.days:
            found.rrule(rrule(YEARLY, dtstart=start, bymonth=month, bymonthday=day))
        return found


def read(data: Mapping[str, Any]) -> Recurrence:
    """The recurrence that was written. Raises `INVALID_INPUT` for a day that does not exist."""
    kind = data.get("kind")
    if kind == "monthly_day" and 1 <= _whole(data, "day") <= 31:  # noqa: PLR2004 - the longest month
        return Recurrence(kind, day=_whole(data, "day"))
    if kind == "weekly" and 0 <= _whole(data, "weekday") <= 6:  # noqa: PLR2004 - Sunday
        return Recurrence(kind, weekday=_whole(data, "weekday"))
    if kind == "monthly_weekday" and 0 <= _whole(data, "weekday") <= 6 and _whole(data, "nth") in NTH:  # noqa: PLR2004
        return Recurrence(kind, weekday=_whole(data, "weekday"), nth=_whole(data, "nth"))
    days = data.get("days")
    if kind == "yearly_days" and isinstance(days, list) and days and all(_is_day(one) for one in days):
        return Recurrence(kind, days=tuple(sorted({(int(one[0]), int(one[1])) for one in days})))
    raise Refused(InConvening.RECURRENCE_UNKNOWN)


def _whole(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else -999


def _is_day(one: Any) -> bool:
    """Whether every year has this (month, day): 29 February is none."""
    if not isinstance(one, list | tuple) or [type(part) for part in one] != [int, int]:
        return False
    month, day = one
    return bool(1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR - 1, month)[1])  # noqa: PLR2004 - months


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided of one day of a series (`DECISIONS`)."""

    decision: str
    moved_to: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """The meeting that stands for a day of a series: its id and what became of it; `on`: the day it is set for."""

    meeting_id: int
    on: date
    is_held: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One day of a series, with what was decided of it and the meeting that stands for it.

    `asked`: why the day is asked about (周六, 劳动节 …), empty where people work on it; `unsure`: the years whose
    arrangement may yet change that.
    """

    day: date
    asked: str = ""
    unsure: tuple[int, ...] = ()
    decided: Decided | None = None
    meeting: Planned | None = None

    @property
    def held_on(self) -> date:
        """The day on which the meeting is: where it was moved, or the day itself."""
        if self.meeting is not None and not self.meeting.is_cancelled:
            return self.meeting.on
        moved = self.decided.moved_to if self.decided is not None else None
        return moved or self.day

    @property
    def day_text(self) -> str:
        """4月9日（原定4月10日）, or 4月10日."""
        on, day = self.held_on, self.day
        shown = f"{on.month}月{on.day}日"
        return shown if on == day else f"{shown}（原定{day.month}月{day.day}日）"

    @property
    def is_skipped(self) -> bool:
        """Whether it was decided beforehand that there is none."""
        return self.decided is not None and self.decided.decision == "SKIPPED"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide: a meeting stands for it or was called off, it is skipped or explained."""
        return self.meeting is not None or (
            self.decided is not None and self.decided.decision in {"SKIPPED", "NOT_HELD"}
        )

    @property
    def waits_for_answer(self) -> bool:
        """Whether somebody has to say first whether it stays on a day off."""
        return bool(self.asked) and self.decided is None and self.meeting is None

    def is_proposed(self, today: date, ahead: int) -> bool:
        """Whether it is put before who chairs, to be confirmed, moved or skipped."""
        return not self.is_settled and today <= self.held_on <= today + timedelta(days=ahead)

    def is_missed(self, today: date) -> bool:
        """Whether its day has passed and nobody confirmed, skipped or explained it."""
        return not self.is_settled and self.held_on < today


def reason_to_ask(day: date, calendar: Calendar) -> str:
    """Why a day is asked about: the holiday, 周六, 周日; empty for a working day, a make-up workday among them."""
    if not calendar.is_off(day):
        return ""
    if calendar.is_off(day, weekends=False):
        return calendar.name_of(day) or N_("放假")
    return f"周{WEEKDAYS[day.weekday()]}" if is_weekend(day) else ""


def occurrences(
    rule: Recurrence,
    span: tuple[date, date],
    calendar: Calendar,
    decided: Mapping[date, Decided],
    planned: Mapping[date, Planned],
) -> list[Occurrence]:
    """Every day of a series in a `span` (first, last), in order; the span is already cut to the life of the series."""
    return [
        Occurrence(day, reason_to_ask(day, calendar), calendar.missing(day), decided.get(day), planned.get(day))
        for day in rule.between(*span)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """应开 / 已开 of a span of time: how many ought to have been held by now, were held, were skipped beforehand."""

    due: int
    held: int
    skipped: int


def count_held(days: Iterable[Occurrence], today: date) -> Held:
    """How many of these meetings ought to have been held by `today`, and were; skipped ones are counted apart."""
    over = [one for one in days if one.held_on < today or (one.meeting is not None and one.meeting.is_held)]
    skipped = sum(one.is_skipped for one in over)
    held = sum(one.meeting is not None and one.meeting.is_held for one in over)
    return Held(len(over) - skipped, held, skipped)


def check_ahead(ahead: int, notice_days: int) -> None:
    """Refuse to propose so late that no notice could go out in time. Raises `INVALID_INPUT`."""
    least = notice_days + LEAST_AHEAD_OF_NOTICE
    if not least <= ahead <= MOST_AHEAD:
        raise Refused(InConvening.AHEAD_OUT_OF_RANGE, least=least, most=MOST_AHEAD, notice=notice_days)


def default_ahead(notice_days: int) -> int:
    """How many days ahead to propose where nobody says otherwise: ten, or as many as the notice needs."""
    return min(max(AHEAD, notice_days + LEAST_AHEAD_OF_NOTICE), MOST_AHEAD)


def demand_reason(reason: str) -> str:
    """The reason without blanks around it. Raises `REASON_REQUIRED` where there is none."""
    if not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    return reason.strip()


def missed_label(day: date, *, monthly: bool) -> str:
    """What a meeting is called that was not held: 4月例会, or 5月5日例会 where there are several in a month."""
    return f"{day.month}月例会" if monthly else f"{day.month}月{day.day}日例会"
