"""The pages: how one is told, who was reached, printed slips, the channels without their secrets."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.db import db, transaction
from deliberation.notices.models import ContactWay, NoticeWish, Sending, Slip
from tests.builders import World, a_compound, an_officer, sign_in
from tests.fakes.gateways import SECRET, Gateways
from tests.fakes.mailbox import Mailbox
from tests.notices.conftest import MovedClock
from tests.notices.linxi import Linxi, the_noticed_meeting
from tests.notices.test_g13 import FIRST_TO_CONFIRM


@pytest.fixture
def world(app: object) -> World:
    return a_compound("wanghu", "望湖花园")


@pytest.fixture
def linxi(world: World, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox, gateways: Gateways) -> Linxi:
    outside |= mailbox.settings | gateways.settings_of("aliyun") | gateways.settings_of("tencent")
    mailbox.no_such_box.add("p14@mail.example")
    return the_noticed_meeting(world)


def a_code(mailbox: Mailbox) -> str:
    found = re.search(r"验证码是 (\d{6})", mailbox.letters[-1][1].get_content())
    assert found
    return found[1]


@pytest.fixture
def reader(
    world: World, client: FlaskClient, hand: MovedClock, outside: dict[str, str], mailbox: Mailbox
) -> FlaskClient:
    """高峰, signed in, with his address typed and the code on its way."""
    outside |= mailbox.settings
    sign_in(client, world, "高峰")
    answer = client.post("/notices/ways/email/address", data={"address": "gao@mail.example"})
    assert answer.status_code == 302
    return client


def the_way() -> ContactWay:
    db.session.rollback()
    return db.session.query(ContactWay).one()


def test_an_address_is_verified_by_the_code_that_came(reader: FlaskClient, mailbox: Mailbox) -> None:
    assert "未验证" in reader.get("/notices/ways").get_data(as_text=True)
    assert reader.post("/notices/ways/email/code", data={"code": a_code(mailbox)}).status_code == 302
    assert "已核实" in reader.get("/notices/ways").get_data(as_text=True)
    assert the_way().verified_at is not None


def test_after_five_wrong_codes_the_right_one_is_refused_too(reader: FlaskClient, mailbox: Mailbox) -> None:
    wrong = f"{(int(a_code(mailbox)) + 1) % 10**6:06d}"
    for _try in range(5):
        answer = reader.post("/notices/ways/email/code", data={"code": wrong})
        assert answer.status_code == 422
        assert "验证码不对" in answer.get_data(as_text=True)
    answer = reader.post("/notices/ways/email/code", data={"code": a_code(mailbox)})
    assert "输错太多次" in answer.get_data(as_text=True)
    assert the_way().verified_at is None


def test_a_code_is_good_for_ten_minutes(reader: FlaskClient, mailbox: Mailbox, hand: MovedClock) -> None:
    hand.later(minutes=11)
    answer = reader.post("/notices/ways/email/code", data={"code": a_code(mailbox)})
    assert "已经过期" in answer.get_data(as_text=True)


def test_codes_are_sent_once_a_minute_and_five_times_an_hour(
    reader: FlaskClient, mailbox: Mailbox, hand: MovedClock
) -> None:
    again = {"address": "gao@mail.example"}
    assert reader.post("/notices/ways/email/address", data=again).status_code == 422
    for _time in range(6):
        hand.later(minutes=2)
        answer = reader.post("/notices/ways/email/address", data=again)
    assert answer.status_code == 422
    assert "要得太多" in answer.get_data(as_text=True)
    assert len(mailbox.letters) == 5


@pytest.mark.usefixtures("limited")
def test_taking_an_address_away_or_another_account_gives_no_more_codes(
    reader: FlaskClient, mailbox: Mailbox, world: World
) -> None:
    asked = {"address": "new@mail.example"}
    answers = []
    for _time in range(8):
        reader.post("/notices/ways/email/remove")
        answers.append(reader.post("/notices/ways/email/address", data=asked).status_code)
    assert answers == [302] * 6 + [429] * 2
    assert mailbox.counts["new@mail.example"] == 6
    other = sign_in(reader.application.test_client(), world, "丁娜")
    assert other.post("/notices/ways/email/address", data=asked).status_code == 429
    for number in range(6):
        reader.post("/notices/ways/email/remove")
        answer = reader.post("/notices/ways/email/address", data={"address": f"a{number}@mail.example"})
    assert answer.status_code == 429
    assert len(mailbox.letters) <= 11


def test_another_address_has_to_be_verified_anew(reader: FlaskClient, mailbox: Mailbox, hand: MovedClock) -> None:
    reader.post("/notices/ways/email/code", data={"code": a_code(mailbox)})
    hand.later(minutes=2)
    reader.post("/notices/ways/email/address", data={"address": "other@mail.example"})
    assert the_way().verified_at is None
    assert reader.post("/notices/ways/email/address", data={"address": "没有"}).status_code == 422
    assert reader.post("/notices/ways/email/remove").status_code == 302
    assert db.session.query(ContactWay).count() == 0


def test_what_one_wants_is_kept(reader: FlaskClient) -> None:
    answer = reader.post("/notices/ways/wish", data={"channel": "email", "wanted": ["order", "topic"]})
    assert answer.status_code == 302
    wish = db.session.query(NoticeWish).one()
    assert (wish.channel, wish.without) == ("email", ["meeting", "other", "owners"])
    assert reader.post("/notices/ways/wish", data={"channel": "pigeon"}).status_code == 422


def test_a_channel_that_is_not_set_up_is_not_offered(reader: FlaskClient) -> None:
    assert "手机短信" not in reader.get("/notices/ways").get_data(as_text=True)
    answer = reader.post("/notices/ways/sms/address", data={"address": "13900000022"})
    assert "没有开通" in answer.get_data(as_text=True)


def test_who_was_reached_is_a_page_and_a_sheet(linxi: Linxi, world: World, client: FlaskClient) -> None:
    do_what_is_due()
    linxi.confirm(*FIRST_TO_CONFIRM)
    sign_in(client, world, "周敏")
    address = f"/desk/wanghu/meetings/{linxi.meeting_id}/reached"
    page = client.get(f"{address}/").get_data(as_text=True)
    assert 'class="list-count">共 <strong>17</strong>' in page
    assert "10 人，共 17 人" in page
    assert "29 次，其中 1 次失败" in page
    assert "电子邮件（未验证）：没送到（地址无效（550））" in page
    sheet = client.get(f"{address}.csv").get_data(as_text=True)
    assert len(sheet.splitlines()) == 18
    assert "mail.example" not in page + sheet
    assert f"/meetings/{linxi.meeting_id}/reached/" in client.get(f"/desk/wanghu/meetings/{linxi.meeting_id}").text


def test_what_failed_is_sent_again_once_there_is_another_address(
    linxi: Linxi, world: World, client: FlaskClient, mailbox: Mailbox
) -> None:
    do_what_is_due()
    failed = db.session.query(Sending).filter_by(state="REFUSED").one().id
    delivered = db.session.query(Sending).filter_by(state="DELIVERED", channel="email").first()
    assert delivered
    again = f"/desk/wanghu/meetings/{linxi.meeting_id}/reached/{{}}/again"
    sign_in(client, world, "周敏")
    assert "请本人换一个地址" in client.post(again.format(failed)).get_data(as_text=True)
    assert client.post(again.format(delivered.id)).status_code == 409
    with transaction() as session:
        session.query(ContactWay).delete()
    mailbox.no_such_box.clear()
    assert client.post(again.format(failed)).status_code == 302
    do_what_is_due()
    assert mailbox.counts["p14@mail.example"] == 1


def test_others_do_not_see_who_was_reached(linxi: Linxi, world: World, client: FlaskClient) -> None:
    sign_in(client, world, "高峰")
    assert client.get(f"/desk/wanghu/meetings/{linxi.meeting_id}/reached/").status_code == 403
    assert client.get("/channels/").status_code == 403
    assert client.get("/desk/wanghu/slips/").status_code == 403


def test_the_grid_worker_prints_slips_and_enters_what_came_back(
    linxi: Linxi, world: World, client: FlaskClient, hand: MovedClock
) -> None:
    do_what_is_due()
    for hour in (14, 18):
        linxi.confirm(*(FIRST_TO_CONFIRM if hour == 14 else ("林向东", "魏兰", "顾晓峰", "白洁")))
        hand.to(hour)
        do_what_is_due()
    sign_in(client, world, "杨静")
    assert "会议通知送达单要送" in client.get("/desk/wanghu/").text
    printed = client.get("/desk/wanghu/slips/print").text
    assert all(name in printed for name in ("何桂英", "曹玉芬", "彭永"))
    assert printed.count("收到人签字") == 3
    hand.to(10, 30, day=6)
    slips = {one.notice.person_id: one.id for one in db.session.query(Slip)}
    for name, result in (("何桂英", "SIGNED"), ("曹玉芬", "SIGNED"), ("彭永", "ABSENT")):
        answer = client.post(f"/desk/wanghu/slips/{slips[linxi.people[name]]}/back", data={"result": result})
        assert answer.status_code == 302
    signed = slips[linxi.people["何桂英"]]
    assert client.post(f"/desk/wanghu/slips/{signed}/back", data={"result": "ABSENT"}).status_code == 409
    assert client.post(f"/desk/wanghu/slips/{slips[linxi.people['彭永']]}/back", data={}).status_code == 422
    db.session.rollback()
    assert linxi.notice("何桂英").confirmed_by == "slip"
    assert linxi.notice("彭永").confirmed_at is None
    assert "已签收" in client.get("/desk/wanghu/slips/").text
    sign_in(client, world, "周敏")
    assert "16 人，共 17 人" in client.get(f"/desk/wanghu/meetings/{linxi.meeting_id}/reached/").text


def test_the_administrator_sees_channels_without_secrets_and_switches_them(
    linxi: Linxi, world: World, client: FlaskClient, hand: MovedClock, gateways: Gateways
) -> None:
    an_officer(world, "administrator", "贺明")
    sign_in(client, world, "贺明")
    page = client.get("/channels/").text
    assert "阿里云短信" in page
    assert "NOTICE_ALIYUN_KEY_SECRET" in page
    assert SECRET not in page
    assert client.post("/channels/sms.aliyun/stop").status_code == 302
    assert "已停用" in client.get("/channels/").text
    hand.to(14)
    do_what_is_due()
    assert gateways.counts("aliyun") == {}
    assert len(gateways.counts("tencent")) == 16
    assert client.post("/channels/sms.aliyun/start").status_code == 302
    assert client.post("/channels/pigeon/stop").status_code == 404


def test_a_test_message_says_what_came_of_it(linxi: Linxi, world: World, client: FlaskClient, mailbox: Mailbox) -> None:
    an_officer(world, "administrator", "贺明")
    sign_in(client, world, "贺明")
    client.post("/channels/email/test", data={"address": "he@mail.example"})
    assert "试发成功" in client.get("/channels/").text
    assert mailbox.counts["he@mail.example"] == 1
    client.post("/channels/email/test", data={"address": "p14@mail.example"})
    assert "地址无效（550）" in client.get("/channels/").text
    assert client.post("/channels/email/test", data={"address": "没有"}).status_code == 422
    assert client.post("/channels/feishu/test", data={"address": "13900000022"}).status_code == 422


def test_letters_that_only_lie_in_a_folder_are_not_told_as_delivered(
    world: World, hand: MovedClock, outside: dict[str, str], client: FlaskClient
) -> None:
    linxi = the_noticed_meeting(world)
    do_what_is_due()
    sign_in(client, world, "周敏")
    page = client.get(f"/desk/wanghu/meetings/{linxi.meeting_id}/reached/").text
    assert "存为文件（没有配置邮件服务器）" in page
    assert "电子邮件（未验证）：已送达" not in page
    an_officer(world, "administrator", "贺明")
    sign_in(client, world, "贺明")
    assert "邮件只存为文件，收件人收不到" in client.get("/channels/").text
    client.post("/channels/email/test", data={"address": "he@mail.example"})
    assert "只存成了文件" in client.get("/channels/").text
