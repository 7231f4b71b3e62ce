"""Choosing who is asked: the tick boxes of buildings and entrances, and how many that makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask import url_for

from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.owners.queries import scope as queries
from deliberation.roster.queries import active_roster
from deliberation.roster.rules.parts import NO_ENTRANCE
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.forms.prepare import PrepareForm
    from deliberation.owners.models import OwnersVote
    from deliberation.owners.queries.prepare import Asked


def picks(form: PrepareForm, compound_id: int, vote: OwnersVote | None, known: Mapping[int, Asked]) -> dict[str, Any]:
    """The buildings with what counts in each, the boxes by the code of their part, and whom the choice asks.

    `known` are the matters on the ballot: by 民法典 279 the applicant is out, who is named once the vote is saved.
    """
    units = queries.units_here(compound_id)
    asks_interested = any(matter.authority == "INTERESTED_UNANIMOUS" for matter in known.values())
    interest = queries.interest_of(vote) if vote and asks_interested else None
    kind, parts = form.kind.data or "", form.parts()
    says_whom = bool(units) and (kind in {"OWNERS", "HOUSEHOLDS"} or bool(parts))
    return {
        "offers": queries.offers(units),
        "boxes": {option.data: option for option in form.scope},
        "asking": queries.would_ask(units, kind, parts, interest) if says_whom else None,
        "applicant_waits": asks_interested and interest is None,
        "asked_scope": parts,
        "roster_without": _roster_without(compound_id),
    }


def _roster_without(compound_id: int) -> Callable[[str], str] | None:
    """The address of a building's units without entrance, for whoever may read the roster."""
    roster = active_roster(compound_id)
    if roster is None or not allowed(current_actor(), "roster.read", scope_in(compound())):
        return None
    at: dict[str, Any] = {"roster_id": roster.id}
    return lambda building: url_for("roster.roster", building=building, entrance=NO_ENTRANCE, **at)
