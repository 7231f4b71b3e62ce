"""The notice of scenario G.1.3 with its figures: 17 people, 43 attempts, 8 of them failed, 3 slips."""

from __future__ import annotations

from collections import Counter

import pytest

from deliberation.app import do_what_is_due
from deliberation.convening.actions import cancel_meeting
from deliberation.db import db
from deliberation.notices.actions.delivery import Taken, deliver, hand_over, settle, take
from deliberation.notices.models import Attempt, ContactWay, Notice, Sending, Slip
from deliberation.notices.queries import reached
from tests.builders import World, a_compound
from tests.fakes.gateways import Gateways
from tests.fakes.mailbox import Mailbox
from tests.notices.conftest import MovedClock
from tests.notices.linxi import CALLED, Linxi, the_noticed_meeting

FIRST_TO_CONFIRM = ("郑国栋", "温娟", "唐雪", "钱立群", "许建华", "姚斌", "尹涛", "苗苗", "田甜", "丁一鸣")
OPEN_AT_TWO = ("何桂英", "林向东", "曹玉芬", "彭永", "魏兰", "顾晓峰", "白洁")
OPEN_AT_SIX = ("何桂英", "曹玉芬", "彭永")


@pytest.fixture
def world(app: object) -> World:
    return a_compound("wanghu", "望湖花园")


@pytest.fixture
def linxi(world: World, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox, gateways: Gateways) -> Linxi:
    outside |= mailbox.settings | gateways.settings_of("aliyun") | gateways.settings_of("tencent")
    mailbox.no_such_box.add("p14@mail.example")
    return the_noticed_meeting(world)


def attempts() -> Counter[tuple[str, str]]:
    """How many attempts there were, by provider and outcome."""
    db.session.rollback()
    return Counter((one.provider, one.outcome) for one in db.session.query(Attempt))


def unconfirmed(linxi: Linxi) -> set[str]:
    db.session.rollback()
    return {name for name in CALLED.values() if linxi.notice(name).confirmed_at is None}


def at_ten(linxi: Linxi) -> None:
    do_what_is_due()
    linxi.confirm(*FIRST_TO_CONFIRM)


def at_two(hand: MovedClock, gateways: Gateways) -> None:
    gateways.broken.add("aliyun")
    hand.to(14)
    do_what_is_due()


def killed_after_three(hand: MovedClock) -> None:
    """Three go out by the other gateway; the fourth is handed over, and the process dies before it is noted."""
    hand.to(14, 5)
    for number in range(4):
        taken = take(set())
        assert isinstance(taken, Taken)
        outcome = hand_over(taken)
        if number < 3:
            settle(taken, outcome)


def test_at_ten_the_platform_and_the_mail_tell_them_and_a_dead_box_is_marked(linxi: Linxi, mailbox: Mailbox) -> None:
    at_ten(linxi)
    assert attempts() == {
        ("platform", "DELIVERED"): 14,
        ("email.smtp", "DELIVERED"): 14,
        ("email.smtp", "REFUSED"): 1,
    }
    way = db.session.query(ContactWay).one()
    assert (way.person_id, way.failed_because) == (linxi.people["林向东"], "地址无效（550）")
    assert set(mailbox.counts.values()) == {1}
    assert unconfirmed(linxi) == set(OPEN_AT_TWO)


def test_a_fault_of_the_gateway_is_nobodys_and_the_other_one_sends_once(
    linxi: Linxi, hand: MovedClock, gateways: Gateways
) -> None:
    at_ten(linxi)
    at_two(hand, gateways)
    assert attempts()["sms.aliyun", "FAULT"] == 7
    assert gateways.came == []
    hand.to(14, 4)
    do_what_is_due()
    assert gateways.came == []
    hand.to(14, 5)
    do_what_is_due()
    assert gateways.counts("tencent") == {linxi.phone(name): 1 for name in OPEN_AT_TWO}
    assert db.session.query(ContactWay).count() == 1


