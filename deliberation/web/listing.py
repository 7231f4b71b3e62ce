"""One list: its columns, what it is filtered by, and from these a page, a count, a .csv and an .xlsx.

    ORDERS = Listing(
        "督办台账",
        columns=(Column("编号", lambda one: one.order.number, 12), …),
        filters=(Words("q", "搜索", "编号、事项"), Pick("state", "状态", states)),
    )

    @ORDERS.at(blueprint, "/desk/<compound_slug>/orders/")
    @guard("order.read")
    def orders(sheet: str = "") -> Any:
        chosen = ORDERS.chosen()
        return ORDERS.answer(sheet, queries.orders(compound().id, **chosen), "supervision/orders.html")

`at` gives the view two addresses, `…/orders/` and `…/orders.csv` or `.xlsx`: one guard and one query, so whoever may
read the page may take the same rows along. The macros of components/list.html show filters, count and pages of the
`Listed` that every template is given as `listed`; components/listed.html is a whole page for a list without more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.rows import PAGE_SIZE, Page
from deliberation.sheets.answers import Cell, file_answer
from deliberation.web import asking, filters
from deliberation.web.layout import can

View = TypeVar("View", bound=Callable[..., Any])
Options = Iterable[tuple[Any, str]]

KINDS = "csv, xlsx"
WIDTH = 14


class Readable(Protocol):
    """What a list is read from: `deliberation.rows.Rows` or `Given`."""

    def page(self, number: int = ..., size: int = ...) -> Page:
        """One page, from 1."""

    def chunks(self, size: int = ...) -> Iterator[list[Any]]:
        """All of it, a part at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what of a row it holds, its width in a sheet in signs.

    `needs` names a permission without which the column is in neither the page nor the sheet. On a page without a
    template of its own: `link` is the row's address, `most` cuts long text, `on_page` leaves the column to the sheet.
    """

    title: str
    value: Callable[[Any], Cell]
    width: int = WIDTH
    needs: str = ""
    link: Callable[[Any], str] | None = None
    most: int = 0
    on_page: bool = True

    def text(self, row: Any) -> str:
        """What a page shows of it."""
        value = self.value(row)
        if isinstance(value, datetime):
            return filters.moment(value)
        text = filters.day(value) if isinstance(value, date) else "" if value is None else str(value)
        return f"{text[: self.most]}……" if self.most and len(text) > self.most else text


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the form above a list; its value stands in the address under `name`."""

    name: str
    label: str

    kind = ""
    narrows = True

    def read(self) -> Any:
        """What the address asks for; empty for nothing."""
        return asking.words(self.name)


@dataclass(frozen=True, slots=True)
class Words(Filter):
    """Words to look for; `where` says in what, and may depend on who is asking."""

    where: str | Callable[[], str] = ""

    kind = "words"

    @property
    def placeholder(self) -> str:
        """Where the words are looked for."""
        return self.where if isinstance(self.where, str) else self.where()


@dataclass(frozen=True, slots=True)
class Pick(Filter):
    """One of several: `options` are (value, text) without the first, which is everything.

    `is_number`: the values are ids. `is_closed`: what is none of the values is as good as nothing.
    """

    options: Callable[[], Options]
    everything: str = "全部"
    is_number: bool = False
    is_closed: bool = False

    kind = "pick"

    def read(self) -> Any:
        """A value of the address."""
        if self.is_number:
            return asking.number(self.name, 0)
        asked = asking.words(self.name)
        return "" if self.is_closed and asked not in {value for value, _text in self.options()} else asked

    @property
    def choices(self) -> list[tuple[Any, str]]:
        """Everything, and then one by one; labels in the reader's language."""
        return [("", _(self.everything)), *((value, _(text)) for value, text in self.options())]


@dataclass(frozen=True, slots=True)
class Tabs(Filter):
    """Parts of the list as a row of links; the first of `parts` (value: text) is shown where none is asked for."""

    parts: Mapping[str, str]

    kind = "tabs"
    narrows = False

    def read(self) -> str:
        """The part that the address asks for."""
        asked = asking.words(self.name)
        return asked if asked in self.parts else next(iter(self.parts))


