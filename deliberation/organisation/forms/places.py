"""Forms of the office: 街道, 社区, 网格, 小区, buildings, entrances, venues."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from deliberation.organisation.rules.buildings import BuildingPlan, numbers_of
from deliberation.organisation.rules.compounds import COMPOUND_GRADES, COMPOUND_TYPES, GRID_LEVELS
from deliberation.organisation.rules.places import province_of
from deliberation.web.fields import DateField, Form, IntegerField, request_key_field, strip

MOST_HOUSEHOLDS = 100_000


def chosen_id(value: Any) -> int | None:
    """A chosen id; the empty choice is `None`."""
    return int(value) if value not in {None, "", "None"} else None


def name_field(label: Any, most: int = 60, **more: Any) -> StringField:
    """A name that must be there."""
    too_long = _l("最多 %(max)d 个字。")
    return StringField(
        label, [InputRequired(_l("请填写名称。")), Length(max=most, message=too_long)], filters=[strip], **more
    )


def line_field(label: Any, most: int, **more: Any) -> StringField:
    """A line that may be empty."""
    return StringField(label, [Length(max=most, message=_l("最多 %(max)d 个字。"))], filters=[strip], **more)


def count_field(label: Any, most: int, least: int = 0, **more: Any) -> IntegerField:
    """A whole number between two bounds."""
    bounds = NumberRange(least, most, message=_l("请填 %(min)s 至 %(max)s 之间的整数。"))
    return IntegerField(label, [InputRequired(_l("请填整数。")), bounds], **more)


class OfficeForm(Form):
    """The base: a key for what is sent twice, and what was typed as the actions take it."""

    request_key = request_key_field()

    def written(self) -> dict[str, Any]:
        """The values by column."""
        aside = {"csrf_token", "request_key"}
        return {name: _plain(field.data) for name, field in self._fields.items() if name not in aside}


def _plain(value: Any) -> Any:
    return "" if value is None else value


class SubdistrictForm(OfficeForm):
    """A 街道 and the city whose rules count in it."""

    name = name_field(_l("街道名称"))
    city = line_field(_l("城市"), 20, description=_l("写全称，例如 东营市。业主表决按这个城市的规定。"))
    province = line_field(_l("省份"), 20, description=_l("写全称，例如 山东省；城市认得出的可以不填。"))

    def written(self) -> dict[str, Any]:
        """The province follows from a city that is known."""
        found = super().written()
        return found | {"province": found["province"] or province_of(found["city"])}


class CommunityForm(OfficeForm):
    """A 社区."""

    name = name_field(_l("社区名称"))
    address = line_field(_l("地址"), 200)
    phone = line_field(_l("电话"), 40)


class GridAreaForm(OfficeForm):
    """A 网格 of a 社区, or a 微网格 within one."""

    name = name_field(_l("名称"))
    level = SelectField(_l("哪一级"), choices=list(GRID_LEVELS.items()))
    parent_id = SelectField(_l("属于哪个网格"), coerce=chosen_id, description=_l("微网格选它上面的网格；网格不用选。"))

    def offer(self, grids: list[tuple[int, str]]) -> None:
        """The 网格 to choose from."""
        self.parent_id.choices = [("", _l("（不选）")), *grids]

    def written(self) -> dict[str, Any]:
        """A 网格 lies within no other."""
        found = super().written()
        return found | {"parent_id": found["parent_id"] or None if found["level"] == "micro_grid" else None}


class CompoundForm(OfficeForm):
    """What is said of a 小区."""

    name = name_field(_l("小区名称"))
    type = SelectField(_l("类型"), choices=[("", _l("（不写）")), *COMPOUND_TYPES.items()])
    grade = SelectField(_l("等级"), choices=[("", _l("（不写）")), *COMPOUND_GRADES.items()])
    households = count_field(_l("户数"), MOST_HOUSEHOLDS, default=0)
    address = line_field(_l("地址"), 200)
    phone = line_field(_l("电话"), 40)
    introduction = TextAreaField(
        _l("简介"),
        [Length(max=2000, message=_l("最多 %(max)d 个字。"))],
        filters=[strip],
        description=_l("居民在小区首页看到。"),
    )


class NewCompoundForm(CompoundForm):
    """A new 小区: also to which 社区 it belongs and how it is called in addresses."""

    community_id = SelectField(_l("所属社区"), coerce=int)
    slug = StringField(
        _l("简称"),
        [InputRequired(_l("请填写简称。")), Length(max=40, message=_l("最多 %(max)d 个字。"))],
        filters=[strip],
        description=_l("小写拼音，例如 wanghu；它出现在网址和二维码里，定了不再改。"),
    )


class MoveForm(OfficeForm):
    """To which 社区 a compound belongs from a day on."""

    community_id = SelectField(_l("改属哪个社区"), coerce=int)
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_l("请选择日期。"))])
    reason = line_field(_l("依据"), 200, description=_l("例如 街道关于调整社区区划的通知。"))


class BuildingsForm(OfficeForm):
    """Many buildings that are alike, at once."""

    numbers = StringField(
        _l("哪些楼"),
        [InputRequired(_l("请写明有哪些楼。")), Length(max=300, message=_l("最多 %(max)d 个字。"))],
        filters=[strip],
        description=_l("例如 1–12，或 1、3、5，或 A1–A3；不用写“号楼”。"),
    )
    entrances = count_field(_l("每栋几个单元"), 30, least=1, default=2)
    households = count_field(_l("每单元几户"), 1000)
    floors = count_field(_l("几层"), 200, default=0, description=_l("不知道的填 0。"))
    grid_area_id = SelectField(_l("属于哪个网格"), coerce=chosen_id, default="")
    micro_grids = BooleanField(_l("每栋楼设一个微网格"), description=_l("要先选网格；微网格按小区和楼号取名。"))

    def offer(self, grids: list[tuple[int, str]]) -> None:
        """The 网格 to choose from."""
        self.grid_area_id.choices = [("", _l("（以后再定）")), *grids]

    def plan(self) -> BuildingPlan:
        """What was typed as a plan. Raises `INVALID_INPUT` for numbers that cannot be read."""
        return BuildingPlan(
            numbers_of(self.numbers.data or ""),
            self.entrances.data,
            self.households.data,
            self.floors.data,
            self.grid_area_id.data,
            micro_grids=bool(self.micro_grids.data),
        )


class BuildingForm(OfficeForm):
    """What is said of a building."""

    number = name_field(_l("楼号"), 20, description=_l("门口写的是什么就写什么，不用写“号楼”。"))


class GridOfBuildingForm(OfficeForm):
    """To which 网格 all entrances of a building belong."""

    grid_area_id = SelectField(_l("整栋楼归入"), coerce=int)


class EntranceForm(OfficeForm):
    """An entrance of a building."""

    number = name_field(_l("单元"), 20, description=_l("不用写“单元”。"))
    floors = count_field(_l("几层"), 200, default=0)
    households = count_field(_l("户数"), 1000, default=0)
    grid_area_id = SelectField(_l("网格"), coerce=chosen_id, default="")

    def offer(self, grids: list[tuple[int, str]]) -> None:
        """The 网格 to choose from."""
        self.grid_area_id.choices = [("", _l("（以后再定）")), *grids]

    def written(self) -> dict[str, Any]:
        """No 网格 is no id."""
        found = super().written()
        return found | {"grid_area_id": found["grid_area_id"] or None}


class VenueForm(OfficeForm):
    """A place to meet."""

    name = name_field(_l("会场名称"), 100)
    address = line_field(_l("在哪里"), 200)
    places = count_field(_l("座位"), 5000, default=0, description=_l("坐得下多少人；不知道的填 0。"))
    equipment = line_field(_l("设备"), 200, description=_l("例如 大屏、平板12台。"))


class LastDayForm(OfficeForm):
    """The last day on which something counts; empty: it goes on."""

    last_day = DateField(_l("最后一天"), [Optional()], description=_l("清空再保存，就是继续使用。"))

    @property
    def day(self) -> date | None:
        """The day that was typed."""
        found: date | None = self.last_day.data
        return found
