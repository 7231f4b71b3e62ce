"""The form of 放假安排: lines or a file for one year."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from deliberation.organisation.actions.days_off import FIRST_YEAR, LAST_YEAR
from deliberation.organisation.rules.days_off import MOST_TEXT
from deliberation.web.fields import Form, IntegerField, strip

MOST_BYTES = 64 * 1024


class DaysOffForm(Form):
    """Which year, and its days: typed in lines, or in a file."""

    year = IntegerField(
        _l("年份"),
        [
            InputRequired(_l("请填年份，如 2027。")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("请填 2020 至 2100 之间的年份。")),
        ],
    )
    lines = TextAreaField(
        _l("放假安排，一行一项"),
        [Optional(), Length(max=MOST_TEXT)],
        filters=[strip],
        description=_l(
            "写成“元旦 2027-01-01 至 2027-01-03”；调休上班写成“调休上班 2027-01-31”；依据写成“依据 国务院办公厅……”。"
        ),
    )
    file = FileField(
        _l("或者选一个放假文件"), description=_l("JSON 文件，可以有几年，只取上面填的那一年。选了文件就不看上面写的。")
    )

    def text(self) -> str:
        """What was typed, or what stands in the file; rubbish reads as rubbish and is refused by name."""
        if self.file.data:
            given: bytes = self.file.data.read(MOST_BYTES + 1)
            return given[:MOST_BYTES].decode("utf-8-sig", errors="replace")
        return self.lines.data or ""
