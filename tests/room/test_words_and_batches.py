"""What one person sends wrong or late must not touch the others, nor what has been decided."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.kernel.errors import Reason
from deliberation.room.actions import consensus, items, minutes, motions, voting
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.models import Motion
from deliberation.room.queries import last_test, motions_of, open_vote_of, turnout
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.refusals import reason_of


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall in the debate of its first item, a second one waiting."""
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "绿化补种"), an_accepted_item(world, "门岗值守")])
    opened.to_debate()
    return opened


def at_hand(hall: Hall) -> Motion:
    """The first motion of the open item."""
    return motions_of(hall.meeting.current_item_id or 0)[0]


@pytest.mark.parametrize(
    ("client_id", "vote_id", "reason"),
    [
        ("\ud800" * 8, None, Reason.INVALID_INPUT),
        ("a\x00b" * 5, None, Reason.INVALID_INPUT),
        ("0123456789abcdef0123456789abcdef", 10**30, Reason.NOT_FOUND),
    ],
)
def test_a_ballot_that_no_store_can_hold_fails_alone(
    hall: Hall, app: Flask, client_id: str, vote_id: int | None, reason: Reason
) -> None:
    vote = hall.open_vote()
    world, meeting_id, answers = hall.world, hall.meeting_id, {}

    def cast(name: str, actor: Any, key: str, number: int) -> None:
        with app.app_context():
            try:
                answers[name] = cast_ballot(actor, meeting_id, number, "AGREE", key)["choice"]
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
                answers[name] = getattr(error, "reason", error)

    sent = [(name, world.actor(name), uuid.uuid4().hex, vote.id) for name in ("张秀兰", "王志强", "孙玉梅")]
    sent.append(("高峰", world.actor("高峰"), client_id, vote_id or vote.id))
    db.session.rollback()
    threads = [threading.Thread(target=cast, args=one) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers == {"张秀兰": "AGREE", "王志强": "AGREE", "孙玉梅": "AGREE", "高峰": reason}
    assert turnout(vote.id)[0] == 3


def test_an_amendment_is_decided_before_its_motion_also_when_the_chairs_screen_is_old(hall: Hall) -> None:
    main = at_hand(hall)
    amendment = hall.record_motion("费用由联建单位承担", amends=main)
    for act in (voting.open_vote, consensus.ask):
        assert reason_of(act, hall.world.chair, hall.meeting_id, main.id) is Reason.MOTION_PENDING
    voting.open_vote(hall.world.chair, hall.meeting_id, amendment.id)
    assert open_vote_of(hall.meeting_id) is not None


def test_what_would_amend_a_motion_is_withdrawn_with_it(hall: Hall) -> None:
    main = at_hand(hall)
    amendment = hall.record_motion("费用由联建单位承担", amends=main)
    motions.withdraw_motion(hall.world.secretary, hall.meeting_id, main.id)
    assert (main.state, amendment.state) == ("WITHDRAWN", "WITHDRAWN")


def test_a_motion_is_not_withdrawn_while_its_amendment_is_being_voted_on(hall: Hall) -> None:
    main = at_hand(hall)
    hall.record_motion("费用由联建单位承担", amends=main)
    hall.open_vote()
    refused = reason_of(motions.withdraw_motion, hall.world.secretary, hall.meeting_id, main.id)
    assert refused is Reason.MOTION_PENDING
    assert main.state == "MOVED"


def test_an_item_deferred_during_the_asking_leaves_no_open_question(hall: Hall) -> None:
    item_id = hall.meeting.current_item_id or 0
    hall.step("consensus")
    items.defer_item(hall.world.chair, hall.meeting_id, "缺少报价，下次再议")
    test = last_test(item_id)
    assert test is not None
    assert test.state == "WITHDRAWN"


def test_a_second_motion_without_a_key_is_not_taken_for_the_first(hall: Hall) -> None:
    put = (hall.world.secretary, hall.meeting_id, hall.meeting.current_item_id, "由物业企业七日内补种绿化")
    assert reason_of(motions.record_motion, *put, "") is Reason.INVALID_INPUT
    assert motions.record_motion(*put, uuid.uuid4().hex).number == 2


def test_a_line_of_the_record_belongs_to_an_item_of_its_meeting(hall: Hall) -> None:
    inside = hall.meeting.current_item_id
    outside = an_accepted_item(hall.world, "楼道照明").id
    assert minutes.write(hall.world.secretary, hall.meeting_id, "note", "投影仪重启一次。", inside).item_id == inside
    refused = reason_of(minutes.write, hall.world.secretary, hall.meeting_id, "note", "投影仪重启一次。", outside)
    assert refused is Reason.NOT_FOUND


def test_what_no_column_can_hold_is_refused_and_is_no_crash(hall: Hall, client: FlaskClient) -> None:
    sign_in(client, hall.world, "周敏")
    address = f"/rooms/{hall.meeting_id}/minutes"
    good = client.post(address, json={"kind": "note", "text": "投影仪重启一次。"})
    bad = client.post(address, data='{"kind": "note", "text": "\\ud800\\u0000"}', content_type="application/json")
    far = client.get(f"/desk/jinling/topics/{10**30}")
    assert (good.status_code, bad.status_code, far.status_code) == (200, 422, 404)
