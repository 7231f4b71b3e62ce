"""凭证: a posting, a step and a demand are proved by photos with place, moment and who; a mistake is struck."""

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
from deliberation.owners.models import OwnersEvidence, OwnersVote
from deliberation.owners.queries.evidence import gaps, of_vote
from tests.builders import World, sign_in
from tests.collection.reports import a_photo
from tests.owners.hall import FEE, a_noticed_vote, a_prepared_vote, a_roster, heads_of
from tests.owners.test_petitions import a_petition


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """A vote whose notice was registered on 11 March; it is the 12th, noon."""
    a_roster(world, heads_of(3))
    made = a_noticed_vote(world, a_prepared_vote(world, (FEE,)))
    clock.use(lambda: clock.beijing(2026, 3, 12, 12))
    return made


def form(**change: Any) -> dict[str, Any]:
    return {
        "what": "NOTICE",
        "place": "3号楼1单元门口公告栏",
        "done_at": "2026-03-11T09:30",
        "done_by": "杨静",
        "request_key": "one",
        "photos": [(io.BytesIO(a_photo()), "a.jpg")],
        **change,
    }


def address(vote: OwnersVote, end: str = "") -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/evidence{end}"


def post(client: FlaskClient, url: str, **change: Any) -> Any:
    return client.post(url, data=form(**change), content_type="multipart/form-data")


def test_the_grid_worker_proves_that_the_notice_hung_where_and_when(
    world: World, vote: OwnersVote, client: FlaskClient
) -> None:
    assert [what for what, _said in gaps(vote, of_vote(vote.id))] == ["NOTICE"]
    sign_in(client, world, "杨静")
    assert post(client, address(vote)).status_code == 302
    assert post(client, address(vote)).status_code == 302  # the same form sent twice is one proof
    row, photo = db.session.query(OwnersEvidence).one(), db.session.query(File).one()
    assert (row.place, row.done_by, clock.day_of(row.done_at).isoformat()) == (
        "3号楼1单元门口公告栏",
        "杨静",
        "2026-03-11",
    )
    assert (photo.subject_kind, photo.is_public, gaps(vote, of_vote(vote.id))) == ("owners_evidence", False, [])
    text = client.get(address(vote)).get_data(as_text=True)
    assert "3号楼1单元门口公告栏" in text
    assert f"/photos/{photo.public_id}" in text or photo.public_id in text
    sheet = client.get(address(vote, ".csv")).get_data(as_text=True)
    assert "公告张贴,,2026-03-11 09:30,3号楼1单元门口公告栏,杨静,,1," in sheet
    assert db.session.query(AuditEntry).filter_by(action="owners_evidence.keep").count() == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"place": ""}, "贴在哪里"),
        ({"done_by": ""}, "请填写"),
        ({"photos": []}, "照片"),
        ({"photos": [(io.BytesIO(b"%PDF-1.7"), "a.jpg")]}, "a.jpg"),
        ({"done_at": "2026-03-12T12:01"}, "不能晚于现在"),
        ({"what": "STEP:FUND_PLAN:别的事项"}, ""),
        ({"note": "电话13812345678"}, "个人信息"),
    ],
)
def test_a_proof_without_photo_place_or_poster_is_refused_and_nothing_is_kept(
    world: World, vote: OwnersVote, client: FlaskClient, change: dict[str, Any], word: str
) -> None:
    sign_in(client, world, "陈海涛")
    answer = post(client, address(vote), **change)
    assert answer.status_code in {413, 415, 422}
    assert word in answer.get_data(as_text=True)
    assert db.session.query(OwnersEvidence).count() == 0


def test_a_photo_from_after_the_recorded_day_is_said(world: World, vote: OwnersVote, client: FlaskClient) -> None:
    post(sign_in(client, world, "陈海涛"), address(vote), done_at="2026-03-12T08:00")
    assert "对不上" in client.get(address(vote)).get_data(as_text=True)


def test_a_mistake_is_struck_with_a_reason_and_stays(world: World, vote: OwnersVote, client: FlaskClient) -> None:
    post(sign_in(client, world, "陈海涛"), address(vote))
    strike = f"/desk/jinling/owners-evidence/{db.session.query(OwnersEvidence).one().id}/strike"
    assert client.post(strike, data={"reason": " "}).status_code == 422
    long = client.post(strike, data={"reason": "长话开头" + "字" * 300})
    assert (long.status_code, "长话开头" in long.get_data(as_text=True)) == (422, True)
    assert client.post(strike, data={"reason": "拍的是去年的公告"}).status_code == 302
    text = client.get(address(vote)).get_data(as_text=True)
    assert "拍的是去年的公告" in text
    assert "还没有照片凭证" in text
    assert db.session.query(File).count() == 1


def test_the_sheets_of_a_demand_are_kept_with_it(world: World, client: FlaskClient) -> None:
    a_roster(world, heads_of(10))
    petition = a_petition(world)
    url = f"/desk/jinling/owners-petitions/{petition.id}/evidence"
    sign_in(client, world, "陈海涛")
    assert post(client, url, what="PETITION", done_at="2026-03-01T10:00").status_code == 302
    assert db.session.query(OwnersEvidence).one().petition_id == petition.id
    assert post(client, url, what="NOTICE", request_key="two").status_code == 422


@pytest.mark.parametrize("who", ["高峰", "张秀兰"])
def test_firm_and_council_neither_keep_nor_see_the_photos(
    world: World, vote: OwnersVote, client: FlaskClient, app: Flask, who: str
) -> None:
    post(sign_in(client, world, "陈海涛"), address(vote))
    photo = db.session.query(File).one()
    other = sign_in(app.test_client(), world, who)
    assert other.get(address(vote)).status_code == 403
    assert other.get(f"/photos/{photo.public_id}").status_code == 404
