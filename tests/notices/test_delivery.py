"""What leaves the platform: when, by which way, how often, and what becomes of it where it is not taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from deliberation.app import STAGES
from deliberation.db import db, transaction
from deliberation.kernel.stage import Attached, Linked, Recipient, Ref, Stage, use
from deliberation.notices.actions import send, steering
from deliberation.notices.actions.delivery import deliver
from deliberation.notices.models import ContactWay, Notice, NoticeWish, Sending
from deliberation.organisation.models import Person
from tests.builders import World
from tests.fakes.gateways import Gateways
from tests.fakes.mailbox import Mailbox
from tests.notices.conftest import FRIDAY, MovedClock

ORDER = Ref("order", 7)
Tell = Callable[..., Notice]


@pytest.fixture
def reader(world: World, hand: MovedClock) -> Person:
    """高峰, whose address was verified."""
    with transaction() as session:
        person = world.people["高峰"]
        person.email, person.phone = "gao@mail.example", "13900000022"
        way = ContactWay(person_id=person.id, channel="email", address=person.email, verified_at=FRIDAY)
        session.add(way)
    return person


@pytest.fixture
def tell(reader: Person, outside: dict[str, str], mailbox: Mailbox) -> Tell:
    """Write a notice to 高峰."""
    outside |= mailbox.settings

    def told(subject: str = "督办单有进展", kind: str = "order.report", about: Ref | None = ORDER) -> Notice:
        with transaction():
            (notice,) = send([reader.id], kind=kind, subject=subject, body="请看一看。", about=about)
        return notice

    return told


def states() -> list[str]:
    db.session.rollback()
    return [one.state for one in db.session.query(Sending).order_by(Sending.id)]


def subjects(mailbox: Mailbox) -> list[str]:
    return [str(letter["Subject"]) for _to, letter in mailbox.letters]


def test_what_changes_within_ten_minutes_is_one_message(tell: Tell, hand: MovedClock, mailbox: Mailbox) -> None:
    hand.to(9, 30, day=8)
    tell("会议改到19:30", kind="meeting.move")
    deliver()
    hand.to(9, 40, day=8)
    tell("会议改回19:00", kind="meeting.move")
    deliver()
    assert mailbox.letters == []
    hand.to(9, 41, day=8)
    deliver()
    hand.to(10, day=8)
    deliver()
    assert subjects(mailbox) == ["会议改到19:30等 2 条通知"]
    text = mailbox.letters[0][1].get_content()
    assert "1. 会议改到19:30" in text
    assert "2. 会议改回19:00" in text
    assert states() == ["DELIVERED", "MERGED"]


def test_at_most_three_a_day_and_the_third_gathers_the_rest_in_the_evening(
    tell: Tell, hand: MovedClock, mailbox: Mailbox
) -> None:
    for number in range(5):
        tell(f"进展{number}", about=Ref("order", number))
        hand.later(minutes=30)
        deliver()
    assert subjects(mailbox) == ["进展0", "进展1"]
    hand.to(18, 7)
    deliver()
    assert subjects(mailbox)[2:] == ["进展2等 3 条通知"]
    hand.to(18, 30)
    tell("晚上的")
    hand.to(19)
    deliver()
    assert len(mailbox.letters) == 3
    hand.to(8, 7, day=6)
    deliver()
    assert subjects(mailbox)[3:] == ["晚上的"]


def test_nothing_goes_out_in_the_quiet_hours(tell: Tell, hand: MovedClock, mailbox: Mailbox) -> None:
    hand.to(20, 30)
    tell("夜里写的会议取消", kind="cancelled")
    deliver()
    hand.to(7, 59, day=6)
    deliver()
    assert mailbox.letters == []
    hand.to(8, 7, day=6)
    deliver()
    assert subjects(mailbox) == ["夜里写的会议取消"]


def test_off_means_off_and_a_meeting_notice_comes_all_the_same(
    tell: Tell, hand: MovedClock, reader: Person, mailbox: Mailbox
) -> None:
    with transaction() as session:
        session.add(NoticeWish(person_id=reader.id, channel="", without=["order"]))
    tell()
    tell("会议通知", kind="meeting")
    hand.later(minutes=30)
    deliver()
    assert subjects(mailbox) == ["会议通知"]


def test_an_address_that_nobody_verified_gets_meeting_notices_only(
    tell: Tell, hand: MovedClock, mailbox: Mailbox
) -> None:
    with transaction() as session:
        session.delete(session.query(ContactWay).one())
    tell()
    tell("会议通知", kind="meeting")
    hand.later(minutes=30)
    deliver()
    assert subjects(mailbox) == ["会议通知"]


def test_a_dead_address_is_not_tried_again_until_there_is_another(
    tell: Tell, hand: MovedClock, reader: Person, mailbox: Mailbox, world: World
) -> None:
    mailbox.no_such_box.add("gao@mail.example")
    tell("会议取消", kind="cancelled")
    deliver()
    tell("又取消", kind="cancelled")
    hand.later(days=1)
    deliver()
    assert states() == ["REFUSED"]
    assert db.session.query(ContactWay).one().failed_because == "地址无效（550）"
    with transaction():
        person = db.session.get_one(Person, reader.id)
        person.email = "feng@mail.example"
    tell("会议通知", kind="meeting")
    deliver()
    assert [to for to, _letter in mailbox.letters] == ["feng@mail.example"]


def test_a_server_that_is_away_is_tried_again_with_growing_pauses_and_given_up_visibly(
    tell: Tell, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox, world: World
) -> None:
    outside["NOTICE_SMTP_PORT"] = "9"
    notice = tell("会议取消", kind="cancelled")
    tries: list[datetime] = []
    while states() == ["WAITING"]:
        row = db.session.query(Sending).one()
        hand.moment = row.due_at
        tries.append(row.due_at)
        deliver()
    assert states() == ["GIVEN_UP"]
    assert len(tries) == 8
    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses[:4] == sorted(pauses[:4])
    outside |= mailbox.settings
    row = db.session.query(Sending).one()
    assert row.notice_id == notice.id
    _again(row.id, world)
    deliver()
    assert states() == ["DELIVERED"]


def test_what_was_gathered_before_a_fault_is_told_with_what_gathers_it(
    tell: Tell, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox
) -> None:
    early = tell("第一条")
    tell("第二条")
    hand.later(minutes=11)
    outside["NOTICE_SMTP_PORT"] = "9"
    deliver()  # the first gathers the second and does not arrive
    outside |= mailbox.settings
    late = tell("第三条")
    with transaction():  # the third goes before the first is tried again
        db.session.query(Sending).filter_by(notice_id=late.id).update({"due_at": hand.moment})
        db.session.query(Sending).filter_by(notice_id=early.id).update({"due_at": hand.moment + timedelta(minutes=1)})
    deliver()
    ((_to, letter),) = mailbox.letters
    text = letter.get_content()
    assert all(words in text for words in ("第一条", "第二条", "第三条"))


def test_what_was_gathered_by_a_message_that_never_arrives_is_not_hidden(
    tell: Tell, hand: MovedClock, reader: Person, mailbox: Mailbox
) -> None:
    mailbox.no_such_box.add("gao@mail.example")
    tell("第一条")
    tell("第二条")
    hand.later(minutes=11)
    deliver()
    assert states() == ["REFUSED", "REFUSED"]


def test_what_was_gathered_by_a_message_that_is_given_up_is_given_up_visibly(
    tell: Tell, hand: MovedClock, outside: dict[str, str]
) -> None:
    outside["NOTICE_SMTP_PORT"] = "9"
    tell("第一条")
    tell("第二条")
    for _day in range(3):
        hand.later(minutes=11)
        for _time in range(10):
            hand.later(hours=4)
            deliver()
    assert states() == ["GIVEN_UP", "GIVEN_UP"]


def _again(sending_id: int, world: World) -> None:
    with transaction():
        db.session.query(Notice).update({"compound_id": world.compound.id})
    steering.send_again(world.secretary, sending_id)


def test_a_letter_whose_answer_was_lost_goes_again_under_the_same_id(
    tell: Tell, hand: MovedClock, mailbox: Mailbox
) -> None:
    mailbox.hang_up_after_data = 1
    tell("会议取消", kind="cancelled")
    deliver()
    assert states() == ["HANDING_OVER"]
    hand.later(minutes=2)
    deliver()
    assert states() == ["DELIVERED"]
    assert len({str(letter["Message-ID"]) for _to, letter in mailbox.letters}) == 1


def test_five_hundred_orders_for_a_group_are_a_few_messages_and_no_block(
    world: World, hand: MovedClock, outside: dict[str, str], gateways: Gateways
) -> None:
    outside |= gateways.settings_of("dingtalk")
    person_id = world.people["高峰"].id
    with transaction() as session:
        session.add(ContactWay(person_id=person_id, channel="dingtalk", address="13900000022"))
        session.add(NoticeWish(person_id=person_id, channel="dingtalk", without=[]))
    for number in range(500):
        with transaction():
            send([person_id], kind="meeting.order", subject=f"督办单 {number}", body="到期了。", about=ORDER)
    hand.later(minutes=11)
    deliver()
    assert 0 < len(gateways.came) <= 20
    assert gateways.blocks == 0
    assert set(states()) == {"DELIVERED", "MERGED"}


def test_a_robot_is_never_asked_faster_than_it_allows(
    world: World, hand: MovedClock, outside: dict[str, str], gateways: Gateways
) -> None:
    outside |= gateways.settings_of("wecom_robot")
    people = list(world.people.values())
    with transaction() as session:
        for number in range(60):
            person = people[number % len(people)]
            notice = Notice(person_id=person.id, kind="cancelled", subject=f"第{number}条", body="", created_at=FRIDAY)
            session.add(notice)
            session.flush()
            row = {"notice_id": notice.id, "person_id": person.id, "channel": "wecom_robot", "key": f"k{number}"}
            session.add(Sending(**row, state="WAITING", due_at=FRIDAY, created_at=FRIDAY))
        session.add_all(ContactWay(person_id=one.id, channel="wecom_robot", address="13900000022") for one in people)
    for minute in range(4):
        hand.moment = FRIDAY
        hand.later(minutes=minute)
        deliver()
        assert len(gateways.came) == min(60, 18 * (minute + 1))
    assert gateways.blocks == 0


def test_files_and_links_are_made_at_sending_and_the_newest_file_of_a_name_goes_along(
    tell: Tell, reader: Person, hand: MovedClock, mailbox: Mailbox
) -> None:
    def card(to: Recipient, facts: object) -> bytes:
        return f"{to.address} {facts}".encode()

    use(
        (*STAGES, Stage("cards", attachments={"a.card": card}, links={"a.reply": lambda to, _f: f"https://r/{to.key}"}))
    )
    try:
        for sequence in (1, 2):
            with transaction():
                send(
                    [reader.id],
                    kind="meeting.move",
                    subject="会议改期",
                    body="",
                    attachments=[Attached("a.card", "会议.ics", "text/calendar", {"sequence": sequence})],
                    links=[Linked("a.reply", "确认收到")],
                )
        with pytest.raises(KeyError), transaction():
            send([reader.id], kind="meeting", subject="", body="", links=[Linked("nobody", "x")])
        hand.later(minutes=11)
        deliver()
    finally:
        use(STAGES)
    (_to, letter) = mailbox.letters[0]
    body, file = letter.iter_parts()
    assert "确认收到：https://r/notice:" in body.get_content()
    assert file.get_payload(decode=True) == b"gao@mail.example {'sequence': 2}"
