"""Who is asked, by which rules and until when: what a vote's preparing, notice and opening must not let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.preparing import VoteDraft, notify, open_vote, prepare
from deliberation.owners.models import OwnersMatter, OwnersVote
from deliberation.roster.models import RosterUnit
from deliberation.roster.rules.parts import Part
from tests.builders import World
from tests.owners.hall import (
    CLOSES,
    FEE,
    NOTICED,
    OPENS,
    SOUTH_GATE,
    a_noticed_vote,
    a_prepared_vote,
    a_roster,
    heads_of,
    profile_for,
)

WHOLE = VoteDraft(
    kind="OWNERS", title="物业费调整的业主表决", opens_at=OPENS, closes_at=CLOSES, profile_id=0, questions=(FEE,)
)


def prepared(world: World, body: str = "owners_assembly", **changes: Any) -> OwnersVote:
    draft = replace(WHOLE, profile_id=profile_for(body).id, **changes)
    return prepare(world.actor("陈海涛"), world.compound.id, draft)


def why_not(world: World, body: str = "owners_assembly", **changes: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        prepared(world, body, **changes)
    return refused.value


def test_a_vote_of_all_owners_is_not_narrowed_to_a_building(world: World) -> None:
    assert why_not(world, scope=(Part("1"),)).reason is Reason.INVALID_INPUT
    assert prepared(world).scope == []


def test_a_vote_is_held_under_the_rules_of_who_decides(world: World) -> None:
    assert why_not(world, "affected_owners").reason is Reason.INVALID_INPUT
    assert prepared(world, "affected_owners", kind="AFFECTED", scope=(Part("1"),)).kind == "AFFECTED"


def test_a_policy_that_nobody_knows_counts_nobody(world: World) -> None:
    assert why_not(world, policy="AS_WE_LIKE").reason is Reason.INVALID_INPUT


def test_the_neighbourhood_is_told_before_it_is_written_down_that_it_was(world: World) -> None:
    vote, committee = a_prepared_vote(world), world.actor("陈海涛")
    with clock.frozen(clock.beijing(2026, 3, 11, 12)):
        with pytest.raises(Refused) as refused:
            notify(committee, vote.id, NOTICED, NOTICED + timedelta(days=1))
        assert refused.value.reason is Reason.INVALID_INPUT
        assert notify(committee, vote.id, NOTICED, NOTICED).neighbourhood_told_on == NOTICED


def test_a_vote_whose_closing_has_passed_is_not_opened_any_more(world: World) -> None:
    a_roster(world, heads_of(3))
    vote = a_noticed_vote(world, a_prepared_vote(world))
    with clock.frozen(CLOSES), pytest.raises(Refused) as refused:
        open_vote(world.actor("陈海涛"), vote.id)
    assert refused.value.reason is Reason.INVALID_INPUT
    with clock.frozen(CLOSES - timedelta(minutes=1)):
        assert open_vote(world.actor("陈海涛"), vote.id).state == "OPEN"


def test_every_building_that_was_announced_is_asked(world: World) -> None:
    roster = a_roster(world, [*heads_of(2, building="1"), *heads_of(2, building="2")])
    vote = a_noticed_vote(world, a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=("1", "2")))
    move(roster.id, "2", "2号楼")
    with clock.frozen(OPENS), pytest.raises(Refused) as refused:
        open_vote(world.actor("陈海涛"), vote.id)
    assert "2" in refused.value.facts["what"]
    move(roster.id, "2号楼", "2")
    with clock.frozen(OPENS):
        assert open_vote(world.actor("陈海涛"), vote.id).heads == 4


def move(roster_id: int, before: str, after: str) -> None:
    """The roster calls a building something else."""
    with transaction() as session:
        session.execute(
            update(RosterUnit)
            .where(RosterUnit.roster_id == roster_id, RosterUnit.building == before)
            .values(building=after)
        )


def test_what_the_gate_called_special_needs_three_quarters_whatever_item_is_chosen(world: World) -> None:
    with transaction() as session:
        matter = OwnersMatter(
            compound_id=world.compound.id,
            decision_authority="OWNERS_SPECIAL",
            matter=None,
            state="PROPOSED",
            proposed_at=clock.now(),
        )
        session.add(matter)
    assert why_not(world, questions=(replace(FEE, matter_id=matter.id),)).reason is Reason.INVALID_INPUT
    assert prepared(world, questions=(replace(SOUTH_GATE, matter_id=matter.id),)).questions[0].item == "REBUILD"


def test_nobody_can_elect_more_people_than_stand(world: World) -> None:
    election = replace(
        FEE, item="COMMITTEE_ELECTION", method="ELECTION", options=(("o1", "甲"), ("o2", "乙")), most=2, seats=3
    )
    assert why_not(world, questions=(election,)).reason is Reason.INVALID_INPUT
    assert prepared(world, questions=(replace(election, seats=2),)).state == "PREPARED"
