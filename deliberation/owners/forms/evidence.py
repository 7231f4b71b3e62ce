"""The form of a proof: what, where, when, who, photos; why one is struck."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.kernel.clock import BEIJING
from deliberation.owners.rules.evidence import KINDS, MOST_PHOTOS, EvidenceDraft
from deliberation.web.fields import DateTimeLocalField, Form, request_key_field, strip
from deliberation.web.photo_field import PhotosField

STEP = "STEP"


class EvidenceForm(Form):
    """One proof."""

    request_key = request_key_field()
    what = SelectField(_l("是什么的凭证"), [InputRequired(_l("请选择。"))])
    place = StringField(
        _l("贴在哪里"), [Length(max=120)], filters=[strip], description=_l("例如“3号楼1单元门口公告栏”。张贴的必须填。")
    )
    done_at = DateTimeLocalField(
        _l("张贴、办理的时间"), [InputRequired(_l("请填时间。"))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    done_by = StringField(_l("谁贴的、谁办的"), [InputRequired(_l("请填写。")), Length(max=60)], filters=[strip])
    note = StringField(_l("说明"), [Optional(), Length(max=200)], filters=[strip])
    photos = PhotosField(
        _l("照片"),
        most=MOST_PHOTOS,
        required=_l("请附上照片。"),
        description=_l("拍到张贴的全文和周围环境，最多 6 张，只在工作台看得到。"),
    )

    def offer(self, kinds: Sequence[str], steps: Sequence[tuple[str, str, str]] = ()) -> EvidenceForm:
        """Offer these kinds, and each step as (code, title of its question, words)."""
        choices = [(kind, _l(KINDS[kind])) for kind in kinds]
        choices += [(f"{STEP}:{code}:{title}", f"{KINDS[STEP]}：{words}") for code, title, words in steps]
        self.what.choices = choices
        return self

    def draft(self) -> EvidenceDraft:
        """What the form says, for the action."""
        what, _sign, rest = (self.what.data or "").partition(":")
        code, _sign, title = rest.partition(":")
        return EvidenceDraft(
            what,
            self.done_at.data.replace(tzinfo=BEIJING),
            self.done_by.data or "",
            self.request_key.data or "",
            self.place.data or "",
            self.note.data or "",
            code,
            title,
        )


class StrikeForm(Form):
    """Why a proof is struck."""

    reason = StringField(_l("划去的理由"), [InputRequired(_l("请写明理由。")), Length(max=200)], filters=[strip])
