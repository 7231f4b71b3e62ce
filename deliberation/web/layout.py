"""What every layout needs: who is here, the desk's navigation, the demonstration line."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from deliberation.kernel import seen
from deliberation.kernel.permissions import Scope, allowed
from deliberation.kernel.stage import NavItem, house
from deliberation.web.links import place_url
from deliberation.web.session import current_actor, owner_mark


def can(permission: str, **scope: Any) -> bool:
    """Whether the visitor holds a permission in the compound of this page (for showing buttons)."""
    here = g.get("compound")
    options = frozenset(here.options) if here else frozenset()
    return allowed(current_actor(), permission, Scope(here.id if here else None, options=options, **scope))


def _is_here(endpoint: str) -> bool:
    """Whether this page belongs to a place: it is the place, or a page of its stage that is no place itself."""
    asked = request.endpoint or ""
    stages = house()
    whole = stages.part_of.get(asked, stages.part_of.get(asked.split(".")[0]))
    if whole is not None:
        return whole == endpoint
    places = [place.endpoint for place in stages.nav]
    if asked in places:
        return asked == endpoint
    first = next((p for p in places if p.split(".")[0] == asked.split(".")[0]), None)
    return endpoint == first


def desk_nav() -> list[tuple[str, str, bool, int]]:
    """The desk's places that the visitor may enter: label, address, whether this page belongs to it, a count.

    Outside of the compounds these are the places whose address names none.
    """
    here = g.get("compound")
    return [
        (_(place.label), _address(place, here), _is_here(place.endpoint), 0)
        for place in house().nav
        if (here is not None or not place.per_compound) and can(place.permission, own=True, in_meeting=True)
    ]


def public_nav(of_page: Any = None) -> list[tuple[str, str, bool]]:
    """The residents' places in the compound of this page: label, address, whether it is this page.

    A page whose address names no compound (a receipt) hands over the one that it is about.
    """
    here = g.get("compound") or of_page
    if here is None:
        return []
    places = house().public_nav
    return [(_(place.label), _address(place, here), request.endpoint == place.endpoint) for place in places]


def _address(place: NavItem, here: Any) -> str:
    return url_for(place.endpoint, **({"compound_slug": here.slug} if place.per_compound else {}))


def beside(spot: str, thing: Any = None, **shown: Any) -> Markup:
    """What later stages show at a spot of this page, in their order: each a template of its own.

    It is given `thing`, what its stage reads of it, and whatever else the page hands over.
    """
    parts = [
        render_template(one.template, thing=thing, **shown, **(one.read(thing) if one.read else {}))
        for one in house().beside(spot)
    ]
    return Markup("").join(Markup(part) for part in parts if part.strip())  # noqa: S704 - templates of our own


def _unread() -> int:
    asked = house().offers.unread_notices
    return asked(current_actor()) if asked else 0


def _seen_field(kind: str, thing: Any) -> Markup:
    """The hidden field by which an act is bound to what its page showed (`kernel.seen`)."""
    return Markup('<input type="hidden" name="seen" value="{}">').format(seen.value(kind, thing))


def _has_demo() -> bool:
    asked = house().offers.has_demo
    return asked() if asked else False


def register(app: Flask) -> None:
    """Give the layouts their variables."""
    app.add_template_global(seen.value, "seen_of")
    app.add_template_global(place_url)
    app.add_template_global(beside)
    app.add_template_global(_seen_field, "seen_field")

    @app.context_processor
    def _shared() -> dict[str, Any]:
        here = g.get("compound")
        return {
            "actor": current_actor(),
            "compound": here,
            "can": can,
            "owner_mark": owner_mark,
            "desk_nav": desk_nav,
            "public_nav": public_nav,
            "unread_notices": _unread,
            "demo_notice": bool(here.is_demo) if here is not None else _has_demo(),
        }
