"""Scenario C, September: 联席评议 of the firm. Fourteen rate it in the room; nobody learns what one of them gave."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.actions import ItemDraft, add_item
from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods.drafting import Draft
from deliberation.live.gateway import AUDIENCES
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import CompoundMeetingType, MeetingType
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.room.actions.voting import open_vote as put_to_vote
from deliberation.room.models import Vote
from deliberation.room.queries import decisions, minutes_of
from deliberation.room.rules.questions import drawn_up
from deliberation.room.snapshot import READERS, mine
from tests.builders import World, add_delegates
from tests.flows.meetings import at, hold, publish_results
from tests.halls import Hall
from tests.room.test_three_parties import three_parties

RATERS = (
    "冯丽",
    "陈海涛",
    "刘芳",
    "马国庆",
    "张秀兰",
    "王志强",
    "赵立新",
    "孙玉梅",
    "代表001",
    "代表002",
    "代表003",
    "代表004",
    "代表005",
    "代表006",
)
SERVICE = (81, 83, 79, 85, 77, 87, 75, 89, 73, 91, 71, 93, 69, 95)
RESPONSE = (75, 77, 73, 79, 71, 81, 69, 83, 67, 85, 65, 87, 63, 89)
"""What each rater gives, no two the same: 1148 and 1064 points of fourteen, exactly 82 and 76 each."""
MOTION = "对物业企业本季度的工作评分，评分项目为：服务、响应。"
REVIEW = drawn_up(Draft("SCORES", (("服务", 100), ("响应", 100))))


@pytest.fixture
def hall(app: Flask) -> Hall:
    """联席评议 in session: 居委会, 业委会 and the residents' council, fourteen in all; the firm is not asked."""
    at(9, 1)
    world = a_review_without_the_firm()
    assert add_delegates(world, "residents_council", 6) == list(RATERS[8:])
    item = add_item(world.chair, world.compound.id, ItemDraft("联席评议物业企业", kind="rating"))
    found = hold(world, [item], at(9, 15, 19), RATERS)
    found.to_debate(MOTION)
    return found


def a_review_without_the_firm() -> World:
    """The compound of the three parties with a meeting type 联席评议, with rules of its own: one person one ballot."""
    world = three_parties()
    with transaction() as session:
        data = next(d for d in shipped_data() if d["code"] == "five-party-default")
        own = {
            "code": "joint-review-own",
            "name": "联席评议规则",
            "body": "other_meeting",
            "result_title": "联席评议结果",
        }
        seats = (("neighbourhood_committee", 1), ("owners_committee", 3), ("residents_council", 4))
        kinds = [{"kind": kind, "obligatory": True, "seats": number} for kind, number in seats]
        made = MeetingType(code="review", name="联席评议", profile_code="joint-review-own", parties=kinds)
        session.add_all([row_of({**data, **own}), made])
        session.flush()  # the compound's menu needs the id
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=2))
    world.meeting_type = made
    return world


def sheet(service: int, response: int) -> str:
    return json.dumps({"A": service, "B": response}, separators=(",", ":"))


SHEETS = tuple(map(sheet, SERVICE, RESPONSE))


def everybody_rates(hall: Hall) -> Vote:
    motion_id = READERS["item"](hall.meeting_id)["chair"]["motion"]["id"]
    vote = put_to_vote(hall.world.chair, hall.meeting_id, motion_id, question=REVIEW)
    for name, given in zip(RATERS, SHEETS, strict=True):
        hall.cast(name, given, vote.id)
    return vote


def on_screen(hall: Hall, audience: str) -> str:
    """Everything that one audience gets of the room, as it travels."""
    db.session.rollback()
    return json.dumps({name: read(hall.meeting_id)[audience] for name, read in READERS.items()}, ensure_ascii=False)


def somebodys(text: str) -> list[str]:
    """The sheets that stand in a text, as they are or quoted."""
    return [given for given in SHEETS if given in text.replace("\\", "").replace(" ", "")]


def numbers_of_raters(text: str) -> set[str]:
    """The numbers of a text that only a single rater's sheet could have given, alone or added up."""
    single = {*SERVICE, *RESPONSE, *map(sum, zip(SERVICE, RESPONSE, strict=True))}
    return {str(number) for number in single} & set(re.findall(r"\d+(?:\.\d+)?", text))


