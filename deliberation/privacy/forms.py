"""Forms of the register: a request, its answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from deliberation.privacy.actions import RequestDraft
from deliberation.privacy.rules import KINDS, MOST_WORDS
from deliberation.web.fields import DateField, Form, request_key_field, strip


class RequestForm(Form):
    """登记个人请求: who, what, when, on which paper."""

    name = StringField(
        _l("谁提的"),
        [InputRequired(_l("请写姓名。")), Length(max=60)],
        filters=[strip],
        description=_l("先核对是本人。"),
    )
    kind = RadioField(
        _l("要求什么"),
        choices=[(code, _l(label)) for code, label in KINDS.items()],
        validators=[InputRequired(_l("请选一项。"))],
    )
    wanted = TextAreaField(
        _l("具体要求"),
        [Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("例如：复制一份平台里关于我的信息；电话换成新的。不抄身份证号。"),
    )
    received_on = DateField(
        _l("哪天收到的"), [InputRequired(_l("请选日期。"))], description=_l("从这一天的第二天起算十五个工作日。")
    )
    paper = StringField(
        _l("纸质申请放在哪里、什么编号"), [Length(max=120)], filters=[strip], description=_l("没有纸质的就空着。")
    )
    request_key = request_key_field(InputRequired())

    def draft(self) -> RequestDraft:
        """What the form says, for the action."""
        if self.received_on.data is None:
            raise ValueError("the form was not validated")
        return RequestDraft(
            kind=self.kind.data or "",
            name=self.name.data or "",
            wanted=self.wanted.data or "",
            received_on=self.received_on.data,
            request_key=self.request_key.data or "",
            paper=self.paper.data or "",
        )


class CopyForm(Form):
    """制作副本: whose, and the receipts that they hold."""

    person_id = SelectField(_l("是哪一位"), coerce=int, default=0)
    receipts = TextAreaField(
        _l("本人出示的议题回执号"),
        [Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("一行一个；本人拿出回执才填。没有就空着。"),
    )

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Fill the choices with the persons of that name."""
        self.person_id.choices = [*people, (0, _l("没有任过职"))]

    def codes(self) -> list[str]:
        """The receipt numbers, one a line."""
        return [line.strip() for line in (self.receipts.data or "").splitlines() if line.strip()]


class AnswerForm(Form):
    """登记答复: on which day, and what."""

    answered_on = DateField(_l("哪天答复的"), [InputRequired(_l("请选日期。"))])
    text = TextAreaField(
        _l("怎样答复的"),
        [InputRequired(_l("请写明怎样答复的。")), Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("例如：当面交给本人一份；电话已改；依法要留作表决证据的，期满再删。"),
    )
