"""The small forms of a vote's course: the notice, the reason for voiding."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.web.fields import DateField, Form, strip


class NoticeForm(Form):
    """When the notice was posted, and when the 居委会 was told."""

    noticed_on = DateField(
        _l("公告张贴日期"),
        [InputRequired(_l("请填公告张贴的日期。"))],
        description=_l("公告贴出来的那一天；投票开始的日子从第二天算起。"),
    )
    neighbourhood_told_on = DateField(
        _l("告知居委会的日期"), [Optional()], description=_l("业主大会会议须同时告知居委会（物业管理条例第十四条）。")
    )


class VoidForm(Form):
    """Why a vote is void."""

    reason = StringField(
        _l("作废的理由"),
        [InputRequired(_l("请写明理由，居民看得到。")), Length(max=300)],
        filters=[strip],
    )
