"""选举业主委员会 from the first name put forward to the committee that is filed, and on into a second round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.elections import (
    CommitteePlan,
    accept,
    file_committee,
    post_candidates,
    propose_candidate,
    set_up,
    take_off,
)
from deliberation.owners.actions.next_round import next_round
from deliberation.owners.actions.preparing import notify
from deliberation.owners.models import OwnersElection, OwnersVote
from deliberation.owners.queries.elections import committee_here, committee_of, of_vote, to_file
from deliberation.owners.rules.elections import CandidateDraft
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, a_compound
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

OWNERS = 10
ELECTION = QuestionDraft(
    title="选举业主委员会委员",
    text="从下列候选人中选举业主委员会委员5名。",
    decision_class="ORDINARY",
    item="COMMITTEE_ELECTION",
    method="ELECTION",
    options=(),
    most=5,
    seats=5,
)
PLAN = CommitteePlan(agreed=5, term_years=5, alternates=2)
POSTED = date(2026, 3, 10)
"""Two weeks and three days before the voting begins on 27 March."""
CODES = ("o1", "o2", "o3", "o4", "o5", "o6")


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return a_compound()


def an_election(world: World, plan: CommitteePlan = PLAN) -> OwnersVote:
    """A vote that elects the committee, prepared by 陈海涛, with the plan of the committee; nobody stands yet."""
    a_roster(world, heads_of(OWNERS))
    vote = a_prepared_vote(world, (ELECTION,))
    set_up(world.actor("陈海涛"), vote.id, plan)
    return vote


def draft(number: int, source: str = "SELF", backers: int = 0) -> CandidateDraft:
    return CandidateDraft(f"业主{number:04d}", f"1号楼{number:04d}", source, backers)


def stand(world: World, vote: OwnersVote, numbers: Sequence[int]) -> list[int]:
    """These owners are put forward and accept; their candidates' ids."""
    actor, found = world.actor("陈海涛"), []
    for number in numbers:
        candidate = propose_candidate(actor, vote.id, draft(number))
        accept(actor, vote.id, candidate.id, ["ABLE"], clock.today())
        found.append(candidate.id)
    return found


def posted(world: World, vote: OwnersVote, numbers: Sequence[int] = (1, 2, 3, 4, 5, 6)) -> list[int]:
    ids = stand(world, vote, numbers)
    post_candidates(world.actor("陈海涛"), vote.id, POSTED)
    return ids


def told(world: World, vote: OwnersVote, on: date = POSTED) -> OwnersVote:
    return notify(world.actor("陈海涛"), vote.id, on, on)


def voted(world: World, vote: OwnersVote, *papers: tuple[int, Sequence[str]]) -> OwnersElection:
    """So many owners hand in each choice; counted, confirmed, posted: the election as it came out."""
    if vote.state == "PREPARED":
        told(world, vote)
    an_open_vote(world, vote)
    ids = voter_ids(vote)
    for number, codes in papers:
        hand_in(vote, [ids.pop() for _ in range(number)], tuple(codes))
    close(vote)
    moment = vote.closes_at
    clock.use(lambda: moment)
    count(world.secretary, vote.id)
    certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(world.actor("陈海涛"), vote.id)
    db.session.expire_all()
    election = of_vote(vote.id)
    assert election is not None
    return election


def refused(act: object, *given: object) -> str:
    with pytest.raises(Refused) as found:
        act(*given)  # type: ignore[operator]
    return str(found.value.facts.get("what") or found.value.facts.get("missing") or found.value.reason.value)


def names(members: Sequence[object]) -> list[str]:
    return [str(getattr(one, "name", "")) for one in members]


