"""Pure decisions of supervision: the life of an order, its light, its number, its first unit and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deliberation.kernel import publicity, typed
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.text import N_
from deliberation.supervision.rules.flow import ORDER_FLOW as ORDER_FLOW
from deliberation.supervision.rules.flow import is_pressed as is_pressed

NEVER_OWN = frozenset({"order.check", "order.rework", "order.close", "order.reopen"})
"""Acts that the unit under order may not do to its own order (domain 2.5, hard rule 1)."""

DROPPED_BY_OWNERS = "业主表决“"
"""How the reason of a cancellation began that followed from the owners' vote, while that step had no own name."""

UNISSUED = frozenset({"DRAFT", "REFUSED", "SUSPENDED"})
"""Nobody is bound yet, or no longer: the order may be changed, issued or cancelled."""

UNDER_WAY = frozenset({"ISSUED", "ACCEPTED", "IN_PROGRESS", "REWORK"})
"""The unit has to do something; its clock runs."""

STOPPED_BY_ANNULMENT = UNDER_WAY | {"COMPLETION_REPORTED"}
"""Work that stops where the owners' decision it rests on is annulled; what was checked already is done."""

PUBLIC_STATES = UNDER_WAY | {"COMPLETION_REPORTED", "ACCEPTED_RESULT", "SUSPENDED", "CLOSED"}
"""States in which residents see an order."""

SETTLED = frozenset({"CLOSED", "CANCELLED"})
"""Nothing more is to be done."""


REOPEN_REQUEST_STATES = {
    "WAITING": N_("等待答复"),
    "REOPENED": N_("已重新办理"),
    "ANSWERED": N_("已答复"),
}
"""What became of a submitter's word that a closed matter is not mended."""

MOST_ASKED = 3
ASKED_WITHIN_DAYS = 30
"""So often the holder of one receipt may say so in so many days, and never while an earlier word waits."""


def check_asking(is_closed: bool, is_waiting: bool, lately: int) -> None:  # noqa: FBT001 - three plain facts
    """Refuse a word that a matter is not mended where it is not closed, waits already, or was said too often."""
    if not is_closed:
        raise Refused(InSupervision.NOT_CLOSED)
    if is_waiting:
        raise Refused(InSupervision.ANSWER_PENDING)
    if lately >= MOST_ASKED:
        raise Refused(Reason.TOO_MANY_REQUESTS)


UNIT_LINES = ("order.report", "order.complete")
"""Steps in which the unit itself speaks; their words and photos may wait for a release."""

STANDING_WORDS = {
    "order.complete": N_("承办单位已申报办结，等待验收。"),
    "order.check": N_("验收通过。"),
    "order.rework": N_("验收没有通过，退回重办。"),
    "order.close": N_("已销号。"),
    "order.reopen": N_("销号以后查出没有办好，重新办理。"),
}
"""What residents read of these steps while the words that were typed stay inside: that it happened is no secret."""

_STAGE_WORDS = {
    "COMPLETION_REPORTED": N_("待验收"),
    "ACCEPTED_RESULT": N_("验收通过"),
    "REWORK": N_("退回重办"),
    "SUSPENDED": N_("已中止"),
}


def own_duty_line(reason: str) -> str:
    """What the history says about an order that need not wait for the owners; empty for every other."""
    return f"不等业主决定即可办：{reason}" if reason else ""


LIGHTS = {
    "green": ("●", N_("正常")),
    "yellow": ("▲", N_("临期")),
    "red": ("■", N_("逾期")),
    "grey": ("◌", N_("挂账")),
    "blue": ("✔", N_("办结")),
}
"""Light → sign and word; colour never speaks alone (WCAG 1.4.1)."""

