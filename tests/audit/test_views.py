"""The auditor's page."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_compound, an_officer, sign_in
from tests.halls import a_noticed_meeting


def test_the_auditor_reads_who_did_what_and_nobody_else_does(app: Flask, client: FlaskClient) -> None:
    world = a_compound()
    a_noticed_meeting(world)
    an_officer(world, "auditor", "田军")
    page = sign_in(client, world, "田军").get("/audit")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "发出会议通知、锁定名册" in text
    assert "李建国" in text
    for name in ("李建国", "张秀兰"):
        assert sign_in(app.test_client(), world, name).get("/audit").status_code == 403


def test_older_entries_are_a_page_away_and_a_wild_number_is_no_error(app: Flask, client: FlaskClient) -> None:
    world = a_compound()
    a_noticed_meeting(world)
    an_officer(world, "auditor", "田军")
    sign_in(client, world, "田军")
    assert client.get("/audit?before=5").status_code == 200
    assert client.get("/audit?before=99999999999999999999&stream=x").status_code == 200
    assert client.get("/audit?before=-3").status_code == 200
