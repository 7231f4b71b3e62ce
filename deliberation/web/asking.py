"""What a browser sends, cleaned at the one place through which everything comes.

Forms, addresses and JSON are read by `CleanRequest` only; no stage sees a text that `kernel.typed` has not made
storable. Whole numbers and days of an address are read by the functions below, in whatever digits they are typed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.utils import cached_property

from deliberation.kernel import typed

MOST_WORDS = 60
"""Signs of a search or a filter; more finds nothing."""


class CleanRequest(Request):
    """A request whose texts are as they are seen: see `kernel.typed.as_typed`."""

    @cached_property
    def args(self) -> Any:
        """The values of the address, each one line."""
        return ImmutableMultiDict([(name, typed.one_line(value)) for name, value in super().args.items(multi=True)])

    def _load_form_data(self) -> None:
        """Fields and names of files; the bytes of files stay what they are."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        sent = self.__dict__["form"].items(multi=True)
        self.__dict__["form"] = ImmutableMultiDict([(name, typed.as_typed(value)) for name, value in sent])
        for file in self.__dict__["files"].values():
            file.filename = typed.one_line(file.filename) if file.filename else file.filename

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The body, every text in it cleaned; one that is nested without end is no JSON."""
        try:
            return clean(super().get_json(force=force, silent=silent, cache=cache))
        except RecursionError:
            if silent:
                return None
            raise BadRequest from None


def clean(value: Any) -> Any:
    """A JSON value with every text in it as it is seen, the names of its fields included."""
    if isinstance(value, str):
        return typed.as_typed(value)
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean(one) for name, one in value.items()}
    return value


def words(name: str, most: int = MOST_WORDS) -> str:
    """A text of the address, cut to a sensible length."""
    return str(request.args.get(name, ""))[:most].strip()


def number(name: str, default: int = 0) -> int:
    """A whole number of the address; the default for anything else and for one that no store holds."""
    found = typed.whole_number(request.args.get(name, ""))
    return default if found is None else found


def optional_number(name: str) -> int | None:
    """A whole number of the address, or `None`."""
    return typed.whole_number(request.args.get(name, ""))


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    return max(1, number("page", 1))


def day(name: str) -> date | None:
    """A day of the address (2026-03-10), in whatever digits and dashes; `None` for none and for what is no day."""
    return _day(request.args.get(name, ""))


def pressed_day(name: str) -> date | None:
    """A day that a form without fields of its own sent."""
    return _day(request.form.get(name, ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(typed.plain(text).strip())
    except ValueError:
        return None


def pressed_number(name: str) -> int:
    """A whole number that a button or a hidden field of a form sent; 0 for anything else."""
    return typed.whole_number(request.form.get(name, "")) or 0


def _within_the_store(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Addresses name nothing that no store can hold."""
    for name, value in (values or {}).items():
        if isinstance(value, int) and value > typed.MOST_IN_STORE:
            raise NotFound
        if isinstance(value, str) and values is not None:
            values[name] = typed.one_line(value)


def register(app: Flask) -> None:
    """Read every request cleaned."""
    app.request_class = CleanRequest
    app.url_value_preprocessor(_within_the_store)
