"""Forms of recurring meetings."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.convening.actions.series import SeriesDraft
from deliberation.convening.forms import optional_id
from deliberation.convening.rules.series import KINDS, NTH
from deliberation.kernel.days import WEEKDAYS
from deliberation.web.fields import DateField, Form, IntegerField, TimeField, strip

_DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")


def days_of_year(text: str) -> list[list[int]]:
    """The days that were written: 6-15、12-15, or 6月15日 12月15日."""
    return [[int(month), int(day)] for month, day in _DAY_OF_YEAR.findall(text)]


class SeriesForm(Form):
    """When a meeting comes back, from when on, and what is proposed with it."""

    meeting_type_id = SelectField(_l("会议种类"), coerce=int)
    kind = SelectField(_l("怎样重复"), choices=lambda: [(code, _(name)) for code, name in KINDS.items()])
    day = IntegerField(
        _l("每月几日"), [Optional()], description=_l("选“每月第几日”的填这里，如 10。短的月份没有这一天，就在月底。")
    )
    nth = SelectField(
        _l("第几个"),
        coerce=int,
        choices=lambda: [(number, _(name)) for number, name in NTH.items()],
        description=_l("选“每月第几个周几”的填这里。"),
    )
    weekday = SelectField(
        _l("周几"),
        coerce=int,
        choices=lambda: [(n, f"周{name}") for n, name in enumerate(WEEKDAYS)],
        description=_l("选“每周”或“每月第几个周几”的填这里。"),
    )
    days = StringField(
        _l("每年哪几天"),
        [Optional(), Length(max=200)],
        filters=[strip],
        description=_l("选“每年固定的日子”的填这里，写成 6-15、12-15 的样子。"),
    )
    time = TimeField(_l("时间"), [InputRequired(_l("请填写时间，如 19:00。"))])
    starts_on = DateField(_l("从哪天起"), [InputRequired(_l("请选择日期。"))])
    ends_on = DateField(_l("到哪天止"), [Optional()], description=_l("一直开下去的不填。"))
    venue_id = SelectField(_l("会场"), coerce=optional_id, default="")
    chair_id = SelectField(_l("主持人"), coerce=optional_id, default="", description=_l("不选就是当时在任的那一位。"))
    secretary_id = SelectField(_l("会议秘书"), coerce=optional_id, default="")
    ahead_days = IntegerField(
        _l("提前几天提醒确认"),
        [Optional()],
        description=_l("不填就是 10 天；通知要提前更多天的，按通知的天数再加 2 天。"),
    )

    def offer(self, types: Any, venues: Any, chairs: Any, secretaries: Any) -> None:
        """Fill the choices: `(id, label)` pairs; place and people may be left open."""
        nothing = [("", _("照常例"))]
        self.meeting_type_id.choices = types
        self.venue_id.choices = nothing + venues
        self.chair_id.choices = nothing + chairs
        self.secretary_id.choices = nothing + secretaries

    def rule(self) -> dict[str, Any]:
        """When it comes back, as `rules.series.read` wants it; what is missing is refused there."""
        match self.kind.data:
            case "monthly_day":
                return {"kind": "monthly_day", "day": self.day.data or 0}
            case "weekly":
                return {"kind": "weekly", "weekday": self.weekday.data}
            case "monthly_weekday":
                return {"kind": "monthly_weekday", "weekday": self.weekday.data, "nth": self.nth.data}
            case _:
                return {"kind": "yearly_days", "days": days_of_year(self.days.data or "")}

    def draft(self) -> SeriesDraft:
        """What was written, as the action takes it."""
        return SeriesDraft(
            meeting_type_id=self.meeting_type_id.data,
            rule=self.rule(),
            time=self.time.data.strftime("%H:%M"),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            venue_id=self.venue_id.data,
            chair_id=self.chair_id.data,
            secretary_id=self.secretary_id.data,
            ahead_days=self.ahead_days.data or 0,
        )


def filled_from(series: Any, at: Any) -> dict[str, Any]:
    """What a series says, for the form; `at` is its hour."""
    rule = dict(series.rule)
    days = "、".join(f"{month}-{day}" for month, day in rule.pop("days", []))
    names = ("meeting_type_id", "starts_on", "ends_on", "venue_id", "chair_id", "secretary_id", "ahead_days")
    return {**{name: getattr(series, name) for name in names}, **rule, "days": days, "time": at}


class MoveForm(Form):
    """Another day for one meeting of a series."""

    to = DateField(_l("改到哪天"), [InputRequired(_l("请选择日期。"))])
    reason = StringField(_l("改期的理由"), [InputRequired(_l("请写明理由。")), Length(max=200)], filters=[strip])