def test_who_stands_is_named_on_the_ballot_and_whoever_declines_is_not(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    ids = stand(world, vote, (1, 2, 3))
    waiting = propose_candidate(actor, vote.id, draft(4, "PARTY"))
    take_off(actor, vote.id, waiting.id, "decline", "工作太忙")
    take_off(actor, vote.id, ids[0], "withdraw", "要搬走了")
    db.session.expire_all()
    question = db.session.get_one(OwnersVote, vote.id).questions[0]
    assert [(o["code"], o["label"]) for o in question.options] == [("o1", "业主0002（1）"), ("o2", "业主0003（1）")]
    assert (question.seats, question.most) == (5, 5)


def test_a_name_that_is_in_no_unit_or_stands_already_is_refused(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    stand(world, vote, (1,))
    assert "名册里没有" in refused(propose_candidate, actor, vote.id, replace(draft(2), room="1号楼0003"))
    assert refused(propose_candidate, actor, vote.id, draft(1)) == "业主0001已经在候选人里。"
    with pytest.raises(Refused) as found:
        propose_candidate(world.actor("高峰"), vote.id, draft(2))
    assert found.value.reason is Reason.FORBIDDEN


def test_nobody_stands_who_has_not_affirmed_what_the_text_demands(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    candidate = propose_candidate(actor, vote.id, draft(1))
    assert "完全民事行为能力" in refused(accept, actor, vote.id, candidate.id, [], clock.today())
    assert "不能晚于今天" in refused(accept, actor, vote.id, candidate.id, ["ABLE"], date(2026, 3, 11))
    accept(actor, vote.id, candidate.id, ["ABLE"], clock.today())


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, agreed=4), "单数"),
        (replace(PLAN, agreed=3), "第三十条"),
        (replace(PLAN, term_years=6), "第三十条"),
        (replace(PLAN, alternates=6), "候补委员最多 5 人"),
        (replace(PLAN, kept=[(f"委员{n}", "1") for n in range(5)]), "没有空缺可选"),
    ],
)
def test_a_committee_that_the_place_does_not_allow_is_not_planned(world: World, plan: CommitteePlan, said: str) -> None:
    vote = an_election(world)
    assert said in refused(set_up, world.actor("陈海涛"), vote.id, plan)


def test_a_committee_is_elected_by_all_owners_and_not_by_those_of_one_building(world: World) -> None:
    a_roster(world, heads_of(OWNERS))
    vote = a_prepared_vote(world, (ELECTION,), kind="AFFECTED", buildings=("1",))
    assert "全体业主选举" in refused(set_up, world.actor("陈海涛"), vote.id, PLAN)