NEAR_DAYS = 3
LAG_POINTS = 20
SILENT_DAYS = 7
PERCENT = 100
QUICK_DAYS = (7, 15, 30)
"""Usual periods: ordinary 7 days, complicated 15 (domain 5.4), works 30."""
FIRST_DAYS = 15
TITLE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Due:
    """When an order is due, and the days from which that followed; no days: somebody named the date."""

    on: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the light of an order depends on: days on the calendar of the hall, progress in per cent.

    `reported_on` is the day of the unit's last report (progress or completion), if there was one.
    """

    state: str
    issued_on: date | None
    due_on: date
    progress: int
    reported_on: date | None = None


def light(order: Standing, today: date) -> str:
    """green 正常, yellow 临期或滞后, red 逾期, blue 办结; empty where nobody is bound (domain 5.3).

    Red begins with the first second after the due date, yellow with three days left, with progress more
    than 20 points behind the time gone, or with seven days without a report. A unit that has reported
    completion is judged by the day of that report, because the check is no longer in its hands.
    """
    if order.state in {"ACCEPTED_RESULT", "CLOSED"}:
        return "blue"
    if order.state == "COMPLETION_REPORTED":
        return "red" if (order.reported_on or today) > order.due_on else "green"
    if order.state not in UNDER_WAY or order.issued_on is None:
        return ""
    if today > order.due_on:
        return "red"
    return "yellow" if warning(order, today) else "green"


def warning(order: Standing, today: date) -> str:
    """Why an order under way is yellow, in words; empty when it is not."""
    if (order.due_on - today).days <= NEAR_DAYS:
        return N_("临期")
    if order.issued_on is None:
        return ""
    total, gone = (order.due_on - order.issued_on).days, (today - order.issued_on).days
    # Cross-multiplied: no fraction, no rounding.
    if gone * PERCENT - order.progress * total > LAG_POINTS * total:
        return N_("滞后")
    if (today - (order.reported_on or order.issued_on)).days >= SILENT_DAYS:
        return N_("久未报告")
    return ""


def light_word(order: Standing, today: date) -> str:
    """The word beside the light; a yellow one says why."""
    code = light(order, today)
    if code == "yellow":
        return warning(order, today)
    return LIGHTS[code][1] if code else ""


def public_words(code: str, word: str, state: str) -> tuple[str, ...]:
    """What stands beside the light `code` on the residents' page: its word, and how far the check is.

    正常 and 办结 give way to the step of the check, because 100 per cent and 正常 would read as done.
    """
    stage = _STAGE_WORDS.get(state, "")
    if stage and code in {"green", "blue"}:
        return (stage,)
    return tuple(w for w in (word, stage) if w)


_NUMBER = re.compile("D-?([0-9]{3,6})")


def next_number(numbers: Iterable[str]) -> str:
    """The number after the highest of a compound: `D-001` for the first, `D-032` after `D-031`."""
    found = (_NUMBER.fullmatch(n) for n in numbers)
    return f"D-{max((int(m[1]) for m in found if m), default=0) + 1:03d}"


def check_number(number: str) -> str:
    """A number given by hand as it is kept (`D-032`), in whatever width it is typed."""
    found = _NUMBER.fullmatch(typed.code(number))
    if found is None:
        raise Refused(InSupervision.NUMBER_WRONG)
    return f"D-{found[1]}"


def check_words(title: str, due_on: date, today: date) -> None:
    """Refuse an order without a title, with a date gone by, or with personal data in its public title."""
    if not title.strip():
        raise Refused(InSupervision.TASK_EMPTY)
    if due_on < today:
        raise Refused(InSupervision.DUE_IN_PAST)
    refuse_personal(title)


def check_progress(progress: int, text: str) -> None:
    """Refuse a report without words or beyond 0 to 100 per cent."""
    if not 0 <= progress <= PERCENT:
        raise Refused(InSupervision.PROGRESS_WRONG)
    if not text.strip():
        raise Refused(InSupervision.REPORT_EMPTY)


def suspects(text: str, names: Iterable[str]) -> list[str]:
    """What in a text must be looked at before residents see it: personal data, and any of `names`.

    A unit's report without a finding is public at once; any other waits until the branch or the
    secretary has looked at each finding and released it (domain 6.6).
    """
    return [suspect.text for suspect in publicity.suspects([("", text)], names)]


@dataclass(frozen=True, slots=True)
class Unit:
    """A party that may be put under order: its id, kind (`organisation.rules.PARTY_KINDS`) and name."""

    party_id: int
    kind: str
    name: str


SUPERVISORS = frozenset({"party_branch"})
"""Kinds that issue orders and check them, and are never under order themselves (domain 2.5)."""

_DUTY_OF_AUTHORITY = {
    "COMMITTEE": ("owners_committee",),
    "RESIDENTS_MEETING": ("neighbourhood_committee",),
    "GOVERNMENT_OR_UTILITY": ("department", "utility_operator", "subdistrict"),
}
_DUTY_OF_CATEGORY = {
    "fund": ("owners_committee",),
    "neighbour": ("grid_worker", "neighbourhood_committee"),
}
_DUTY_OTHERWISE = ("property_firm",)
_CALLED = {
    "property_firm": ("物业企业", "物业公司", "物业"),
    "owners_committee": ("业委会", "业主委员会"),
    "residents_council": ("居民议事会", "议事会"),
    "grid_worker": ("网格员",),
    "partner_unit": ("联建单位",),
    "neighbourhood_committee": ("居委会",),
    "department": ("城建办", "街道"),
    "subdistrict": ("街道",),
    "utility_operator": ("供热企业", "供水企业", "供电企业"),
}


def first_unit(text: str, binds: str | None, category: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that an order goes to unless somebody says otherwise.

    The one that the motion charges by name (“由物业企业…”, the first of several), else the one whose duty
    it is by decision authority or category (domain 2.1, 3.2), else the property firm, else anybody.
    """
    charged = charged_unit(text, units)
    if charged:
        return charged
    for kind in (*_DUTY_OF_AUTHORITY.get(binds or "", ()), *_DUTY_OF_CATEGORY.get(category, ()), *_DUTY_OTHERWISE):
        for unit in units:
            if unit.kind == kind:
                return unit
    return units[0] if units else None