def test_c11_the_firm_has_no_seat_and_no_sheet_in_its_own_review(hall: Hall) -> None:
    vote = everybody_rates(hall)
    assert sorted(hall.seats[name].id for name in RATERS) == vote.frozen["roll"]
    assert {seat.party.kind for seat in hall.seats.values()}.isdisjoint({"property_firm"})
    for name in ("高峰", "丁娜"):
        with pytest.raises(Refused):
            hall.cast(name, sheet(100, 100), vote.id)
    hall.step("close_vote")
    assert (vote.frozen["entitled"], vote.frozen["present"]) == (14, 14)
    assert rated(hall)["服务"] == (1_148, 14, "82.00 分")


def rated(hall: Hall) -> dict[str, tuple[int, int, str]]:
    """The means that the meeting came to, by what they are called."""
    verdict = decisions(hall.meeting_id)[0].verdict or {}
    return {mean["label"]: (mean["num"], mean["den"], mean["text"]) for mean in verdict["means"]}


def test_c11_the_means_of_fourteen_raters_are_exact(hall: Hall) -> None:
    everybody_rates(hall)
    hall.step("close_vote")
    assert rated(hall) == {
        "平均分": (2_212, 14, "158.00 分"),
        "去掉一个最高分和一个最低分后的平均分": (2_212 - 184 - 132, 12, "158.00 分"),
        "服务": (1_148, 14, "82.00 分"),
        "响应": (1_064, 14, "76.00 分"),
    }
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, (decision.verdict or {})["result_label"]) == ("CARRIED", "评分完成")


def test_c11_no_screen_shows_what_one_rater_gave_before_the_closing_or_after(hall: Hall) -> None:
    everybody_rates(hall)
    for audience in AUDIENCES:
        shown = READERS["vote"](hall.meeting_id)[audience]
        assert (shown["result"], shown["ballots"], somebodys(on_screen(hall, audience))) == (None, None, [])
    hall.step("close_vote")
    for audience in AUDIENCES:
        shown = READERS["vote"](hall.meeting_id)[audience]
        assert (shown["ballots"], somebodys(on_screen(hall, audience))) == (None, [])
        assert numbers_of_raters(json.dumps(shown["result"], ensure_ascii=False)) == set()
        assert "82.00 分" in json.dumps(shown["result"], ensure_ascii=False)


def test_c11_a_rater_finds_his_own_sheet_on_his_tablet_and_no_other_until_the_closing(hall: Hall) -> None:
    everybody_rates(hall)
    for name, given in zip(RATERS, SHEETS, strict=True):
        assert somebodys(json.dumps(mine(hall.meeting_id, hall.seats[name].id))) == [given]
        assert len(numbers_of_raters(given)) > 1
    hall.step("close_vote")
    for name in RATERS:
        assert somebodys(json.dumps(mine(hall.meeting_id, hall.seats[name].id))) == []


def test_c11_the_minutes_and_the_audit_say_that_somebody_rated_and_never_what(hall: Hall) -> None:
    everybody_rates(hall)
    hall.step("close_vote")
    spoken = "".join(line.text for line in minutes_of(hall.meeting_id))
    assert "各项平均：服务 82.00 分，响应 76.00 分" in spoken
    assert (somebodys(spoken), numbers_of_raters(spoken)) == ([], set())
    noted = db.session.query(AuditEntry).filter(AuditEntry.action == "ballot.cast").all()
    assert len(noted) == len(RATERS)
    assert somebodys(json.dumps([entry.facts for entry in noted])) == []


def test_c11_residents_read_the_means_and_no_rater(hall: Hall, client: FlaskClient) -> None:
    everybody_rates(hall)
    hall.step("close_vote")
    hall.step("finish_item")
    posted = publish_results(hall)
    assert "平均分 158.00 分" in posted.text
    told = json.dumps([posted.text, (posted.frozen or {})["decisions"]], ensure_ascii=False)
    assert (somebodys(told), numbers_of_raters(told)) == ([], set())
    for address in ("", "/paper"):
        page = client.get(f"/c/jinling/resolutions/{posted.public_id}{address}").get_data(as_text=True)
        assert ("82.00 分" in page, "76.00 分" in page) == (True, True)
        assert (somebodys(page), [name for name in RATERS if name in page]) == ([], [])
