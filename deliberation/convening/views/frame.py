"""What the pages of convening share: their blueprint, loading the meeting of an address, trying an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, request, url_for

from deliberation.convening.access import meeting_for
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting

blueprint = Blueprint("convening", __name__)

PASSED_ON = frozenset({Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.NOT_SIGNED_IN})
"""Refusals that are pages of their own; every other one is said on the page where the act was tried."""

Page = Callable[["Meeting", Refused | None], Any]
"""A page of one meeting, shown again with the refusal of what was tried on it."""


def here(permission: str, meeting_id: int) -> Meeting:
    """The meeting, which must belong to the compound of the address."""
    found = meeting_for(current_actor(), permission, meeting_id)
    if found.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return found


def go_to(meeting_id: int, endpoint: str = "convening.meeting") -> Any:
    """On to a page of the meeting."""
    return redirect(url_for(endpoint, compound_slug=compound().slug, meeting_id=meeting_id))


def said(name: str, most: int) -> str:
    """What was typed into a field; too long a text is refused, never cut. Raises `INVALID_INPUT`."""
    text = request.form.get(name, "").strip()
    if len(text) > most:
        raise Refused(InConvening.TEXT_TOO_LONG, most=most, now=len(text))
    return text


def attempt(permission: str, meeting_id: int, act: Callable[[], Any], page: Page, done: str = "") -> Any:
    """Do one act of a meeting's page and go back there; a refusal is said on that page."""
    here(permission, meeting_id)
    try:
        act()
    except Refused as refused:
        if refused.reason in PASSED_ON:
            raise
        return page(here(permission, meeting_id), refused)
    if done:
        flash(done)
    return go_to(meeting_id, f"convening.{page.__name__.removesuffix('_page')}")
