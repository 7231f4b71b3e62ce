"""Households are asked whether they are satisfied: 满意 or 不满意, a survey of one day's notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from deliberation.kernel import clock
from deliberation.owners.actions.preparing import notify, open_vote
from deliberation.owners.rules.questions import QuestionDraft
from tests.builders import World
from tests.flows.boxes import count_and_certify
from tests.flows.meetings import slices
from tests.owners.hall import a_prepared_vote, tellers
from tests.owners.papers import hand_in, voter_ids


def how_satisfied(
    world: World, text: str, days: tuple[datetime, datetime, datetime], yes: int, no: int, buildings: Sequence[str] = ()
) -> dict[str, Any]:
    """Told, opened, closed on these `days`; so many households answer 满意 and 不满意. What became of 满意."""
    noticed, opens, closes = days
    question = QuestionDraft("满意吗", text, "SURVEY", method="CHOOSE", options=(("YES", "满意"), ("NO", "不满意")))
    clock.use(lambda: noticed)
    tellers(world)
    vote = a_prepared_vote(world, (question,), kind="HOUSEHOLDS", buildings=buildings, opens=opens, closes=closes)
    notify(world.actor("陈海涛"), vote.id, noticed.date(), None)
    opened = opens + timedelta(minutes=1)
    clock.use(lambda: opened)
    open_vote(world.actor("陈海涛"), vote.id)
    satisfied, others = slices(voter_ids(vote), yes, no)
    hand_in(vote, satisfied, ("YES",))
    hand_in(vote, others, ("NO",))
    found: dict[str, Any] = count_and_certify(world, vote, closes + timedelta(hours=1))["outcomes"][0]
    assert found["label"] == "满意"
    return found
