"""换届期间 follows the elections that are held here; what is elected elsewhere is recorded by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.actions.elections import set_up
from deliberation.owners.actions.turnovers import end_with
from deliberation.owners.queries import steps
from deliberation.owners.queries.elections import of_vote
from tests.builders import World, a_compound
from tests.owners.hall import a_prepared_vote
from tests.owners.test_elections import CODES, ELECTION, PLAN, an_election, posted, voted


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return a_compound()


def a_committee(world: World) -> None:
    """Nine of ten owners elect five members, for the first time."""
    vote = an_election(world)
    posted(world, vote)
    assert voted(world, vote, (9, CODES[:5])).outcome == "FULL"


def test_an_election_begins_and_ends_the_turnover_by_itself(world: World) -> None:
    a_committee(world)
    assert steps.turnovers(world.compound.id) == []  # there was no committee before
    clock.use(lambda: beijing(2031, 3, 10, 9))
    again = a_prepared_vote(world, (ELECTION,), opens=beijing(2031, 3, 27, 9), closes=beijing(2031, 4, 2, 18))
    set_up(world.actor("陈海涛"), again.id, PLAN)
    set_up(world.actor("陈海涛"), again.id, PLAN)
    (running,) = steps.turnovers(world.compound.id)
    assert (running.began_on, running.ended_on) == (date(2031, 3, 10), None)
    election = of_vote(again.id)
    assert election is not None
    for outcome, ended in (("SHORT", None), ("FULL", date(2031, 3, 10))):
        with transaction():
            election.outcome = outcome
            end_with(world.actor("陈海涛"), again, election)
        assert running.ended_on == ended
    assert running.ended_on == date(2031, 3, 10)


def test_filling_a_gap_beside_members_who_stay_is_no_turnover(world: World) -> None:
    a_committee(world)
    clock.use(lambda: beijing(2028, 3, 10, 9))
    gap = a_prepared_vote(world, (ELECTION,), opens=beijing(2028, 3, 27, 9), closes=beijing(2028, 4, 2, 18))
    set_up(world.actor("陈海涛"), gap.id, replace(PLAN, kept=[("业主0001", "1")]))
    assert steps.turnovers(world.compound.id) == []
