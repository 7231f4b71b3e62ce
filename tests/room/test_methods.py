"""Several choices, several schemes, an election, scores: through a real vote in the hall."""

from __future__ import annotations

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import approval
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.sealing import result_hash
from deliberation.room.actions import items, rounds, voting
from deliberation.room.actions.recount import recount
from deliberation.room.actions.recusals import recuse
from deliberation.room.models import Ballot, Vote
from deliberation.room.queries import decisions, minutes_of, motions_of, open_vote_of, turnout
from deliberation.room.rules.questions import drawn_up
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.refusals import reason_of
from tests.room.ballot_papers import (
    FIRMS,
    POSTS,
    SERVICES,
    TRIAL,
    TRIAL_SCORES,
    a_residents_group,
    cast_each,
    closed,
    paper,
    put,
    sheet,
)


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall of thirteen seats, twelve of them there, with a motion that the meeting may decide itself."""
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "施工单位比选")])
    opened.to_debate("从下列三家中选定一家：甲公司、乙公司、丙公司。")
    return opened


def spoken(hall: Hall, kind: str = "decision") -> str:
    """The newest line of this kind in the record."""
    return [line.text for line in minutes_of(hall.meeting_id) if line.kind == kind][-1]


def states(verdict: dict[str, object]) -> dict[str, tuple[int, str]]:
    """Votes and fate of each option by its name."""
    outcomes = verdict["outcomes"]
    assert isinstance(outcomes, list)
    return {o["label"]: (o["heads"], o["state"]) for o in outcomes}


def refusal(hall: Hall, name: str, choice: str, vote_id: int | None = None) -> Reason:
    """Why the named person's ballot is refused."""
    return reason_of(hall.cast, name, choice, vote_id)


def test_every_service_that_more_than_half_of_the_present_choose_is_taken(hall: Hall) -> None:
    vote = put(hall, SERVICES)
    assert vote.frozen["question"]["most"] == 2
    cast_each(hall, *[paper("A", "B")] * 6, *[paper("A")] * 2, paper("C"), paper())
    verdict = closed(hall, vote)
    assert states(verdict) == {"保洁": (8, "TAKEN"), "秩序维护": (6, "NOT_TAKEN"), "代收快递": (1, "NOT_TAKEN")}
    assert (verdict["result"], verdict["result_label"]) == ("PASSED", "选定 1 项")
    assert vote.result is not None
    assert approval.totals(vote.result["verdict"]) is None
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.tally, decision.verdict) == ("CARRIED", None, verdict)
    assert "保洁 8 人（选定），秩序维护 6 人（未选定），代收快递 1 人（未选定）" in spoken(hall)


def test_a_ballot_of_options_can_be_changed_repeated_and_is_refused_when_wrong_or_late(hall: Hall) -> None:
    vote = put(hall, SERVICES)
    key = uuid.uuid4().hex
    first = hall.cast("张秀兰", '[ "B", "A" ]', client_id=key)
    assert hall.cast("张秀兰", paper("A", "B"), client_id=key) == first
    hall.cast("张秀兰", paper("C"))
    for wrong in (paper("A", "B", "C"), paper("Z"), "AGREE", "", "{}"):
        assert refusal(hall, "王志强", wrong) is Reason.CHOICE_INVALID
    ballot = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)).one()
    assert (ballot.choice, ballot.changes) == ('["C"]', 1)
    hall.step("close_vote")
    assert refusal(hall, "王志强", paper("A"), vote.id) is Reason.VOTE_CLOSED


def test_a_recount_of_options_gives_the_published_verdict_and_notices_a_changed_ballot(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 8, *[paper("B")] * 4)
    closed(hall, vote)
    found = recount(vote.id)
    assert found is not None
    assert found.matches
    with transaction() as session:
        session.query(Ballot).filter_by(vote_id=vote.id, choice=paper("B")).update({"choice": paper("C")})
    tampered = recount(vote.id)
    assert tampered is not None
    assert not tampered.matches


def test_a_result_of_an_earlier_edition_is_recounted_by_its_numbers_and_not_by_its_words(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 8, *[paper("B")] * 4)
    closed(hall, vote)
    with transaction() as session:
        stored = session.get_one(Vote, vote.id)
        verdict = (stored.result or {})["verdict"] | {"sentence": "旧的说法。"}
        stored.result = {"tally": None, "verdict": verdict}
        stored.result_hash = result_hash(stored.frozen, stored.frozen_hash, stored.result)
    found = recount(vote.id)
    assert found is not None
    assert (found.matches, "旧版结果：数字和结论与公布的一致" in found.sentence) == (True, True)
    with transaction() as session:
        session.query(Ballot).filter_by(vote_id=vote.id, choice=paper("B")).update({"choice": paper("C")})
    tampered = recount(vote.id)
    assert tampered is not None
    assert not tampered.matches


