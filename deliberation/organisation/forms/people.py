"""Forms of the administrator's pages of people and posts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.kernel.typed import whole_number
from deliberation.web.fields import DateField, Form, request_key_field, strip

TOO_LONG = _l("最多 60 个字。")


class TicksField(SelectMultipleField):
    """Several of a few, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def numbers(self) -> list[int]:
        """The ids that are ticked, of a list whose rows are boxes themselves."""
        return [number for text in self.raw_data or [] if (number := whole_number(str(text))) is not None]


class PersonForm(Form):
    """Somebody on record."""

    name = StringField(
        _l("姓名"), [InputRequired(_l("请填写姓名。")), Length(max=60, message=TOO_LONG)], filters=[strip]
    )
    code = StringField(
        _l("编号"),
        [Optional(), Length(max=20, message=_l("最多 20 个字。"))],
        description=_l("例如 P44。两个人同名的，靠编号分清；导入表格也按编号认人。"),
        filters=[strip],
    )
    phone = StringField(
        _l("电话"),
        [Optional(), Length(max=20, message=_l("最多 20 个字。"))],
        description=_l("发通知用；不公开。离任满一年自动删除。"),
        filters=[strip],
    )
    email = StringField(_l("邮箱"), [Optional(), Length(max=120, message=_l("最多 120 个字。"))], filters=[strip])
    name_public = BooleanField(_l("本人同意公开姓名和单位"), description=_l("不同意的，公开页面只写单位。"))
    request_key = request_key_field()


class PostForm(Form):
    """A post in one compound, which the address names."""

    party_id = SelectField(_l("哪一方"), coerce=int)
    role = SelectField(_l("身份"), description=_l("决定能办哪些事；“权限表”里写着。"))
    post = StringField(
        _l("职务"),
        [InputRequired(_l("请写明职务。")), Length(max=60, message=TOO_LONG)],
        description=_l("例如 书记、主任、3号楼楼栋长。"),
        filters=[strip],
    )
    starts_on = DateField(_l("第一天"), [InputRequired(_l("请填第一天。"))])
    ends_on = DateField(_l("最后一天"), [Optional()], description=_l("有任期的填任期届满的那天；没有的空着。"))
    areas = TicksField(
        _l("负责范围"), validators=[Optional()], description=_l("楼栋长、单元长、网格员勾选；其他人不用。")
    )
    paper = StringField(_l("文件号"), [Optional(), Length(max=100, message=_l("最多 100 个字。"))], filters=[strip])


class WidePostForm(Form):
    """A post above the compounds."""

    role = SelectField(_l("身份"))
    where = SelectField(_l("管到哪里"), description=_l("街道的管全街道的小区，社区的只管本社区的小区。"))
    unit_id = SelectField(_l("代表哪个单位"), coerce=int, description=_l("承办单位的人，在各小区里代表这个单位。"))
    post = StringField(
        _l("职务"), [InputRequired(_l("请写明职务。")), Length(max=60, message=TOO_LONG)], filters=[strip]
    )
    starts_on = DateField(_l("第一天"), [InputRequired(_l("请填第一天。"))])
    ends_on = DateField(_l("最后一天"), [Optional()])
    paper = StringField(_l("文件号"), [Optional(), Length(max=100, message=_l("最多 100 个字。"))], filters=[strip])


class EndForm(Form):
    """The end of a post."""

    last_day = DateField(
        _l("最后一天"), [InputRequired(_l("请填最后一天。"))], description=_l("当天仍算在任，第二天零时起离任。")
    )
    reason = StringField(
        _l("原因"), [InputRequired(_l("请写明原因。")), Length(max=200, message=_l("最多 200 个字。"))], filters=[strip]
    )


class SuccessionForm(Form):
    """Who takes over what of somebody."""

    posts = TicksField(_l("哪些任职由人接任"), coerce=int, validators=[InputRequired(_l("请至少勾选一项。"))])
    follower = StringField(
        _l("接任的人"),
        [InputRequired(_l("请填接任的人。")), Length(max=60, message=TOO_LONG)],
        description=_l("填编号或姓名；已登记的人才能接任。"),
        filters=[strip],
    )
    first_day = DateField(
        _l("接任的第一天"),
        [InputRequired(_l("请填第一天。"))],
        description=_l("从这天零时起；离任的人前一天为最后一天。"),
    )
    ends_on = DateField(_l("最后一天"), [Optional()], description=_l("空着的，照原来的任期。"))
    ends_former = BooleanField(_l("接任的人在同一方原来的职务，前一天结束"), default=True)
    paper = StringField(_l("文件号"), [Optional(), Length(max=100, message=_l("最多 100 个字。"))], filters=[strip])
    reason = StringField(
        _l("原任离任的原因"),
        [InputRequired(_l("请写明原因。")), Length(max=200, message=_l("最多 200 个字。"))],
        filters=[strip],
    )


class AccountsForm(Form):
    """Whom accounts are made for."""

    people = TicksField(_l("人员"), coerce=int, validate_choice=False)
