"""Forms of disclosure: a document with its check for personal data, a request to inspect, its answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.disclosure.actions.documents import DocumentDraft
from deliberation.disclosure.actions.requests import RequestDraft
from deliberation.disclosure.rules import FIRM_KINDS, GROUNDS, KINDS, MOST_TEXT, MOST_WORDS
from deliberation.kernel import clock
from deliberation.kernel.publicity import Suspect
from deliberation.publication.forms import CheckBoxes
from deliberation.web.documents import checked_document
from deliberation.web.fields import DateField, Form, TimeField, phone_field, request_key_field, strip


def kinds(*, of_the_firm: bool = False) -> list[tuple[str, Any]]:
    """The kinds of documents as choices; a firm has only those that it must make known itself."""
    return [(code, _l(kind.label)) for code, kind in KINDS.items() if code in FIRM_KINDS or not of_the_firm]


class VersionForm(Form):
    """What every version of a document says. `confirmed` has a box for each possible piece of personal data."""

    title = StringField(_l("标题"), [InputRequired(_l("请填写标题。")), Length(max=120)], filters=[strip])
    period = StringField(
        _l("哪一段时间的"), [Length(max=60)], filters=[strip], description=_l("例如：2026年上半年。没有就空着。")
    )
    dated_on = DateField(_l("文件上的日期"), [Optional()])
    text = TextAreaField(
        _l("正文"),
        [Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l("可以只写正文，也可以只附文件。不写业主的姓名、电话、门牌号。"),
    )
    file = FileField(
        _l("附件"),
        description=_l(
            "一个文件：PDF、照片（JPG、PNG，8 MB 以内）、.xlsx、.docx，16 MB 以内。居民只能下载，不能在线改。"
        ),
    )
    file_looked_at = BooleanField(
        _l("附件里没有个人信息"),
        description=_l(
            "系统不查附件的内容。请打开看一遍：没有业主的姓名、电话、门牌号、身份证号、车牌号，没有带着隐藏的表页。"
        ),
    )
    confirmed = CheckBoxes(_l("逐条核对个人信息"), choices=[], validate_choice=False)
    request_key = request_key_field(InputRequired())

    def ask_about(self, found: list[Suspect]) -> None:
        """Put a box for each finding."""
        self.confirmed.choices = [(s.key, f"{s.where}：{s.text}") for s in found]

    def confirms(self, found: list[Suspect]) -> bool:
        """Whether every finding was ticked."""
        return {s.key for s in found} <= set(self.confirmed.data or [])

    def draft(self) -> DocumentDraft:
        """What the form says, for the action. Raises `Refused` for a file that is none of ours."""
        return DocumentDraft(
            title=self.title.data or "",
            request_key=self.request_key.data or "",
            text=self.text.data or "",
            period=self.period.data or "",
            dated_on=self.dated_on.data,
            note=self.why_new(),
            file=checked_document(self.file.data or None),
            file_looked_at=bool(self.file_looked_at.data),
        )

    def why_new(self) -> str:
        """Why there is a new version; a first one has no reason to give."""
        return ""


class DocumentForm(VersionForm):
    """A new document: its kind too."""

    kind = SelectField(_l("种类"), [InputRequired(_l("请选资料的种类。"))])

    def offer(self, *, of_the_firm: bool) -> None:
        """Fill the choices of kinds."""
        self.kind.choices = kinds(of_the_firm=of_the_firm)


class ReplacementForm(VersionForm):
    """A new version: why."""

    note = StringField(
        _l("为什么出新版"),
        [InputRequired(_l("请写明为什么出新版。")), Length(max=300)],
        filters=[strip],
        description=_l("例如：更正第三项金额；换成下半年的。居民看得到。"),
    )

    def why_new(self) -> str:
        """Why there is a new version."""
        return self.note.data or ""


class WithdrawForm(Form):
    """撤下: why."""

    reason = StringField(
        _l("撤下的理由"),
        [InputRequired(_l("请写明理由。")), Length(max=300)],
        filters=[strip],
        description=_l("居民看得到，不写姓名、电话、门牌号。"),
    )


class RequestForm(Form):
    """申请查阅: what, why, who."""

    kind = RadioField(_l("想看哪一类资料"), validators=[InputRequired(_l("请选一类，拿不准就选“其他”。"))])
    wanted = TextAreaField(
        _l("想看什么"),
        [InputRequired(_l("请写明想看什么。")), Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("写清是哪一年、哪一笔、哪一份，找起来快。"),
    )
    why = TextAreaField(_l("为什么想看"), [Length(max=MOST_WORDS)], filters=[strip], description=_l("可以不说理由。"))
    unit = StringField(
        _l("您的房号"),
        [InputRequired(_l("请写房号，用来核实您是业主或租户。")), Length(max=60)],
        filters=[strip],
        description=_l("例如：3号楼2单元301。"),
    )
    name = StringField(_l("您的姓名"), [InputRequired(_l("请写姓名。")), Length(max=60)], filters=[strip])
    phone = phone_field(_l("联系电话"), [InputRequired(_l("请写电话，好通知您。"))])
    request_key = request_key_field(InputRequired())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kinds()

    def draft(self) -> RequestDraft:
        """What the form says, for the action."""
        return RequestDraft(
            kind=self.kind.data or "",
            wanted=self.wanted.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            unit=self.unit.data or "",
            request_key=self.request_key.data or "",
            why=self.why.data or "",
        )


class EnteredRequestForm(RequestForm):
    """A request that the staff write in for an owner: also the day on which it came."""

    came_on = DateField(_l("哪天收到的"), [InputRequired(_l("请选日期。"))], description=_l("从这一天起算答复期限。"))


class GrantForm(Form):
    """同意查阅: when, where."""

    day = DateField(_l("查阅日期"), [InputRequired(_l("请选日期。"))])
    time = TimeField(_l("几点"), [InputRequired(_l("请填时间，如 9:30。"))])
    place = StringField(_l("在哪里查阅"), [InputRequired(_l("请写明地点。")), Length(max=100)], filters=[strip])
    text = TextAreaField(
        _l("还要告诉申请人的"),
        [Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("例如：能不能复印、抄录，遮盖了哪些个人信息。"),
    )

    def at(self) -> datetime:
        """The moment that was typed; the wall clock is Beijing's."""
        day, time = self.day.data, self.time.data
        if day is None or time is None:
            raise ValueError("the form was not validated")
        return clock.beijing(day.year, day.month, day.day, time.hour, time.minute)


class PointOutForm(Form):
    """资料已公开: which."""

    document_id = SelectField(_l("已经公布的资料"), [InputRequired(_l("请选一份。"))], coerce=int)
    text = TextAreaField(
        _l("说明"), [Length(max=MOST_WORDS)], filters=[strip], description=_l("例如：您要的在第二页。")
    )


class RefuseForm(Form):
    """不能查阅: the ground and why."""

    ground = RadioField(
        _l("依据"),
        choices=[(code, _l(label)) for code, label in GROUNDS.items()],
        validators=[InputRequired(_l("请选依据。"))],
    )
    text = TextAreaField(
        _l("具体理由"),
        [InputRequired(_l("请写明理由。")), Length(max=MOST_WORDS)],
        filters=[strip],
        description=_l("写清为什么，以及申请人可以到哪里看、补什么。理由会告诉申请人。"),
    )


class CompleteForm(Form):
    """登记已查阅: on which day."""

    inspected_on = DateField(_l("查阅的日期"), [InputRequired(_l("请选日期。"))])
