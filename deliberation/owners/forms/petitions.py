"""Forms of a demand: what is demanded, the handing over, the withdrawal."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.agenda.rules import MATTERS
from deliberation.owners.actions.petitions import PetitionDraft
from deliberation.owners.rules.petitions import PETITION_KINDS
from deliberation.roster.rules.parts import Part
from deliberation.web.fields import DateField, Form, request_key_field, strip

MOST_TEXT = 2000


class PetitionForm(Form):
    """What the owners demand. Residents read title and text, never who signed."""

    request_key = request_key_field()
    kind = RadioField(_l("提议什么"), choices=list(PETITION_KINDS.items()), default="MEETING")
    title = StringField(
        _l("提议的事项"),
        [DataRequired(_l("请写明提议的事项。")), Length(max=120)],
        filters=[strip],
        description=_l("例如：召开临时会议，重新选聘物业服务企业。居民看得到。"),
    )
    text = TextAreaField(
        _l("提议的内容和理由"),
        [DataRequired(_l("请写明内容和理由。")), Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l("照业主签名的那张纸写。会公开，不写姓名、电话、门牌号。"),
    )
    item = SelectField(
        _l("属于民法典第二百七十八条的哪一项"),
        [Optional()],
        default="",
        choices=[("", _l("现在还定不了")), *((m.code, f"（{m.paragraph}）{m.label}") for m in MATTERS.values())],
        description=_l("罢免属于第（三）项，不用选。"),
    )

    scope = SelectMultipleField(
        _l("由哪些楼栋、单元的业主提议"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l(
            "全体业主都能提议的不用选。只关系到几栋楼、几个单元的事（如一个单元的电梯），勾选那里：只算那里的业主。"
        ),
    )

    def offer(self, parts: Sequence[Part]) -> PetitionForm:
        """Offer these parts of the compound."""
        self.scope.choices = [(part.code, part.label) for part in parts]
        return self

    def draft(self) -> PetitionDraft:
        """The demand, for the action."""
        return PetitionDraft(
            self.kind.data,
            self.title.data or "",
            self.text.data or "",
            self.item.data or None,
            self.request_key.data or "",
            [Part.from_code(code) for code in self.scope.data or ()],
        )


class SignForm(Form):
    """One signature as it stands on the paper."""

    signed_on = DateField(_l("签名的日期"), [InputRequired(_l("请填签名的日期。"))])
    paper = StringField(
        _l("签名纸在哪里"), [Optional(), Length(max=120)], filters=[strip], description=_l("例如：第 2 页第 5 行。")
    )


class HandOverForm(Form):
    """When the demand was handed to the committee."""

    handed_on = DateField(_l("递交业委会的日期"), [InputRequired(_l("请填递交的日期。"))])


class DropForm(Form):
    """Why a demand is withdrawn."""

    reason = StringField(_l("撤回的理由"), [DataRequired(_l("请写明理由。")), Length(max=300)], filters=[strip])
