"""Forms of entering: a paper, the settling of a difference, a letter of authorisation, an official file, a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from deliberation.kernel.clock import BEIJING
from deliberation.kernel.methods import METHODS
from deliberation.owners.actions.entry import FirstEntry
from deliberation.owners.rules.entry import MOST_NOTE, SET_BY_RULE
from deliberation.owners.rules.papers import SIGNERS, VOID_REASONS, Content
from deliberation.owners.rules.proxies import AGENT_KINDS, ProxyDraft
from deliberation.owners.rules.tally import question_of
from deliberation.web.fields import DateField, DateTimeLocalField, Form, IntegerField, strip

Questions = Sequence[Mapping[str, Any]]
RECEIVED_FORMAT = "%Y-%m-%dT%H:%M"


def chosen(questions: Questions) -> dict[str, tuple[str, ...]]:
    """What was put in, by the question's number; a question on which nothing was put in is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for data in questions:
        made = METHODS[data["method"]].entered(data["number"], question_of(data), request.form.getlist)
        if made is not None:
            found[str(data["number"])] = made
    return found


class EntryForm(Form):
    """What stands on a paper; the marks on its questions are read by `chosen`.

    `mode`, `paper_id` and `sequence` say what the page asked for (`owners.rules.entry.Step`), so that two desks
    with one paper do not enter it as two.
    """

    mode = HiddenField(validators=[Length(max=10)])
    paper_id = IntegerField(validators=[Optional()], widget=HiddenInput(), default=0)
    sequence = IntegerField(validators=[Optional()], widget=HiddenInput(), default=1)
    received_at = DateTimeLocalField(
        _l("收到时间"),
        [Optional()],
        format=[RECEIVED_FORMAT],
        description=_l("不填就是现在。填一次，后面的票都照着，直到您改。"),
    )
    representative_id = SelectField(
        _l("谁交来的"),
        coerce=lambda given: int(given) if given not in {None, "", "None"} else None,
        default="",
        choices=[("", _l("业主自己交来"))],
        validate_choice=False,
        description=_l("业主代表转交的，须有业主本人签名。选一次，后面的票都照着，直到您改。"),
    )
    signer = RadioField(
        _l("签名"), [InputRequired(_l("请选是谁签的名。"))], choices=list(SIGNERS.items()), default="OWNER"
    )
    void_reason = SelectField(
        _l("整张作废"),
        choices=[("", _l("不作废")), *((k, v) for k, v in VOID_REASONS.items() if k not in SET_BY_RULE)],
        default="",
        description=_l("没有签名、代理人没有委托书的，系统会自动作废，不用选。"),
    )
    note = StringField(_l("备注"), [Optional(), Length(max=MOST_NOTE)], filters=[strip])

    def content(self, questions: Questions) -> Content:
        """The paper as it was entered."""
        return Content(self.signer.data, chosen(questions), self.void_reason.data or "", self.note.data or "")

    def first(self, questions: Questions) -> FirstEntry:
        """The first entry of a paper; the wall clock is Beijing's."""
        at: datetime | None = self.received_at.data
        received = at.replace(tzinfo=BEIJING) if at else None
        return FirstEntry(self.content(questions), self.sequence.data or 1, received, self.representative_id.data)


class SettleForm(EntryForm):
    """What a paper says after another look: the first entry, the second, or something else, and why."""

    take = RadioField(
        _l("以哪一遍为准"),
        [InputRequired(_l("请选以哪一遍为准。"))],
        choices=[("1", _l("第一遍对")), ("2", _l("第二遍对")), ("3", _l("都不对，按下面填的"))],
    )
    reason = StringField(
        _l("核定理由"),
        [InputRequired(_l("请写明理由。")), Length(max=300)],
        filters=[strip],
        description=_l("例如：两人一起看过票面，第二遍看错了行。"),
    )


class ProxyForm(Form):
    """A letter of authorisation as it was seen."""

    number = StringField(_l("票号"), [InputRequired(_l("请填票号。")), Length(max=300)], filters=[strip])
    agent = StringField(_l("代理人姓名"), [InputRequired(_l("请填代理人的姓名。")), Length(max=60)], filters=[strip])
    agent_kind = SelectField(_l("代理人是"), [InputRequired()], choices=list(AGENT_KINDS.items()), default="family")
    until = DateField(_l("委托到哪一天"), [InputRequired(_l("请选委托书上写的到期日；没写的，选投票截止那一天。"))])
    note = StringField(
        _l("备注"),
        [Optional(), Length(max=200)],
        filters=[strip],
        description=_l("委托书看过即可。不要填身份证号、电话号码。"),
    )

    def draft(self) -> ProxyDraft:
        """The letter, for the action."""
        return ProxyDraft(self.agent.data, self.agent_kind.data, self.until.data, self.note.data or "")


class OfficialForm(Form):
    """The result file of the city's voting system, and which system it is."""

    source = StringField(
        _l("文件来自哪个投票系统"),
        [InputRequired(_l("请写明文件来自哪个投票系统。")), Length(max=120)],
        filters=[strip],
        description=_l("写全称和导出日期，会记入计票记录。"),
    )
    file = FileField(_l("结果文件"), [FileRequired(_l("请选择文件。"))], description=_l(".xlsx 或 .csv，不超过 8 MB。"))
