"""The form of a representative."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from deliberation.owners.rules.representatives import RepresentativeDraft
from deliberation.web.fields import DateField, Form, strip


class RepresentativeForm(Form):
    """Who carries the signed opinions of which building, or of one entrance of it."""

    name = StringField(_l("业主代表的姓名"), [InputRequired(_l("请写姓名。")), Length(max=60)], filters=[strip])
    building = SelectField(_l("代表哪一幢楼"), [InputRequired(_l("请选楼栋。"))])
    entrance = StringField(
        _l("只代表一个单元的，写单元"), [Optional(), Length(max=30)], filters=[strip], description=_l("例如：2单元。")
    )
    elected_on = DateField(_l("哪天推选的"), [InputRequired(_l("请填推选日期。"))])

    def offer(self, buildings: Sequence[str]) -> RepresentativeForm:
        """Offer the buildings that are asked."""
        self.building.choices = [("", _l("请选择")), *((name, name) for name in buildings)]
        return self

    def draft(self) -> RepresentativeDraft:
        """The representative for the action."""
        return RepresentativeDraft(self.name.data, self.building.data, self.entrance.data or "", self.elected_on.data)
