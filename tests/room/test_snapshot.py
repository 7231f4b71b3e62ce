"""What each audience of a room sees: everything it may, nothing it may not, and no more than declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from deliberation.agenda.models import AgendaItem
from deliberation.db import db, transaction
from deliberation.kernel.methods import approval
from deliberation.live import outbox
from deliberation.live.gateway import AUDIENCES
from deliberation.room import events
from deliberation.room.actions import consensus, floor, recusals
from deliberation.room.snapshot import READERS, mine
from tests.builders import a_compound
from tests.halls import DELEGATES, Hall, an_accepted_item, an_open_meeting
from tests.room.payloads import misfits


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with two items."""
    world = a_compound()
    first = an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD")
    return an_open_meeting(world, [first, an_accepted_item(world, "施工单位比选")])


def view(hall: Hall, name: str, audience: str) -> Any:
    """One slice as one audience sees it, read fresh."""
    db.session.rollback()
    return READERS[name](hall.meeting_id)[audience]


def everything(hall: Hall, audience: str) -> str:
    """All slices of an audience as one text."""
    return json.dumps({name: view(hall, name, audience) for name in READERS}, ensure_ascii=False)


def walk(hall: Hall) -> Iterator[str]:
    """The evening, point by point, with every kind of thing on the screens."""
    yield "opened"
    motion = hall.to_debate()
    speech = floor.ask(hall.world.actor("丁娜"), hall.meeting_id, "against")
    floor.ask(hall.world.actor("张秀兰"), hall.meeting_id, "for")
    floor.give(hall.world.chair, hall.meeting_id, None)
    yield "debate"
    floor.end(hall.world.chair, hall.meeting_id, speech.id)
    hall.later(5)
    floor.end(hall.world.chair, hall.meeting_id, floor.give(hall.world.chair, hall.meeting_id, None).id)
    hall.record_motion("非机动车道与人行道分开", amends=motion)
    hall.step("consensus")
    yield "consensus"
    hall.later(40)
    hall.step("declare_consensus")
    recusals.recuse(hall.world.actor("高峰"), hall.meeting_id, hall.meeting.current_item_id or 0, "关联单位")
    hall.step("consensus")
    consensus.object_to(hall.world.actor("丁娜"), hall.meeting_id, motion.id, "objection", "施工期绕行太远")
    consensus.object_to(hall.world.actor("刘芳"), hall.meeting_id, motion.id, "reservation", "不使用公共收益")
    yield "objected"
    hall.open_vote()
    hall.cast_all(5, 1)
    yield "voting"
    hall.cast_all(9, 1, 1)
    hall.step("close_vote")
    yield "closed"
    hall.step("finish_item")
    yield "between"


def test_every_payload_is_exactly_of_its_closed_type_throughout_a_meeting(hall: Hall) -> None:
    seat_id = hall.seats["刘芳"].id
    found: list[str] = []
    for point in walk(hall):
        for name, declared in events.SLICES.items():
            for audience in AUDIENCES:
                payload = view(hall, name, audience)
                if payload is not None:
                    found += misfits(payload, declared, f"{point}/{audience}/{name}")
        found += misfits(mine(hall.meeting_id, seat_id), events.Mine, f"{point}/mine")
    assert found == []


def test_every_declared_slice_has_a_reader_and_every_reader_is_declared() -> None:
    assert set(READERS) == set(events.SLICES)


def test_the_hall_never_shows_anybodys_name(hall: Hall) -> None:
    for point in walk(hall):
        shown = everything(hall, "hall")
        assert [n for n in (*DELEGATES, "李建国", "周敏") if n in shown] == [], point


def test_while_a_vote_is_open_nobody_sees_a_choice_or_a_partial_tally(hall: Hall) -> None:
    for point in walk(hall):
        if point != "voting":
            continue
        for audience in AUDIENCES:
            vote = view(hall, "vote", audience)
            assert (vote["state"], vote["result"], vote["ballots"]) == ("OPEN", None, None)
            turnout = view(hall, "turnout", audience)
            assert set(turnout) == {"vote_id", "cast", "roll", "missing"}
            assert turnout["cast"] == 6
            text = everything(hall, audience)
            assert "AGREE" not in text.replace('"AGREE", "OPPOSE", "ABSTAIN"', "")


def test_who_has_not_voted_is_named_to_the_chair_only(hall: Hall) -> None:
    hall.to_debate()
    hall.open_vote()
    hall.cast("张秀兰", "AGREE")
    assert "郭颖" in view(hall, "turnout", "chair")["missing"]
    assert "张秀兰" not in view(hall, "turnout", "chair")["missing"]
    assert view(hall, "turnout", "tablet")["missing"] is None
    assert view(hall, "turnout", "hall")["missing"] is None