def test_no_firm_over_half_leads_to_a_second_round_of_the_first_two_in_one_tap(hall: Hall) -> None:
    first = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 5, *[paper("B")] * 4, *[paper("C")] * 3)
    verdict = closed(hall, first)
    assert (verdict["result"], verdict["run_off"]) == ("REJECTED", ["A", "B"])
    assert hall.main_step() == "run_off"
    assert decisions(hall.meeting_id) == []
    hall.step("run_off")
    db.session.expire_all()
    second = open_vote_of(hall.meeting_id)
    assert second is not None
    assert [option["label"] for option in second.frozen["question"]["options"]] == ["甲公司", "乙公司"]
    assert second.frozen["round"] == 2
    assert refusal(hall, "张秀兰", paper("C")) is Reason.CHOICE_INVALID
    cast_each(hall, *[paper("A")] * 5, *[paper("B")] * 7)
    final = closed(hall, second)
    assert states(final) == {"甲公司": (5, "NOT_TAKEN"), "乙公司": (7, "TAKEN")}
    (decision,) = decisions(hall.meeting_id)
    assert decision.outcome == "CARRIED"
    assert decision.verdict is not None
    assert "第一轮：" in decision.verdict["sentence"]
    assert "第二轮：" in decision.verdict["sentence"]
    assert decision.text.endswith("丙公司。（选定：乙公司）")
    assert spoken(hall).startswith("动议 1第二轮：")
    assert hall.main_step() == "finish_item"


def test_the_chair_may_leave_it_at_the_first_round(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 5, *[paper("B")] * 4)
    closed(hall, vote)
    with pytest.raises(Refused) as caught:
        items.defer_item(hall.world.chair, hall.meeting_id, "下次再议")
    assert caught.value.reason is Reason.MOTION_PENDING
    hall.step("end_rounds")
    assert decisions(hall.meeting_id)[0].outcome == "LOST"
    assert "不再进行下一轮" in spoken(hall)
    hall.step("finish_item")


def test_a_motion_between_two_rounds_is_not_put_in_another_way(hall: Hall) -> None:
    vote = put(hall, FIRMS)
    with pytest.raises(Refused) as early:
        rounds.open_run_off(hall.world.chair, hall.meeting_id, vote.motion_id)
    assert early.value.reason is Reason.WRONG_STATE
    cast_each(hall, *[paper("A")] * 5, *[paper("B")] * 4)
    closed(hall, vote)
    with pytest.raises(Refused) as caught:
        voting.open_vote(hall.world.chair, hall.meeting_id, vote.motion_id)
    assert caught.value.reason is Reason.WRONG_STATE


def test_a_voided_second_round_can_be_held_again(hall: Hall) -> None:
    first = put(hall, FIRMS)
    cast_each(hall, *[paper("A")] * 5, *[paper("B")] * 4)
    closed(hall, first)
    hall.step("run_off")
    hall.step("void_vote", "两台平板显示异常")
    assert hall.main_step() == "run_off"
    hall.step("run_off")
    cast_each(hall, *[paper("A")] * 9)
    hall.step("close_vote")
    assert decisions(hall.meeting_id)[0].outcome == "CARRIED"


def test_an_election_fills_its_posts_and_holds_the_rest_between_the_tied(hall: Hall) -> None:
    first = put(hall, POSTS)
    cast_each(hall, *[paper("A", "B")] * 5, *[paper("A", "C")] * 5, paper("A"), paper())
    verdict = closed(hall, first)
    assert states(verdict)["候选人甲"] == (11, "ELECTED")
    assert verdict["run_off"] == ["B", "C"]
    hall.step("run_off")
    second = open_vote_of(hall.meeting_id)
    assert second is not None
    assert (second.frozen["question"]["seats"], second.frozen["question"]["most"]) == (1, 1)
    cast_each(hall, *[paper("C")] * 7, *[paper("B")] * 5)
    assert states(closed(hall, second)) == {"候选人乙": (5, "NOT_ELECTED"), "候选人丙": (7, "ELECTED")}
    (decision,) = decisions(hall.meeting_id)
    assert decision.verdict is not None
    assert [o["label"] for o in decision.verdict["outcomes"] if o["chosen"]] == ["候选人甲", "候选人丙"]


def test_the_chair_who_ends_the_rounds_is_told_how_many_posts_stay_open(hall: Hall) -> None:
    first = put(hall, POSTS)
    cast_each(hall, *[paper("A", "B")] * 5, *[paper("A", "C")] * 5)
    verdict = closed(hall, first)
    assert "部分选出：还缺 1 席，在“候选人乙”、“候选人丙”中另行选举。" in verdict["sentence"]
    hall.step("end_rounds")
    assert "以已有结果为准；还缺 1 席，另行选举。" in spoken(hall)
    (decision,) = decisions(hall.meeting_id)
    assert (decision.outcome, decision.text.endswith("（当选：候选人甲；还缺 1 席，另行选举）")) == ("CARRIED", True)


