"""Forms of notices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from deliberation.notices.rules import GROUPS
from deliberation.web.fields import Form, strip, ticks_field


class AddressForm(Form):
    """An address on a channel."""

    address = StringField(_l("地址"), [InputRequired(_l("请填写地址。")), Length(max=200)], filters=[strip])


class CodeForm(Form):
    """The code that came."""

    code = StringField(_l("验证码"), [InputRequired(_l("请填写验证码。")), Length(max=10)], filters=[strip])


class WishForm(Form):
    """By which channel, and of what."""

    channel = SelectField(_l("会议通知以外的消息，发到"), default="")
    wanted = ticks_field(_l("想收到哪些"), list(GROUPS.items()))
