"""A stranger with the meeting's number keeps nobody out and gets nowhere; a hall behind one address gets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.convening.actions import admit_devices, pin_of
from deliberation.convening.queries.door import tries_of
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules import tries
from deliberation.room import snapshot
from tests.builders import PASSWORD, World, a_compound, sign_in
from tests.halls import Hall, a_noticed_meeting

SECRET = "a key for tests only"
ELSEWHERE, HALL = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A meeting whose notice was sent and whose doors are open."""
    noticed = a_noticed_meeting(a_compound())
    noticed.step("sign_in")
    return noticed


def right(hall: Hall, name: str) -> str:
    """The PIN of the named person's slip."""
    return pin_of(hall.seats[name], SECRET)


def try_seat(client: FlaskClient, hall: Hall, name: str, pin: str, address: str) -> bool:
    """Whether the door opened."""
    form = {"seat_id": hall.seats[name].id, "pin": pin}
    answer = client.post(f"/j/{hall.meeting.join_token}", data=form, environ_overrides={"REMOTE_ADDR": address})
    return answer.status_code == 302


def guess(app: Flask, hall: Hall, name: str, times: int, address: str) -> None:
    """Wrong PINs from an address, each from a browser that is new."""
    wrong = "000000" if right(hall, name) != "000000" else "000001"
    for _ in range(times):
        assert not try_seat(app.test_client(), hall, name, wrong, address)


def delegates(hall: Hall) -> list[str]:
    return [name for name, seat in hall.seats.items() if seat.kind == "delegate"]


def test_wrong_pins_from_elsewhere_lock_nobody_in_the_hall_out(hall: Hall, app: Flask) -> None:
    for name in delegates(hall):
        guess(app, hall, name, 5, ELSEWHERE)
    assert not try_seat(app.test_client(), hall, "张秀兰", right(hall, "张秀兰"), ELSEWHERE)
    for name in delegates(hall):
        assert try_seat(app.test_client(), hall, name, right(hall, name), HALL), name


def test_a_device_that_was_here_does_not_wait_for_a_stranger_on_the_same_network(hall: Hall, app: Flask) -> None:
    tablet = app.test_client()
    assert try_seat(tablet, hall, "张秀兰", right(hall, "张秀兰"), HALL)
    guess(app, hall, "王志强", 7, HALL)
    assert not try_seat(app.test_client(), hall, "王志强", right(hall, "王志强"), HALL)
    assert try_seat(tablet, hall, "王志强", right(hall, "王志强"), HALL)


def test_one_address_has_sixty_wrong_pins_in_an_hour_over_all_seats(hall: Hall, app: Flask) -> None:
    for name in delegates(hall) * 2:
        guess(app, hall, name, 5, ELSEWHERE)
    assert tries_of(hall.meeting).recent == min(tries.SOURCE_LIMIT, 5 * len(delegates(hall)))


def test_the_whole_meeting_bears_so_many_tries_and_the_chair_lets_new_devices_in(
    hall: Hall, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "UNKNOWN_LIMIT", 20)
    monkeypatch.setattr(tries, "ADMISSION_LIMIT", 5)
    tablet = app.test_client()
    assert try_seat(tablet, hall, "张秀兰", right(hall, "张秀兰"), HALL)
    for n in range(30):
        guess(app, hall, "王志强", 1, f"203.0.113.{n}")
    assert tries_of(hall.meeting).recent == 20
    said = snapshot.next_step(hall.meeting_id)
    assert "有人一直在试口令" in said["chair"]["door"]
    assert said["tablet"] is None
    assert not try_seat(app.test_client(), hall, "王志强", right(hall, "王志强"), HALL)
    assert try_seat(tablet, hall, "王志强", right(hall, "王志强"), HALL)
    admit_devices(hall.world.secretary, hall.meeting_id)
    assert try_seat(app.test_client(), hall, "王志强", right(hall, "王志强"), HALL)
    for _ in range(tries.ADMISSIONS - 1):
        admit_devices(hall.world.chair, hall.meeting_id)
    with pytest.raises(Refused) as caught:
        admit_devices(hall.world.chair, hall.meeting_id)
    assert caught.value.reason is Reason.DOOR_SHUT


def test_a_delegate_does_not_let_devices_in(hall: Hall, app: Flask) -> None:
    with pytest.raises(Refused) as caught:
        admit_devices(hall.world.actor("张秀兰"), hall.meeting_id)
    assert caught.value.reason is Reason.FORBIDDEN


def test_where_staff_have_signed_in_a_new_tablet_is_at_home(hall: Hall, app: Flask) -> None:
    tablet = sign_in(app.test_client(), hall.world, "周敏")
    guess(app, hall, "王志强", 7, "127.0.0.1")
    assert try_seat(tablet, hall, "王志强", right(hall, "王志强"), "127.0.0.1")


def test_what_was_turned_away_is_neither_compared_nor_written_down(hall: Hall, app: Flask) -> None:
    guess(app, hall, "王志强", 12, ELSEWHERE)
    lines = db.session.query(AuditEntry).filter_by(action="room.enter").all()
    assert [line.facts["ok"] for line in lines] == [False] * 5


def test_two_hundred_come_in_from_one_address_with_the_limits_on(hall: Hall, limited: Flask) -> None:
    with clock.frozen(clock.now()):
        for n in range(200):
            name = delegates(hall)[n % len(delegates(hall))]
            form = {"code": hall.meeting.join_code, "name": name, "pin": right(hall, name)}
            answer = limited.test_client().post("/join", data=form, environ_overrides={"REMOTE_ADDR": HALL})
            assert answer.status_code == 302, n


def test_a_guesser_of_numbers_is_stopped_after_sixty_in_a_minute(hall: Hall, limited: Flask) -> None:
    form = {"code": "000000" if hall.meeting.join_code != "000000" else "111111", "name": "甲", "pin": "123456"}
    said = [limited.test_client().post("/join", data=form).status_code for _ in range(62)]
    assert said == [422] * 60 + [429] * 2


def try_account(client: FlaskClient, world: World, password: str, address: str) -> int:
    form = {"username": world.accounts["李建国"].username, "password": password}
    return client.post("/login", data=form, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_wrong_passwords_from_elsewhere_do_not_keep_the_chair_out(hall: Hall, app: Flask) -> None:
    own = sign_in(app.test_client(), hall.world, "李建国")
    own.post("/logout")
    for n in range(40):
        try_account(app.test_client(), hall.world, "wrong", f"203.0.113.{n % 8}")
    assert try_account(own, hall.world, PASSWORD, HALL) == 302
    assert try_account(app.test_client(), hall.world, PASSWORD, "192.0.2.1") == 401  # new devices wait
    account = hall.world.accounts["李建国"]
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert try_account(app.test_client(), hall.world, PASSWORD, "192.0.2.1") == 302
        assert account.failures == 0


def test_five_wrong_passwords_slow_only_who_sent_them(hall: Hall, app: Flask) -> None:
    for _ in range(5):
        assert try_account(app.test_client(), hall.world, "wrong", ELSEWHERE) == 401
    assert try_account(app.test_client(), hall.world, PASSWORD, ELSEWHERE) == 401
    assert try_account(app.test_client(), hall.world, PASSWORD, HALL) == 302


def test_a_strangers_question_for_the_code_of_a_meeting_is_answered_alike(hall: Hall, client: FlaskClient) -> None:
    answers = [client.get(f"/rooms/{n}/join.svg") for n in (hall.meeting_id, hall.meeting_id + 1000)]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].location.split("?")[0] == answers[1].location.split("?")[0] == "/login"
