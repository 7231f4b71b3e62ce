"""What a stage's card says of its kinds: names of rows, and the pages of things that belong to a compound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Namer, Slugs, Subject


def of_rows(model: Any, name: Callable[[Any, Slugs], Subject], **beside: Any) -> Namer:
    """Name the rows of a table, all that are asked for in one statement.

    `beside` names what `name` looks up for each row, as a column of the row and the table that it leads to: these are
    read in one statement each and held while the rows are named, so that no row asks the store again.
    """

    def named(ids: frozenset[int], slugs: Slugs) -> Mapping[int, Subject]:
        rows = db.session.scalars(select(model).where(model.id.in_(ids))).unique().all()
        held = [_rows_of(table, {getattr(row, column) for row in rows}) for column, table in beside.items()]
        found = {row.id: name(row, slugs) for row in rows}
        held.clear()
        return found

    return named


def _rows_of(table: Any, ids: set[int | None]) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.id.in_(ids - {None}))).unique())


def titled(row: Any, _slugs: Slugs) -> Subject:
    """By its title, without a page."""
    return Subject(row.title)


def of_compound(row: Any, slugs: Slugs, text: str, page: tuple[str, str, str]) -> Subject:
    """A thing of a compound whose page has the endpoint, the name of its parameter and the permission `page`."""
    endpoint, parameter, permission = page
    values = {"compound_slug": slugs[row.compound_id], parameter: row.id}
    return Subject(text, endpoint, values, permission, row.compound_id)
