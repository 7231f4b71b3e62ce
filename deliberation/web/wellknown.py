"""Pages for machines: what search engines may read, and whom to tell of a weakness.

`robots.txt` (RFC 9309) allows the residents' pages and nothing else: an address with a key in it (a receipt, a
hall, a door, a photo) must not be found by searching, and is not named here either. `security.txt` is RFC 9116.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app

from deliberation.kernel import clock
from deliberation.kernel.stage import house
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url

blueprint = Blueprint("wellknown", __name__)

PUBLIC = ("/$", "/c/", "/help/", "/privacy$", "/static/")
FORMS = ("/c/*/topics/", "/c/*/inspections/", "/c/*?")
"""Beneath the public pages: what is filled in, what shows a receipt, and every list with a filter."""

VALID_DAYS = 90
"""For so long somebody who reads the file may rely on it; RFC 9116 2.5.5 recommends less than a year."""


@blueprint.get("/robots.txt")
@guard("public.read")
def robots() -> Response:
    """Residents' pages may be found by searching."""
    lines = ["User-agent: *", "Disallow: /", *(f"Allow: {path}" for path in PUBLIC)]
    return _text([*lines, *(f"Disallow: {path}" for path in FORMS)])


@blueprint.get("/.well-known/security.txt")
@guard("public.read")
def security() -> Response:
    """Whom to tell (`DELIBERATION_SECURITY_CONTACT`); without that setting, the page that says whom to ask."""
    contacts = current_app.config["SECURITY_CONTACTS"] or [lasting_url(house().places["privacy"])]
    until = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=VALID_DAYS)
    return _text(
        [
            *(f"Contact: {one}" for one in contacts),
            f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
            "Preferred-Languages: zh, en",
            f"Canonical: {lasting_url('wellknown.security')}",
        ]
    )


def _text(lines: list[str]) -> Response:
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
