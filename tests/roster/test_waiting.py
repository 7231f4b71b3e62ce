"""A roster that waits stands on the desk of whoever keeps it."""

from __future__ import annotations

from deliberation.roster.queries.waiting import waiting
from tests.builders import World
from tests.roster.rosters import read_in


def test_a_roster_that_was_read_in_waits_for_its_keeper(world: World) -> None:
    roster = read_in(world)
    (line,) = waiting(world.actor("陈海涛"), world.compound.id)
    assert (line.label, line.values["roster_id"]) == ("业主名册待核对、启用", roster.id)
    assert list(waiting(world.actor("杨静"), world.compound.id)) == []
