"""有利害关系的业主 of a vote by 民法典 279: whose dwelling it is about, who else proves an interest."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from deliberation.owners.rules.interested import MOST_REASON
from deliberation.web.fields import Form, strip

_CHOOSE = _l("请选一户。")


class ApplicantForm(Form):
    """The unit that is to become a business; the page offers those of the building."""

    unit = SelectField(_l("申请人的房屋"), [InputRequired(_CHOOSE)], choices=[])


class ClaimantForm(Form):
    """An owner from elsewhere; the page offers the units of the building that was picked."""

    unit = SelectField(_l("哪一户"), [InputRequired(_CHOOSE)], choices=[])
    reason = TextAreaField(
        _l("受什么影响、有什么证明"),
        [DataRequired(_l("请写受什么影响、有什么证明。")), Length(max=MOST_REASON)],
        filters=[strip],
        description=_l("例如：隔一条通道，窗户正对油烟口，有照片。只在工作台看得到，不公开。"),
    )