def test_the_notice_waits_for_the_posting_and_the_posting_for_a_contest(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    assert "还没有登记公示" in refused(told, world, vote)
    stand(world, vote, (1, 2, 3, 4, 5))
    assert "不成差额" in refused(post_candidates, actor, vote.id, POSTED)
    set_up(actor, vote.id, replace(PLAN, uncontested_reason="动员两轮，再没有人参选"))
    assert "不能晚于今天" in refused(post_candidates, actor, vote.id, date(2026, 3, 11))
    post_candidates(actor, vote.id, POSTED)
    assert told(world, vote).state == "NOTICED"


def test_candidates_posted_too_late_for_the_vote_are_said_with_the_first_possible_day(world: World) -> None:
    vote = an_election(world)
    stand(world, vote, (1, 2, 3, 4, 5, 6))
    clock.use(lambda: beijing(2026, 3, 13, 9))
    post_candidates(world.actor("陈海涛"), vote.id, date(2026, 3, 13))
    assert "最早可于 3月28日开始投票" in refused(told, world, vote, date(2026, 3, 11))
    post_candidates(world.actor("陈海涛"), vote.id, date(2026, 3, 12))
    assert "公示还没有满" in told(world, vote, date(2026, 3, 11)).notice_warning


def test_a_name_that_is_added_has_the_list_posted_again_and_after_the_notice_nothing_changes(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    ids = posted(world, vote)
    stand(world, vote, (7,))
    assert "还没有登记公示" in refused(told, world, vote)
    post_candidates(actor, vote.id, POSTED)
    told(world, vote)
    for act in (
        lambda: propose_candidate(actor, vote.id, draft(8)),
        lambda: take_off(actor, vote.id, ids[0], "withdraw", "要搬走了"),
        lambda: post_candidates(actor, vote.id, POSTED),
        lambda: set_up(actor, vote.id, PLAN),
    ):
        with pytest.raises(Refused) as found:
            act()
        assert found.value.reason is Reason.AGENDA_LOCKED


def test_in_ningbo_a_changed_list_is_posted_again_and_the_notice_comes_after_it(world: World) -> None:
    """宁波 §31: ten days; 候选人名单调整的，应当重新公示."""
    with transaction():
        place = world.compound.community.subdistrict
        place.city, place.province = "宁波市", "浙江省"
    clock.use(lambda: beijing(2026, 3, 11, 9))
    vote, actor = an_election(world), world.actor("陈海涛")
    ids = posted(world, vote, (1, 2, 3, 4, 5, 6, 7))
    assert "公示还没有满" in refused(told, world, vote, date(2026, 3, 11))
    take_off(actor, vote.id, ids[0], "strike", "查实不是本小区业主")
    assert "还没有登记公示" in refused(told, world, vote)


def test_those_with_more_than_half_are_elected_and_the_committee_is_filed(world: World) -> None:
    vote = an_election(world)
    posted(world, vote)
    election = voted(world, vote, (7, CODES[:5]), (3, ("o6", *CODES[:4])))
    committee = committee_here(world.compound.id)
    assert committee is not None
    assert (election.outcome, election.open_seats) == ("FULL", 0)
    assert sorted(names(committee.members)) == [f"业主000{n}" for n in range(1, 6)]
    assert (election.begins_on, election.ends_on) == (date(2026, 4, 2), date(2031, 4, 1))
    assert (committee.file_by, len(to_file(world.compound.id))) == (date(2026, 5, 6), 1)  # after the holiday
    actor = world.actor("陈海涛")
    assert "不能早于选出" in refused(file_committee, actor, vote.id, date(2026, 4, 1), "")
    file_committee(actor, vote.id, date(2026, 4, 2), "街道备案回执 12 号")
    assert to_file(world.compound.id) == []


def test_whoever_had_enough_and_found_no_seat_is_an_alternate(world: World) -> None:
    vote = an_election(world)
    posted(world, vote, (1, 2, 3, 4, 5, 6, 7))
    three = ("o1", "o2", "o3")
    election = voted(world, vote, (4, (*three, "o4", "o5")), (3, (*three, "o5", "o6")), (3, (*three, "o4", "o6")))
    assert names(committee_of(election).alternates) == ["业主0006"]  # 6 of 10, and five had more
    assert [c.part for c in election.candidates] == ["ELECTED"] * 5 + ["ALTERNATE", "NOT_ELECTED"]


def test_a_partly_filled_committee_goes_on_to_a_second_round_and_those_elected_keep_their_seats(world: World) -> None:
    vote, actor = an_election(world), world.actor("陈海涛")
    posted(world, vote)
    first = voted(world, vote, (6, ("o1", "o2", "o3")), (4, ("o4", "o5", "o6")))
    assert (first.outcome, first.open_seats, committee_here(world.compound.id)) == ("SHORT", 2, None)
    assert "还没有选出" in str(refused_state(file_committee, actor, vote.id, clock.today(), ""))
    second = next_round(actor, vote.id)
    assert next_round(actor, vote.id).id == second.id  # pressed twice, made once
    question = second.questions[0]
    assert [o["label"] for o in question.options] == ["业主0004（1）", "业主0005（1）", "业主0006（1）"]
    assert (question.seats, question.most, second.state) == (2, 2, "PREPARED")
    told(world, second, clock.today())
    end = voted(world, second, (8, ("o1", "o2")), (2, ("o3",)))
    assert (end.outcome, end.open_seats) == ("FULL", 0)
    assert names(committee_of(end).members) == [f"业主000{n}" for n in range(1, 6)]
    with pytest.raises(Refused):
        next_round(actor, second.id)


def refused_state(act: object, *given: object) -> object:
    with pytest.raises(Refused) as found:
        act(*given)  # type: ignore[operator]
    return found.value.facts["state"]


def test_five_of_seven_are_a_committee_and_its_term_runs_while_two_seats_are_elected(world: World) -> None:
    vote = an_election(world, replace(PLAN, agreed=7))
    posted(world, vote, tuple(range(1, 9)))
    first = voted(world, vote, (6, CODES[:5]), (4, ("o6", "o7", "o8")))
    assert (first.outcome, first.open_seats) == ("FORMED", 2)
    assert len(committee_of(first).members) == 5
    second = next_round(world.actor("陈海涛"), vote.id)
    told(world, second, clock.today())
    end = voted(world, second, (10, ("o1", "o2")))
    assert (end.begins_on, end.ends_on) == (first.begins_on, first.ends_on)
    assert [c.election.id for c in to_file(world.compound.id)] == [end.id]  # the full list is what is filed


def test_where_too_few_take_part_all_stand_again(world: World) -> None:
    vote = an_election(world)
    posted(world, vote)
    first = voted(world, vote, (6, CODES[:5]))
    assert (first.outcome, first.open_seats) == ("SHORT", 5)
    assert len(next_round(world.actor("陈海涛"), vote.id).questions[0].options) == 6
