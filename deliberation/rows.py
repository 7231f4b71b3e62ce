"""What a list reads: a page of it, its count, or all of it a chunk at a time.

A stage's query answers `Rows`; its page and both its sheets (`web.listing`) are made from the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from deliberation.db import db

PAGE_SIZE = 20
CHUNK = 500
"""Rows that a sheet reads at once: a few hundred kilobytes, however long the list is."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its `items`, which `page` of how many `pages`, and how many in `total`."""

    items: list[Any]
    page: int
    pages: int
    total: int


def _place(total: int, number: int, size: int) -> tuple[int, int]:
    """Which page is shown where `number` is asked for, and how many there are; an empty list has one."""
    pages = max(1, -(-total // size))
    return min(max(1, number), pages), pages


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an ordered `query`.

    `shown` makes of a few rows what pages and sheets show of them (the same number, or fewer), by as many statements
    however many rows they are.
    `wide`: the query selects several columns, and a row has them all; else it selects one thing.
    """

    query: Select[Any]
    shown: Callable[[list[Any]], list[Any]] = list
    wide: bool = False

    def page(self, number: int = 1, size: int = PAGE_SIZE) -> Page:
        """One page (from 1); a page beyond the end is the last one. Two statements and those of `shown`."""
        total = db.session.scalar(select(func.count()).select_from(self.query.order_by(None).subquery())) or 0
        here, pages = _place(total, number, size)
        found = self._read(self.query.limit(size).offset((here - 1) * size))
        return Page(self.shown(list(found)), here, pages, total)

    def _read(self, query: Select[Any]) -> Any:
        return db.session.execute(query) if self.wide else db.session.scalars(query)

    def chunks(self, size: int = CHUNK) -> Iterator[list[Any]]:
        """All of them, a part at a time: one statement, read by a cursor on the store's side where it has one."""
        found = self._read(self.query.execution_options(yield_per=size))
        for part in found.partitions():
            yield self.shown(list(part))


@dataclass(frozen=True, slots=True)
class Given:
    """A list that is short, or is read whole for another reason, with what `Rows` can do."""

    items: Iterable[Any]

    def page(self, number: int = 1, size: int = PAGE_SIZE) -> Page:
        """One page (from 1); a page beyond the end is the last one."""
        found = list(self.items)
        here, pages = _place(len(found), number, size)
        return Page(found[(here - 1) * size : here * size], here, pages, len(found))

    def chunks(self, size: int = CHUNK) -> Iterator[list[Any]]:
        """All of them, a part at a time."""
        found = list(self.items)
        for start in range(0, len(found), size):
            yield found[start : start + size]


def paginate(query: Select[Any], number: int, size: int = PAGE_SIZE) -> Page:
    """The rows of `query` on one page (from 1); a page beyond the end is the last one. Two statements."""
    return Rows(query).page(number, size)
