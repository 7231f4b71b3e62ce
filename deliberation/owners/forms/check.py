"""The form with which an owner asks for his own paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

MOST = 999_999


class CodeForm(FlaskForm):
    """Number and code of a stub 存根."""

    number = IntegerField(
        _l("票号"), validators=[InputRequired(_l("请填票号。")), NumberRange(1, MOST, _l("票号是数字。"))]
    )
    code = StringField(
        _l("查询码"),
        description=_l("印在存根上，12 位，大小写和横线都不要紧。"),
        validators=[InputRequired(_l("请填查询码。")), Length(max=40, message=_l("查询码是 12 位。"))],
    )
