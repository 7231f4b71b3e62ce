"""Each channel against a far side with its limits; 200 with an error inside is never taken for delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deliberation.kernel import clock
from deliberation.notices.channels import CHANNELS, channel_of, provider_of
from deliberation.notices.channels.channel import Outside
from deliberation.notices.channels.sms_aliyun import authorisation as aliyun_authorisation
from deliberation.notices.channels.sms_tencent import authorisation as tencent_authorisation
from deliberation.notices.rules import FileAlong, Message, Outcome, Status
from tests.fakes.gateways import Gateways
from tests.fakes.mailbox import Mailbox
from tests.notices.conftest import MovedClock

MESSAGE = Message("notice:17:x", "13900000014", "会议通知：三月五方办", "时间：3月10日19:00", name="林向东")
HTTP = ("wecom_robot", "wecom_app", "dingtalk", "feishu", "sms.aliyun", "sms.tencent", "webhook")


def send(name: str, settings: dict[str, str], message: Message = MESSAGE, folder: Path = Path()) -> Outcome:
    provider = provider_of(name)
    assert provider
    return provider.send(Outside(settings, folder), message)


@pytest.mark.parametrize("name", HTTP)
def test_a_message_is_taken_when_the_answer_says_so_inside(gateways: Gateways, name: str) -> None:
    assert send(name, gateways.settings).status is Status.DELIVERED
    (came,) = gateways.came
    assert "三月五方办" in came.text


@pytest.mark.parametrize("name", HTTP)
def test_a_wrong_secret_is_a_fault_of_the_channel_and_not_of_the_person(gateways: Gateways, name: str) -> None:
    wrong = {key: "wrong" if "SECRET" in key and "ID" not in key else said for key, said in gateways.settings.items()}
    gateways.broken.add("wecom")  # a group robot of 企业微信 has its key in the address
    assert send(name, wrong).status is Status.FAULT
    assert gateways.came == []


@pytest.mark.parametrize("name,broken", [("sms.aliyun", "aliyun"), ("sms.tencent", "tencent"), ("webhook", "webhook")])
def test_200_with_an_error_inside_is_a_fault(gateways: Gateways, name: str, broken: str) -> None:
    gateways.broken.add(broken)
    assert send(name, gateways.settings).status is Status.FAULT


def test_a_robot_that_is_told_to_wait_rests(gateways: Gateways, hand: MovedClock) -> None:
    answers = [send("dingtalk", gateways.settings) for _n in range(21)]
    assert [one.status for one in answers[:20]] == [Status.DELIVERED] * 20
    assert answers[20].status is Status.LATER
    assert answers[20].rest == timedelta(minutes=10, seconds=30)
    hand.later(minutes=9)
    assert send("dingtalk", gateways.settings).status is Status.LATER
    hand.later(minutes=2)
    assert send("dingtalk", gateways.settings).status is Status.DELIVERED


@pytest.mark.parametrize("name", ["wecom_robot", "wecom_app", "dingtalk", "feishu"])
def test_a_long_message_is_cut_to_what_the_channel_takes(gateways: Gateways, name: str) -> None:
    long = replace(MESSAGE, subject="长" * 12_000, more=3)
    assert send(name, gateways.settings, long).status is Status.DELIVERED


def test_who_is_no_member_is_refused_for_ever(gateways: Gateways) -> None:
    answer = send("wecom_app", gateways.settings, replace(MESSAGE, address="nobody"))
    assert answer.status is Status.REFUSED


def test_a_number_that_does_not_exist_is_refused_for_ever(gateways: Gateways) -> None:
    answer = send("sms.aliyun", gateways.settings, replace(MESSAGE, address="00000000000"))
    assert answer.status is Status.REFUSED


@pytest.mark.parametrize("name", ["sms.aliyun", "sms.tencent", "webhook"])
def test_the_far_side_is_asked_whether_it_has_a_message(gateways: Gateways, name: str) -> None:
    provider, settings = provider_of(name), Outside(gateways.settings, Path())
    assert provider
    assert provider.ask(settings, MESSAGE, clock.now()) is None
    provider.send(settings, MESSAGE)
    found = provider.ask(settings, MESSAGE, clock.now())
    assert found
    assert found.status is Status.DELIVERED


def test_nobody_there_means_later_and_certainly_not_taken() -> None:
    settings = {"NOTICE_WEBHOOK_URL": "http://127.0.0.1:9/", "NOTICE_WEBHOOK_SECRET": "x"}
    assert send("webhook", settings).status is Status.LATER
    assert send("email.smtp", {"NOTICE_SMTP_HOST": "127.0.0.1", "NOTICE_SMTP_PORT": "9"}).status is Status.LATER


def test_a_letter_has_its_key_its_words_and_its_files(mailbox: Mailbox) -> None:
    along = FileAlong("会议.ics", "text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR 会议".encode())
    letter = replace(MESSAGE, address="p14@mail.example", files=(along,), links=(("确认收到", "https://a.example/k"),))
    assert send("email.smtp", mailbox.settings, letter).status is Status.DELIVERED
    ((to, came),) = mailbox.letters
    assert (to, came["Message-ID"]) == ("p14@mail.example", "<notice.17.x@localhost>")
    assert came["Subject"] == "会议通知：三月五方办"
    body, file = came.iter_parts()
    assert "时间：3月10日19:00\n确认收到：https://a.example/k" in body.get_content().replace("\r\n", "\n")
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "会议.ics")
    assert file.get_param("method") == "REQUEST"


def test_a_box_that_does_not_exist_is_refused_for_ever(mailbox: Mailbox) -> None:
    mailbox.no_such_box.add("p14@mail.example")
    answer = send("email.smtp", mailbox.settings, replace(MESSAGE, address="p14@mail.example"))
    assert (answer.status, answer.reason) == (Status.REFUSED, "地址无效（550）")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("550 5.1.1 recipient rejected", Status.REFUSED),
        ("550 User unknown", Status.REFUSED),
        ("553 Requested action not taken: unavailable mailbox", Status.REFUSED),
        ("550 5.7.1 sender IP is on a blocklist", Status.FAULT),
        ("550 Connection frequency limited", Status.FAULT),
        ("553 5.7.1 relay for unknown user denied", Status.FAULT),
        ("552 5.2.2 mailbox full", Status.FAULT),
    ],
)
def test_only_an_unknown_recipient_makes_an_address_dead(mailbox: Mailbox, said: str, status: Status) -> None:
    mailbox.no_such_box.add("p14@mail.example")
    mailbox.refusal = said
    assert send("email.smtp", mailbox.settings, replace(MESSAGE, address="p14@mail.example")).status is status


def test_a_line_that_breaks_after_the_letter_leaves_it_unknown(mailbox: Mailbox) -> None:
    mailbox.hang_up_after_data = 1
    assert send("email.smtp", mailbox.settings).status is Status.UNKNOWN


def test_without_a_server_a_letter_is_a_file_that_is_found_again(tmp_path: Path) -> None:
    email = channel_of("email")
    assert email
    (folder,) = email.ready(Outside({}, tmp_path))
    assert folder.ask(Outside({}, tmp_path), MESSAGE, clock.now()) is None
    assert send(folder.name, {}, MESSAGE, tmp_path).status is Status.DELIVERED
    assert folder.ask(Outside({}, tmp_path), MESSAGE, clock.now())
    (path,) = (tmp_path / "mail").glob("*.eml")
    assert b"Message-ID: <notice.17.x@localhost>" in path.read_bytes()


def test_signatures_are_those_of_the_providers_own_examples() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    query = {"ImageId": image, "RegionId": "cn-shanghai"}
    signed = aliyun_authorisation("YourAccessKeyId", "YourAccessKeySecret", query, headers)
    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    key, host = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm.tencentcloudapi.com"
    signed = tencent_authorisation("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key, "cvm", host, body, 1551113065)
    assert signed.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


def test_a_channel_without_its_settings_is_not_used(tmp_path: Path) -> None:
    ready = {channel.name for channel in CHANNELS if channel.ready(Outside({}, tmp_path))}
    assert ready == {"email"}
