"""Forms of the gate and of agenda items."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from deliberation.agenda.actions import ItemDraft
from deliberation.agenda.rules import (
    AUTHORITIES,
    CHECKLIST,
    DECISIONS,
    ITEM_KINDS,
    MATTERS,
    NONE_OF_THESE,
    Classing,
)
from deliberation.web.fields import Form, IntegerField, strip


class CheckBoxes(SelectMultipleField):
    """Several check boxes under one question."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def matter_choices() -> list[tuple[str, str]]:
    """The matters of art. 278 with their numbers, and none."""
    numbered = [(m.code, f"（{m.paragraph}）{_(m.label)}") for m in MATTERS.values()]
    return [("", _("（不是业主共同决定事项）")), *numbered]


def question_choices() -> list[tuple[str, str]]:
    """The checklist's questions, each with its examples, and the answer that none of them is a yes."""
    asked = [(q.code, f"{_(q.text)}{_(q.help) if q.help else ''}") for q in CHECKLIST]
    return [*asked, (NONE_OF_THESE, _("以上都不是"))]


def authority_choices() -> list[tuple[str, str]]:
    """The classes, each with what a vote of the parties is worth then."""
    return [(a.code, f"{_(a.label)}：{_(a.meaning)}") for a in AUTHORITIES.values()]


class _Typed(Form):
    """A form of the gate: what was typed can be shown again when the form itself has no place any more."""

    def typed(self) -> list[tuple[str, str]]:
        """The questions that were answered and the answers, in words."""
        said = [(field.label.text, _in_words(field)) for field in self if field.name != "csrf_token"]
        return [(label, words) for label, words in said if words]


def _in_words(field: Any) -> str:
    if hasattr(field, "iter_choices"):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "；".join(str(choice[1]) for choice in field.iter_choices() if choice[0] and choice[0] in chosen)
    return str(field.data or "").strip()


class ClassForm(_Typed):
    """The checklist, the class that a person decides on, the matter of art. 278, and why it differs from the words."""

    answers = CheckBoxes(_l("核对表：是的请打勾"), choices=question_choices, validators=[Optional()])
    authority = RadioField(
        _l("由谁决定"),
        choices=authority_choices,
        validators=[InputRequired(_l("请选由谁决定。"))],
    )
    matter = SelectField(
        _l("民法典第二百七十八条的哪一项"),
        choices=matter_choices,
        validators=[Optional()],
        description=_l("业主共同决定（过半数、四分之三）的必须选。"),
    )
    class_reason = TextAreaField(
        _l("判定与文字提示不同的理由"),
        [Length(max=300)],
        filters=[strip],
        description=_l("写到维修资金、改建、选聘物业等，又不判定为业主共同决定的，必须写明理由；理由大家看得到。"),
    )

    def said(self) -> Classing:
        """What the form says, for the action."""
        answers, reason = tuple(self.answers.data or ()), self.class_reason.data or ""
        return Classing(self.authority.data or "", self.matter.data or None, answers, reason)


class GateForm(_Typed):
    """The gate's decision with its reason."""

    decision = RadioField(
        _l("支部意见"),
        choices=[(code, _l(label)) for code, label in DECISIONS.items()],
        validators=[InputRequired(_l("请选一项意见。"))],
    )
    refer_to = StringField(_l("转给谁办（转办时填）"), [Length(max=100)], filters=[strip])
    reason = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写明理由，提出人会看到。")), Length(max=1000)],
        filters=[strip],
        description=_l("提出人凭回执会看到这段话。请不要写姓名、电话、门牌号。"),
    )


class AgainForm(_Typed):
    """Why a topic that was not carried comes before a meeting again."""

    reason = TextAreaField(
        _l("有什么新的情况"), [InputRequired(_l("请写明新的情况。")), Length(max=1000)], filters=[strip]
    )


class ItemForm(Form):
    """An agenda item: what it is called, what kind, who presents it, how long."""

    title = StringField(_l("名称"), [InputRequired(_l("请填写名称。")), Length(max=100)], filters=[strip])
    kind = RadioField(
        _l("类型"),
        choices=[(code, _l(label)) for code, label in ITEM_KINDS.items()],
        default="report",
        validators=[InputRequired(_l("请选类型。"))],
    )
    presenter = StringField(_l("汇报人"), [Length(max=60)], filters=[strip])
    minutes = IntegerField(
        _l("时长（分钟）"),
        [InputRequired(_l("请填写时长。")), NumberRange(1, 240, _l("请填 1 到 240 之间的整数。"))],
        default=20,
    )

    def draft(self) -> ItemDraft:
        """What the form says, for the action."""
        return ItemDraft(
            title=self.title.data or "",
            kind=self.kind.data or "",
            presenter=self.presenter.data or "",
            minutes=self.minutes.data or 0,
        )
