"""Forms of the administrator's account pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from deliberation.web.fields import Form


class AccountForm(Form):
    """Whose account, and with which name to sign in."""

    person_id = SelectField(_l("给谁"), coerce=int, description=_l("已登记、还没有账号的人。"))
    name = StringField(
        _l("不在名单里的，填写姓名"), [Length(max=60, message=_l("最多 60 个字。"))], description=_l("新登记一个人。")
    )
    username = StringField(
        _l("账号"),
        [InputRequired(_l("请填写账号。")), Length(max=40, message=_l("最多 40 个字。"))],
        description=_l("3 到 40 个字母、数字、点或横线，例如姓名的拼音。登录时用。"),
    )

    def person(self) -> int | None:
        """The chosen person, or `None` for a new one."""
        chosen: int = self.person_id.data or 0
        return chosen or None
