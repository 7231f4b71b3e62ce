"""三方共商: one party one vote (scenario C, item 1: the firm recuses itself on its own fee)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.db import transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Appointment, CompoundMeetingType, MeetingType
from deliberation.room.actions.recusals import recuse
from deliberation.room.queries import decisions
from deliberation.room.snapshot import vote as vote_slice
from tests.builders import World, a_compound, a_person
from tests.halls import Hall, a_noticed_meeting, an_accepted_item, arrive

FEE = "物业费由1.20元调整为1.50元每平方米每月，提请业主共同决定。"
PARTIES = ("neighbourhood_committee", "owners_committee", "property_firm")


def three_parties() -> World:
    """The compound with a 三方共商 type, whose 居委会 sends a delegate of its own."""
    world = a_compound()
    with transaction() as session:
        wanted = [{"kind": kind, "obligatory": True, "seats": 2} for kind in PARTIES]
        made = MeetingType(code="three", name="三方共商", profile_code="three-party-default", parties=wanted)
        session.add(made)
        session.flush()  # the compound's menu needs the id
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=1))
        delegate = a_person("冯丽", "jinling.冯丽", world)
        session.add(
            Appointment(
                person_id=delegate.id,
                party_id=world.parties["neighbourhood_committee"].id,
                role="neighbourhood_delegate",
                post="主任",
                starts_on=date(2024, 1, 1),
            )
        )
    world.meeting_type = made
    return world


@pytest.fixture
def hall(app: Flask) -> Hall:
    """The three parties in session over the firm's fee."""
    world = three_parties()
    found = a_noticed_meeting(world, [an_accepted_item(world, "物业费调整", "OWNERS_ORDINARY", "OTHER_MAJOR")])
    found.step("sign_in")
    arrive(found, "冯丽", "陈海涛", "刘芳", "高峰", "丁娜")
    found.step("open_meeting")
    found.to_debate(FEE)
    return found


def test_each_party_has_one_ballot_whoever_sits_there(hall: Hall) -> None:
    vote = hall.open_vote()
    assert len(vote.frozen["roll"]) == 3
    assert (vote.frozen["entitled"], vote.frozen["present"]) == (3, 3)
    hall.cast("陈海涛", "AGREE")
    with pytest.raises(Refused) as caught:
        hall.cast("刘芳", "OPPOSE")
    assert caught.value.reason is Reason.NOT_ON_ROLL


def test_with_the_firm_recused_one_of_two_parties_is_not_more_than_half(hall: Hall) -> None:
    for name in ("高峰", "丁娜"):
        recuse(hall.world.actor(name), hall.meeting_id, hall.meeting.current_item_id or 0, "事关本企业收费")
    hall.open_vote()
    hall.cast("冯丽", "AGREE")
    hall.cast("陈海涛", "OPPOSE")
    hall.step("close_vote")
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.entitled, decision.present) == ("LOST", 2, 2)
    assert decision.tally == {"agree": 1, "oppose": 1, "abstain": 0, "not_cast": 0}
    assert decision.verdict is not None
    assert "方" in decision.verdict["sentence"]
    assert vote_slice(hall.meeting_id)["hall"]["result"]["verdict"]["result"] == "REJECTED"


def test_two_of_three_parties_carry(hall: Hall) -> None:
    hall.open_vote()
    hall.cast("冯丽", "AGREE")
    hall.cast("陈海涛", "AGREE")
    hall.cast("高峰", "OPPOSE")
    hall.step("close_vote")
    assert decisions(hall.meeting_id)[0].outcome == "CARRIED"
