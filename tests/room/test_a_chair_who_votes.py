"""主持人投票: where the rules of a meeting give the chair a vote it counts, and it is opened last."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.convening.actions import plan_meeting
from deliberation.convening.models import Seat
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.organisation.models import MeetingType, RuleProfileVersion
from deliberation.organisation.papers import rules_in_words
from deliberation.organisation.rules import parse_any, shipped_data
from deliberation.room.snapshot.votes import vote
from tests.builders import World, a_compound, sign_in
from tests.halls import NOTICE_AT, Hall, a_plan, an_open_meeting

GIVEN = [data["code"] for data in shipped_data() if data.get("chair_votes")]
"""The sets of rules that come with the platform and give the chair a vote."""


def opened(*, chair_votes: bool) -> Hall:
    """A hall with an open vote, under rules that give the chair a vote, or none."""
    with transaction():
        world = a_compound()
        profile = db.session.query(RuleProfileVersion).filter_by(code="five-party-default").one()
        profile.data = {**profile.data, "chair_votes": chair_votes}
    hall = an_open_meeting(world)
    hall.to_debate()
    hall.open_vote()
    return hall


def cast(app: Flask, hall: Hall) -> Any:
    """The chair agrees, by request."""
    chair = sign_in(app.test_client(), hall.world, "李建国")
    ballot = {"vote_id": 1, "choice": "AGREE", "client_id": uuid.uuid4().hex}
    return chair.post(f"/rooms/{hall.meeting_id}/ballots", json=ballot)


def test_under_such_rules_the_ballot_counts_and_stands_last(app: Flask) -> None:
    hall = opened(chair_votes=True)
    assert cast(app, hall).status_code == 200
    hall.cast_all(agree=7)
    hall.step("close_vote")
    found = vote(hall.meeting_id)["chair"]
    assert found is not None
    assert found["roll"] == 13
    assert found["ballots"][-1] == {"name": "李建国", "party": "金岭水岸华庭小区党支部", "choice": "AGREE"}
    assert sum(one["choice"] == "AGREE" for one in found["ballots"]) == 7


def test_under_other_rules_the_chair_is_not_on_the_roll(app: Flask) -> None:
    answer = cast(app, opened(chair_votes=False))
    assert answer.status_code == 403
    assert answer.get_json()["code"] == Reason.NOT_ON_ROLL.code


@pytest.mark.parametrize("code", GIVEN)
def test_every_shipped_set_that_says_so_gives_the_chair_a_seat_with_a_vote(world: World, code: str) -> None:
    clock.use(lambda: NOTICE_AT)
    with transaction():
        db.session.get_one(MeetingType, world.meeting_type.id).profile_code = code
    row = db.session.scalars(select(RuleProfileVersion).where(RuleProfileVersion.code == code)).one()
    assert any("可以投票" in line[1] for line in rules_in_words(parse_any(row.data)))
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world))
    seat = db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id, Seat.kind == "chair")).one()
    # 居委会组织法 §28: who chairs the representatives without being one of them has no vote there.
    assert seat.has_vote is (row.data.get("body") != "residents_representatives")


def test_some_shipped_rules_give_the_chair_a_vote_and_the_usual_ones_do_not() -> None:
    assert len(GIVEN) >= 5
    assert "five-party-default" not in GIVEN
