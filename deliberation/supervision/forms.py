"""Forms of supervision: what an order asks, what the unit reports, what the branch answers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from deliberation.agenda.rules import AUTHORITIES, MATTERS, Classing, needs_owners
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import queries
from deliberation.supervision.actions import Again, OrderDraft
from deliberation.web.errors import message_of
from deliberation.web.fields import DateField, Form, IntegerField, request_key_field, strip
from deliberation.web.photo_field import PhotosField

NOBODY = 0
MOST_PHOTOS = 6


class OrderForm(Form):
    """One order: what, who, by when. `due_days` is the usual period that was pressed (`OrderDraft`).

    `own_duty` is asked only where the decision waits for the owners.
    """

    request_key = request_key_field()
    title = StringField(
        _l("要办的事"),
        [InputRequired(_l("请写明要办的事。")), Length(max=100)],
        filters=[strip],
        description=_l("居民看得到这一行，不写姓名、电话、门牌号。"),
    )
    requirement = TextAreaField(_l("具体要求"), [Length(max=4000)], filters=[strip])
    lead_party_id = SelectField(_l("承办单位"), [InputRequired()], coerce=int)
    responsible_id = SelectField(
        _l("责任人"),
        coerce=int,
        default=NOBODY,
        description=_l("从承办单位的人里选；不选，就由签收的人负责。"),
    )
    assisting = StringField(_l("协办单位"), [Length(max=200)], filters=[strip])
    due_on = DateField(
        _l("办理时限"),
        [InputRequired(_l("请选择日期。"))],
        description=_l("到当天 24:00 为止。一般事项 7 天，复杂事项 15 天，工程 30 天。"),
    )
    due_days = IntegerField(validators=[Optional()], widget=HiddenInput())
    item_id = SelectField(
        _l("属于哪项议程"),
        coerce=int,
        default=NOBODY,
        description=_l("要业主共同决定的事项，督办单也要等业主表决通过。"),
    )
    own_duty = TextAreaField(
        _l("不用等业主决定的理由"),
        [Length(max=300)],
        filters=[strip],
        description=_l(
            "只有属于承办单位自己职责、不等业主决定也能办的事才填（如疏导、告知）。不填，就等业主表决通过以后再交办。"
        ),
    )

    asks_own_duty = False
    """Whether the reason is asked although nothing of the meeting waits: the order's own words point to the owners."""

    def refuse(self, refused: Refused) -> None:
        """Say why the order was refused; where its words need a reason, that field is there to write it."""
        if refused.reason is Reason.ORDER_CLASS_ASKED:
            self.asks_own_duty = True
            self.own_duty.errors = [message_of(refused)]
        else:
            self.form_errors.append(message_of(refused))

    @classmethod
    def in_compound(cls, compound_id: int, **given: Any) -> OrderForm:
        """The form with the units and people of a compound to choose from."""
        form = cls(**given)
        units = queries.units(compound_id)
        people = queries.people(compound_id)
        form.lead_party_id.choices = [(NOBODY, str(_l("请选择"))), *((u.party_id, u.name) for u in units)]
        chosen: dict[str, list[tuple[int, str]]] = {"": [(NOBODY, str(_l("不指定")))]}
        for unit in units:
            if unit.party_id in people:
                chosen[unit.name] = [(p.id, p.name) for p in people[unit.party_id]]
        form.responsible_id.choices = chosen
        return form

    def validate_lead_party_id(self, field: SelectField) -> None:
        """A unit must be chosen: the first of the list is nobody's answer."""
        if not field.data:
            raise ValidationError(_l("请选择承办单位。"))

    def ask_item(self, items: list[tuple[int, str]]) -> None:
        """Ask of which item an order under no decision is; without items the question falls away."""
        if items:
            self.item_id.choices = [(NOBODY, str(_l("不属于哪项议程"))), *items]
        else:
            del self.item_id

    def draft(self, **origin: Any) -> OrderDraft:
        """What the form says, for the action; `origin` names meeting, item, motion."""
        return OrderDraft(
            title=self.title.data or "",
            requirement=self.requirement.data or "",
            lead_party_id=self.lead_party_id.data,
            responsible_id=self.responsible_id.data or None,
            assisting=self.assisting.data or "",
            due_on=self.due_on.data,
            due_days=self.due_days.data,
            item_id=(self.item_id.data or None) if self.item_id else None,
            own_duty=self.own_duty.data or "",
            request_key=self.request_key.data or "",
            **origin,
        )


