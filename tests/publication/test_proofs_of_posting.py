"""A resolution hung where and since when: proved by photos, on the same page and sheet as an owners' vote."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.files.models import File
from deliberation.kernel import clock
from deliberation.owners.models import OwnersEvidence
from deliberation.publication import actions
from deliberation.publication.models import Resolution
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_photo
from tests.publication.hall import a_finished_meeting


@pytest.fixture
def resolution(world: World) -> Resolution:
    """A resolution that was published on 15 March; it is the 16th, noon."""
    meeting = a_finished_meeting(world)
    clock.use(lambda: clock.beijing(2026, 3, 15, 9))
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    made = actions.publish(world.chair, drafted.id, masking_confirmed=False)
    clock.use(lambda: clock.beijing(2026, 3, 16, 12))
    return made


def address(resolution: Resolution, end: str = "") -> str:
    return f"/desk/jinling/resolutions/{resolution.id}/evidence{end}"


def keep(client: FlaskClient, resolution: Resolution, **change: Any) -> Any:
    form = {
        "what": "RESOLUTION",
        "place": "3号楼1单元门口公告栏",
        "done_at": "2026-03-15T10:30",
        "done_by": "杨静",
        "request_key": "one",
        "photos": [(io.BytesIO(a_photo()), "a.jpg")],
        **change,
    }
    return client.post(address(resolution), data=form, content_type="multipart/form-data")


def kept() -> list[OwnersEvidence]:
    db.session.expire_all()
    return db.session.query(OwnersEvidence).all()


def test_a_posting_is_proved_once_listed_and_exported(
    world: World, resolution: Resolution, client: FlaskClient
) -> None:
    sign_in(client, world, "周敏")
    desk = f"/desk/jinling/resolutions/{resolution.id}"
    assert "还没有照片凭证" in client.get(desk).text
    assert "还没有照片凭证" in client.get(address(resolution)).text
    assert keep(client, resolution).status_code == 302
    assert keep(client, resolution).status_code == 302  # the same form sent twice is one proof
    (row,), photo = kept(), db.session.query(File).filter_by(subject_kind="owners_evidence").one()
    assert (row.resolution_id, row.vote_id, row.petition_id) == (resolution.id, None, None)
    assert "还没有照片凭证" not in client.get(desk).text
    page = client.get(address(resolution)).text
    assert ("决议公示张贴" in page, "3号楼1单元门口公告栏" in page, photo.public_id in page) == (True, True, True)
    assert client.get(f"/photos/{photo.public_id}").status_code == 200
    sheet = client.get(address(resolution, ".csv")).text
    assert "决议公示张贴,,2026-03-15 10:30,3号楼1单元门口公告栏,杨静,,1," in sheet
    assert db.session.query(AuditEntry).filter_by(action="owners_evidence.keep").count() == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"place": ""}, "贴在哪里"),
        ({"done_by": ""}, "请填写"),
        ({"photos": []}, "照片"),
        ({"done_at": "2026-03-16T12:01"}, "不能晚于现在"),
        ({"what": "NOTICE"}, ""),
        ({"note": "电话13812345678"}, "个人信息"),
    ],
)
def test_what_proves_nothing_is_refused_and_what_was_typed_stays(
    world: World, resolution: Resolution, client: FlaskClient, change: dict[str, Any], word: str
) -> None:
    sign_in(client, world, "周敏")
    answer = keep(client, resolution, **{"note": "贴在进门左手", **change})
    assert (answer.status_code, word in answer.text, kept()) == (422, True, [])
    assert "贴在进门左手" in answer.text or "note" in change


def test_a_photo_from_after_the_day_of_publication_is_said(
    world: World, resolution: Resolution, client: FlaskClient
) -> None:
    sign_in(client, world, "周敏")
    keep(client, resolution, done_at="2026-03-16T08:00")
    assert "对不上" in client.get(address(resolution)).text


def test_a_mistake_is_struck_with_a_reason_and_only_by_its_own_resolution(
    world: World, resolution: Resolution, client: FlaskClient
) -> None:
    sign_in(client, world, "周敏")
    keep(client, resolution)
    (row,) = kept()
    strike = address(resolution, f"/{row.id}/strike")
    assert strike in client.get(address(resolution)).text
    assert client.post(strike, data={"reason": " "}).status_code == 422
    assert client.post(f"/desk/jinling/owners-evidence/{row.id}/strike", data={"reason": "错"}).status_code == 404
    assert client.post(address(resolution, f"/{row.id + 1}/strike"), data={"reason": "错"}).status_code == 404
    assert client.post(strike, data={"reason": "拍的是上一次的公示"}).status_code == 302
    page = client.get(address(resolution)).text
    assert ("拍的是上一次的公示" in page, "还没有照片凭证" in page) == (True, True)
    assert client.post(strike, data={"reason": "再划一次"}).status_code == 409


def test_a_draft_hangs_nowhere(world: World, client: FlaskClient) -> None:
    meeting = a_finished_meeting(world)
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    sign_in(client, world, "周敏")
    answer = keep(client, drafted, done_at="2026-03-01T08:00")
    assert (answer.status_code, "张贴以后再登记凭证" in answer.text, kept()) == (409, True, [])


@pytest.mark.parametrize("who", ["高峰", "张秀兰"])
def test_firm_and_council_neither_keep_nor_see_the_photos(
    world: World, resolution: Resolution, app: Flask, client: FlaskClient, who: str
) -> None:
    keep(sign_in(client, world, "周敏"), resolution)
    photo = db.session.query(File).filter_by(subject_kind="owners_evidence").one()
    other = sign_in(app.test_client(), world, who)
    assert other.get(address(resolution)).status_code == 403
    assert keep(other, resolution, request_key="two").status_code == 403
    assert other.get(f"/photos/{photo.public_id}").status_code == 404
    assert len(kept()) == 1


def test_another_compound_s_resolution_is_not_found(world: World, resolution: Resolution, app: Flask) -> None:
    other = a_compound("haitang", "海棠花园")
    desk = sign_in(app.test_client(), other, "周敏")
    assert desk.get(f"/desk/haitang/resolutions/{resolution.id}/evidence").status_code == 404
