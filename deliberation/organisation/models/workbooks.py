"""Table of workbooks that were read in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class Workbook(Model):
    """A workbook of the organisation as it was read in. What stands in it is kept until it is written down or given up.

    `rows` is what stands in it (`rules.workbook.RawBook`), `counts` how many rows were new and changed by sheet, once
    written: `{"人员": [60, 0]}`.
    """

    __tablename__ = "workbooks"
    KIND = "workbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    rows: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    read_at: Mapped[datetime] = mapped_column(Moment)
    written_at: Mapped[datetime | None] = mapped_column(Moment)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
