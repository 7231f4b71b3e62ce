"""Candidates for the owners' committee in tests: a list by rows for votes that are about something else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.owners.models import OwnersCandidate, OwnersElection, OwnersVote
from deliberation.owners.queries.elections import committee_question, of_vote

LEAST = 5


def with_a_posted_list(vote: OwnersVote, noticed_on: date) -> None:
    """Where a vote elects the committee and nobody set the election up: its options become a posted list.

    The seats keep their number: whoever is missing to a lawful committee stays in office.
    """
    question = committee_question(vote)
    if question is None or of_vote(vote.id) is not None:
        return
    agreed = max(LEAST, question.seats + 1 - question.seats % 2)
    names = [re.sub("（.*", "", option["label"]) for option in question.options]
    with transaction() as session:
        session.add(
            OwnersElection(
                vote_id=vote.id,
                agreed=agreed,
                term_years=5,
                kept=[{"name": f"留任{n}", "building": ""} for n in range(agreed - question.seats)],
                posted_on=min(noticed_on, clock.day_of(vote.opens_at) - timedelta(days=15)),
                uncontested_reason="测试",
                candidates=[
                    OwnersCandidate(number=n, name=name, state="ACCEPTED", declared=[], code=option["code"])
                    for n, (name, option) in enumerate(zip(names, question.options, strict=True), 1)
                ],
            )
        )
