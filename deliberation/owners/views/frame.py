"""What the pages of the owners' side share: the blueprint, the compound of the address, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, url_for

from deliberation.agenda.rules import needs_owners
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import owners_vote_for
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote
from deliberation.owners.rules import PROPOSABLE_TOPICS

blueprint = Blueprint("owners", __name__)


def here(thing: Any) -> Any:
    """The thing, if it belongs to the compound in the address."""
    if thing.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return thing


def vote_here(permission: str, vote_id: int) -> OwnersVote:
    """The owners' vote of the address, checked for the visitor."""
    found: OwnersVote = here(owners_vote_for(current_actor(), permission, vote_id))
    return found


def to_vote(vote_id: int) -> Any:
    """Back to the overview of one vote."""
    return redirect(url_for("owners.vote", compound_slug=compound().slug, vote_id=vote_id))


@blueprint.app_template_test("for_the_owners")
def for_the_owners(topic: Any) -> bool:
    """Whether a topic can be put to the owners now: the gate classed it for them, and it is not settled."""
    return needs_owners(topic.decision_authority) and topic.state in PROPOSABLE_TOPICS
