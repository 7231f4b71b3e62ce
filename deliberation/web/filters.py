"""How moments, days, areas and Markdown look on a page."""

from __future__ import annotations

from datetime import date, datetime

import markdown as markdown_library
import nh3
from flask import Flask
from markupsafe import Markup

from deliberation.kernel import clock, counting, holidays
from deliberation.kernel.days import WEEKDAYS, day_text, moment_text
from deliberation.kernel.text import N_
from deliberation.web.phrases import unbroken

ALLOWED_TAGS = {
    "p",
    "br",
    "ol",
    "ul",
    "li",
    "strong",
    "em",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def day(value: date | datetime | None) -> str:
    """2026年3月10日（周二）; nothing for nothing."""
    if value is None:
        return ""
    return day_text(clock.day_of(value) if isinstance(value, datetime) else value)


def moment(value: datetime | None) -> str:
    """2026年3月10日（周二）19:00; nothing for nothing."""
    return "" if value is None else moment_text(value)


def short_day(value: date | datetime | None) -> str:
    """A day without its year: 3月10日."""
    if value is None:
        return ""
    local = clock.day_of(value) if isinstance(value, datetime) else value
    return f"{local.month}月{local.day}日"


def expected_day(value: date) -> str:
    """A day without its year and with its weekday: 3月10日（周三）."""
    return f"{short_day(value)}（周{WEEKDAYS[value.weekday()]}）"


def unarranged(value: date | datetime | None) -> tuple[int, ...]:
    """The years whose 放假安排 is not at hand and may yet change a date to come; none for a day that is over."""
    local = clock.day_of(value) if isinstance(value, datetime) else value
    return holidays.calendar().missing(local) if local is not None and local >= clock.today() else ()


def day_off(value: date | datetime | None) -> str:
    """周末 or 法定节假日 where nobody works on a day, as far as is known; empty for a working day."""
    local = clock.day_of(value) if isinstance(value, datetime) else value
    calendar = holidays.calendar()
    if local is None or not calendar.is_off(local):
        return ""
    return N_("法定节假日") if calendar.is_off(local, weekends=False) else N_("周末")


def time(value: datetime | None) -> str:
    """A time of day: 19:00."""
    return "" if value is None else value.astimezone(clock.BEIJING).strftime("%H:%M")


def markdown(text: str | None) -> Markup:
    """Markdown made safe: a short list of tags, no attribute, no link, no image."""
    html = markdown_library.markdown(text or "", extensions=["nl2br", "sane_lists", "tables"])
    return Markup(nh3.clean(html, tags=ALLOWED_TAGS, attributes={}))  # noqa: S704 - cleaned the line before


def area(hundredths: int | None) -> str:
    """78,540.36, from 0.01 ㎡."""
    return "" if hundredths is None else counting.area(hundredths)


def register(app: Flask) -> None:
    """Give the filters to every template."""
    for one in (area, day, day_off, expected_day, moment, short_day, time, markdown, unarranged, unbroken):
        app.add_template_filter(one, one.__name__)
