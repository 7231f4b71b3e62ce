"""What the pages of disclosure share: the blueprint, words of an address."""

from __future__ import annotations

from flask import Blueprint

from deliberation.web import asking

blueprint = Blueprint("disclosure", __name__)


def words(name: str) -> str:
    """A filter from the address, cut to a sensible length."""
    return asking.words(name)
