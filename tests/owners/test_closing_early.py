"""Closing before the announced hour takes a ballot away from nobody."""

from __future__ import annotations

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.course import close_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.papers import Content
from tests.builders import World
from tests.owners.clerks import AGREE, a_vote_to_enter, entered_once, entered_twice

UNSIGNED = Content("NONE", {"1": ("AGREE",)})


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """Two owners; the first handed in a valid paper."""
    found = a_vote_to_enter(world, owners=2)
    entered_twice(world, found, 1)
    return found


def closing_is_refused(world: World, vote: OwnersVote) -> bool:
    with pytest.raises(Refused) as refused:
        close_vote(world.actor("陈海涛"), vote.id)
    return refused.value.reason is Reason.NOT_READY


def test_whoever_forgot_his_signature_has_until_the_announced_hour(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 2, UNSIGNED)
    assert closing_is_refused(world, vote)
    entered_twice(world, vote, 2, AGREE, sequence=2)
    assert close_vote(world.actor("陈海涛"), vote.id).state == "CLOSED"


def test_a_number_that_may_be_mistyped_closes_nothing_early(world: World, vote: OwnersVote) -> None:
    entered_once(world, vote, 2)
    assert closing_is_refused(world, vote)
