"""The box of an owners' vote from the closing to the posted result, by the people who do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.kernel import clock
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.course import close_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import matter
from deliberation.owners.queries.results import verdict_json
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.hall import Head, tellers


@dataclass(frozen=True)
class Group:
    """So many owners of the roster with this area (0.01 ㎡) together, all in one building."""

    number: int
    area: int
    building: str = "1"


def heads_in(groups: Sequence[Group]) -> list[Head]:
    """The owners of the groups, one unit each; the first of a group takes what the division leaves over."""
    heads: list[Head] = []
    for group in groups:
        each, rest = divmod(group.area, group.number)
        for n in range(group.number):
            heads.append(Head((f"业主{len(heads) + 1:04d}",), (each + (0 if n else rest),), group.building))
    return heads


def count_and_certify(world: World, vote: OwnersVote, when: datetime) -> dict[str, Any]:
    """The box is closed at its hour and counted at `when`; 计票人 and 监票人 confirm it. Answers the first verdict."""
    with clock.frozen(vote.closes_at):
        close_vote(world.actor("陈海涛"), vote.id)
    clock.use(lambda: when)
    counted = count(world.secretary, vote.id)
    certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    verdict = verdict_json(counted, 1)
    assert verdict is not None
    return verdict


def post(world: World, vote: OwnersVote, when: datetime) -> OwnersVote:
    """The committee posts the result at `when`."""
    clock.use(lambda: when)
    return announce_owners_result(world.actor("陈海涛"), vote.id)


def figures(verdict: dict[str, Any], name: str) -> tuple[int, int, str, bool]:
    """`(actual, required, per cent, met)` of one test of a verdict."""
    test = next(t for t in verdict["tests"] if t["name"] == name)
    return test["actual"], test["required"], test["percent_text"], test["met"]


def state_of_matter(matter_id: int | None) -> str:
    """The state of a matter put to the owners."""
    found = matter(matter_id or 0)
    assert found is not None
    return found.state
