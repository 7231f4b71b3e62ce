"""From the hall to the orders: a topic follows into 落实 and comes out of it."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import actions
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A motion has been carried; its item is still open."""
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "高峰疏导")])
    opened.to_debate("早晚高峰由物业企业派人疏导，三月底前到位。")
    opened.open_vote()
    opened.cast_all(agree=12)
    opened.step("close_vote")
    return opened


def test_an_order_is_issued_once_the_hall_has_finished_its_item(hall: Hall) -> None:
    chair = hall.world.chair
    (order,) = actions.draft_from_decisions(chair, hall.meeting_id)
    with pytest.raises(Refused) as caught:
        actions.issue_order(chair, order.id)
    assert caught.value.reason is Reason.NOT_READY
    assert actions.issue_all(chair, hall.meeting_id) == []
    hall.step("finish_item")
    assert actions.issue_order(chair, order.id).state == "ISSUED"
    topic = db.session.get_one(Topic, order.topic_id, populate_existing=True)
    assert topic.state == "IMPLEMENTING"