class PressForm(Form):
    """A button without words."""


class NoteForm(Form):
    """Words that may be left out."""

    text = TextAreaField(_l("说明"), [Length(max=1000)], filters=[strip])


class ReasonForm(Form):
    """Words that must be given."""

    text = TextAreaField(_l("理由"), [InputRequired(_l("请写明理由。")), Length(max=1000)], filters=[strip])


class ReopenForm(Form):
    """重新办理: why, and by when."""

    due_on = DateField(_l("新的办理时限"), [InputRequired(_l("请选择日期。"))], description=_l("到当天 24:00 为止。"))
    text = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=1000)],
        filters=[strip],
        description=_l("写明哪里没有办好。提出人凭回执号看得到；不在公开的页面上显示。"),
    )

    def again(self) -> Again:
        """What the form says, for the action."""
        return Again(self.text.data or "", self.due_on.data)


class ReopenAskedForm(ReopenForm):
    """The same for a submitter's word: which of the closed orders begins again."""

    order_id = RadioField(_l("哪一张督办单重新办理"), [InputRequired(_l("请选一张督办单。"))], coerce=int)


class AnswerForm(Form):
    """Why nothing is reopened."""

    text = TextAreaField(
        _l("答复"),
        [InputRequired(_l("请写明理由。")), Length(max=1000)],
        filters=[strip],
        description=_l("写明已经做了什么、为什么这样就算办结。提出人凭回执号看得到。"),
    )


class NotSolvedForm(Form):
    """What the holder of a receipt says and shows."""

    text = TextAreaField(
        _l("哪里还没有解决"),
        [InputRequired(_l("请写明哪里没有解决。")), Length(max=1000, message=_l("最多写 1000 字。"))],
        filters=[strip],
        description=_l("写您现在看到的。支部看得到，不公开。"),
    )
    photos = PhotosField(_l("照片"), most=3, description=_l("最多 3 张，拍现在的样子。请避开人脸和车牌。"))


class ReportForm(Form):
    """How far it is, in per cent and in words, with photos."""

    progress = IntegerField(
        _l("进度（%）"),
        [InputRequired(_l("请填写进度。")), NumberRange(0, 100, _l("填 0 到 100 之间的整数。"))],
    )
    text = TextAreaField(
        _l("办到哪一步"),
        [InputRequired(_l("请写明办到哪一步。")), Length(max=1000)],
        filters=[strip],
        description=_l("居民看得到。写了姓名、电话、门牌号的，要等支部核对后才公开。"),
    )
    photos = PhotosField(_l("现场照片"), most=MOST_PHOTOS, description=_l("最多 6 张。照片由支部看过以后才公开。"))


class CompletionForm(Form):
    """What was done and how it came out (办结反馈单, domain 4.4)."""

    text = TextAreaField(
        _l("措施和结果"),
        [InputRequired(_l("请写明措施和结果。")), Length(max=2000)],
        filters=[strip],
        description=_l("完成时间、做了什么、花了多少钱、还有什么没做完。居民看得到。"),
    )
    photos = PhotosField(_l("前后照片"), most=MOST_PHOTOS, description=_l("最多 6 张。照片由支部看过以后才公开。"))


class ReleaseForm(Form):
    """Somebody has looked at every finding."""

    confirmed = BooleanField(_l("逐处看过，可以公开"))


class CorrectForm(Form):
    """To whom the decision belongs, by which item of 民法典 278, and why it was classed otherwise."""

    authority = RadioField(
        _l("应当由谁决定"),
        [InputRequired(_l("请选由谁决定。"))],
        choices=[(one.code, _l(one.label)) for one in AUTHORITIES.values() if needs_owners(one.code)],
    )
    matter = SelectField(
        _l("民法典第二百七十八条的哪一项"),
        [Optional()],
        choices=[("", _l("请选择")), *((m.code, f"（{m.paragraph}）{m.label}") for m in MATTERS.values())],
        description=_l("业主共同决定（过半数、四分之三）的必须选。"),
    )
    reason = TextAreaField(
        _l("更正的理由"),
        [InputRequired(_l("请写明理由。")), Length(max=200, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("会公开，写清当时为什么判定错了；不写姓名、电话、门牌号。"),
    )

    def said(self) -> Classing:
        """What the form says, for the action."""
        return Classing(self.authority.data or "", self.matter.data or None)
