"""The form with which a workbook is read in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from deliberation.web.fields import Form


class WorkbookForm(Form):
    """One .xlsx."""

    file = FileField(
        _l("组织表格"), [FileRequired(_l("请选择文件。"))], description=_l("按模板填好的 .xlsx，最大 8 MB。")
    )
