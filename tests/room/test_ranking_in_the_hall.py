"""排序 in the hall: the order a delegate gives is kept as it was given, compared by the rule, and comes out again."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.kernel.methods.drafting import Draft
from deliberation.room.actions.recount import recount
from deliberation.room.models import Ballot
from deliberation.room.queries import decisions, minutes_of
from deliberation.room.snapshot import READERS
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import cast_each, closed, paper, put

FIRMS = Draft("RANKING", (("甲公司", 0), ("乙公司", 0), ("丙公司", 0)))


@pytest.fixture
def hall(app: Flask) -> Hall:
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "施工单位比选")])
    opened.to_debate("从下列三家中选定一家：甲公司、乙公司、丙公司。")
    return opened


def test_the_order_of_a_ballot_is_kept_and_decides(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("A", "B", "C")] * 5, *[paper("B", "C", "A")] * 3, *[paper("C", "B")] * 4)
    kept = {b.choice for b in db.session.query(Ballot).filter_by(vote_id=vote.id)}
    assert kept == {'["A","B","C"]', '["B","C","A"]', '["C","B"]'}
    verdict = closed(hall, vote)
    assert {o["label"]: o["state"] for o in verdict["outcomes"]} == {
        "甲公司": "NOT_TAKEN",
        "乙公司": "TAKEN",
        "丙公司": "NOT_TAKEN",
    }
    assert "“甲公司”排在“乙公司”前面 5 人，反过来 7 人。" in verdict["steps"]
    again = recount(vote.id)
    assert again is not None
    assert again.matches
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.text[-8:]) == ("CARRIED", "（选定：乙公司）")


def test_what_is_put_is_said_in_the_record_and_shown_to_every_screen(hall: Hall) -> None:
    put(hall, FIRMS)
    line = [line.text for line in minutes_of(hall.meeting_id) if line.kind == "procedure"][-1]
    assert "排序，同意的排出先后，不同意的不排；选项：甲公司、乙公司、丙公司" in line
    views = READERS["vote"](hall.meeting_id)
    assert views["tablet"]["question"]["method"] == "RANKING"
    assert json.dumps(views["hall"]["question"]["options"])
