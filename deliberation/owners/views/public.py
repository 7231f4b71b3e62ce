"""What residents read of an owners' vote: the notice while it runs, the result once it is posted. No person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from deliberation.collection.papers import qr_svg
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners import queries
from deliberation.owners.queries import elections, petitions, results
from deliberation.owners.queries.annulments import annulled_in
from deliberation.owners.queries.emergency import emergency_uses
from deliberation.owners.queries.scope import asking_of
from deliberation.owners.rules.committee import STANDINGS, formed_said
from deliberation.owners.rules.petitions import PETITION_FLOW, PETITION_KINDS
from deliberation.owners.views.frame import blueprint
from deliberation.owners.views.results import words
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import compound, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

NOT_PUBLIC = frozenset({"PREPARED", "CANCELLED"})


def _public(vote_id: int) -> OwnersVote:
    vote = queries.owners_vote(vote_id)
    if vote is None or vote.state in NOT_PUBLIC:
        raise Refused(Reason.NOT_FOUND)
    found: OwnersVote = here(vote)
    return found


@blueprint.get("/c/<compound_slug>/owners-votes/")
@guard("public.read")
def public_votes() -> Any:
    """Votes of the owners that run, and the results of those that were posted."""
    announced = results.announced_votes(compound().id)
    demands = petitions.open_petitions(compound().id)
    return render_template(
        "owners/public_votes.html",
        running=results.running_votes(compound().id),
        announced=announced,
        committee=elections.committee_here(compound().id),
        candidates=elections.posted(compound().id),
        petitions=demands,
        uses=emergency_uses(compound().id),
        progress=petitions.progress_of([one for one in demands if one.state == "COLLECTING"], compound()),
        petition_flow=PETITION_FLOW,
        petition_kinds=PETITION_KINDS,
        annulled=annulled_in(vote.id for vote in announced),
        **words(),
    )


@blueprint.get("/c/<compound_slug>/owners-votes/<int:vote_id>")
@guard("public.read")
def public_vote(vote_id: int) -> Any:
    """One vote: what is asked, of whom, until when, by which rule; after the announcement the result."""
    return render_template("owners/public_vote.html", **_shown(_public(vote_id)))


@blueprint.get("/c/<compound_slug>/owners-votes/<int:vote_id>/result-notice")
@guard("public.read")
def result_notice(vote_id: int) -> Any:
    """表决结果公告 for the notice board, A4."""
    vote = _public(vote_id)
    if vote.state not in results.POSTED:
        raise Refused(Reason.NOT_FOUND)
    return render_template("owners/result_notice.html", **_shown(vote))


@blueprint.get("/c/<compound_slug>/owners-votes/<int:vote_id>/qr.svg")
@guard("public.read")
def public_qr(vote_id: int) -> Any:
    """The QR code of the public page."""
    vote = _public(vote_id)
    address = lasting_url("owners.public_vote", vote_id=vote.id)
    return qr_svg(address), 200, {"Content-Type": "image/svg+xml"}


def _shown(vote: OwnersVote) -> dict[str, Any]:
    is_posted = vote.state in results.POSTED
    election = elections.of_vote(vote.id)
    return {
        "vote": vote,
        "election": election,
        "committee": elections.committee_of(election) if is_posted and election and election.outcome else None,
        "formed": formed_said(elections.rules_here(vote.compound_id)),
        "standings": STANDINGS,
        "rules": queries.rules_of(vote.profile),
        "asking": asking_of(vote) if vote.is_unanimous else None,
        "verdicts": {q.number: results.verdict_json(vote, q.number) if is_posted else None for q in vote.questions},
        "figures": (vote.result or {}).get("figures") if is_posted else None,
        **words(),
    }
