"""Forms of a committee that was elected elsewhere: the record and its correction, the filing, the striking."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from deliberation.owners.rules.recorded import MOST_PHOTOS, Named, RecordDraft
from deliberation.web.fields import DateField, Form, IntegerField, request_key_field, strip
from deliberation.web.photo_field import PhotosField

MOST = 99


class RecordForm(Form):
    """What the papers of the election say."""

    request_key = request_key_field()
    elected_on = DateField(_l("哪一天选出的"), [InputRequired(_l("请填选出的日期。"))])
    agreed = IntegerField(
        _l("约定业主委员会共几人"), [InputRequired(_l("请填人数。")), NumberRange(1, MOST, _l("请填 1 到 99。"))]
    )
    members = TextAreaField(
        _l("委员"),
        [InputRequired(_l("请写委员。")), Length(max=2000)],
        filters=[strip],
        description=_l("一行一个：姓名、楼栋，中间空一格，例如：张三 3号楼。主任、副主任写在前面。居民看得到。"),
    )
    alternates = TextAreaField(
        _l("候补委员"), [Optional(), Length(max=2000)], filters=[strip], description=_l("没有的不填，按递补的先后写。")
    )
    term_years = IntegerField(
        _l("任期几年"), [InputRequired(_l("请填年数。")), NumberRange(1, MOST, _l("请填整年数。"))], default=5
    )
    begins_on = DateField(_l("任期从哪天起"), [Optional()], description=_l("不填就从选出的那天起。"))
    filed_on = DateField(_l("备案日期"), [Optional()], description=_l("还没有备案的不填。"))
    filing_note = StringField(_l("备案的单位、备案号"), [Optional(), Length(max=200)], filters=[strip])
    document = StringField(
        _l("依据哪份材料"),
        [Optional(), Length(max=200)],
        filters=[strip],
        description=_l("例如：街道备案通知书 2024-12 号、选举结果公告。不写的须附照片。"),
    )
    photos = PhotosField(
        _l("材料的照片"), most=MOST_PHOTOS, description=_l("备案通知书、结果公告等，最多 6 张，只在工作台看得到。")
    )

    def draft(self) -> RecordDraft:
        """The record, for the action."""
        return RecordDraft(
            self.elected_on.data,
            self.agreed.data,
            _people(self.members.data),
            self.term_years.data,
            self.request_key.data or "",
            _people(self.alternates.data),
            self.begins_on.data,
            self.filed_on.data,
            self.filing_note.data or "",
            self.document.data or "",
        )


class CorrectionForm(RecordForm):
    """The same record again, with why."""

    reason = StringField(
        _l("为什么更正"),
        [InputRequired(_l("请写明为什么更正。")), Length(max=300)],
        filters=[strip],
        description=_l("原来的登记保留在旁边。"),
    )


class RecordFilingForm(Form):
    """The committee was filed."""

    filed_on = DateField(_l("备案日期"), [InputRequired(_l("请填备案日期。"))])
    filing_note = StringField(_l("备案的单位、备案号"), [Optional(), Length(max=200)], filters=[strip])


class RecordStrikeForm(Form):
    """Why a record is struck."""

    reason = StringField(_l("划去的理由"), [InputRequired(_l("请写明理由。")), Length(max=300)], filters=[strip])


def _people(text: str | None) -> list[Named]:
    lines = [line.split() for line in (text or "").splitlines() if line.strip()]
    return [(words[0], "".join(words[1:])) for words in lines]


def lines_of(people: list[dict[str, str]]) -> str:
    """Office holders as the form shows them, one a line."""
    return "\n".join(f"{one['name']} {one['building']}".strip() for one in people)
