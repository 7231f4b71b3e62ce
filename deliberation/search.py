"""Searching a list: several words mean all of them; width, dots, blanks, hyphens and traditional signs do not matter.

A table that is searched keeps its words folded beside them (`Searched`), written whenever a row is written, so that
both stores compare plain text and no row is read to be compared.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Text, and_, event, false, func, or_
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.kernel import typed


class Searched:
    """A table with its words folded: `search` for whoever sees the list, `search_more` for those who may see more."""

    SEARCHED: ClassVar[tuple[str, ...]] = ()
    SEARCHED_MORE: ClassVar[tuple[str, ...]] = ()

    search: Mapped[str] = mapped_column(Text, default="")
    search_more: Mapped[str] = mapped_column(Text, default="")


@event.listens_for(Searched, "before_insert", propagate=True)
@event.listens_for(Searched, "before_update", propagate=True)
def _fold(_mapper: Any, _connection: Any, row: Any) -> None:
    row.search = typed.folded(*(getattr(row, name) for name in row.SEARCHED))
    row.search_more = typed.folded(*(getattr(row, name) for name in row.SEARCHED_MORE))


def matches(q: str, *columns: Any) -> ColumnElement[bool]:
    """Whether every word of `q` stands in one of the folded columns; no word stands anywhere."""
    wanted = typed.terms(q)
    if not wanted:
        return false()
    return and_(*(or_(*(column.contains(term, autoescape=True) for column in columns)) for term in wanted))


_BETWEEN = " \u3000·•．.・-"


def lightly(column: Any) -> Any:
    """A short column (a name, an account) that no folded copy stands beside, without dots and blanks."""
    for sign in _BETWEEN:
        column = func.replace(column, sign, "")
    return func.lower(column)
