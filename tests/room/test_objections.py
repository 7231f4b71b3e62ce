"""An objection counts from its first tap; its reason follows, and it can be taken back while the chair asks."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.live import outbox
from deliberation.room.actions import consensus
from deliberation.room.actions.chairing import take_step
from deliberation.room.models import Motion, Objection
from deliberation.room.queries import minutes_of
from deliberation.room.snapshot import READERS, mine
from tests.builders import sign_in
from tests.halls import Hall


@pytest.fixture
def motion(hall: Hall) -> Motion:
    """The motion on which the chair is asking, his time run out."""
    asked = hall.to_debate()
    hall.step("consensus")
    hall.later(40)
    return asked


def tap(hall: Hall, motion: Motion, text: str = "", name: str = "丁娜") -> Objection:
    """我有异议, without words unless there are some."""
    return consensus.object_to(hall.world.actor(name), hall.meeting_id, motion.id, "objection", text)


def own(hall: Hall, name: str = "丁娜") -> Any:
    """What the tablet of somebody knows of his objection."""
    db.session.rollback()
    found = mine(hall.meeting_id, hall.seats[name].id)
    return found and found["objection"]


def chairs(hall: Hall) -> Any:
    """What the chair can press."""
    db.session.rollback()
    return READERS["next"](hall.meeting_id)["chair"]


def test_the_first_tap_counts_and_the_chair_sees_who_is_writing(hall: Hall, motion: Motion) -> None:
    assert own(hall) is None
    tap(hall, motion)
    assert own(hall) == ""
    main = chairs(hall)["main"]
    assert (main["code"], main["locked"], main["reason"]) == (
        "declare_consensus",
        True,
        "物业企业有异议，正在写理由",
    )
    with pytest.raises(Refused) as caught:
        take_step(hall.world.chair, hall.meeting_id, "declare_consensus", motion.id)
    assert caught.value.facts["what"] == "物业企业有异议，正在写理由"
    with pytest.raises(Refused) as caught:
        consensus.declare(hall.world.chair, hall.meeting_id, motion.id)
    assert caught.value.reason is Reason.CONSENSUS_OBJECTED


def test_the_chair_need_not_wait_for_the_reason(hall: Hall, motion: Motion) -> None:
    tap(hall, motion)
    assert {"open_vote", "object_noted"} <= {step["code"] for step in chairs(hall)["others"]}
    hall.step("object_noted")
    assert own(hall) == ""
    assert tap(hall, motion, "施工期绕行").text == "施工期绕行"
    with pytest.raises(Refused):
        tap(hall, motion, "再改一次")
    with pytest.raises(Refused):
        tap(hall, motion, name="张秀兰")


def test_the_reason_completes_the_same_objection_and_a_second_tap_takes_no_words_away(
    hall: Hall, motion: Motion
) -> None:
    for text in ("", "施工期绕行", ""):
        tap(hall, motion, text)
    (kept,) = db.session.query(Objection).all()
    assert kept.text == "施工期绕行"
    assert chairs(hall)["main"]["code"] == "open_vote"
    said = [line.text for line in minutes_of(hall.meeting_id) if line.kind == "reservation"]
    assert said == ["丁娜（物业企业）异议，理由随后写", "丁娜（物业企业）异议：施工期绕行"]


def test_an_objection_is_taken_back_while_the_chair_asks_and_not_later(hall: Hall, motion: Motion) -> None:
    tap(hall, motion)
    tap(hall, motion, "预算偏高", name="刘芳")
    consensus.take_back(hall.world.actor("丁娜"), hall.meeting_id, motion.id)
    assert own(hall) is None
    assert chairs(hall)["main"]["code"] == "open_vote"
    for _twice in range(2):
        consensus.take_back(hall.world.actor("刘芳"), hall.meeting_id, motion.id)
    last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert last is not None
    assert last.action == "consensus.object"
    hall.step("declare_consensus")
    with pytest.raises(Refused) as caught:
        consensus.take_back(hall.world.actor("丁娜"), hall.meeting_id, motion.id)
    assert caught.value.reason is Reason.STEP_LOCKED
    assert [line.text for line in minutes_of(hall.meeting_id)].count("刘芳（业主委员会）撤回异议。") == 1


def test_whoever_said_something_hears_at_once_when_another_motion_comes_to_hand(hall: Hall, motion: Motion) -> None:
    names, announced = ("丁娜", "刘芳"), set[str]()
    outbox.listen(lambda _meeting, slices: announced.update(slices))
    known = {name: mine(hall.meeting_id, hall.seats[name].id) for name in names}

    def compare(point: str) -> None:
        db.session.rollback()
        for name in names:
            seat_id = hall.seats[name].id
            if f"mine:{seat_id}" in announced:
                known[name] = mine(hall.meeting_id, seat_id)
            assert known[name] == mine(hall.meeting_id, seat_id), (point, name)
        announced.clear()

    tap(hall, motion)
    consensus.object_to(hall.world.actor("刘芳"), hall.meeting_id, motion.id, "reservation", "不使用公共收益")
    compare("said")
    hall.step("object_noted")
    hall.record_motion("非机动车道与人行道分开", amends=motion)
    compare("amendment")
    hall.step("consensus")
    hall.later(40)
    hall.step("declare_consensus")
    compare("adopted")
    hall.step("consensus")
    compare("asked again")
    assert own(hall) is None
    tap(hall, motion)
    hall.step("object_noted")
    hall.step("withdraw_motion")
    compare("withdrawn")


def test_a_reservation_still_needs_its_words(hall: Hall, motion: Motion) -> None:
    with pytest.raises(Refused) as caught:
        consensus.object_to(hall.world.actor("刘芳"), hall.meeting_id, motion.id, "reservation", " ")
    assert caught.value.reason is Reason.REASON_REQUIRED


def test_the_tablet_objects_and_takes_back_over_http(hall: Hall, motion: Motion, app: Flask) -> None:
    browser = sign_in(app.test_client(), hall.world, "丁娜")
    base, told = f"/rooms/{hall.meeting_id}/objections", {"motion_id": motion.id, "kind": "objection"}
    assert browser.post(base, json=told).status_code == 200
    assert own(hall) == ""
    assert browser.post(f"{base}/withdraw", json=told).get_json() == {"ok": True}
    assert own(hall) is None