def test_a_sender_that_dies_after_three_of_seven_leaves_four_and_nobody_gets_two(
    linxi: Linxi, hand: MovedClock, gateways: Gateways
) -> None:
    at_ten(linxi)
    at_two(hand, gateways)
    killed_after_three(hand)
    assert len(gateways.came) == 4
    hand.to(14, 6)
    deliver()
    assert len(gateways.came) == 7
    hand.to(14, 8)
    deliver()
    assert gateways.counts("tencent") == {linxi.phone(name): 1 for name in OPEN_AT_TWO}
    assert {one.state for one in db.session.query(Sending).filter_by(channel="sms")} == {"DELIVERED"}


def test_the_whole_notice_has_43_attempts_8_failures_and_3_slips(
    linxi: Linxi, hand: MovedClock, gateways: Gateways, mailbox: Mailbox
) -> None:
    at_ten(linxi)
    at_two(hand, gateways)
    hand.to(14, 5)
    do_what_is_due()
    linxi.confirm("林向东", "魏兰", "顾晓峰", "白洁")
    hand.to(18)
    do_what_is_due()
    counted = attempts()
    assert counted.total() == 43
    assert sum(number for (_who, outcome), number in counted.items() if outcome != "DELIVERED") == 8
    slips = db.session.query(Slip).all()
    assert {one.notice.person_id for one in slips} == {linxi.people[name] for name in OPEN_AT_SIX}
    assert unconfirmed(linxi) == set(OPEN_AT_SIX)
    hand.to(9, day=7)
    do_what_is_due()
    assert attempts().total() == 43
    assert db.session.query(Slip).count() == 3
    assert set(mailbox.counts.values()) == {1}


def test_reading_and_confirming_is_possible_in_the_quiet_hours(linxi: Linxi, hand: MovedClock) -> None:
    hand.to(21, 10, day=7)
    linxi.confirm("彭永")
    assert linxi.notice("彭永").confirmed_at == hand.moment


def test_a_meeting_that_is_called_off_climbs_no_further(linxi: Linxi, hand: MovedClock, gateways: Gateways) -> None:
    do_what_is_due()
    cancel_meeting(linxi.world.chair, linxi.meeting_id, "停电")
    hand.to(14)
    do_what_is_due()
    texts = db.session.query(Sending).filter_by(channel="sms").join(Notice).with_entities(Notice.kind)
    assert [kind for (kind,) in texts] == ["cancelled"] * 3  # whom no mail reaches
    assert db.session.query(Slip).count() == 0


def test_who_was_told_by_text_message_or_slip_hears_of_the_move_and_the_end_the_same_way(
    linxi: Linxi, hand: MovedClock
) -> None:
    do_what_is_due()
    for hour in (14, 18):
        hand.to(hour)
        do_what_is_due()
    carried = {one.notice.person_id for one in db.session.query(Slip)}
    texted = {row.person_id for row in db.session.query(Sending).filter_by(channel="sms")}
    assert carried
    assert texted
    cancel_meeting(linxi.world.chair, linxi.meeting_id, "停电")
    told = db.session.query(Sending).filter_by(channel="sms").join(Notice).filter(Notice.kind == "cancelled")
    assert texted <= {row.person_id for row in told}
    slips = reached.slips(linxi.world.compound.id, waiting=True).page(1, 50).items
    assert {one.slip.notice.person_id for one in slips} == carried
    assert all(one.slip.notice.subject.startswith("会议取消") for one in slips)


def test_a_slip_is_carried_no_more_once_its_reader_has_confirmed(linxi: Linxi, hand: MovedClock) -> None:
    do_what_is_due()
    for hour in (14, 18):
        hand.to(hour)
        do_what_is_due()
    slip_list = reached.slips(linxi.world.compound.id, waiting=True)
    first, *others = [one.name for one in slip_list.page(1, 50).items]
    linxi.confirm(first)
    left = reached.slips(linxi.world.compound.id, waiting=True).page(1, 50).items
    assert [one.name for one in left] == others
