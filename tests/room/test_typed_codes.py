"""Codes at the door, typed with a full-width keyboard: read as meant; what is no code is told and costs no try."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.convening.actions import pin_of
from deliberation.db import db
from deliberation.organisation.models import FailedTry
from deliberation.organisation.rules.tries import FREE
from tests.builders import a_compound
from tests.halls import Hall, a_noticed_meeting

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def hall(app: Flask) -> Hall:
    return a_noticed_meeting(a_compound())


def typed_ways(number: str) -> list[str]:
    """The same six digits as keyboards of phones and offices give them."""
    return [
        number,
        number.translate(WIDE),
        number.translate(ARABIC),
        f" {number[:3]} {number[3:]}",
        f"{number[:3]}－{number[3:]}",
    ]


def test_the_meetings_number_is_found_however_it_is_typed(hall: Hall, app: Flask) -> None:
    mine = {"name": "张秀兰", "pin": pin_of(hall.seats["张秀兰"], app.config["SECRET_KEY"])}
    for typed in typed_ways(hall.meeting.join_code):
        answer = app.test_client().post("/join", data={"code": typed, **mine})
        assert answer.status_code == 302, typed


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345O", "²²²", "一二三四五六", "\u202e", "9" * 5000])
def test_what_is_no_meetings_number_is_told(hall: Hall, client: FlaskClient, typed: str) -> None:
    answer = client.post("/join", data={"code": typed})
    assert answer.status_code == 422
    assert "会议号" in answer.get_data(as_text=True)


def test_the_pin_opens_the_seat_however_it_is_typed(hall: Hall, app: Flask) -> None:
    seat, address = hall.seats["张秀兰"], f"/j/{hall.meeting.join_token}"
    for typed in typed_ways(pin_of(seat, app.config["SECRET_KEY"])):
        answer = app.test_client().post(address, data={"seat_id": seat.id, "pin": typed})
        assert answer.status_code == 302, typed


def test_what_is_no_pin_is_told_and_costs_no_try(hall: Hall, app: Flask, client: FlaskClient) -> None:
    seat, address = hall.seats["张秀兰"], f"/j/{hall.meeting.join_token}"
    for typed in ["12345", "1234567", "28581O", "²²²", "①"] * FREE:
        answer = client.post(address, data={"seat_id": seat.id, "pin": typed}, follow_redirects=True)
        assert "这一次不算输错" in answer.text
    assert db.session.scalars(select(FailedTry)).all() == []
    right = pin_of(seat, app.config["SECRET_KEY"])
    assert client.post(address, data={"seat_id": seat.id, "pin": right}).status_code == 302
