"""Forms of the steps before a notice, and of the time in which a committee is formed anew."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.owners.actions.steps import StepDraft
from deliberation.web.fields import DateField, Form, strip

MOST_NOTE = 2000


class StepForm(Form):
    """One step: when it was done, with what proof."""

    done_on = DateField(_l("办理的日期"), [Optional()], description=_l("须公示若干天的，填公示开始的那一天。"))
    note = TextAreaField(
        _l("说明、凭证"),
        [Optional(), Length(max=MOST_NOTE)],
        filters=[strip],
        description=_l("写交给了谁、收件回执在哪里，或者照条文要求写下内容。可能印在公告上，不写电话、门牌号。"),
    )
    is_waived = BooleanField(_l("这一步在这里不用做（在说明里写明理由）"))

    def draft(self) -> StepDraft:
        """The step, for the action."""
        return StepDraft(self.done_on.data, self.note.data or "", self.is_waived.data)


class TurnoverForm(Form):
    """When the group for the new election was formed."""

    began_on = DateField(_l("换届改选小组成立的日期"), [InputRequired(_l("请填日期。"))])
    note = StringField(_l("备注"), [Optional(), Length(max=200)], filters=[strip])


class TurnoverEndForm(Form):
    """When the new committee was elected."""

    ended_on = DateField(_l("新一届业委会选出的日期"), [InputRequired(_l("请填日期。"))])
