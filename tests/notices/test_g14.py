"""What follows the notice in scenario G (G14 to G15n), through letters: calendars, changes told once, links pressed."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from deliberation.app import do_what_is_due
from deliberation.convening.actions import MoveDraft, cancel_meeting, move_meeting
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.models import Appointment, Person
from tests.builders import World, a_compound
from tests.convening.letters import HOME, public_address
from tests.fakes.mailbox import Mailbox
from tests.notices.conftest import MovedClock
from tests.notices.linxi import NUMBERS, Linxi, the_noticed_meeting


@pytest.fixture
def world(app: object) -> World:
    return a_compound("wanghu", "望湖花园")


@pytest.fixture
def linxi(world: World, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox) -> Linxi:
    outside |= mailbox.settings
    found = the_noticed_meeting(world)
    sent()
    return found


def sent() -> None:
    """What is due goes out, under the public address of the installation."""
    with public_address():
        do_what_is_due()


def letters_to(mailbox: Mailbox, name: str) -> list[EmailMessage]:
    """What came to somebody, the oldest first."""
    address = f"p{NUMBERS[name]:02d}@mail.example"
    return [letter for to, letter in mailbox.letters if to == address]


def event_in(letter: EmailMessage) -> Any:
    """The one event of the calendar file in a letter."""
    (part,) = letter.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return event


def link_in(letter: EmailMessage) -> str:
    """The path of the link to answer by."""
    body = letter.get_body(("plain",))
    assert body is not None
    (code,) = re.findall(rf"{HOME}/reply/([0-9a-f]{{40}})", body.get_content())
    return f"/reply/{code}"


def a_colleague_of(linxi: Linxi, name: str, colleague: str, role: str) -> int:
    """Another person of the party of `name`; answers the appointment."""
    with transaction() as session:
        held = session.query(Appointment).filter_by(person_id=linxi.people[name]).first()
        assert held is not None
        person = Person(name=colleague, email="p28@mail.example")
        session.add(person)
        session.flush()
        post = Appointment(
            person_id=person.id, party_id=held.party_id, role=role, post="客户经理", starts_on=date(2027, 3, 1)
        )
        session.add(post)
        session.flush()
        return post.id


def moved(linxi: Linxi, minute: int) -> None:
    """郑国栋 moves the hour."""
    draft = MoveDraft(clock.beijing(2027, 3, 10, 19, minute), linxi.world.venue.id, "", "会场有冲突")
    move_meeting(linxi.world.chair, linxi.meeting_id, draft)


def roll(linxi: Linxi) -> dict[str, bool]:
    """Who sits there, and whether they are on leave."""
    db.session.expire_all()
    return {seat.holder: seat.leave_at is not None for seat in seats(linxi.meeting_id)}


def test_each_letter_of_the_notice_has_the_meeting_for_the_calendar(linxi: Linxi, mailbox: Mailbox) -> None:
    events = [event_in(letter) for _to, letter in mailbox.letters]
    assert len(events) == 15
    assert {event["SEQUENCE"] for event in events} == {0}
    assert len({str(event["UID"]) for event in events}) == 1
    assert len({link_in(letter) for _to, letter in mailbox.letters}) == 15


def test_there_and_back_within_ten_minutes_is_one_message_and_one_entry(
    linxi: Linxi, hand: MovedClock, mailbox: Mailbox
) -> None:
    first = event_in(letters_to(mailbox, "白洁")[0])
    hand.to(9, 30, day=8)
    moved(linxi, 30)
    sent()
    hand.to(9, 40, day=8)
    moved(linxi, 0)
    hand.to(9, 41, day=8)
    sent()
    _notice, told = letters_to(mailbox, "白洁")
    event = event_in(told)
    assert (event["SEQUENCE"], event["UID"], event["DTSTART"].dt) == (2, first["UID"], first["DTSTART"].dt)
    text = told.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.count("会场有冲突") == 2
    hand.to(12, day=8)
    sent()
    assert len(letters_to(mailbox, "白洁")) == 2


def test_a_partner_sends_a_colleague_by_the_link_of_the_letter(
    linxi: Linxi, hand: MovedClock, mailbox: Mailbox, client: FlaskClient
) -> None:
    instead = a_colleague_of(linxi, "白洁", "孙浩", "observer")
    hand.to(15, 20, day=8)
    link = link_in(letters_to(mailbox, "白洁")[0])
    assert "孙浩 客户经理" in client.get(link).get_data(as_text=True)
    answer = client.post(f"{link}/leave", data={"reason": "出差", "appointment_id": instead})
    assert "孙浩（代白洁）" in answer.get_data(as_text=True)
    assert "孙浩（代白洁）" in roll(linxi)
    assert client.get(link).status_code == 410
    sent()
    theirs = [letter for to, letter in mailbox.letters if to == "p28@mail.example"][-1]
    assert "不能再请别人代替" in theirs.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert event_in(theirs)["SEQUENCE"] == 0
    shown = client.get(link_in(theirs)).get_data(as_text=True)
    assert "孙浩（代白洁）" in shown
    assert "请同单位的人代替" not in shown


def test_a_committee_member_sends_nobody_and_another_asks_leave(
    linxi: Linxi, hand: MovedClock, mailbox: Mailbox, client: FlaskClient
) -> None:
    wife = a_colleague_of(linxi, "姚斌", "刘丽", "observer")
    hand.to(16, day=8)
    link = link_in(letters_to(mailbox, "姚斌")[0])
    refused = client.post(f"{link}/leave", data={"reason": "值班", "appointment_id": wife})
    assert (refused.status_code, "业委会委员不得委托他人" in refused.get_data(as_text=True)) == (409, True)
    hand.to(12, day=9)
    client.post(f"{link_in(letters_to(mailbox, '魏兰')[0])}/leave", data={"reason": "出差"})
    on_leave = roll(linxi)
    assert (on_leave["姚斌"], on_leave["魏兰"], len(on_leave)) == (False, True, 17)


def test_a_cancelled_meeting_leaves_every_calendar(linxi: Linxi, hand: MovedClock, mailbox: Mailbox) -> None:
    first = event_in(letters_to(mailbox, "白洁")[0])
    hand.to(15, day=9)
    cancel_meeting(linxi.world.chair, linxi.meeting_id, "逢春节放假")
    sent()
    event = event_in(letters_to(mailbox, "白洁")[-1])
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 1, first["UID"])


def test_what_climbs_after_a_move_says_the_new_hour_and_asks_nobody_who_answered(
    linxi: Linxi, hand: MovedClock, mailbox: Mailbox, client: FlaskClient
) -> None:
    hand.to(9, 30, day=8)
    moved(linxi, 30)
    hand.to(9, 45, day=8)
    sent()
    assert "19:30" in linxi.notice("白洁").body
    assert (linxi.notice("白洁").rung, linxi.notice("白洁").climb_at) == (0, clock.beijing(2027, 3, 8, 13, 30))
    link = link_in(letters_to(mailbox, "白洁")[-1])
    shown = re.search(r'name="seen" value="([^"]+)"', client.get(link).text)
    assert shown
    assert client.post(f"{link}/confirm", data={"seen": shown[1]}).status_code == 302
    client.post(f"{link_in(letters_to(mailbox, '魏兰')[0])}/leave", data={"reason": "出差"})
    db.session.expire_all()
    assert linxi.notice("白洁").confirmed_by == "link"
    assert (linxi.notice("魏兰").confirmed_at, linxi.notice("魏兰").climb_at) == (None, None)
    assert linxi.notice("姚斌").climb_at is not None
    cancel_meeting(linxi.world.chair, linxi.meeting_id, "停电")
    db.session.expire_all()
    assert linxi.notice("姚斌").climb_at is None
