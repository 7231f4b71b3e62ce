"""What the pages of disclosure share: the blueprint, the compound of the address, filters."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from deliberation.disclosure.rules import KINDS
from deliberation.web import asking

blueprint = Blueprint("disclosure", __name__)

LARGEST_EXPORT = 5000


def words(name: str) -> str:
    """A filter from the address, cut to a sensible length."""
    return asking.words(name)


def page_number() -> int:
    """The page of a list that was asked for."""
    return asking.page_number()


def options(pairs: Any) -> list[tuple[str, str]]:
    """Choices of a filter, everything first."""
    return [("", _("全部")), *pairs]


def kind_options() -> list[tuple[str, str]]:
    """The kinds as choices of a filter."""
    return options((code, _(kind.label)) for code, kind in KINDS.items())
