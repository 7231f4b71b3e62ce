"""Reading whether ballots that could not be delivered were posted as long as the place asks."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.rules.posting import PostingRule, posting_problem, posting_rule


def places_of_vote(vote: OwnersVote) -> tuple[str, ...]:
    """The places whose rules count for a vote, the nearest first."""
    return tuple(places_of(db.session.get_one(Compound, vote.compound_id)))


def rule_of(vote: OwnersVote) -> PostingRule | None:
    """The posting rule of a vote's place, if there is one."""
    return posting_rule(places_of_vote(vote))


def problem_of(vote: OwnersVote) -> str:
    """What is to be said about ballots that could not be delivered; empty where nothing is asked or wanting."""
    rule = rule_of(vote)
    if rule is None:
        return ""
    wanted = select(OwnersVoter.delivery_way, OwnersVoter.delivered_at).where(
        OwnersVoter.vote_id == vote.id, OwnersVoter.delivery == "UNDELIVERABLE"
    )
    posted = [
        clock.day_of(row.delivered_at) if row.delivery_way == "POSTED" and row.delivered_at else None
        for row in db.session.execute(wanted)
    ]
    return posting_problem(rule, posted, clock.day_of(vote.closes_at))
