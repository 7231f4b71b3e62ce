"""Addresses that outlive the page: on paper, in QR codes, on the hall's screen."""

from __future__ import annotations

from typing import Any

from flask import current_app, has_request_context, url_for

from deliberation.kernel.stage import Ref, house


def place_url(name: str, **values: Any) -> str:
    """The address of a page that earlier modules know by name only: `Stage.places` of the stage that has it."""
    return url_for(house().places[name], **values)


def lasting_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, under the installation's public address (`DELIBERATION_PUBLIC_URL`).

    Without that setting, under the name by which this visitor called it, which is one of `TRUSTED_HOSTS`; where nobody
    visits (a message is sent) and nothing is set, empty.
    """
    base: str = current_app.config["PUBLIC_URL"]
    if not has_request_context():
        path = current_app.url_map.bind("localhost").build(endpoint, values)
        return f"{base}{path}" if base else ""
    return f"{base}{url_for(endpoint, **values)}" if base else url_for(endpoint, _external=True, **values)


def page_of(ref: Ref | None) -> str:
    """The address of the page that shows a thing; empty where there is none. Who may open it is asked there."""
    found = house().subjects([ref]).get(ref) if ref else None
    return url_for(found.endpoint, **found.values) if found and found.endpoint else ""
