"""Reading the 职责清单 of a compound, and whose duty something is by its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.organisation.models import DutyLine, Party
from deliberation.organisation.rules.duties import longest
from deliberation.rows import Rows
from deliberation.search import matches

WHEN = {"now": "现行的", "all": "全部（含过去和以后的）"}


def duty_rows(compound_id: int, q: str = "", party: int = 0, when: str = "now", on: date | None = None) -> Rows:
    """The lines of a compound by matter and first day: those that count on a day (default today), or `all`."""
    query = select(DutyLine).where(DutyLine.compound_id == compound_id)
    if when != "all":
        day = on or clock.today()
        query = query.where(DutyLine.starts_on <= day, DutyLine.ends_on.is_(None) | (DutyLine.ends_on >= day))
    if q:
        query = query.where(matches(q, DutyLine.search))
    if party:
        query = query.where(DutyLine.party_id == party)
    return Rows(query.order_by(DutyLine.matter, DutyLine.starts_on, DutyLine.id))


@dataclass(frozen=True, slots=True)
class Suggested:
    """A party whose duty something is by the list: `word` stands in the text and in `matter`."""

    party: Party
    matter: str
    word: str


def suggested(compound_id: int, text: str, on: date | None = None) -> Suggested | None:
    """Whose duty a text is by the lines that count on a day (default today); `None` where no matter stands in it.

    One statement; the lines of one compound are a few dozen.
    """
    lines = [line for part in duty_rows(compound_id, on=on).chunks() for line in part]
    found = longest(((line, line.matter) for line in lines), text)
    return Suggested(found[0].party, found[0].matter, found[1]) if found else None


def party_choices(compound_id: int, on: date | None = None) -> list[tuple[int, str]]:
    """The parties of a compound that have not ended by a day (default today), in their order: id and name."""
    day = on or clock.today()
    query = select(Party.id, Party.name).where(
        Party.compound_id == compound_id, Party.ends_on.is_(None) | (Party.ends_on >= day)
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Party.position, Party.id))]
