"""What convening adds to the page of what an office has set up."""

from __future__ import annotations

from sqlalchemy import func, select

from deliberation.convening.models import MeetingSeries
from deliberation.db import db
from deliberation.kernel.stage import SetUp
from deliberation.kernel.text import N_


def set_up() -> list[SetUp]:
    """The series of meetings 系列 of all compounds."""
    number = db.session.scalar(select(func.count()).select_from(MeetingSeries)) or 0
    return [SetUp(100, N_("会议系列"), number, N_("个"))]
