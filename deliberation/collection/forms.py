"""Forms of collection: handing in, entering on behalf, completing, supplementing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from deliberation.collection.actions import TopicDraft, TopicEdit
from deliberation.collection.rules import CATEGORIES, CHANNELS, ON_BEHALF, SUBMITTER_KINDS, personal_data_in
from deliberation.kernel.finding import KINDS
from deliberation.web.fields import Form, phone_field, request_key_field, strip
from deliberation.web.photo_field import PhotosField

MOST_TEXT = 2000
MOST_PHOTOS = 3
JUST_A_BUILDING = r"^(?!.*(?:[-－—室户]|单元|\d{3})).*$"


def labelled(words: dict[str, str]) -> list[tuple[str, Any]]:
    """Choices of a field from a table of the rules, translated when shown."""
    return [(code, _l(label)) for code, label in words.items()]


class TopicForm(Form):
    """What every form of a topic asks."""

    situation = TextAreaField(
        _l("什么事，现在怎么样"),
        [InputRequired(_l("请写明是什么事。")), Length(max=MOST_TEXT, message=_l("最多写 2000 字。"))],
        filters=[strip],
        description=_l("用平常的话说就行。请不要写别人的姓名、电话和门牌号。"),
    )
    place = StringField(_l("在哪里"), [Length(max=100)], filters=[strip], description=_l("例如：南出入口、3号楼东侧。"))
    category = RadioField(
        _l("哪一类"),
        choices=labelled(CATEGORIES),
        validators=[InputRequired(_l("请选一类，拿不准就选“其他”。"))],
    )
    proposal = TextAreaField(
        _l("您建议怎么办"),
        [Length(max=MOST_TEXT, message=_l("最多写 2000 字。"))],
        filters=[strip],
        description=_l("谁来做、做什么、大概花多少钱。没有想好就空着。"),
    )
    photos = PhotosField(_l("照片"), most=MOST_PHOTOS, description=_l("最多 3 张。请避开人脸和车牌。"))
    building = StringField(
        _l("您住几号楼"),
        [Length(max=40), Regexp(JUST_A_BUILDING, message=_l("只写楼号，例如“3号楼”，不写门牌。"))],
        filters=[strip],
        description=_l("只写楼号，例如“3号楼”，不写单元和房号。"),
    )
    submitter_name = StringField(_l("怎么称呼您"), [Length(max=60)], filters=[strip])
    submitter_phone = phone_field(_l("联系电话"))
    request_key = request_key_field(InputRequired())

    def _draft(self, channel: str, **more: str) -> TopicDraft:
        """What the form says, for the action."""
        return TopicDraft(
            situation=self.situation.data or "",
            category=self.category.data or "",
            channel=channel,
            request_key=self.request_key.data or "",
            proposal=self.proposal.data or "",
            place=self.place.data or "",
            building=self.building.data or "",
            submitter_name=self.submitter_name.data or "",
            submitter_phone=self.submitter_phone.data or "",
            photos=self.photos.photos,
            **more,
        )


class HandInForm(TopicForm):
    """A resident's form: under a minute, on a phone. Personal data in the text is asked about once (domain 6.6)."""

    as_it_is = BooleanField(_l("就这样交"))
    asks = False

    def validate_situation(self, field: TextAreaField) -> None:
        """Ask whether a phone, a flat … shall stay in the text; the tick lets it through."""
        found = personal_data_in(field.data or "")
        self.asks = bool(found)
        if found and not self.as_it_is.data:
            what = "、".join(_("%(kind)s（%(text)s）", kind=_(KINDS[f.kind]), text=f.text) for f in found)
            raise ValidationError(_("里面有%(what)s，公开时会遮住。确认这样交，还是改一改？", what=what))

    def draft(self, *, scanned: bool, after: str = "") -> TopicDraft:
        """What the form says, for the action; `scanned` when they came by the QR code on the board.

        `after` is the receipt of what they handed in before.
        """
        return self._draft("qr" if scanned else "web", earlier_receipt=after)


class EnterForm(TopicForm):
    """What staff type for somebody who called, came by or wrote on paper."""

    channel = RadioField(
        _l("怎么来的"),
        choices=[(c, _l(label)) for c, label in CHANNELS.items() if c in ON_BEHALF],
        default="phone",
        validators=[InputRequired(_l("请选来源。"))],
    )
    title = StringField(_l("议题名称"), [Length(max=100)], filters=[strip], description=_l("空着就取第一句话。"))
    submitter_kind = RadioField(_l("提出人是"), choices=labelled(SUBMITTER_KINDS), default="owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal.label.text = _l("提出人建议怎么办")
        self.submitter_name.label.text = _l("怎么称呼提出人")
        self.building.label.text = _l("提出人住几号楼")

    def draft(self) -> TopicDraft:
        """What the form says, for the action."""
        return self._draft(
            self.channel.data or "",
            title=self.title.data or "",
            submitter_kind=self.submitter_kind.data or "owner",
        )


class EditForm(Form):
    """补全: name, text, place and category of a topic."""

    title = StringField(_l("议题名称"), [InputRequired(_l("请填写名称。")), Length(max=100)], filters=[strip])
    situation = TextAreaField(
        _l("事由和现状"), [InputRequired(_l("请写明现状。")), Length(max=2 * MOST_TEXT)], filters=[strip]
    )
    proposal = TextAreaField(
        _l("建议方案"),
        [Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l("谁做、做什么、何时、多少钱。"),
    )
    place = StringField(_l("地点"), [Length(max=100)], filters=[strip])
    category = RadioField(_l("归类"), choices=labelled(CATEGORIES), validators=[InputRequired(_l("请选一类。"))])

    def edit(self) -> TopicEdit:
        """What the form says, for the action."""
        return TopicEdit(
            title=self.title.data or "",
            situation=self.situation.data or "",
            proposal=self.proposal.data or "",
            place=self.place.data or "",
            category=self.category.data or "",
        )


class SupplementForm(Form):
    """What the holder of a receipt adds to a topic that was returned."""

    text = TextAreaField(
        _l("补充的内容"),
        [InputRequired(_l("请写补充的内容。")), Length(max=MOST_TEXT, message=_l("最多写 2000 字。"))],
        filters=[strip],
    )
