"""Votes by other methods on chair's, delegates' and hall's screens: the form, the slices, nothing too early."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.live.gateway import AUDIENCES
from deliberation.room import events
from deliberation.room.queries import motions_of, open_vote_of
from deliberation.room.snapshot import READERS, mine
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import FIRMS, POSTS, TRIAL, a_residents_group, cast_each, closed, paper, put, sheet
from tests.room.payloads import misfits

FORM = {
    "method": "ELECTION",
    "options": [{"label": "甲", "top": 0}, {"label": "乙", "top": 0}, {"label": "丙", "top": 0}],
    "most": 0,
    "seats": 2,
    "line": "",
    "mean": "MEAN",
}


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with a motion that names three firms."""
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "施工单位比选")])
    opened.to_debate("从下列三家中选定一家：甲公司、乙公司、丙公司。")
    return opened


def view(hall: Hall, name: str, audience: str) -> Any:
    """One slice as one audience sees it, read fresh."""
    db.session.rollback()
    return READERS[name](hall.meeting_id)[audience]


def put_by_form(hall: Hall, client: FlaskClient, **changes: Any) -> tuple[int, dict[str, Any]]:
    """The chair's form is sent; status and answer."""
    motion = view(hall, "item", "chair")["motion"]
    hall.later()
    seen = {"motion_id": motion["id"], "binds": motion["binds"]}
    answer = client.post(f"/rooms/{hall.meeting_id}/votes", json={**seen, **FORM, **changes})
    return answer.status_code, answer.get_json()


def test_the_chairs_form_puts_the_question_and_names_what_is_wrong_with_it(hall: Hall, client: FlaskClient) -> None:
    sign_in(client, hall.world, "李建国")
    status, answer = put_by_form(hall, client, seats=3)
    assert (status, answer["ok"]) == (422, False)
    assert "候选人须多于应选人数" in answer["message"]
    assert open_vote_of(hall.meeting_id) is None
    assert put_by_form(hall, client)[0] == 200
    vote = view(hall, "vote", "hall")
    assert (vote["question"]["method_label"], vote["question"]["seats"]) == ("差额选举", 2)
    assert [option["label"] for option in vote["question"]["options"]] == ["甲", "乙", "丙"]
    assert put_by_form(hall, client)[0] == 409


@pytest.mark.parametrize(
    "rubbish",
    [
        {"options": None},
        {"options": "甲"},
        {"options": ["甲", "乙"]},
        {"options": [{"label": 1}, {"label": "乙"}]},
        {"options": [{"label": "甲", "top": "20"}, {"label": "乙"}]},
        {"seats": "2"},
        {"seats": 2**40},
        {"most": True},
        {"line": 80},
        {"method": ["ELECTION"]},
        {"method": ""},
    ],
)
def test_rubbish_from_the_form_is_refused_and_is_no_crash(
    hall: Hall, client: FlaskClient, rubbish: dict[str, Any]
) -> None:
    sign_in(client, hall.world, "李建国")
    assert put_by_form(hall, client, **rubbish)[0] == 422
    assert open_vote_of(hall.meeting_id) is None


def test_a_delegate_cannot_send_the_chairs_form(hall: Hall, client: FlaskClient) -> None:
    sign_in(client, hall.world, "张秀兰")
    assert put_by_form(hall, client)[0] in {403, 404}
    assert open_vote_of(hall.meeting_id) is None


def test_the_step_starts_the_form_from_the_motion(hall: Hall) -> None:
    others = {step["code"]: step for step in view(hall, "next", "chair")["others"]}
    step = others["put_question"]
    assert (step["asks"], step["suggests"]) == (
        "question",
        {"method": "OPTIONS", "options": ["甲公司", "乙公司", "丙公司"]},
    )


def test_for_a_rating_the_large_button_leads_to_the_scores(app: Flask) -> None:
    main = view(a_residents_group(), "next", "chair")["main"]
    assert (main["code"], main["label"]) == ("put_question", "将动议 1 付评分")
    assert main["suggests"] == {"method": "SCORES", "options": ["保洁", "秩序", "维修", "态度", "整改"]}


