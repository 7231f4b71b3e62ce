"""The form with which an owner asks for their own paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from deliberation.owners.rules.codes import is_code
from deliberation.owners.rules.entry import ballot_number
from deliberation.web.fields import Form, IntegerField

MOST = 999_999


class CodeForm(Form):
    """Number and code of a stub 存根."""

    number = IntegerField(
        _l("票号"), [InputRequired(_l("请填票号。")), NumberRange(1, MOST, _l("票号是数字。"))], reads=ballot_number
    )
    code = StringField(
        _l("查询码"),
        description=_l("印在存根上，12 位，大小写和横线都不要紧。"),
        validators=[InputRequired(_l("请填查询码。"))],
    )

    def validate_code(self, field: StringField) -> None:
        """A code of another length is none; that is told, and nothing is compared."""
        if not is_code(field.data or ""):
            raise ValidationError(_l("查询码是 12 位字母和数字，请核对。"))
