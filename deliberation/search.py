"""Searching a list: several words mean all of them; width, dots, blanks, hyphens and traditional signs do not matter.

A table that is searched keeps its words folded beside them (`Folded`, `Searched`), written whenever a row is written,
so that both stores compare plain text and no row is read to be compared. Statements that write many rows at once name
the folded column themselves; what erases a person's data erases it with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Text, and_, event, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.kernel import rooms, typed


class Folded:
    """A table with its words folded in `search`: those of the columns `SEARCHED`, or what `said` answers."""

    SEARCHED: ClassVar[tuple[str, ...]] = ()

    search: Mapped[str] = mapped_column(Text, default="")

    def said(self) -> str:
        """What the row is found by."""
        return typed.folded(*_texts(self, self.SEARCHED))


class Searched(Folded):
    """A table with its words folded: `search` for whoever sees the list, `search_more` for those who may see more."""

    SEARCHED_MORE: ClassVar[tuple[str, ...]] = ()

    search_more: Mapped[str] = mapped_column(Text, default="")


@event.listens_for(Folded, "before_insert", propagate=True)
@event.listens_for(Folded, "before_update", propagate=True)
def _fold(_mapper: Any, _connection: Any, row: Any) -> None:
    row.search = row.said()
    if isinstance(row, Searched):
        row.search_more = typed.folded(*_texts(row, row.SEARCHED_MORE))


def _texts(row: Any, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        value = getattr(row, name)
        yield from value if isinstance(value, list) else (value,)


LONGEST = 1000
"""Longer words stand nowhere, and SQLite compares no pattern above 50,000 bytes."""


def holds(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a folded column holds a folded word."""
    found: ColumnElement[bool] = column.contains(word, autoescape=True)
    return found if len(word) <= LONGEST else false()


def matches(q: str, *columns: Any) -> ColumnElement[bool]:
    """Whether every word of `q` stands in one of the folded columns; no word stands anywhere."""
    wanted = typed.terms(q)
    if not wanted:
        return false()
    return and_(*(or_(*(holds(column, term) for column in columns)) for term in wanted))


def stands_at(q: str, place: Any, *columns: Any) -> ColumnElement[bool]:
    """Whether every word of `q` names a room of `place` (a column of `rooms.said`) or stands in a folded column."""
    wanted = rooms.terms(q)
    if not wanted:
        return false()
    return and_(*(_somewhere(term, place, columns) for term in wanted))


def _somewhere(term: rooms.Term, place: Any, columns: Iterable[Any]) -> ColumnElement[bool]:
    ways = [holds(place, text) for text in term.in_places]
    ways += [holds(column, term.word) for column in columns]
    return or_(false(), *ways)