def test_nobody_elected_in_the_second_round_leaves_who_was_elected_in_the_first(hall: Hall) -> None:
    first = put(hall, POSTS)
    cast_each(hall, *[paper("A", "B")] * 5, *[paper("A", "C")] * 5)
    closed(hall, first)
    hall.step("run_off")
    second = open_vote_of(hall.meeting_id)
    assert second is not None
    cast_each(hall, *[paper()] * 12)
    assert closed(hall, second)["result"] == "REJECTED"
    (decision,) = decisions(hall.meeting_id)
    assert decision.outcome == "CARRIED"
    assert decision.verdict is not None
    assert [o["label"] for o in decision.verdict["outcomes"] if o["chosen"]] == ["候选人甲"]


def test_the_recused_are_in_no_number_of_a_choice_between_firms(hall: Hall) -> None:
    for name in ("高峰", "丁娜"):
        recuse(hall.world.actor(name), hall.meeting_id, hall.meeting.current_item_id or 0, "关联单位参加比选")
    vote = put(hall, FIRMS)
    assert (vote.frozen["entitled"], vote.frozen["present"], len(vote.frozen["roll"])) == (11, 10, 10)
    assert refusal(hall, "高峰", paper("A")) is Reason.RECUSED
    cast_each(hall, *[paper("A")] * 6)
    assert closed(hall, vote)["result"] == "PASSED"


def test_what_only_the_owners_may_decide_is_advice_by_every_method(app: Flask) -> None:
    opened = an_open_meeting(a_compound())
    opened.to_debate()
    vote = put(opened, FIRMS)
    cast_each(opened, *[paper("A")] * 12)
    verdict = closed(opened, vote)
    assert states(verdict)["甲公司"] == (12, "LEADING")
    assert verdict["result_label"] == "选定，提请业主决定"


def test_an_amendment_is_agreed_to_or_not(hall: Hall) -> None:
    amendment = hall.record_motion("再增加一家丁公司参加比选", amends=motions_of(hall.meeting.current_item_id or 0)[0])
    with pytest.raises(Refused) as caught:
        put(hall, FIRMS)
    assert "修正案只能用同意、反对、弃权表决" in caught.value.message
    voting.open_vote(hall.world.chair, hall.meeting_id, amendment.id)


def test_a_delegate_cannot_put_a_question(hall: Hall) -> None:
    motion = motions_of(hall.meeting.current_item_id or 0)[0]
    with pytest.raises(Refused) as caught:
        voting.open_vote(hall.world.actor("张秀兰"), hall.meeting_id, motion.id, question=drawn_up(FIRMS))
    assert caught.value.reason is Reason.FORBIDDEN


def test_e4_nine_scores_give_both_means_and_the_rule_says_which_counts(app: Flask) -> None:
    group = a_residents_group()
    assert group.main_step() == "put_question"
    vote = put(group, TRIAL)
    assert turnout(vote.id) == (0, 9)
    cast_each(group, *map(sheet, TRIAL_SCORES))
    verdict = closed(group, vote)
    overall = {m["code"]: (m["num"], m["den"], m["text"], m["decides"]) for m in verdict["means"]}
    assert overall["MEAN"] == (781, 9, "86.78 分", True)
    assert overall["TRIMMED"] == (610, 7, "87.14 分", False)
    assert [m["label"] for m in verdict["means"]][2:] == ["保洁", "秩序", "维修", "态度", "整改"]
    assert (verdict["result"], verdict["result_label"]) == ("PASSED", "达到合格线")
    line = spoken(group)
    assert "86.78 分" in line
    assert "各项平均：保洁" in line
    assert decisions(group.meeting_id)[0].text.endswith("（平均分 86.78 分）")
    found = recount(vote.id)
    assert found is not None
    assert found.matches


def test_e4_a_mean_of_79_99_misses_the_line_of_80(app: Flask) -> None:
    group = a_residents_group()
    vote = put(group, Draft("SCORES", (("总评", 100),), line="80"))
    cast_each(group, *[json.dumps({"A": score}) for score in (80, 80, 80, 80, 80, 80, 80, 80, 79)])
    verdict = closed(group, vote)
    assert verdict["result_label"] == "未达到合格线"
    assert decisions(group.meeting_id)[0].outcome == "LOST"


def test_e1_eight_of_nine_choose_the_firm_for_the_trial_and_six_must_be_there(app: Flask) -> None:
    group = a_residents_group("选定试用企业", "vote")
    item = db.session.get(AgendaItem, group.meeting.current_item_id or 0)
    assert item is not None
    vote = group.open_vote()
    assert vote.frozen["attendance"][0]["required"] == 6
    group.cast_all(7, 1)
    verdict = closed(group, vote)
    assert verdict["result"] == "PASSED"
