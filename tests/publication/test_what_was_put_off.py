"""Residents read what became of a motion: put off with its item, or taken back by who moved it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.publication import actions
from deliberation.publication.models import Resolution
from deliberation.room.actions import minutes, motions
from deliberation.room.queries import decisions
from tests.halls import Hall

PUT_OFF = "本项暂缓，下次再议"
TAKEN_BACK = "提出的人撤回了这项动议"


def shown(hall: Hall) -> Resolution:
    """The meeting ends, its record is issued, its resolution published."""
    hall.step("end_meeting")
    minutes.issue(hall.world.chair, hall.meeting_id, "当场未签。")
    draft = actions.draft_resolution(hall.world.secretary, hall.meeting_id)
    return actions.publish(hall.world.chair, draft.id, masking_confirmed=True)


def page_of(client: FlaskClient, resolution: Resolution) -> str:
    return client.get(f"/c/jinling/resolutions/{resolution.public_id}").text


def test_a_motion_that_fell_with_its_item_was_put_off_and_not_taken_back(hall: Hall, client: FlaskClient) -> None:
    motion = hall.to_debate()
    hall.step("defer_item", "缺少报价，下次再议")
    assert motion.state == "POSTPONED"
    assert motion.decided_at is not None
    resolution = shown(hall)
    assert [d.outcome for d in decisions(hall.meeting_id)] == ["POSTPONED"]
    page = page_of(client, resolution)
    assert PUT_OFF in page
    assert "理由：缺少报价，下次再议" in page
    assert TAKEN_BACK not in page


def test_a_motion_taken_back_stays_so_when_its_item_is_put_off_afterwards(hall: Hall, client: FlaskClient) -> None:
    motion = hall.to_debate()
    motions.withdraw_motion(hall.world.secretary, hall.meeting_id, motion.id)
    hall.step("defer_item", "缺少报价")
    page = page_of(client, shown(hall))
    assert TAKEN_BACK in page
    assert PUT_OFF not in page


@pytest.mark.parametrize("reason", ["等高峰拿出方案", "3号楼2单元301的住户没有来", "请打13812345678问清楚"])
def test_a_reason_that_names_somebody_stays_in_the_record(hall: Hall, client: FlaskClient, reason: str) -> None:
    hall.to_debate()
    hall.step("defer_item", reason)
    resolution = shown(hall)
    assert resolution.frozen is not None
    assert resolution.frozen["decisions"][0]["reason"] == ""
    page = page_of(client, resolution)
    assert PUT_OFF in page
    assert reason not in page


def test_a_copy_frozen_before_reasons_were_kept_still_shows(hall: Hall, client: FlaskClient) -> None:
    hall.to_debate()
    hall.step("defer_item", "缺少报价")
    resolution = shown(hall)
    with transaction():
        frozen = dict(resolution.frozen or {})
        old = [{key: value for key, value in d.items() if key != "reason"} for d in frozen["decisions"]]
        resolution.frozen = {**frozen, "decisions": [{**d, "outcome": "WITHDRAWN"} for d in old]}
    with clock.frozen(clock.now()):
        assert TAKEN_BACK in page_of(client, resolution)