def charged_unit(text: str, units: Sequence[Unit]) -> Unit | None:
    """The first unit that a text charges by name (“由物业企业…”), if it charges one."""
    charged = [(place, u) for u in units if (place := _charged_at(text, u)) is not None]
    return min(charged, key=lambda pair: pair[0])[1] if charged else None


def _charged_at(text: str, unit: Unit) -> int | None:
    """Where a text says 由 and then this unit, by its name or by what its kind is called."""
    places = [text.find(f"由{called}") for called in (unit.name, *_CALLED.get(unit.kind, ()))]
    return min((p for p in places if p >= 0), default=None)


def short_title(item_title: str, text: str) -> str:
    """The first title of an order: the agenda item's; where there is none, the motion's first words."""
    return (item_title.strip() or re.split(r"[。；;\n]", text.strip(), maxsplit=1)[0])[:TITLE_LENGTH]


_DATE = re.compile(
    r"(?:(?P<year>20\d{2})\s*年\s*)?(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    r"(?:（[^（）]{1,6}）)?(?:\s*\d{1,2}[:：]\d{2})?\s*(?P<until>之前|以前|前)?(?P<since>起|后|以后|之后|以来|至|到)?"
)


def date_in(text: str, decided_on: date, today: date) -> date | None:
    """The day until which a decision wants a thing done: the first one it names that has not gone by.

    “2027年3月31日” counts as it stands; “11月14日前” in the year of the decision, or the next one if the day was
    over then. A day from which something begins (“起”“后”“至”) is none.
    """
    for found in _DATE.finditer(text):
        if not found["since"] and (found["year"] or found["until"]):
            day = _day_named(found, decided_on)
            if day is not None and day >= today:
                return day
    return None


def _day_named(found: re.Match[str], decided_on: date) -> date | None:
    month, day = int(found["month"]), int(found["day"])
    try:
        if found["year"]:
            return date(int(found["year"]), month, day)
        named = date(decided_on.year, month, day)
        return named if named >= decided_on else named.replace(year=named.year + 1)
    except ValueError:  # 2月30日, or 29 February of another year
        return None
