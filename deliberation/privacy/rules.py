"""Pure decisions about requests of persons: what may be asked, by when it is answered, how the answer stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from deliberation.kernel.details import InPrivacy
from deliberation.kernel.errors import Refused
from deliberation.kernel.holidays import Calendar, is_weekend
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move

SOURCE = N_("《个人信息保护法》第四十四条至第五十条；十五个工作日是平台默认规则，也是隐私说明里的承诺")

KINDS: Mapping[str, str] = {
    "SEE": N_("查阅"),
    "COPY": N_("复制"),
    "CORRECT": N_("更正、补充"),
    "DELETE": N_("删除"),
}
"""个人信息保护法 §45 (see, copy), §46 (correct), §47 (delete)."""

COPIED = frozenset({"SEE", "COPY"})
"""Requests that a copy of what is held answers."""

REQUEST_FLOW = Workflow(
    noun=N_("个人请求"),
    initial="ASKED",
    states={"ASKED": N_("待答复"), "ANSWERED": N_("已答复")},
    moves=(move("person_request.answer", N_("登记答复"), "ASKED", "ANSWERED", title=N_("登记对个人请求的答复")),),
    acts=(
        move("person_request.enter", N_("登记个人请求"), ""),
        move("person_request.copy", N_("制作个人信息副本"), "", within="person_request.answer"),
        move("person_request.prolong", N_("个人请求的答复期限重新计算，顺延"), "", within=BY_ITSELF),
        move("person_request.forget", N_("按期删除个人请求里的姓名和要求"), "", within=BY_ITSELF),
    ),
)

ANSWER_DAYS = 15
"""Working days until a request is answered, the day on which it came not counted (privacy page, domain 6.6)."""

KEPT_YEARS = 3
"""Years for which name and wish are kept after the answer: the general limitation of claims (民法典 188)."""

MOST_WORDS = 1000


def _is_off(day: date, calendar: Calendar) -> bool:
    """Whether nobody works on a day; of a year without an arrangement only weekends are known to be free.

    The period binds the office: counting a day too many as worked makes the last day earlier, which harms nobody.
    """
    return calendar.is_off(day) if calendar.knows(day.year) else is_weekend(day)


def due_on(received_on: date, calendar: Calendar) -> date:
    """The last day for the answer: so many working days after the day on which the request came."""
    end, left = received_on, ANSWER_DAYS
    while left:
        end += timedelta(days=1)
        left -= not _is_off(end, calendar)
    return end


def is_provisional(received_on: date, due: date, calendar: Calendar) -> bool:
    """Whether a year between has no arrangement yet, so that the last day may become later (待核)."""
    return not all(calendar.knows(year) for year in {received_on.year, due.year})


def working_day(received_on: date, day: date, calendar: Calendar) -> int:
    """Which working day after the request a day is: 1 is the first; of a free day, the one before it."""
    days = (received_on + timedelta(days=n + 1) for n in range((day - received_on).days))
    return sum(not _is_off(one, calendar) for one in days)


def is_overdue(state: str, due: date, today: date) -> bool:
    """Whether the answer is late today."""
    return state == REQUEST_FLOW.initial and today > due


def standing(received_on: date, answered_on: date, due: date, calendar: Calendar) -> str:
    """How the answer stands: 第13个工作日，按期."""
    number = working_day(received_on, answered_on, calendar)
    return f"第{number}个工作日，" + ("按期" if answered_on <= due else "逾期")


def check_days(received_on: date, today: date) -> None:
    """Raise `INVALID_INPUT` for a request of a day to come."""
    if received_on > today:
        raise Refused(InPrivacy.RECEIVED_IN_FUTURE)


def check_answer(received_on: date, answered_on: date, today: date) -> None:
    """Raise `INVALID_INPUT` for an answer before its request, or of a day to come."""
    if not received_on <= answered_on <= today:
        raise Refused(InPrivacy.ANSWER_DAY_WRONG)
