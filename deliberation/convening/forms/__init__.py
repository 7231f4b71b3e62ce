"""Forms of convening."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.convening.actions import MoveDraft, PlanDraft
from deliberation.convening.rules import RESIDENTS_STEPS
from deliberation.kernel import clock
from deliberation.web.fields import DateField, Form, TimeField, request_key_field, strip


def optional_id(value: Any) -> int | None:
    """A chosen id; the empty choice is `None`."""
    return int(value) if value not in {None, "", "None"} else None


class PlanForm(Form):
    """Planning a meeting, or changing the plan."""

    request_key = request_key_field()
    meeting_type_id = SelectField(_l("会议种类"), coerce=int, validate_choice=True)
    title = StringField(
        _l("会议名称"),
        [Optional(), Length(max=100)],
        filters=[strip],
        description=_l("不填就按日期和种类取名。"),
    )
    day = DateField(_l("日期"), [InputRequired(_l("请选择日期。"))])
    time = TimeField(_l("时间"), [InputRequired(_l("请填写时间，如 19:00。"))])
    venue_id = SelectField(_l("会场"), coerce=optional_id, default="")
    chair_id = SelectField(_l("主持人"), coerce=optional_id, default="", description=_l("主持人不占表决席位，不投票。"))
    secretary_id = SelectField(_l("会议秘书"), coerce=optional_id, default="", description=_l("负责记录。"))

    def offer(self, types: Any, venues: Any, chairs: Any, secretaries: Any) -> None:
        """Fill the choices: `(id, label)` pairs; place and people may be left open for now."""
        nothing = [("", _l("暂不定"))]
        self.meeting_type_id.choices = types
        self.venue_id.choices = nothing + venues
        self.chair_id.choices = nothing + chairs
        self.secretary_id.choices = nothing + secretaries

    def draft(self, series_id: int | None = None) -> PlanDraft:
        """What was typed, as the action takes it; the wall clock is Beijing's."""
        day, time = self.day.data, self.time.data
        return PlanDraft(
            meeting_type_id=self.meeting_type_id.data,
            starts_at=clock.beijing(day.year, day.month, day.day, time.hour, time.minute),
            title=self.title.data or "",
            venue_id=self.venue_id.data,
            chair_id=self.chair_id.data,
            secretary_id=self.secretary_id.data,
            series_id=series_id,
            request_key=self.request_key.data or "",
        )


class MoveForm(Form):
    """Moving a meeting whose notice has gone out."""

    day = DateField(_l("日期"), [InputRequired(_l("请选择日期。"))])
    time = TimeField(_l("时间"), [InputRequired(_l("请填写时间，如 19:00。"))])
    venue_id = SelectField(_l("会场"), [InputRequired(_l("请选会场。"))], coerce=optional_id)
    title = StringField(
        _l("会议名称"), [Optional(), Length(max=100)], filters=[strip], description=_l("不填就按日期和种类取名。")
    )
    reason = StringField(
        _l("改期的原因"),
        [InputRequired(_l("请写明改期的原因。")), Length(max=200)],
        filters=[strip],
        description=_l("会告诉每一位收到通知的人。"),
    )
    waiver = TextAreaField(
        _l("紧急理由"),
        [Length(max=500)],
        filters=[strip],
        description=_l("改到别的日子、提前的天数不够才填：请写明为什么等不得。"),
    )

    def draft(self) -> MoveDraft:
        """What was typed, as the action takes it; the wall clock is Beijing's."""
        day, time = self.day.data, self.time.data
        return MoveDraft(
            starts_at=clock.beijing(day.year, day.month, day.day, time.hour, time.minute),
            venue_id=self.venue_id.data,
            title=self.title.data or "",
            reason=self.reason.data or "",
            waiver=self.waiver.data or "",
        )


class SeatForm(Form):
    """Adding a seat: who, and with or without a vote."""

    appointment_id = SelectField(_l("人员"), coerce=int)
    kind = SelectField(_l("身份"), choices=[("delegate", _l("代表（有表决权）")), ("attendee", _l("列席（不表决）"))])


class ReplaceForm(Form):
    """Another person of the same party for a seat."""

    appointment_id = SelectField(_l("换成"), coerce=int)


class PlaceForm(Form):
    """Choosing a waiting item for the agenda."""

    item_id = SelectField(_l("待上会的议题"), coerce=int)


class WaiverForm(Form):
    """Why an emergency meeting goes without the notice that the rules ask for."""

    waiver = TextAreaField(
        _l("紧急理由"),
        [Length(max=500)],
        filters=[strip],
        description=_l("请写明为什么等不得；理由会写进会议通知。"),
    )


class LeaveForm(Form):
    """Why somebody cannot come."""

    reason = StringField(_l("请假原因"), [InputRequired(_l("请写明请假原因。")), Length(max=200)], filters=[strip])


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = TextAreaField(
        _l("取消的原因"),
        [InputRequired(_l("请写明取消的原因。")), Length(max=500)],
        filters=[strip],
        description=_l("会告诉每一位收到通知的人。"),
    )


class ResidentsStepForm(Form):
    """A step before or after a meeting of residents: the day, or why it does not concern this one."""

    code = SelectField(
        _l("步骤"), [InputRequired(_l("请选择步骤。"))], choices=list(RESIDENTS_STEPS), validate_choice=True
    )
    done_on = DateField(_l("办理的日期"), [Optional()])
    reason = StringField(_l("不涉及的理由"), [Optional(), Length(max=200)], filters=[strip])
