"""What the pages of the roster share: the blueprint, the roster of the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from deliberation.roster.access import roster_for
from deliberation.web.session import current_actor, here

if TYPE_CHECKING:
    from deliberation.roster.models import Roster

blueprint = Blueprint("roster", __name__)


def roster_here(permission: str, roster_id: int) -> Roster:
    """The roster of the address, checked for the visitor; `NOT_FOUND` where it belongs to another compound."""
    found: Roster = here(roster_for(current_actor(), permission, roster_id))
    return found
