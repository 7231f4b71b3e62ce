"""What a meeting may not decide is put to the owners, once, and frees nothing before they have passed it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners import rules
from deliberation.owners.actions.matters import note_decision, propose, propose_topic
from deliberation.owners.models import OwnersMatter
from deliberation.owners.queries import matter_of
from deliberation.room.models import Motion
from tests.builders import World
from tests.supervision.hall import a_decided_meeting, motions


@pytest.fixture
def works(world: World) -> Motion:
    """The carried opinion on the south entrance, which only the owners can decide."""
    return motions(a_decided_meeting(world))[0]


def put(world: World, motion: Motion) -> OwnersMatter:
    with transaction():
        return propose(world.chair, motion)


def audited(action: str) -> int:
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    return db.session.scalar(query) or 0


def test_a_carried_opinion_is_put_to_the_owners(world: World, works: Motion) -> None:
    matter = put(world, works)
    assert (matter.state, matter.decision_authority, matter.motion_id) == ("PROPOSED", "OWNERS_SPECIAL", works.id)
    assert matter_of(works.id) == matter
    assert audited("owners.propose") == 1


def test_a_motion_is_put_to_the_owners_once(world: World, works: Motion) -> None:
    first = put(world, works)
    assert put(world, works).id == first.id
    assert audited("owners.propose") == 1


def test_what_the_parties_may_decide_is_not_put_to_the_owners(world: World, works: Motion) -> None:
    money = motions(works.item.meeting_id or 0)[1]
    with pytest.raises(Refused) as refused:
        put(world, money)
    assert refused.value.reason is Reason.INVALID_INPUT
    assert matter_of(money.id) is None


def test_a_lost_motion_is_not_put_to_the_owners(world: World, works: Motion) -> None:
    with transaction():
        works.state = "LOST"
    with pytest.raises(Refused) as refused:
        put(world, works)
    assert refused.value.reason is Reason.NOT_READY


@pytest.mark.parametrize(("passed", "state"), [(True, "PASSED"), (False, "REJECTED")])
def test_the_owners_decision_is_noted_once(world: World, works: Motion, passed: bool, state: str) -> None:
    matter = put(world, works)
    with transaction():
        note_decision(world.chair, matter.id, passed=passed)
    assert matter.state == state
    with pytest.raises(Refused) as refused, transaction():
        note_decision(world.chair, matter.id, passed=not passed)
    assert refused.value.reason is Reason.WRONG_STATE
    assert matter_of(works.id).state == state  # type: ignore[union-attr]


def test_a_topic_put_to_the_owners_before_the_meeting_agreed_is_one_matter(world: World, works: Motion) -> None:
    with transaction():
        topic = db.session.get_one(Topic, works.item.topic_id)
        topic.decision_authority, topic.matter = works.binds, works.item.matter
    early = propose_topic(world.actor("陈海涛"), works.item.topic_id or 0)
    assert put(world, works).id == early.id
    assert early.motion_id == works.id


def test_a_matter_that_does_not_exist_is_not_decided(world: World) -> None:
    with pytest.raises(Refused) as refused, transaction():
        note_decision(world.chair, 4711, passed=True)
    assert refused.value.reason is Reason.NOT_FOUND


def test_the_side_track_is_told_inside_a_transaction_only(world: World, works: Motion) -> None:
    with pytest.raises(RuntimeError):
        propose(world.chair, works)


@pytest.mark.parametrize(("state", "free"), [(None, True), ("PASSED", True), ("PROPOSED", False), ("REJECTED", False)])
def test_only_what_the_owners_passed_frees_an_order(state: str | None, free: bool) -> None:
    assert rules.frees(state) is free


def test_every_state_of_a_matter_has_a_name() -> None:
    assert set(rules.OWNERS_MATTER_STATES) == {"PROPOSED", "PASSED", "REJECTED"}
