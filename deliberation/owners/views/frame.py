"""What the pages of the owners' side share: the blueprint, the compound of the address, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _

from deliberation.agenda.rules import MATTERS, needs_owners
from deliberation.owners import queries
from deliberation.owners.access import owners_vote_for
from deliberation.owners.queries import votes as votes_queries
from deliberation.owners.rules import PROPOSABLE_TOPICS
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW
from deliberation.web.session import current_actor, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

blueprint = Blueprint("owners", __name__)


def vote_here(permission: str, vote_id: int) -> OwnersVote:
    """The owners' vote of the address, checked for the visitor."""
    found: OwnersVote = here(owners_vote_for(current_actor(), permission, vote_id))
    return found


def to_vote(vote_id: int) -> Any:
    """Back to the overview of one vote."""
    return redirect(url_for("owners.vote", vote_id=vote_id))


@blueprint.app_template_test("for_the_owners")
def for_the_owners(topic: Any) -> bool:
    """Whether a topic can be put to the owners now: the gate classed it for them, and it is not settled."""
    return needs_owners(topic.decision_authority) and topic.state in PROPOSABLE_TOPICS


@blueprint.app_template_filter("owners_vote_on_topic")
def owners_vote_on_topic(topic: Any) -> OwnersVote | None:
    """The vote that runs on a topic's matter: the topic's page leads to it instead of preparing another."""
    matter = queries.waiting_matter_of_topic(topic.id)
    return owners_vote_on_matter(matter.id) if matter else None


@blueprint.app_template_filter("owners_vote_on_matter")
def owners_vote_on_matter(matter_id: int) -> OwnersVote | None:
    """The vote that runs on a matter, for the order that waits for it."""
    return votes_queries.running_on([matter_id]).get(matter_id)


@blueprint.app_template_filter("owners_vote_state")
def owners_vote_state(vote: OwnersVote) -> str:
    """投票中: where a vote stands, for pages of other stages."""
    return OWNERS_VOTE_FLOW.label(vote.state)


@blueprint.app_template_filter("article_278")
def article_278(item: str | None) -> str:
    """民法典第二百七十八条第一款第（七）项：改建、重建…, as a result notice has to name it; empty for a survey."""
    matter = MATTERS.get(item or "")
    if matter is None:
        return ""
    number = "一二三四五六七八九"[matter.paragraph - 1]
    return f"民法典第二百七十八条第一款第（{number}）项：{_(matter.label)}"
