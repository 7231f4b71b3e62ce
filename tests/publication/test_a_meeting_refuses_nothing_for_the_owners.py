"""A majority that a meeting lacks on a matter of the owners is no refusal of theirs, on any page, paper or export."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.models import AgendaItem
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.publication.models import Resolution
from deliberation.room.snapshot import READERS
from tests.builders import a_compound
from tests.flows.meetings import publish_results
from tests.halls import MOTION_1, Hall, an_accepted_item, an_open_meeting
from tests.outcome_words import wrong_words_everywhere

DUTY = "由物业企业每晚增加两次巡逻，本月15日起执行。"


@pytest.fixture
def hall(app: Flask) -> Hall:
    """Twelve are asked about the gate, which only the owners decide, and about patrols; they want neither."""
    assert app
    world = a_compound()
    items = [
        an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD"),
        an_accepted_item(world, "夜间巡逻", "PARTY_DUTY"),
    ]
    return an_open_meeting(world, items)


def they_vote_against(hall: Hall, text: str) -> None:
    hall.to_debate(text)
    hall.open_vote()
    hall.cast_all(2, 9, 1)
    hall.step("close_vote")


def both_are_lost(hall: Hall) -> Resolution:
    for text in (MOTION_1, DUTY):
        they_vote_against(hall, text)
        hall.step("finish_item")
    return publish_results(hall)


def states(hall: Hall) -> list[tuple[str, str]]:
    items = db.session.query(AgendaItem).filter_by(meeting_id=hall.meeting_id).order_by(AgendaItem.position)
    return [(item.outcome or "", db.session.get_one(Topic, item.topic_id).state) for item in items]


def test_only_the_owners_matter_is_an_opinion_that_was_not_formed(hall: Hall, client: FlaskClient) -> None:
    posted = both_are_lost(hall)
    assert states(hall) == [("NOT_ADVISED", "NOT_ADVISED"), ("NOT_CARRIED", "NOT_CARRIED")]
    page = client.get(f"/c/jinling/resolutions/{posted.public_id}").get_data(as_text=True)
    gate, patrol = page.split("第 2 项")[0].split("第 1 项")[1], page.split("第 2 项")[1]
    assert "未形成协商意见" in gate
    assert "只有业主能决定" in gate
    assert "未通过" not in gate
    assert "未通过" in patrol


def test_no_page_paper_or_export_calls_it_refused(hall: Hall, app: Flask) -> None:
    both_are_lost(hall)
    assert wrong_words_everywhere(app, 200) == []


@pytest.mark.parametrize("audience", ["hall", "chair", "tablet"])
def test_no_screen_of_the_room_calls_it_refused(hall: Hall, audience: str) -> None:
    they_vote_against(hall, MOTION_1)
    told = str([READERS[name](hall.meeting_id).get(audience) for name in READERS])
    assert "未形成协商意见" in told
    assert "未通过" not in told


def test_whose_matter_found_no_opinion_or_no_majority_may_hand_it_in_again(hall: Hall, client: FlaskClient) -> None:
    both_are_lost(hall)
    for state in ("NOT_ADVISED", "NOT_CARRIED"):
        topic = db.session.query(Topic).filter_by(state=state).one()
        receipt = topic.receipt_code
        page = client.get(f"/receipt/{receipt}").text
        assert "就这件事再提一次" in page
        again = url_for_again(page)
        sent = {"situation": f"还是想办这件事（{state}）", "category": "facility", "request_key": f"{state:0>16}"}
        assert client.post(again, data=sent).status_code == 302
        newest = db.session.query(Topic).order_by(Topic.id.desc()).first()
        assert newest is not None
        assert newest.earlier_id == topic.id


def url_for_again(page: str) -> str:
    """The address behind 就这件事再提一次."""
    found = re.search(r'href="([^"]*after=[^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")
