"""Forms of delivery: how one ballot arrived, why one did not, a photo of the signed stub."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional

from deliberation.kernel.clock import BEIJING
from deliberation.owners.actions.delivery import Delivery
from deliberation.owners.forms.prepare import LOCAL_FORMAT
from deliberation.owners.rules.delivery import SELF
from deliberation.owners.rules.flows import DELIVERY_WAYS
from deliberation.web.fields import DateTimeLocalField, Form, strip
from deliberation.web.photo_field import PhotosField


class DeliverForm(Form):
    """How one ballot reached its owner."""

    way = RadioField(_l("怎样送达"), choices=list(DELIVERY_WAYS.items()), default="IN_PERSON")
    received_by = StringField(
        _l("由谁签收"),
        [Optional(), Length(max=60)],
        filters=[strip],
        default=SELF,
        description=_l("本人签收的写“本人”；家人签收的写姓名和关系。只张贴公告的不用填，不算送达。"),
    )
    at = DateTimeLocalField(_l("什么时候"), [Optional()], format=[LOCAL_FORMAT], description=_l("不填就是现在。"))
    note = StringField(_l("备注"), [Optional(), Length(max=200)], filters=[strip])

    def delivery(self) -> Delivery:
        """The record for the action; the wall clock is Beijing's."""
        at = self.at.data.replace(tzinfo=BEIJING) if self.at.data else None
        return Delivery(self.way.data, self.received_by.data or "", at, self.note.data or "")


class GiveUpForm(Form):
    """What was tried before a ballot was given up."""

    tried = StringField(
        _l("试过哪些办法"),
        [DataRequired(_l("请写明试过哪些办法。")), Length(max=200)],
        filters=[strip],
        description=_l("例如：三次上门无人，电话停机，已在单元门张贴。"),
    )


class ProofForm(Form):
    """A photo of the stub with its signature."""

    photo = PhotosField(
        _l("送达凭证照片"),
        most=1,
        required=_l("请选一张照片。"),
        description=_l("拍有签名的存根。只在工作台看得到，不公开。"),
    )
