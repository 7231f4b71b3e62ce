"""筹备组不能代表业主作决定: a body still being formed neither begins a vote of the owners nor says its result."""

from __future__ import annotations

import pytest

from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.organisation.models import Appointment, Party
from deliberation.owners.actions.course import cancel_vote
from deliberation.owners.actions.preparing import VoteDraft, notify, open_vote, prepare
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.hall import CLOSES, NOTICED, OPENS, SOUTH_GATE, a_prepared_vote, profile_for
from tests.refusals import reason_of, refusal


@pytest.fixture
def forming(world: World) -> World:
    """The committee of the compound is still being formed."""
    with transaction():
        db.session.get_one(Party, world.parties["owners_committee"].id).is_preparatory = True
    return world


def a_draft() -> VoteDraft:
    return VoteDraft(
        kind="OWNERS",
        title="书面表决",
        opens_at=OPENS,
        closes_at=CLOSES,
        profile_id=profile_for("owners_assembly").id,
        questions=(SOUTH_GATE,),
    )


def test_it_does_not_begin_a_vote_and_the_chair_does(forming: World) -> None:
    compound = forming.compound.id
    refused = refusal(prepare, forming.actor("陈海涛"), compound, a_draft())
    assert refused.reason is Reason.PREPARATORY_BODY
    assert prepare(forming.chair, compound, a_draft()).state == "PREPARED"


def test_it_neither_calls_nor_opens_nor_announces_what_others_have_prepared(world: World) -> None:
    vote = a_prepared_vote(world)
    with transaction():
        db.session.get_one(Party, world.parties["owners_committee"].id).is_preparatory = True
    member = world.actor("陈海涛")
    assert reason_of(notify, member, vote.id, NOTICED, NOTICED) is Reason.PREPARATORY_BODY
    assert reason_of(open_vote, member, vote.id) is Reason.PREPARATORY_BODY
    assert reason_of(cancel_vote, member, vote.id) is Reason.PREPARATORY_BODY
    assert reason_of(announce_owners_result, member, vote.id) is Reason.PREPARATORY_BODY


def test_whoever_holds_another_post_as_well_acts_by_that_one(forming: World) -> None:
    with transaction() as session:
        party = forming.parties["neighbourhood_committee"].id
        person = forming.people["陈海涛"].id
        role, since = "neighbourhood_delegate", session.query(Appointment.starts_on).first()[0]
        session.add(Appointment(person_id=person, party_id=party, role=role, starts_on=since))
    assert prepare(forming.actor("陈海涛"), forming.compound.id, a_draft()).state == "PREPARED"
