"""Forms of an emergency use of the maintenance fund: what happened, and its posting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from deliberation.owners.actions.emergency import EmergencyDraft
from deliberation.web.fields import DateField, Form, request_key_field, strip

MOST_TEXT = 2000


class EmergencyForm(Form):
    """What happened; all of it is public."""

    request_key = request_key_field()
    title = StringField(_l("修什么"), [DataRequired(_l("请写修什么。")), Length(max=120)], filters=[strip])
    situation = TextAreaField(
        _l("发生了什么紧急情况"),
        [DataRequired(_l("请写明情况。")), Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l("写清哪里坏了、危及什么、为什么不能等表决。会公开，不写姓名、电话、门牌号。"),
    )
    happened_on = DateField(_l("发生的日期"), [InputRequired(_l("请填日期。"))])
    confirmed_by = StringField(
        _l("由哪几方现场查验、确认"),
        [DataRequired(_l("请写明由谁确认。")), Length(max=200)],
        filters=[strip],
        description=_l("例如：相关业主代表、业委会、物业企业。"),
    )
    granted_by = StringField(
        _l("向哪个部门申请、由谁审核"), [DataRequired(_l("请写明审核的部门。")), Length(max=200)], filters=[strip]
    )

    def draft(self) -> EmergencyDraft:
        """The record, for the action."""
        return EmergencyDraft(
            self.title.data or "",
            self.situation.data or "",
            self.happened_on.data,
            self.confirmed_by.data or "",
            self.granted_by.data or "",
            self.request_key.data or "",
        )


class PostingForm(Form):
    """The works are accepted, their cost is posted."""

    accepted_on = DateField(_l("竣工验收的日期"), [InputRequired(_l("请填日期。"))])
    posted_on = DateField(_l("公示开始的日期"), [InputRequired(_l("请填日期。"))])
    result = TextAreaField(
        _l("结算和分摊"), [DataRequired(_l("请写明用了多少钱、怎样分摊。")), Length(max=MOST_TEXT)], filters=[strip]
    )
