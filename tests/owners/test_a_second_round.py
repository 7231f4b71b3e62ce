"""Several schemes of which none has enough: nothing is decided, and the matter goes on waiting (domain 3.3, O27)."""

from __future__ import annotations

from dataclasses import replace

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.models import OwnersMatter
from deliberation.owners.queries.results import verdict_json
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

FIRM = replace(
    FEE,
    title="选聘物业服务企业",
    item="HIRE_OR_DISMISS_FIRM",
    method="OPTIONS",
    options=(("o1", "甲公司"), ("o2", "乙公司"), ("o3", "丙公司")),
)


def decided(world: World, *sides: tuple[str, int]) -> tuple[str, OwnersMatter]:
    """So many owners chose each; counted, confirmed, posted: the verdict, and the matter afterwards."""
    with transaction() as session:
        matter = OwnersMatter(
            compound_id=world.compound.id,
            decision_authority="OWNERS_ORDINARY",
            matter="HIRE_OR_DISMISS_FIRM",
            state="PROPOSED",
            proposed_at=clock.now(),
        )
        session.add(matter)
    a_roster(world, heads_of(sum(number for _, number in sides)))
    vote = an_open_vote(world, a_prepared_vote(world, (replace(FIRM, matter_id=matter.id),)))
    ids = voter_ids(vote)
    for code, number in sides:
        hand_in(vote, [ids.pop() for _ in range(number)], (code,) if code.startswith("o") else ())
    close(vote)
    count(world.secretary, vote.id)
    certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(world.actor("陈海涛"), vote.id)
    return (verdict_json(vote, 1) or {})["result"], matter


def test_a_run_off_is_no_rejection(world: World) -> None:
    result, matter = decided(world, ("o1", 5), ("o2", 4), ("o3", 1))
    assert (result, matter.state) == ("REJECTED", "PROPOSED")


def test_one_firm_with_more_than_half_is_hired(world: World) -> None:
    result, matter = decided(world, ("o1", 6), ("o2", 4))
    assert (result, matter.state) == ("PASSED", "PASSED")


def test_whoever_wants_none_of_them_has_said_no(world: World) -> None:
    result, matter = decided(world, ("none", 10))
    assert (result, matter.state) == ("REJECTED", "REJECTED")
