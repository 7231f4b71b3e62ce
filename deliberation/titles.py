"""What a stage's card says of its kinds: names of rows, and the pages of things that belong to a compound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Namer, Slugs, Subject


def of_rows(model: Any, name: Callable[[Any, Slugs], Subject]) -> Namer:
    """Name the rows of a table, all that are asked for in one statement (and what `name` reads beside)."""

    def named(ids: frozenset[int], slugs: Slugs) -> Mapping[int, Subject]:
        rows = db.session.scalars(select(model).where(model.id.in_(ids))).unique()
        return {row.id: name(row, slugs) for row in rows}

    return named


def titled(row: Any, _slugs: Slugs) -> Subject:
    """By its title, without a page."""
    return Subject(row.title)


def of_compound(row: Any, slugs: Slugs, text: str, page: tuple[str, str, str]) -> Subject:
    """A thing of a compound whose page has the endpoint, the name of its parameter and the permission `page`."""
    endpoint, parameter, permission = page
    values = {"compound_slug": slugs[row.compound_id], parameter: row.id}
    return Subject(text, endpoint, values, permission, row.compound_id)
