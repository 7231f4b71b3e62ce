"""筹备: what is asked, of whom, when, and what becomes of ballots that do not come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from deliberation.agenda.rules import MATTERS
from deliberation.kernel.clock import BEIJING
from deliberation.kernel.methods import METHODS
from deliberation.organisation.rules.owners import POLICIES
from deliberation.owners.forms.calling import CallingFields
from deliberation.owners.queries.prepare import Asked
from deliberation.owners.rules.flows import KINDS
from deliberation.owners.rules.questions import BALLOT_METHODS, QuestionDraft, class_of, is_plain
from deliberation.owners.rules.steps_before import SUBJECTS
from deliberation.roster.rules.parts import Part
from deliberation.web.fields import DateField, DateTimeLocalField, Form, IntegerField, PartForm, strip

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
MOST_QUESTIONS = 12
MOST_OPTIONS = 20
MOST_TEXT = 3000


class QuestionForm(PartForm):
    """One matter on the ballot. What waits for the owners comes with its id and, from the gate, its item."""

    matter_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    topic_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    title = StringField(_l("事项名称"), [DataRequired(_l("请写事项名称。")), Length(max=120)], filters=[strip])
    text = TextAreaField(
        _l("表决内容全文"),
        [DataRequired(_l("请写表决内容，票上全文印出。")), Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l("写清做什么、花多少钱、钱从哪里来、什么时候做。票上印的就是这段话。"),
    )
    item = SelectField(
        _l("属于民法典第二百七十八条的哪一项"),
        choices=[("", _l("请选择")), *((m.code, f"（{m.paragraph}）{m.label}") for m in MATTERS.values())],
        default="",
        description=_l("法定比例由这一项决定，不能另选。"),
    )
    method = SelectField(
        _l("怎样表决"),
        choices=[(code, METHODS[code].name) for code in BALLOT_METHODS],
        default="APPROVAL",
        description="。".join(METHODS[code].on_paper_help for code in BALLOT_METHODS) + "。",
    )
    options = TextAreaField(
        _l("选项"),
        [Optional(), Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l(
            "一行一个。只表决同意不同意的，不用填；选举业主委员会的也不用填，保存以后在“候选人”里登记、公示。"
        ),
    )
    subject = SelectField(
        _l("是不是调价或者罢免"),
        choices=list(SUBJECTS.items()),
        default="",
        description=_l("这两件事在公告以前还有法定步骤，选了、保存以后会列出来。"),
    )
    most = IntegerField(
        _l("每票最多选几项"), [Optional(), NumberRange(0, MOST_OPTIONS, _l("请填 0 到 20。0 表示不限。"))], default=1
    )
    seats = IntegerField(_l("选出几人"), [Optional(), NumberRange(1, MOST_OPTIONS, _l("请填 1 到 20。"))], default=1)

    def draft(self, kind: str, matter: Asked | None) -> QuestionDraft:
        """The question for the action; the item of a waiting matter is what the gate decided."""
        item = matter.item if matter and matter.item else self.item.data or None
        authority = matter.authority if matter else ""
        is_vote = is_plain(self.method.data)
        lines = [] if is_vote else [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]
        most = self.most.data
        return QuestionDraft(
            title=self.title.data,
            text=self.text.data,
            decision_class=class_of(kind, item, authority=authority),
            item=None if kind == "HOUSEHOLDS" or authority == "INTERESTED_UNANIMOUS" else item,
            matter_id=matter.id if matter else None,
            topic_id=None if matter else self.topic_id.data or None,
            method=self.method.data,
            options=[(f"o{n}", line) for n, line in enumerate(lines[:MOST_OPTIONS], 1)],
            most=1 if is_vote or most is None else most,
            seats=self.seats.data or 1,
            subject="" if kind == "HOUSEHOLDS" else self.subject.data or "",
        )


def _moment(label: Any, missing: Any, **more: Any) -> Any:
    return DateTimeLocalField(label, [InputRequired(missing)], format=[LOCAL_FORMAT], **more)


class PrepareForm(CallingFields, Form):
    """One vote. The parts of the compound and what can be added are offered by the page."""

    kind = RadioField(
        _l("由谁决定"), [InputRequired(_l("请选择由谁决定。"))], choices=list(KINDS.items()), default="OWNERS"
    )
    title = StringField(
        _l("这次表决的名称"),
        [DataRequired(_l("请写名称。")), Length(max=120)],
        filters=[strip],
        description=_l("印在公告和表决票上，例如：关于改造南出入口的业主表决。"),
    )
    scope = SelectMultipleField(
        _l("哪些楼栋、哪些单元"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
        description=_l(
            "部分业主决定的，勾选这件事关系到的整栋楼，或者其中的单元（如一个单元的电梯）；全体业主决定的不用选。"
        ),
    )
    opens_at = _moment(_l("投票开始"), _l("请填投票开始的日期和时间。"))
    closes_at = _moment(_l("投票截止"), _l("请填投票截止的日期和时间。"), description=_l("截止以后交来的票不计入。"))
    policy = RadioField(_l("送到了但没有交回的票"), choices=list(POLICIES.items()), default="STRICT")
    policy_clause = StringField(
        _l("管理规约或议事规则的条款"),
        [Optional(), Length(max=300)],
        filters=[strip],
        description=_l("除“不算参与”外，须写明是哪份规约、第几条，原文怎么说；会印在公告和票上。"),
    )
    policy_clause_on = DateField(_l("这一条是哪天通过的"), [Optional()])
    online = BooleanField(_l("允许用手机填写（扫存根上的二维码，凭查询码填写）"))
    add = SelectField(_l("再加一个事项"), choices=[("", _l("请选择"))], default="", validate_choice=False)
    questions = FieldList(FormField(QuestionForm), _l("表决事项"), max_entries=MOST_QUESTIONS)

    def parts(self) -> list[Part]:
        """The parts that are asked; none where all owners are."""
        return [] if self.kind.data == "OWNERS" else [Part.from_code(code) for code in self.scope.data or ()]

    def opening(self) -> datetime:
        """When voting begins, aware; the wall clock is Beijing's."""
        found: datetime = self.opens_at.data.replace(tzinfo=BEIJING)
        return found

    def closing(self) -> datetime:
        """When voting ends, aware."""
        found: datetime = self.closes_at.data.replace(tzinfo=BEIJING)
        return found