def test_an_amendment_has_no_other_way_to_be_put(hall: Hall) -> None:
    (motion,) = motions_of(hall.meeting.current_item_id or 0)
    hall.record_motion("再增加一家丁公司参加比选", amends=motion)
    steps = view(hall, "next", "chair")
    assert "put_question" not in {step["code"] for step in (steps["main"], *steps["others"])}


def test_while_ballots_of_options_come_in_nobody_sees_one_and_every_payload_is_of_its_type(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("B")] * 6, *[paper("C")] * 3)
    found: list[str] = []
    for audience in AUDIENCES:
        shown = view(hall, "vote", audience)
        assert (shown["result"], shown["ballots"]) == (None, None)
        assert view(hall, "turnout", audience)["cast"] == 9
        everything = json.dumps({name: view(hall, name, audience) for name in READERS}, ensure_ascii=False)
        assert '[\\"B\\"]' not in everything
        found += misfits(shown, events.VoteSlice, audience)
    verdict = closed(hall, vote)
    for audience in AUDIENCES:
        for name, declared in events.SLICES.items():
            payload = view(hall, name, audience)
            found += misfits(payload, declared, f"{audience}/{name}") if payload is not None else []
    assert found == []
    assert view(hall, "vote", "hall")["result"]["verdict"] == verdict


def test_who_chose_which_firm_is_open_to_members_after_closing(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 12)
    closed(hall, vote)
    ballots = view(hall, "vote", "tablet")["ballots"]
    assert {"name": "张秀兰", "party": "居民议事会", "choice": '["A"]'} in ballots
    assert view(hall, "vote", "hall")["ballots"] is None


def test_who_elected_whom_is_shown_to_nobody_but_himself_and_to_nobody_once_it_is_closed(hall: Hall) -> None:
    vote = put(hall, POSTS)
    cast_each(hall, *[paper("A", "B")] * 12)
    assert _own_choice(hall) == '["A","B"]'
    assert [view(hall, "vote", audience)["ballots"] for audience in AUDIENCES] == [None, None, None]
    closed(hall, vote)
    assert _own_choice(hall) == ""
    assert [view(hall, "vote", audience)["ballots"] for audience in AUDIENCES] == [None, None, None]


def _own_choice(hall: Hall) -> str:
    own = mine(hall.meeting_id, hall.seats["张秀兰"].id)
    assert own is not None
    assert own["ballot"] is not None
    return own["ballot"]["choice"]


def test_no_single_raters_score_leaves_the_room(app: Flask) -> None:
    group = a_residents_group()
    vote = put(group, TRIAL)
    cast_each(group, *map(sheet, (92, 88, 85, 90, 79, 86, 91, 83, 87)))
    closed(group, vote)
    for audience in AUDIENCES:
        shown = view(group, "vote", audience)
        assert shown["ballots"] is None
        assert [mean["text"] for mean in shown["result"]["verdict"]["means"][:2]] == ["86.78 分", "87.14 分"]
    assert shown["question"]["line"] == "80"


def test_a_motion_is_called_what_its_vote_came_to(hall: Hall) -> None:
    vote = put(hall, POSTS)
    cast_each(hall, *[paper("A", "B")] * 12)
    closed(hall, vote)
    (decided,) = view(hall, "item", "hall")["decided"]
    assert (decided["state"], decided["state_label"]) == ("CARRIED", "全部选出")


def test_the_screens_have_the_paper_the_form_and_the_place_for_the_options(hall: Hall, app: Flask) -> None:
    room = f"/rooms/{hall.meeting_id}"
    wanted = {
        "张秀兰": (f"{room}/tablet", 'data-ballot="question"'),
        "李建国": (f"{room}/chair", "data-question-dialog"),
    }
    for name, (address, mark) in wanted.items():
        html = sign_in(app.test_client(), hall.world, name).get(address).get_data(as_text=True)
        assert mark in html
    assert "data-question-put" in app.test_client().get(f"/hall/{hall.meeting.hall_token}").get_data(as_text=True)
    assert "差额选举：候选人多于应选人数" in html
