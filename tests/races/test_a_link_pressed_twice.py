"""The link of one message is pressed twice at the same moment, one colleague named for two seats: one deed is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import record_substitute
from deliberation.convening.models import Substitution
from deliberation.convening.queries import seats
from deliberation.db import db
from deliberation.kernel.errors import Refused
from tests.builders import World, a_compound
from tests.convening.hall import a_noticed_meeting, acts
from tests.convening.letters import link_to
from tests.convening.test_substitutes import a_colleague
from tests.races.test_one_form_sent_twice_at_once import at_once


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


def posting(client: FlaskClient, address: str, **data: Any) -> Callable[[], Any]:
    """Send the form of the link's page."""
    return partial(client.post, f"{address}/leave", data={"reason": "出差", **data})


def test_two_presses_name_one_substitute_and_use_the_link_once(world: World, app: Flask) -> None:
    instead, other = a_colleague(world), a_colleague(world, name="吕珊")
    a_noticed_meeting(world)
    link = link_to(world, "韩勇")
    first = posting(app.test_client(), link, appointment_id=instead)
    second = posting(app.test_client(), link, appointment_id=other)
    answers = at_once(app, first, second)
    assert [answer.status_code for answer in answers] == [200, 410]
    assert "已经用它请过假" in answers[1].get_data(as_text=True)
    db.session.rollback()
    assert [one.appointment_id for one in db.session.query(Substitution)] == [instead]
    assert len(acts("substitute.name")) == 1


def test_two_presses_for_leave_are_one_leave(world: World, app: Flask) -> None:
    a_noticed_meeting(world)
    link = link_to(world, "韩勇")
    answers = at_once(app, posting(app.test_client(), link), posting(app.test_client(), link))
    assert [answer.status_code for answer in answers] == [200, 410]
    assert len(acts("leave.ask")) == 1


def test_one_colleague_named_for_two_seats_at_once_sits_on_one(world: World, app: Flask) -> None:
    instead = a_colleague(world, "property_firm", "吕珊", "firm_delegate")
    meeting_id = a_noticed_meeting(world).id
    held = {seat.person.name: seat.id for seat in seats(meeting_id)}

    def record(name: str) -> str:
        try:
            record_substitute(world.secretary, meeting_id, held[name], instead, "来电")
        except Refused as refused:
            return refused.reason.code
        return "done"

    assert at_once(app, partial(record, "高峰"), partial(record, "丁娜")) == ["done", "one_person_one_seat"]
    db.session.rollback()
    assert len([seat for seat in seats(meeting_id) if seat.person.name == "吕珊"]) == 1
