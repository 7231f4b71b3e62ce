"""What the pages of convening share: their blueprint, loading the meeting of an address, trying an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, request, url_for

from deliberation.convening.access import meeting_for
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.web import acting, session
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting

blueprint = Blueprint("convening", __name__)

Page = Callable[["Meeting", str], Any]
"""A page of one meeting, shown again with the refusal of what was tried on it."""


def here(permission: str, meeting_id: int) -> Meeting:
    """The meeting, which must belong to the compound of the address."""
    found: Meeting = session.here(meeting_for(current_actor(), permission, meeting_id))
    return found


def go_to(meeting_id: int, endpoint: str = "convening.meeting") -> Any:
    """On to a page of the meeting."""
    return redirect(url_for(endpoint, meeting_id=meeting_id))


def said(name: str, most: int) -> str:
    """What was typed into a field; too long a text is refused, never cut. Raises `INVALID_INPUT`."""
    text = request.form.get(name, "").strip()
    if len(text) > most:
        raise Refused(InConvening.TEXT_TOO_LONG, most=most, now=len(text))
    return text


def attempt(permission: str, meeting_id: int, act: Callable[[], Any], page: Page, done: str = "") -> Any:
    """Do one act of a meeting's page and go back there; a refusal is said on that page."""
    here(permission, meeting_id)
    back = f"convening.{page.__name__.removesuffix('_page')}"
    again = lambda problem: page(here(permission, meeting_id), problem)  # noqa: E731 - told to `attempt`
    return acting.attempt(act, again, lambda _made: go_to(meeting_id, back), done, tone="message")
