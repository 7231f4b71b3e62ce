"""Forms of signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from deliberation.kernel.passwords import is_strong
from deliberation.web.fields import Form


class SignInForm(Form):
    """Account name and password."""

    username = StringField(_l("账号"), [InputRequired(_l("请填写账号。")), Length(max=60)])
    password = PasswordField(_l("密码"), [InputRequired(_l("请填写密码。")), Length(max=200)])


def strong(_form: Form, field: PasswordField) -> None:
    """At least eight characters of three kinds (等保 level 2, domain 6.7)."""
    if not is_strong(field.data or ""):
        raise ValidationError(_l("至少 8 位，并含大写、小写、数字、符号中的三种。"))


class CodeForm(Form):
    """Setting one's own password with a one-time code."""

    code = StringField(
        _l("一次性码"),
        [InputRequired(_l("请填写一次性码。")), Length(max=60)],
        description=_l("系统管理员当面给您的，四组字母和数字，三天内有效，只能用一次。"),
    )
    new = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请填写新密码。")), Length(max=200), strong],
        description=_l("至少 8 位，并含大写、小写、数字、符号中的三种。只有您自己知道，管理员也看不到。"),
    )
    again = PasswordField(
        _l("再输一遍新密码"),
        [InputRequired(_l("请再输一遍新密码。")), EqualTo("new", _l("两次输入的新密码不一样。"))],
    )


class PasswordForm(Form):
    """Changing one's own password."""

    old = PasswordField(_l("现在的密码"), [InputRequired(_l("请填写现在的密码。")), Length(max=200)])
    new = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请填写新密码。")), Length(max=200), strong],
        description=_l("至少 8 位，并含大写、小写、数字、符号中的三种。"),
    )
    again = PasswordField(
        _l("再输一遍新密码"),
        [InputRequired(_l("请再输一遍新密码。")), EqualTo("new", _l("两次输入的新密码不一样。"))],
    )
