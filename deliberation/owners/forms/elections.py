"""Forms of an election of the committee: its size and term, a name put forward, the answer, the posting, the filing."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.kernel.text import N_
from deliberation.owners.actions.elections import CommitteePlan
from deliberation.owners.rules.elections import POLITICS, SOURCES, CandidateDraft, Told
from deliberation.web.fields import DateField, Form, IntegerField, strip

WAYS_OFF = {"withdraw": N_("本人退出"), "decline": N_("本人不接受"), "strike": N_("资格审查没有通过")}
MOST = 99


class PlanForm(Form):
    """How many members, for how long, who stays."""

    agreed = IntegerField(
        _l("业主委员会共几人"),
        [InputRequired(_l("请填人数。")), NumberRange(1, MOST, _l("请填 1 到 99。"))],
        description=_l("照业主大会议事规则填，须是单数。"),
    )
    term_years = IntegerField(
        _l("每届任期几年"), [InputRequired(_l("请填年数。")), NumberRange(1, MOST, _l("请填整年数。"))], default=5
    )
    alternates = IntegerField(
        _l("候补委员几人"),
        [Optional(), NumberRange(0, MOST, _l("请填 0 到 99。"))],
        default=0,
        description=_l("没有候补委员的填 0。得票过半数、没有选上委员的，按得票多少当选候补。"),
    )
    begins_on = DateField(
        _l("任期从哪天起"),
        [Optional()],
        description=_l("不填就从公告结果那天起；换届接着上一届的，填上一届届满的第二天。"),
    )
    kept = TextAreaField(
        _l("留任、已经当选的委员"),
        [Optional(), Length(max=2000)],
        filters=[strip],
        description=_l("只补选一部分的才填，一行一个：姓名、楼栋，中间空一格。他们不用重选，只选余下的席位。"),
    )
    uncontested_reason = StringField(
        _l("候选人不多于应选人数的理由"),
        [Optional(), Length(max=300)],
        filters=[strip],
        description=_l("差额选举不用填。确实没有人再参选的写明理由，会公示。"),
    )

    def plan(self) -> CommitteePlan:
        """The plan for the action."""
        lines = [line.split() for line in (self.kept.data or "").splitlines() if line.strip()]
        return CommitteePlan(
            agreed=self.agreed.data,
            term_years=self.term_years.data,
            alternates=self.alternates.data or 0,
            kept=[(words[0], "".join(words[1:])) for words in lines],
            begins_on=self.begins_on.data,
            uncontested_reason=self.uncontested_reason.data or "",
        )


class CandidateForm(Form):
    """A name put forward."""

    name = StringField(_l("姓名"), [InputRequired(_l("请写姓名。")), Length(max=60)], filters=[strip])
    room = StringField(
        _l("房号"),
        [InputRequired(_l("请写房号。")), Length(max=80)],
        filters=[strip],
        description=_l("例如 3号楼2单元301 或 3-2-301，与使用中的业主名册核对。"),
    )
    source = SelectField(_l("由谁推荐"), choices=list(SOURCES.items()), default="SELF")
    backers = IntegerField(
        _l("联名的业主有几名"),
        [Optional(), NumberRange(0, 99999, _l("请填人数。"))],
        description=_l("只有业主联名推荐的才填。"),
    )
    is_agent = BooleanField(_l("房子是单位的，他是单位授权的代表"))

    def draft(self) -> CandidateDraft:
        """The name for the action."""
        return CandidateDraft(
            self.name.data, self.room.data, self.source.data, self.backers.data or 0, bool(self.is_agent.data)
        )


class AcceptForm(Form):
    """The candidate accepts; the lines to affirm are offered by the page."""

    declared = SelectMultipleField(
        _l("本人声明"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    answered_on = DateField(_l("答复日期"), [InputRequired(_l("请填答复日期。"))])
    politics = SelectField(_l("政治面貌"), [Optional()], choices=[("", _l("请选择")), *POLITICS.items()], default="")
    occupation = StringField(_l("职业类型"), [Optional(), Length(max=30)], filters=[strip])

    def told(self) -> Told:
        """What the posting tells of them."""
        return Told(self.politics.data or "", self.occupation.data or "")


class OffForm(Form):
    """He is off the list, and why."""

    how = RadioField(_l("怎样退出"), choices=list(WAYS_OFF.items()), default="withdraw")
    reason = StringField(_l("理由"), [InputRequired(_l("请写明理由。")), Length(max=300)], filters=[strip])


class PostForm(Form):
    """The list hangs."""

    posted_on = DateField(_l("候选人公示日期"), [InputRequired(_l("请填公示日期。"))])


class FilingForm(Form):
    """The committee was filed."""

    filed_on = DateField(_l("备案日期"), [InputRequired(_l("请填备案日期。"))])
    note = StringField(
        _l("备案的单位、回执号"),
        [Optional(), Length(max=200)],
        filters=[strip],
        description=_l("例如：广饶街道办事处，备案证明 2026-12 号。"),
    )


def forms_for(election: Any, today: Any) -> dict[str, Form]:
    """Every form of the page as it stands before anything was typed."""
    kept = "\n".join(f"{one['name']} {one['building']}".strip() for one in election.kept) if election else ""
    names = ("agreed", "term_years", "alternates", "begins_on", "uncontested_reason")
    plan = {name: getattr(election, name) for name in names} | {"kept": kept} if election else {}
    return {
        "plan": PlanForm(formdata=None, data=plan),
        "candidate": CandidateForm(formdata=None),
        "accept": AcceptForm(formdata=None, data={"answered_on": today}),
        "off": OffForm(formdata=None),
        "post": PostForm(formdata=None, data={"posted_on": today}),
        "filing": FilingForm(formdata=None, data={"filed_on": today}),
    }
