"""The forms of signing in to a meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from deliberation.kernel import typed
from deliberation.web.fields import Form, strip


def _code(value: str | None) -> str:
    return typed.code(value or "")


SIX_DIGITS = r"^[0-9]{6}\Z"
"""Anything else is told before it is compared, and is no try against the lock."""


def _pin_field() -> StringField:
    wrong = _l("口令是 6 位数字，请核对。这一次不算输错。")
    return StringField(
        _l("口令"),
        [InputRequired(_l("请填写口令。")), Regexp(SIX_DIGITS, message=wrong)],
        filters=[_code],
        description=_l("6 位数字，印在您的签到条上。"),
    )


class CodeForm(Form):
    """The six digits of a meeting."""

    code = StringField(
        _l("会议号"),
        [InputRequired(_l("请填写会议号。")), Regexp(SIX_DIGITS, message=_l("会议号是 6 位数字，请核对。"))],
        filters=[_code],
        description=_l("6 位数字，印在您的签到条上，会议通知和大屏上也有。"),
    )


class StrangerForm(CodeForm):
    """What a device is asked that has been to no meeting: who sits where is not shown to it."""

    name = StringField(
        _l("姓名"),
        [InputRequired(_l("请填写您的姓名。")), Length(max=60)],
        filters=[strip],
        description=_l("和签到条上的一样。扫签到条上的二维码进来的，不用填。"),
    )
    pin = _pin_field()


class SeatForm(Form):
    """One's own name and the PIN of one's slip."""

    seat_id = RadioField(_l("姓名"), [InputRequired(_l("请选择您的姓名。"))], coerce=int)
    pin = _pin_field()


class IssueForm(Form):
    """Issuing the record; a reason only when signatures are missing."""

    reason = TextAreaField(
        _l("缺少签字的理由"),
        [Length(max=200, message=_l("最多 200 个字。"))],
        filters=[lambda v: (v or "").strip()],
    )


class HandOverForm(Form):
    """Who takes the chair, and why."""

    person_id = SelectField(_l("接任的人"), [InputRequired(_l("请选择接任的人。"))], coerce=int)
    reason = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=200, message=_l("最多 200 个字。"))],
        filters=[lambda v: (v or "").strip()],
        description=_l("理由写进会议记录。"),
    )
