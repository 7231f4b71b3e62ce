"""Forms of publication: the draft, the check for personal data, a resident's objection, its answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from deliberation.kernel.publicity import Suspect
from deliberation.publication.actions import ObjectionDraft, ResolutionEdit
from deliberation.publication.rules import MOST_DAYS
from deliberation.web.fields import Form, IntegerField, phone_field, request_key_field, strip


class ResolutionForm(Form):
    """Title, text and period of a draft."""

    title = StringField(_l("标题"), [DataRequired(_l("请填写标题。")), Length(max=120)], filters=[strip])
    text = TextAreaField(
        _l("正文"),
        [DataRequired(_l("请填写正文。")), Length(max=20000)],
        filters=[strip],
        description=_l("每条一段，用“一、二、三、”编号。不写姓名、电话、门牌号。"),
    )
    days = IntegerField(
        _l("公示天数"),
        [InputRequired(_l("请填写公示天数。")), NumberRange(1, MOST_DAYS, _l("请填 1 到 90 之间的整数。"))],
    )

    def edit(self) -> ResolutionEdit:
        """What the form says, for the action."""
        return ResolutionEdit(self.title.data or "", self.text.data or "", self.days.data or 0)


class CheckBoxes(SelectMultipleField):
    """Several check boxes under one question."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class PublishForm(Form):
    """One check box for each possible piece of personal data; `seen` is the seal of the draft on the page."""

    seen = HiddenField()
    confirmed = CheckBoxes(_l("逐条核对个人信息"), choices=[], validate_choice=False)

    @classmethod
    def about(cls, found: list[Suspect]) -> PublishForm:
        """The form that asks about these findings."""
        form = cls()
        form.confirmed.choices = [(s.key, f"{s.where}：{s.text}") for s in found]
        return form

    def confirms(self, found: list[Suspect]) -> bool:
        """Whether every finding was ticked, those too that appeared since the page was shown."""
        return {s.key for s in found} <= set(self.confirmed.data or [])


class ObjectionForm(Form):
    """What a resident objects to; everything but the objection itself may be left out."""

    text = TextAreaField(
        _l("对哪一条有异议，为什么"),
        [DataRequired(_l("请写明对哪一条有异议、为什么。")), Length(max=1000)],
        filters=[strip],
    )
    building = StringField(_l("几号楼"), [Length(max=40)], filters=[strip], description=_l("只写楼号，不写门牌。"))
    name = StringField(_l("怎么称呼您"), [Length(max=60)], filters=[strip])
    phone = phone_field(_l("联系电话"), description=_l("只有负责答复的工作人员看得到，不公开。"))
    request_key = request_key_field(InputRequired())

    def draft(self) -> ObjectionDraft:
        """What the form says, for the action."""
        return ObjectionDraft(
            text=self.text.data or "",
            request_key=self.request_key.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            building=self.building.data or "",
        )


class AnswerForm(Form):
    """The public answer to an objection."""

    answer = TextAreaField(
        _l("答复"),
        [DataRequired(_l("请写明答复。")), Length(max=2000)],
        filters=[strip],
        description=_l("答复向全体居民公开。请先说明异议的问题，再写答复；不写姓名、电话、门牌号。"),
    )
