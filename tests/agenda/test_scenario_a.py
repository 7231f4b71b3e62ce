"""Scenario A of the domain reference, steps A1–A3: 31 reports, 27 of them one topic, the gate."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.collection import queries
from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.kernel import clock
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_page, a_report

REPORTED_AT = clock.beijing(2026, 2, 24, 9)
ENTRANCE = {"situation": "南出入口早高峰7:10到8:20排长队", "place": "南出入口", "category": "traffic"}
NOISE = {"situation": "楼上深夜跳绳，吵得睡不着", "place": "5号楼", "category": "neighbour"}
STREET_LAMP = {"situation": "路灯不亮", "place": "3号楼东", "category": "facility"}
TITLE = "关于改造小区南出入口、缓解早晚高峰拥堵的议题"


@pytest.fixture
def world(app: Flask) -> World:
    with clock.frozen(REPORTED_AT):
        return a_compound()


def _report(client: FlaskClient, world: World, words: dict[str, str], channel: str) -> str:
    """One report by QR code, or typed by the grid worker who is signed in; answers the receipt number."""
    if channel == "qr":
        answer = client.post(f"/c/{world.compound.slug}/topics/new?from=qr", data=a_page(**words))
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return answer.location.rsplit("/", 1)[-1]
    page = a_page(**words, channel=channel, submitter_kind="owner")
    assert client.post(f"/desk/{world.compound.slug}/topics/enter", data=page).status_code == 302
    newest = db.session.scalar(select(Topic.receipt_code).order_by(Topic.id.desc()).limit(1))
    assert newest is not None
    return newest


def _hand_in_all(app: Flask, world: World) -> list[str]:
    """A1: 22 by QR code, 6 by phone, 3 on paper; 27 of the 31 are about the south entrance."""
    residents, grid_worker = app.test_client(), sign_in(app.test_client(), world, "杨静")
    receipts = [_report(residents, world, ENTRANCE, "qr") for _ in range(20)]
    receipts += [_report(residents, world, words, "qr") for words in (NOISE, STREET_LAMP)]
    receipts += [_report(grid_worker, world, ENTRANCE, "phone") for _ in range(5)]
    receipts.append(_report(grid_worker, world, STREET_LAMP, "phone"))
    receipts += [_report(grid_worker, world, ENTRANCE, "paper") for _ in range(2)]
    receipts.append(_report(grid_worker, world, STREET_LAMP, "paper"))
    return receipts


def _topics(words: dict[str, str]) -> list[Topic]:
    return list(db.session.scalars(select(Topic).where(Topic.place == words["place"]).order_by(Topic.id)))


def _earlier_topics_of_the_year(world: World, count: int) -> None:
    for number in range(1, count + 1):
        earlier = a_report(world, place="以前的事")
        with transaction():
            earlier.number = f"2026-{number:03d}"
            earlier.state = "CLOSED"


def test_a1_thirty_one_reports_come_in_by_three_channels(app: Flask, world: World) -> None:
    with clock.frozen(REPORTED_AT):
        receipts = _hand_in_all(app, world)
    topics = list(db.session.scalars(select(Topic)))
    assert len(set(receipts)) == len(topics) == 31
    assert Counter(t.channel for t in topics) == {"qr": 22, "phone": 6, "paper": 3}
    assert {t.state for t in topics} == {"SUBMITTED"}


def test_a2_a3_twenty_seven_are_merged_and_the_gate_lets_one_through(app: Flask, world: World) -> None:
    with clock.frozen(REPORTED_AT):
        _earlier_topics_of_the_year(world, 13)
        _hand_in_all(app, world)
    target, *others = _topics(ENTRANCE)
    secretary, chair = sign_in(app.test_client(), world, "周敏"), sign_in(app.test_client(), world, "李建国")
    at = f"/desk/{world.compound.slug}/topics/{target.id}"
    with clock.frozen(clock.beijing(2026, 3, 2, 10)):
        merged = secretary.post(f"{at}/merge", data={"source": [str(t.id) for t in others]})
        better = {
            "title": TITLE,
            "situation": "进出共用一条5.5米车道。",
            "proposal": "进出分道。",
            "category": "traffic",
        }
        edited = secretary.post(f"{at}/edit", data=better)
    assert (merged.status_code, edited.status_code) == (302, 302)
    assert Counter(t.state for t in _topics(ENTRANCE)) == {"MERGED": 26, "SCREENING": 1}
    assert (target.number, target.title) == ("2026-014", TITLE)

    with clock.frozen(clock.beijing(2026, 3, 3, 10)):
        classed = {"answers": ["common_altered"], "authority": "OWNERS_SPECIAL", "matter": "REBUILD"}
        assert chair.post(f"{at}/class", data=classed).status_code == 302
        assert chair.post(f"{at}/gate", data={"decision": "accept", "reason": "反映集中。"}).status_code == 302
    assert (target.state, target.decision_authority, target.matter) == (
        "ACCEPTED",
        "OWNERS_SPECIAL",
        "REBUILD",
    )


def test_a3_the_noise_is_referred_with_a_reason_that_its_author_reads(app: Flask, world: World) -> None:
    with clock.frozen(REPORTED_AT):
        _hand_in_all(app, world)
    (noise,) = _topics(NOISE)
    chair = sign_in(app.test_client(), world, "李建国")
    at = f"/desk/{world.compound.slug}/topics/{noise.id}/gate"
    without = chair.post(at, data={"decision": "refer", "refer_to": "居委会调解委员会", "reason": " "})
    assert (without.status_code, noise.state) == (422, "SUBMITTED")
    chair.post(at, data={"decision": "refer", "refer_to": "居委会调解委员会", "reason": "属两户之间的纠纷。"})
    assert noise.state == "REFERRED"
    page = app.test_client().get(f"/receipt/{noise.receipt_code}").get_data(as_text=True)
    assert "转办" in page
    assert "转给居委会调解委员会。理由：属两户之间的纠纷。" in page


def test_the_author_of_a_merged_report_follows_the_common_topic_by_his_own_receipt(app: Flask, world: World) -> None:
    with clock.frozen(REPORTED_AT):
        receipts = _hand_in_all(app, world)
    target, source, *_rest = _topics(ENTRANCE)
    assert source.receipt_code in receipts
    secretary, chair = sign_in(app.test_client(), world, "周敏"), sign_in(app.test_client(), world, "李建国")
    at = f"/desk/{world.compound.slug}/topics/{target.id}"
    secretary.post(f"{at}/merge", data={"source": [str(source.id)]})
    chair.post(f"{at}/class", data={"authority": "PARTY_DUTY", "class_reason": "先商量办法。"})
    chair.post(f"{at}/gate", data={"decision": "accept", "reason": "三月十日上会。"})
    page = app.test_client().get(f"/receipt/{source.receipt_code}").get_data(as_text=True)
    assert f"议题 {target.number}" in page
    assert "三月十日上会。" in page
    assert "已确定" in page
    assert "李建国" not in re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    assert queries.standing_for(source).state == "ACCEPTED"