def test_after_closing_members_see_the_open_ballots_and_the_hall_sees_totals(hall: Hall) -> None:
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    inside = view(hall, "vote", "tablet")
    assert {"name": "张秀兰", "party": "居民议事会", "choice": "AGREE"} in inside["ballots"]
    outside = view(hall, "vote", "hall")
    assert outside["ballots"] is None
    assert approval.totals(outside["result"]["verdict"])["agree"] == 10


def test_ones_own_ballot_goes_to_ones_own_seat_only(hall: Hall) -> None:
    hall.to_debate()
    hall.open_vote()
    receipt = hall.cast("张秀兰", "OPPOSE")
    db.session.rollback()
    own = mine(hall.meeting_id, hall.seats["张秀兰"].id)
    other = mine(hall.meeting_id, hall.seats["王志强"].id)
    assert own is not None
    assert other is not None
    assert own["ballot"] is not None
    assert (own["ballot"]["choice"], own["ballot"]["receipt"]) == ("OPPOSE", receipt)
    assert other["ballot"] is None
    assert mine(hall.meeting_id + 1, hall.seats["张秀兰"].id) is None


def test_the_chairs_next_step_and_the_minutes_are_hidden_from_where_they_do_not_belong(hall: Hall) -> None:
    assert view(hall, "next", "hall") is None
    assert view(hall, "next", "tablet") is None
    assert view(hall, "minutes", "hall") is None
    assert view(hall, "presence", "hall")["seats"] is None
    assert len(view(hall, "presence", "tablet")["seats"]) == 15


def test_one_who_is_recused_counts_as_one_of_his_party_and_only_in_that_item(hall: Hall) -> None:
    hall.to_debate()
    recusals.recuse(hall.world.actor("高峰"), hall.meeting_id, hall.meeting.current_item_id or 0, "关联单位")

    def recused() -> dict[str, int]:
        return {p["name"]: p["recused"] for p in view(hall, "presence", "hall")["parties"] if p["recused"]}

    assert recused() == {"物业企业": 1}
    hall.step("defer_item", "材料没有带来。")
    assert recused() == {}


def test_old_snapshot_plus_what_was_announced_is_the_new_snapshot_at_every_point(hall: Hall) -> None:
    kept = {(a, n): view(hall, n, a) for a in AUDIENCES for n in READERS}
    announced: set[str] = set()
    outbox.listen(lambda _meeting, slices: announced.update(slices))
    for point in walk(hall):
        for name in sorted(s for s in announced if not s.startswith("mine:")):
            for audience in AUDIENCES:
                kept[(audience, name)] = view(hall, name, audience)
        announced.clear()
        wrong = [(a, n) for (a, n), payload in kept.items() if payload != view(hall, n, a)]
        assert wrong == [], point


def test_the_members_read_what_the_item_is_about_and_nobodys_name_in_it(hall: Hall) -> None:
    hall.step("open_item")
    opened = db.session.get(AgendaItem, hall.meeting.current_item_id or 0)
    assert opened is not None
    topic = opened.topic
    assert topic is not None
    with transaction():
        topic.submitter_name, topic.situation = "孙某芳", "孙某芳家3号楼2单元301门前常堵车。"
        topic.proposal = "拓宽南门，请联系13812345678。"
    assert view(hall, "item", "tablet")["topic"] == {
        "number": topic.number,
        "situation": "**家**门前常堵车。",
        "proposal": "拓宽南门，请联系**。",
        "reports": 1,
    }
    assert view(hall, "item", "chair")["topic"] == view(hall, "item", "tablet")["topic"]
    assert view(hall, "item", "hall")["topic"] is None


def test_everybody_hears_that_a_vote_was_voided_and_only_the_members_why(hall: Hall) -> None:
    motion = hall.to_debate()
    hall.step("consensus")
    delegate = hall.world.actor("丁娜")
    consensus.object_to(delegate, hall.meeting_id, motion.id, "objection", "施工期绕行没有安排。")
    hall.open_vote()
    assert view(hall, "item", "hall")["voided"] is None
    hall.step("void_vote", "张秀兰的平板显示异常")
    assert view(hall, "item", "tablet")["voided"] == "张秀兰的平板显示异常"
    assert view(hall, "item", "hall")["voided"] == ""
    assert view(hall, "next", "chair")["main"]["code"] == "open_vote"  # consensus was asked for already
    hall.open_vote()
    assert view(hall, "item", "tablet")["voided"] is None


def test_what_only_the_owners_may_decide_is_an_opinion_on_the_motions_own_card_too(hall: Hall) -> None:
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(agree=12)
    hall.step("close_vote")
    (decided,) = view(hall, "item", "hall")["decided"]
    assert (decided["state"], decided["state_label"]) == ("CARRIED", "同意，提请业主决定")
