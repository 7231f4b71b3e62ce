"""The guard of every route: which permission it needs, and in which compound.

The guard asks the table whether any of the visitor's roles could hold the permission there; the exact
question (own? in this meeting?) is asked again by the action's `access`, where the thing is loaded. A
route without a guard fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import product
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.stage import house
from deliberation.web.session import current_actor, refuse_while_password_due

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
PLAIN_MEGABYTES = 4
"""What a request may bring where nothing is uploaded: the longest forms have a few hundred kilobytes."""
OPEN_WHILE_PASSWORD_DUE = frozenset({"account.own", "public.read"})
"""What is still open to somebody who must change the password first: changing it, and public pages."""


def guard(permission: str, *, megabytes: int = PLAIN_MEGABYTES, shows: str = "") -> Callable[[View], View]:
    """Let a visitor in only if one of their roles could hold `permission`; the request may have so many megabytes.

    `shows`: the kind of thing that the page of this act shows (several with blanks between them). Who sends the form
    must send along what was seen of it (`kernel.seen`), else nothing of that kind is changed.

    A route whose address names a compound (`compound_slug`) is judged in that compound, which is then
    found in `g.compound`; any other route is judged by the visitor's posts anywhere.
    """
    kinds = frozenset(shows.split())

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            slug = kwargs.pop("compound_slug", None)
            actor = current_actor()
            if permission not in OPEN_WHILE_PASSWORD_DUE:
                refuse_while_password_due()
            if slug is not None:
                g.compound = _compound(slug)
                admit(actor, permission, g.compound.id, g.compound.options)
            else:
                admit_anywhere(actor, permission)
            with seen.expecting(_sent_along(), kinds if request.method == "POST" else ()):
                return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.megabytes = megabytes  # type: ignore[attr-defined]
        guarded.shows = kinds  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _sent_along() -> list[str]:
    """What the page of this act had shown (`kernel.seen`), from its form or its JSON."""
    if request.method != "POST":
        return []
    body = request.get_json(silent=True) if request.is_json else None
    given = body.get("seen") if isinstance(body, dict) else None
    return [given] if isinstance(given, str) else request.form.getlist("seen")


def register(app: Flask) -> None:
    """Bound every request by its route, before whatever reads forms (CSRF); say the compound in every address."""
    app.before_request(_bound)
    app.url_defaults(_name_the_compound)


def _bound() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "megabytes", PLAIN_MEGABYTES) * MEGABYTE


def _name_the_compound(endpoint: str, values: dict[str, Any]) -> None:
    """Within the pages of a compound an address that needs one means this one, unless it names another."""
    here = g.get("compound")
    if here is not None and current_app.url_map.is_endpoint_expecting(endpoint, "compound_slug"):
        values.setdefault("compound_slug", here.slug)


def _compound(slug: str) -> Any:
    load = house().offers.compound_by_slug
    found = load(slug) if load else None
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def admit(actor: Actor, permission: str, compound_id: int | None, options: list[str]) -> None:
    """Raise `Refused` unless the actor could hold `permission` in this compound, given the right thing."""
    scope = Scope(compound_id, actor.meeting_id, own=True, in_meeting=True, chairs=True, options=frozenset(options))
    may(actor, permission, scope)


def admit_anywhere(actor: Actor, permission: str) -> None:
    """Raise `Refused` unless the actor could hold `permission` in one of the actor's compounds.

    Which permissions a compound has switched is known where the thing is loaded; until then both are possible.
    """
    refusal: Refused | None = None
    wheres: list[int | None] = [*sorted(actor.compound_ids)] or [None]
    for compound_id, options in product(wheres, ([], [permission])):
        try:
            admit(actor, permission, compound_id, options)
        except Refused as refused:
            refusal = refused
        else:
            return
    if refusal:
        raise refusal
