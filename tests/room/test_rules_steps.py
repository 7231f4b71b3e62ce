"""The chair's large button: right in every situation, locked with its reason where the rules say not yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deliberation.room.rules.steps import HallNow, ItemNow, MotionNow, Steps, next_steps

ITEM = ItemNow(id=5, position=1, title="改造南出入口", kind="vote", step="debate", motion=MotionNow(9, 1, "MOVED"))
HALL = HallNow("IN_SESSION", quorum_met=True, quorum_sentence="应到 13 人，实到 12 人。", item=ITEM)
CLOSES = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)


def steps_with(**changes: object) -> Steps:
    """The steps with the item changed so."""
    return next_steps(replace(HALL, item=replace(ITEM, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "met", "code", "locked"),
    [
        ("PLANNED", True, "none", True),
        ("NOTICED", True, "sign_in", False),
        ("SIGN_IN", True, "open_meeting", False),
        ("SIGN_IN", False, "open_meeting", True),
        ("INQUORATE", False, "open_meeting", True),
        ("ADJOURNED", True, "resume", False),
        ("ENDED", True, "none", True),
        ("ISSUED", True, "none", True),
        ("CANCELLED", True, "none", True),
    ],
)
def test_outside_the_session_there_is_one_way_on(state: str, met: bool, code: str, locked: bool) -> None:
    main = next_steps(HallNow(state, quorum_met=met, quorum_sentence="还差 5 人")).main
    assert (main.code, bool(main.locked)) == (code, locked)


def test_without_a_quorum_the_chair_may_declare_it_and_with_one_not() -> None:
    missing = HallNow("SIGN_IN", quorum_met=False, quorum_sentence="还差 5 人")
    assert next_steps(missing).find("fail_quorum")
    assert not next_steps(replace(missing, quorum_met=True)).find("fail_quorum")


def test_who_were_too_few_may_still_become_enough_and_the_chair_reads_so() -> None:
    missing = HallNow("SIGN_IN", quorum_met=False, quorum_sentence="还差 5 人")
    declare = next_steps(missing).find("fail_quorum")
    assert declare
    assert "还可以继续签到，达到开会人数就能宣布开会" in declare.confirm
    declared = replace(missing, state="INQUORATE")
    assert next_steps(declared).main.locked == "代表还可以签到，达到开会人数就能宣布开会。"
    assert not next_steps(replace(declared, quorum_met=True)).main.locked


def test_between_items_the_next_one_is_offered_and_after_the_last_the_end() -> None:
    between = replace(HALL, item=None, upcoming=((6, 2, "资金"), (7, 3, "比选")))
    assert (next_steps(between).main.code, next_steps(between).main.target) == ("open_item", 6)
    assert "还有" in (next_steps(between).others[-1].confirm)
    assert next_steps(replace(between, upcoming=())).main.code == "end_meeting"


def test_an_item_goes_from_report_over_questions_to_debate() -> None:
    assert steps_with(step="report").main.code == "questions"
    assert steps_with(step="questions").main.code == "debate"
    assert steps_with(step="questions", motion=None).main.locked


def test_a_report_is_heard_and_not_decided() -> None:
    for kind in ("report", "pledge_report", "talk"):
        assert steps_with(kind=kind, step="questions").main.code == "finish_item"


def test_consensus_comes_first_and_the_vote_after_an_objection() -> None:
    assert steps_with().main.code == "consensus"
    assert steps_with(motion=MotionNow(9, 1, "OBJECTED")).main.code == "open_vote"
    assert steps_with(motion=MotionNow(9, 1, "MOVED", was_consulted=True)).main.code == "open_vote"
    assert next_steps(replace(HALL, consensus_first=False)).main.code == "open_vote"


@pytest.mark.parametrize("changes", [{"waiting_speakers": 1}, {"is_speaking": True}, {"quorum_met": False}])
def test_neither_consensus_nor_vote_while_the_rules_say_not_yet(changes: dict[str, object]) -> None:
    steps = steps_with(quorum_sentence="还差 1 人", **changes)
    assert steps.main.locked
    vote = steps.find("open_vote")
    assert vote
    assert vote.locked


def test_the_chair_may_override_the_queue_with_a_reason_but_nothing_else() -> None:
    anyway = steps_with(waiting_speakers=2).find("open_vote_anyway")
    assert anyway
    assert anyway.asks == "reason"
    assert not steps_with(is_speaking=True).find("open_vote_anyway")
    assert not steps_with(waiting_speakers=2, quorum_met=False, quorum_sentence="x").find("open_vote_anyway")
    assert not steps_with().find("open_vote_anyway")


def test_what_would_be_withdrawn_is_named() -> None:
    amendment = MotionNow(9, 1, "MOVED", is_amendment=True)
    for motion, named in ((MotionNow(9, 3, "MOVED"), "动议 %(number)s"), (amendment, "修正案")):
        withdraw = steps_with(motion=motion).find("withdraw_motion")
        assert withdraw
        assert named in withdraw.label
        assert named in withdraw.confirm
        assert withdraw.facts["number"] == motion.number


def test_while_the_chair_asks_silence_leads_to_consensus_and_an_objection_to_the_vote() -> None:
    asked = MotionNow(9, 1, "CONSULTING")
    silent = steps_with(motion=asked, consensus_closes_at=CLOSES).main
    assert (silent.code, silent.not_before) == ("declare_consensus", CLOSES)
    objected = steps_with(motion=asked, consensus_closes_at=CLOSES, objections=1)
    assert objected.main.code == "open_vote"
    assert not objected.find("declare_consensus")


def test_while_a_vote_is_open_it_can_be_closed_or_voided_and_nothing_else() -> None:
    voting = steps_with(vote_id=3, cast=11, roll=12)
    assert [voting.main.code, *(s.code for s in voting.others)] == ["close_vote", "void_vote"]
    assert voting.main.facts["missing"] == 1
    assert voting.main.confirm
    assert not steps_with(vote_id=3, cast=12, roll=12).main.confirm


def test_after_the_decision_the_item_ends() -> None:
    assert steps_with(motion=None, decided=1).main.code == "finish_item"
    assert steps_with(motion=None, decided=0).main.locked


def test_what_was_voted_down_may_be_put_off_and_what_was_agreed_on_may_not() -> None:
    assert steps_with(motion=None, decided=1).find("defer_item")
    assert not steps_with(motion=None, decided=1, agreed=1).find("defer_item")


@pytest.mark.parametrize("vacant", [0, 2])
def test_who_ends_the_rounds_of_an_election_reads_how_many_posts_stay_open(vacant: int) -> None:
    end = steps_with(motion=MotionNow(9, 1, "RUN_OFF", run_off=("甲", "乙"), vacant=vacant)).find("end_rounds")
    assert end is not None
    assert ("还缺 %(vacant)s 席" in end.confirm) is bool(vacant)
    assert end.facts == {"vacant": vacant}
