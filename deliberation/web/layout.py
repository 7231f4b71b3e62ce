"""What every layout needs: who is here, the desk's navigation, the demonstration line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from deliberation.kernel import seen
from deliberation.kernel.permissions import Scope, allowed
from deliberation.web.session import current_actor, owner_mark

NAVIGATION = (
    ("desk.today", "今日待办", "desk.read"),
    ("collection.topics", "议题", "topic.read"),
    ("agenda.board", "议程", "agenda.order"),
    ("convening.meetings", "会议", "meeting.read"),
    ("owners.votes", "业主表决", "owners_vote.read"),
    ("supervision.orders", "督办", "order.read"),
    ("publication.desk_resolutions", "公示", "resolution.prepare"),
    ("disclosure.documents", "公开资料", "document.publish"),
    ("organisation.parties", "各方", "compound.read"),
    ("convening.rules_page", "规则", "rules.read"),
)

PUBLIC_NAVIGATION = (
    ("publication.home", "首页"),
    ("collection.hand_in", "提议题"),
    ("publication.resolutions", "决议"),
    ("owners.public_votes", "业主表决"),
    ("publication.orders", "督办进展"),
    ("disclosure.public_documents", "公开资料"),
    ("collection.look_up", "查回执"),
)


_has_demo: Callable[[], bool] = bool


def ask_demo_with(has_demo: Callable[[], bool]) -> None:
    """Take the function that says whether the store holds a demonstration."""
    global _has_demo  # noqa: PLW0603 - handed over once, when the application is wired
    _has_demo = has_demo


def can(permission: str, **scope: Any) -> bool:
    """Whether the visitor holds a permission in the compound of this page (for showing buttons)."""
    here = g.get("compound")
    options = frozenset(here.options) if here else frozenset()
    return allowed(current_actor(), permission, Scope(here.id if here else None, options=options, **scope))


PART_OF = {
    "agenda.gate": "collection.topics",
    "agenda.classify": "collection.topics",
    "agenda.screen": "collection.topics",
    "agenda.bring_back": "collection.topics",
    "room.minutes": "convening.meetings",
    "room.sign": "convening.meetings",
    "room.hand_out": "convening.meetings",
    "room.issue": "convening.meetings",
    "roster": "owners.votes",
}
"""Pages, or a stage's pages all together, of another stage's place: whoever is there came from it and goes back."""


def _is_here(endpoint: str) -> bool:
    """Whether this page belongs to a place: it is the place, or a page of its stage that is no place itself."""
    asked = request.endpoint or ""
    whole = PART_OF.get(asked, PART_OF.get(asked.split(".")[0]))
    if whole is not None:
        return whole == endpoint
    places = [place for place, _label, _permission in NAVIGATION]
    if asked in places:
        return asked == endpoint
    first = next((p for p in places if p.split(".")[0] == asked.split(".")[0]), None)
    return endpoint == first


def desk_nav() -> list[tuple[str, str, bool, int]]:
    """The desk's places that the visitor may enter: label, address, whether this page is there, a count."""
    here = g.get("compound")
    if here is None:
        return []
    places = []
    for endpoint, label, permission in NAVIGATION:
        if can(permission, own=True, in_meeting=True):
            places.append((_(label), url_for(endpoint, compound_slug=here.slug), _is_here(endpoint), 0))
    return places


def public_nav(of_page: Any = None) -> list[tuple[str, str, bool]]:
    """The residents' places in the compound of this page: label, address, whether this page is there.

    A page whose address names no compound (a receipt) hands over the one that it is about.
    """
    here = g.get("compound") or of_page
    if here is None:
        return []
    places = []
    for endpoint, label in PUBLIC_NAVIGATION:
        values = {} if endpoint == "collection.look_up" else {"compound_slug": here.slug}
        places.append((_(label), url_for(endpoint, **values), request.endpoint == endpoint))
    return places


def _seen_field(kind: str, thing: Any) -> Markup:
    """The hidden field by which an act is bound to what its page showed (`kernel.seen`)."""
    return Markup('<input type="hidden" name="seen" value="{}">').format(seen.value(kind, thing))


def register(app: Flask) -> None:
    """Give the layouts their variables."""
    app.add_template_global(seen.value, "seen_of")
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
            "demo_notice": bool(here.is_demo) if here is not None else _has_demo(),
        }
