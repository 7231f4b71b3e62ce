"""Forms of supervision: what an order asks, what the unit reports, what the branch answers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import queries
from deliberation.supervision.actions import OrderDraft
from deliberation.web.errors import message_of
from deliberation.web.fields import DateField, Form, IntegerField, request_key_field, strip

NOBODY = 0


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
            request_key=self.request_key.data or uuid4().hex,
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
    photos = MultipleFileField(_l("现场照片"), [Optional()], description=_l("最多 6 张。照片由支部看过以后才公开。"))


class CompletionForm(Form):
    """What was done and how it came out (办结反馈单, domain 4.4)."""

    text = TextAreaField(
        _l("措施和结果"),
        [InputRequired(_l("请写明措施和结果。")), Length(max=2000)],
        filters=[strip],
        description=_l("完成时间、做了什么、花了多少钱、还有什么没做完。居民看得到。"),
    )
    photos = MultipleFileField(_l("前后照片"), [Optional()], description=_l("最多 6 张。照片由支部看过以后才公开。"))


class ReleaseForm(Form):
    """Somebody has looked at every finding."""

    confirmed = BooleanField(_l("逐处看过，可以公开"))
