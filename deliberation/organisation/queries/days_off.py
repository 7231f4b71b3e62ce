"""放假安排 that was loaded into the store: handed to the calendar of every process, and read for its page."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Role
from deliberation.organisation.models import HolidayYear, InstallationRole, Person

LOOK_AGAIN_AFTER = 2.0
"""Seconds for which a process serves without asking the store whether a year was loaded elsewhere."""


@dataclass(slots=True)
class _Taken:
    """Which state of the table this process has taken, and when it last looked."""

    version: tuple[int, int] = (0, 0)
    looked: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


_taken = _Taken()


def take_loaded() -> bool:
    """Hand the loaded years to the calendar if they are others than before; whether they are. One small statement."""
    _taken.looked = monotonic()
    row = db.session.execute(select(func.count(), func.coalesce(func.sum(HolidayYear.version), 0))).one()
    version = (int(row[0]), int(row[1]))
    if version == _taken.version:
        return False
    rows = db.session.scalars(select(HolidayYear)).all()
    loaded = holidays.parse(json.dumps({str(row.year): row.data for row in rows}))
    with _taken.lock:
        holidays.lay_over(loaded)
        _taken.version = version
    return True


def take_loaded_sometimes() -> None:
    """The same, at most every `LOOK_AGAIN_AFTER` seconds: what another process loaded is known here soon."""
    if monotonic() - _taken.looked >= LOOK_AGAIN_AFTER:
        take_loaded()


def forget() -> None:
    """Nothing is loaded: for a process that turns to another store."""
    holidays.lay_over({})
    _taken.version, _taken.looked = (0, 0), float("-inf")


def loaded_year(year: int) -> HolidayYear | None:
    """What was loaded for a year, if anything."""
    return db.session.get(HolidayYear, year)


@dataclass(frozen=True, slots=True)
class YearHere:
    """A year on the page where arrangements are loaded: known at all, loaded here, when and by whom."""

    year: int
    is_known: bool
    loaded_at: datetime | None = None
    by: str = ""


def years_here() -> list[YearHere]:
    """This year, the next, and every other one that was loaded; two statements."""
    rows = db.session.execute(
        select(HolidayYear.id, HolidayYear.loaded_at, Person.name).outerjoin(
            Person, Person.id == HolidayYear.loaded_by_id
        )
    )
    loaded = {row[0]: (row[1], row[2] or "") for row in rows}
    this, calendar = clock.today().year, holidays.calendar()
    wanted = sorted({this, this + 1, *loaded})
    return [YearHere(year, calendar.knows(year), *loaded.get(year, (None, ""))) for year in wanted]


def administrators() -> list[int]:
    """The persons who look after the installation."""
    found = select(InstallationRole.person_id).where(InstallationRole.role == Role.ADMINISTRATOR.value)
    return list(db.session.scalars(found.order_by(InstallationRole.id)))
