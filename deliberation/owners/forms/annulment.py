"""The form of a record that a posted result was annulled, or holds again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.owners.rules.annulment import AnnulmentDraft
from deliberation.web.fields import DateField, Form, strip

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersQuestion, OwnersVote

MOST_REASON = 500


class AnnulmentForm(Form):
    """Who decided, by which paper, when, why, about which decisions."""

    questions = SelectMultipleField(
        _l("哪一项决定"),
        [InputRequired(_l("请勾选是哪一项决定。"))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    by = RadioField(_l("谁作出的"), [InputRequired(_l("请选择是谁作出的。"))])
    organ = StringField(
        _l("法院或机关的全称"),
        [Optional(), Length(max=120)],
        filters=[strip],
        description=_l("例如：某某区人民法院、某某街道办事处。业主自己决定的、更正登记的不用填。"),
    )
    document = StringField(
        _l("文书名称和文号"),
        [Optional(), Length(max=120)],
        filters=[strip],
        description=_l("例如：（2026）鲁0502民初100号民事判决书。业主自己决定的，写是哪次决定；更正登记的不用填。"),
    )
    decided_on = DateField(
        _l("作出的日期"),
        [InputRequired(_l("请填作出的日期。"))],
        description=_l("判决、裁定以生效的日期为准；更正登记的，填今天。"),
    )
    later_vote_id = SelectField(_l("如果是业主后来的决定，是哪一次表决"), [Optional()], coerce=int, default=0)
    reason = TextAreaField(
        _l("理由"),
        [DataRequired(_l("请写明理由，居民看得到。")), Length(max=MOST_REASON)],
        filters=[strip],
        description=_l("照文书写，简短说清为什么。会公开，不写姓名、电话、门牌号。"),
    )

    def offer(
        self, grounds: Mapping[str, str], questions: Iterable[OwnersQuestion], later: Iterable[OwnersVote]
    ) -> AnnulmentForm:
        """What can be chosen here and now."""
        self.by.choices = list(grounds.items())
        self.questions.choices = [(q.number, _l("第 %(n)s 项 %(what)s", n=q.number, what=q.title)) for q in questions]
        self.later_vote_id.choices = [(0, _l("不选")), *((one.id, one.title) for one in later)]
        return self

    def draft(self) -> AnnulmentDraft:
        """The record, for the action."""
        chosen: Any = self.later_vote_id.data
        later = chosen or None if self.by.data == "OWNERS" else None
        return AnnulmentDraft(
            by=self.by.data,
            organ=self.organ.data or "",
            document=self.document.data or "",
            decided_on=self.decided_on.data,
            reason=self.reason.data or "",
            questions=tuple(self.questions.data or ()),
            later_vote_id=later,
        )