@dataclass(frozen=True, slots=True)
class Day(Filter):
    """A day."""

    kind = "day"

    def read(self) -> date | None:
        """A day of the address."""
        return asking.day(self.name)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list as its template shows it.

    `endpoint` and `at` are its address without filters; `chosen` holds the value of each filter by its name.
    """

    listing: Listing
    page: Page
    chosen: dict[str, Any]
    endpoint: str
    at: dict[str, Any]

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves something out."""
        return any(self.chosen[one.name] for one in self.listing.filters if one.narrows)

    @property
    def whole(self) -> str:
        """The address of the list without filters."""
        return url_for(self.endpoint, **self.at)

    def address(self, number: int = 1, **instead: Any) -> str:
        """The address of another page of the same list, or of its first one with another filter."""
        return url_for(self.endpoint, **self.at, **self._kept() | instead, page=number if number > 1 else None)

    def sheet(self, kind: str) -> str:
        """The address of the same rows as a .csv or .xlsx."""
        return url_for(self.endpoint, **self.at, **self._kept(), sheet=kind)

    def _kept(self) -> dict[str, Any]:
        return {name: value or None for name, value in self.chosen.items()}

    @property
    def columns(self) -> list[Column]:
        """The columns of the page that this reader sees."""
        return [one for one in self.listing.seen() if one.on_page]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under `name`, which is also that of its files.

    `told` makes of some rows what the columns read, where a sheet says more of them than the page.
    """

    name: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    size: int = PAGE_SIZE
    told: Callable[[list[Any]], Iterable[Any]] = field(default=iter)

    def at(self, blueprint: Blueprint, address: str) -> Callable[[View], View]:
        """Give a view the address of the list and, beside it, that of its files.

        The view is called with `sheet`: "csv", "xlsx", or nothing for the page.
        """
        beside = self.files(blueprint, address.rstrip("/"))

        def decorate(view: View) -> View:
            blueprint.add_url_rule(address, view_func=view, methods=["GET"])
            return beside(view)

        return decorate

    def files(self, blueprint: Blueprint, address: str) -> Callable[[View], View]:
        """Give a view that makes the files of a list inside another page their address, without its ending."""

        def decorate(view: View) -> View:
            view.listing = self  # type: ignore[attr-defined]
            blueprint.add_url_rule(f"{address}.<any({KINDS}):sheet>", view_func=view, methods=["GET"])
            return view

        return decorate

    def chosen(self) -> dict[str, Any]:
        """What the address filters by: a value for each filter, empty for none."""
        return {one.name: one.read() for one in self.filters}

    def seen(self) -> list[Column]:
        """The columns that this reader sees."""
        return [one for one in self.columns if not one.needs or can(one.needs)]

    def listed(self, rows: Readable) -> Listed:
        """The page that is asked for."""
        page = rows.page(asking.page_number(), self.size)
        at = {name: value for name, value in (request.view_args or {}).items() if name != "sheet"}
        return Listed(self, page, self.chosen(), str(request.endpoint), at)

    def file(self, kind: str, rows: Readable) -> Any:
        """All the rows as a .csv or .xlsx."""
        columns = self.seen()
        cells = ([one.value(row) for one in columns] for part in rows.chunks() for row in self.told(part))
        return file_answer(kind, _(self.name), [_(one.title) for one in columns], [one.width for one in columns], cells)

    def answer(
        self,
        sheet: str,
        rows: Readable,
        template: str = "components/listed.html",
        more: Callable[[Page], Mapping[str, Any]] | None = None,
        **facts: Any,
    ) -> Any:
        """The file that is asked for, or the page.

        The template gets `listed`, its `page` and `chosen`, the `facts`, and what `more` reads for the page alone.
        """
        if sheet:
            return self.file(sheet, rows)
        found = self.listed(rows)
        read = more(found.page) if more is not None else {}
        return render_template(template, listed=found, page=found.page, chosen=found.chosen, **facts, **read)
