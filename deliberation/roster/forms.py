"""Forms of the roster: the file, what counts, taking it into use, single facts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.kernel.typed import whole_number
from deliberation.roster.actions.changes import CAUSES, Change
from deliberation.roster.actions.rosters import MOST_CLAUSE, MOST_GROUND
from deliberation.roster.actions.units import MOST_NAMES, MOST_REASON
from deliberation.roster.rules.importing import AREA_SOURCES, GROUNDS, UNIT_KINDS
from deliberation.web.fields import Form, strip


class RosterForm(Form):
    """The file of a roster, why it may be kept, and where its areas come from."""

    file = FileField(
        _l("名册文件"),
        [FileRequired(_l("请选择文件。"))],
        description=_l(".xlsx 或 .csv，不超过 8 MB。身份证号那一列请先删掉。"),
    )
    area_source = RadioField(
        _l("面积按哪一种"),
        [InputRequired(_l("请选面积的来源。"))],
        choices=list(AREA_SOURCES.items()),
        description=_l("先按登记的；没有登记的按实测；还没有实测的按合同。"),
    )
    ground = RadioField(
        _l("保存名册的依据"), [InputRequired(_l("请选依据。"))], choices=list(GROUNDS.items()), default="DUTY"
    )
    ground_text = StringField(
        _l("其他依据"),
        [Length(max=MOST_GROUND, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("上面选了“其他依据”才填。"),
    )

    def validate_ground_text(self, field: StringField) -> None:
        """Another ground must be said."""
        if self.ground.data == "OTHER" and not field.data:
            raise ValidationError(_l("请写明依据。"))

    def ground_in_words(self) -> str:
        """The ground as it is stored."""
        return self.ground_text.data or "" if self.ground.data == "OTHER" else GROUNDS[self.ground.data]


class KindsForm(Form):
    """Which kinds count beside dwellings and shops, and by which clause."""

    kinds = SelectMultipleField(
        _l("也计入表决的"),
        choices=[("PARKING", _l("车位")), ("STORAGE", _l("储藏室"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    clause = StringField(
        _l("依据议事规则哪一条"),
        [Length(max=MOST_CLAUSE, message=_l("最多 120 个字。"))],
        filters=[strip],
        description=_l("例如：业主大会议事规则第十二条。都不计入的，不用填。"),
    )


class UseForm(Form):
    """Taking the roster into use."""

    all_handed_over = BooleanField(_l("已核对：没有未售、未交付的房屋"))


class VoterForm(Form):
    """Which of the co-owners votes."""

    voter = RadioField(_l("由谁投票"), default="")


class EntranceForm(Form):
    """In which entrance a unit stands."""

    entrance = StringField(
        _l("在哪个单元"),
        [InputRequired(_l("请写明是哪个单元。")), Length(max=20, message=_l("最多 20 个字。"))],
        filters=[strip],
        description=_l("例如：1单元。不属于任何单元的，如底商，写“底商”。"),
    )
    reason = StringField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=MOST_REASON, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("例如：照图纸核对。"),
    )


class NamesakeForm(Form):
    """Whether an owner of the same name, who is in the roster already, is the same person."""

    owner_id = RadioField(_l("名册里有同名的业主，是不是同一人"), coerce=str, validate_choice=False)

    def chosen(self) -> int | None:
        """The head that was chosen; 0 for a head of their own; `None` where nothing was."""
        return whole_number(self.owner_id.data or "")


class CountForm(NamesakeForm):
    """Whether a unit counts for votes, and why."""

    counts = RadioField(
        _l("这一户"), [InputRequired(_l("请选一项。"))], choices=[("yes", _l("计入表决")), ("no", _l("不计入表决"))]
    )
    reason = StringField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=MOST_REASON, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("例如：业主大会议事规则第十二条。"),
    )


class ChangeForm(NamesakeForm):
    """What is new of a unit: who owns it, its area, phone or kind."""

    cause = RadioField(_l("改的是什么"), [InputRequired(_l("请选改的是什么。"))], choices=list(CAUSES.items()))
    owners = StringField(
        _l("现在的业主"),
        [Length(max=MOST_NAMES, message=_l("最多 120 个字。"))],
        filters=[strip],
        description=_l("几个人共有的都写上，用顿号分开。业主没有变的不填。"),
    )
    area = StringField(
        _l("建筑面积（㎡）"),
        [Length(max=20, message=_l("最多 20 个字。"))],
        filters=[strip],
        description=_l("照不动产权证，例如 89.50。不改的不填。"),
    )
    phone = StringField(
        _l("电话"),
        [Length(max=60, message=_l("最多 60 个字。"))],
        filters=[strip],
        description=_l("不改的不填；没有电话了，写“无”。"),
    )
    kind = SelectField(_l("类型"), choices=[("", _l("不改")), *UNIT_KINDS.items()], default="")
    reason = StringField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=MOST_REASON, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("例如：看过2026年11月20日的不动产权证。"),
    )

    def change(self) -> Change:
        """What was typed, for the action."""
        return Change(
            self.cause.data,
            self.reason.data or "",
            self.owners.data or "",
            self.area.data or "",
            self.phone.data or "",
            self.kind.data or "",
        )


class SaleForm(NamesakeForm):
    """Whether a unit is sold and handed over, and who owns it now."""

    state = RadioField(
        _l("现在的情况"),
        [InputRequired(_l("请选一项。"))],
        choices=[("DELIVERED", _l("已售、已交付")), ("UNDELIVERED", _l("已售、未交付")), ("UNSOLD", _l("未售"))],
    )
    owners = StringField(
        _l("现在的业主"),
        [Length(max=MOST_NAMES, message=_l("最多 120 个字。"))],
        filters=[strip],
        description=_l("原来算建设单位的，写明业主姓名；几个人共有的用顿号分开。"),
    )
    reason = StringField(
        _l("理由"),
        [InputRequired(_l("请写明理由。")), Length(max=MOST_REASON, message=_l("最多 200 个字。"))],
        filters=[strip],
        description=_l("例如：2026年3月1日已办理交付手续。"),
    )
