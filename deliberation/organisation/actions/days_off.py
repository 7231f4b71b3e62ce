"""Loading 放假安排 of a year, and telling the administrators when the next one is missing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from deliberation.db import after_commit, db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.text import say as _
from deliberation.notices.actions import send
from deliberation.notices.models import Notice
from deliberation.organisation.models import HolidayYear
from deliberation.organisation.queries.days_off import administrators, take_loaded
from deliberation.organisation.rules.days_off import read_text

MISSING = "days_off.missing"
FIRST_YEAR, LAST_YEAR = 2020, 2100


def load_year(actor: Actor, year: int, text: str) -> HolidayYear:
    """Load or replace the arrangement of a year from lines or JSON (`days_off.load`). The same once more: nothing.

    Raises `INVALID_INPUT` with every mistake that was found. Once it is committed this process reckons with it, others
    a moment later; last days that were provisional are worked out again by the next turn of what is due.
    """
    with transaction():
        may(actor, "days_off.load", Scope())
        read = read_text(text, year)
        problems = read.problems if FIRST_YEAR <= year <= LAST_YEAR else (f"{year} 年不能装入。",)
        if problems:
            raise Refused(InOrganisation.DAYS_OFF_WRONG, n=len(problems), problems=" ".join(problems))
        # FOR UPDATE: of two who load a year the second sees what the first wrote.
        row = db.session.get(HolidayYear, year, with_for_update=True)
        if row is not None and row.data == read.data:
            return row
        before = row is not None or holidays.calendar().knows(year)
        row = row or HolidayYear(id=year, version=0)
        row.version += 1
        row.data, row.loaded_at, row.loaded_by_id = dict(read.data), clock.now(), actor.person_id
        db.session.add(row)
        db.session.flush()  # the audit names it
        off, worked = len(read.data["holidays"]), len(read.data["working"])
        happened(actor, "days_off.load", row, compound_id=None, year=year, replaced=before, off=off, working=worked)
        after_commit(_take)
        return row


def _take() -> None:
    take_loaded()


def tell_of_missing(now: datetime) -> list[int]:
    """Tell the administrators once that a year's arrangement is missing; the ids of who was told."""
    years = holidays.calendar().overdue(clock.day_of(now))
    people = administrators() if years else []
    if not people:
        return []
    with transaction():
        return [one for year in years for one in people if _tell(one, year)]


def _tell(person_id: int, year: int) -> bool:
    subject = _("%(year)s 年节假日未录入", year=year)
    known = select(Notice.id).where(Notice.person_id == person_id, Notice.kind == MISSING, Notice.subject == subject)
    if db.session.scalar(known.limit(1)) is not None:
        return False
    body = _(
        "国务院办公厅 %(year)s 年的放假安排还没有装入。请在“放假安排”里录入；在这以前，%(year)s 年的日期都是推算的。",
        year=year,
    )
    send([person_id], kind=MISSING, subject=subject, body=body)
    return True
