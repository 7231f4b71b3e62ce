"""Forms of the office: units, parties, lines of the 职责清单."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.organisation.forms.places import OfficeForm, chosen_id, count_field, line_field, name_field
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.web.fields import DateField, strip


class UnitForm(OfficeForm):
    """What is said of a unit."""

    name = name_field(_l("单位名称"), 100)
    phone = line_field(_l("电话"), 40)


class NewUnitForm(UnitForm):
    """A new unit: also of which kind it is."""

    kind = SelectField(_l("种类"), choices=list(PARTY_KINDS.items()), default="property_firm")


class PartyForm(OfficeForm):
    """What is said of a party of a compound."""

    unit_id = SelectField(
        _l("是哪个单位"),
        coerce=chosen_id,
        default="",
        description=_l("服务几个小区的单位先在“单位”里登记一次，再在这里选；不是单位的不用选。"),
    )
    name = line_field(_l("名称"), 100, description=_l("选了单位的，不填就用单位的名称。"))
    duty = TextAreaField(_l("职责"), [Length(max=1000, message=_l("最多 %(max)d 个字。"))], filters=[strip])
    position = count_field(_l("顺序"), 999, default=0, description=_l("小的排在前面。"))
    is_preparatory = BooleanField(_l("还在筹备（筹备组织）"))
    powers = line_field(
        _l("筹备组织能做什么"),
        300,
        description=_l("不填就写：可提议、协商、表决本会议动议；不代表业主作决定，不用印。"),
    )

    def offer(self, units: list[tuple[int, str]]) -> None:
        """The units to choose from."""
        self.unit_id.choices = [("", _l("（不是单位）")), *units]

    def written(self) -> dict[str, Any]:
        """No unit is no id."""
        found = super().written()
        return found | {"unit_id": found["unit_id"] or None}


class NewPartyForm(PartyForm):
    """A new party: also of which kind it is."""

    kind = SelectField(_l("哪一方"), choices=list(PARTY_KINDS.items()))


class DutyForm(OfficeForm):
    """A new line of the 职责清单."""

    matter = StringField(
        _l("事项"),
        [InputRequired(_l("请写明事项。")), Length(max=100, message=_l("最多 %(max)d 个字。"))],
        filters=[strip],
        description=_l("例如 楼道灯维修。起草督办单时，文字里写到“楼道灯”的会提示由这一方承办。"),
    )
    party_id = SelectField(_l("由哪一方负责"), coerce=int)
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_l("请选择日期。"))])
    ends_on = DateField(_l("最后一天"), [Optional()], description=_l("没有定的不填。"))

    def written(self) -> dict[str, Any]:
        """No last day is none."""
        found = super().written()
        return found | {"ends_on": found["ends_on"] or None}


class ReplaceDutyForm(OfficeForm):
    """Another party for a matter, from a day on."""

    party_id = SelectField(_l("交给哪一方"), coerce=int)
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_l("请选择日期。"))])
