"""差额选举: who is elected, who runs again, and when the election is over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import agreement, asking, of, owners, owners_rule, papers, rule, states

ALL = Threshold("GE", 1, 1)


def hall(present: int, entitled: int = 0) -> Electorate:
    return Electorate(Weight(entitled or present), present=present)


def elect(numbers: dict[str, int], seats: int, *, cast: int = 20, **more: Any) -> Verdict:
    """Five candidates; each has as many of the ballots as given, the others name nobody else."""
    candidates = ("张三", "李四", "王五", "赵六", "孙七")
    question = asking("ELECTION", *candidates, seats=seats, most=0, **more)
    ballots = [Ballot(tuple(code for code, votes in numbers.items() if n < votes)) for n in range(cast)]
    return decide(question, ballots, hall(cast), rule(of("cast")))


def test_the_posts_are_filled_in_order_of_votes() -> None:
    verdict = elect({"A": 12, "B": 18, "C": 15, "D": 11, "E": 3}, seats=3)
    assert (verdict.result, verdict.result_label, verdict.run_off) == ("PASSED", "全部选出", ())
    assert states(verdict) == {"A": "ELECTED", "B": "ELECTED", "C": "ELECTED", "D": "NOT_ELECTED", "E": "NOT_ELECTED"}
    assert [outcome.chosen for outcome in verdict.outcomes] == [True, True, True, False, False]
    assert verdict.sentence == (
        "选了 18 人，弃权 2 人，未投 0 人。应选 3 名，选出 3 名（须参加投票过半数）：“李四”、“王五”、“张三”。"
    )


def test_exactly_half_is_not_elected_and_the_next_run_again_one_more_than_there_are_posts() -> None:
    verdict = elect({"A": 12, "B": 10, "C": 9, "D": 8, "E": 3}, seats=3)
    assert (verdict.result, verdict.result_label) == ("PASSED", "部分选出")
    assert states(verdict)["A"] == "ELECTED"
    assert verdict.run_off == ("B", "C", "D")
    assert states(verdict)["E"] == "NOT_ELECTED"
    assert verdict.sentence.endswith("“张三”。部分选出：还缺 2 席，在“李四”、“王五”、“赵六”中另行选举。")
    assert verdict.outcomes[1].tests[0].sentence.endswith("正好一半，未超过半数，还差 1 人。")


def test_who_is_tied_at_the_end_of_the_run_off_list_runs_as_well() -> None:
    verdict = elect({"A": 12, "B": 9, "C": 8, "D": 8, "E": 3}, seats=2)
    assert verdict.run_off == ("B", "C", "D")


def test_of_those_tied_for_the_last_post_nobody_is_elected() -> None:
    verdict = elect({"A": 12, "B": 18, "C": 12, "D": 12, "E": 3}, seats=2)
    assert [code for code, state in states(verdict).items() if state == "ELECTED"] == ["B"]
    assert verdict.run_off == ("A", "C", "D")
    assert verdict.result_label == "部分选出"
    assert verdict.sentence.endswith(
        "应选 2 名，选出 1 名（须参加投票过半数）：“李四”。"
        "“张三”、“王五”、“赵六”票数相等，都没有当选。部分选出：还缺 1 席，在“张三”、“王五”、“赵六”中另行选举。"
    )


def test_a_tie_that_the_posts_can_hold_is_no_tie() -> None:
    verdict = elect({"A": 12, "B": 18, "C": 12, "D": 3}, seats=3)
    assert (verdict.result_label, verdict.run_off) == ("全部选出", ())


def test_where_nobody_has_more_than_half_nobody_is_elected() -> None:
    verdict = elect({"A": 10, "B": 9}, seats=1)
    assert (verdict.result, verdict.result_label, verdict.run_off) == ("REJECTED", "无人当选", ("A", "B"))
    assert (
        "应选 1 名，选出 0 名（须参加投票过半数）。无人当选：还缺 1 席，在“张三”、“李四”中另行选举。"
        in verdict.sentence
    )
    nobody = elect({}, seats=1)
    assert (nobody.result_label, nobody.run_off) == ("无人当选", ())
    assert nobody.sentence.endswith(
        "选出 0 名（须参加投票过半数）。无人当选：还缺 1 席，候选人没有得票，须重新提名，另行选举。"
    )


def test_an_election_settles_nothing_while_posts_stand_open() -> None:
    full = elect({"A": 12, "B": 11}, seats=2)
    part = elect({"A": 12, "B": 9}, seats=2)
    alone = elect({"A": 12}, seats=2)
    nobody = elect({}, seats=1)
    assert [(v.result, v.vacant, v.settles) for v in (full, part, alone, nobody)] == [
        ("PASSED", 0, True),
        ("PASSED", 1, False),
        ("PASSED", 1, False),
        ("REJECTED", 1, False),
    ]
    assert states(part)["A"] == "ELECTED"
    assert (part.run_off, alone.run_off) == (("B",), ())
    assert alone.sentence.endswith("部分选出：还缺 1 席，余下的候选人没有得票，须重新提名，另行选举。")


@pytest.mark.parametrize(("votes", "enough"), [({"A": 12, "B": 11, "C": 12}, True), ({"A": 12, "B": 11}, False)])
def test_as_many_as_the_law_asks_at_least_are_enough(votes: dict[str, int], enough: bool) -> None:
    verdict = elect(votes, seats=5, least_seats=3)
    assert (verdict.enough, verdict.settles, verdict.vacant) == (enough, enough, 5 - len(votes))
    assert ("部分选出：已够最少 3 席，还缺 2 席，" in verdict.sentence) is enough
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_all_posts_filled_need_no_word_of_the_least() -> None:
    verdict = elect({"A": 12, "B": 11, "C": 12}, seats=3, least_seats=3)
    assert (verdict.enough, verdict.settles, verdict.result_label) == (False, True, "全部选出")


def test_nobody_elected_is_never_enough() -> None:
    assert not elect({"A": 3}, seats=2, least_seats=0).settles


def test_a_vote_without_result_or_with_a_run_off_to_come_settles_nothing() -> None:
    tie = decide(asking("OPTIONS", "甲", "乙"), papers({"A": 3, "B": 3}), hall(6), rule(of("cast")))
    taken = decide(asking("OPTIONS", "甲", "乙"), papers({"A": 4, "B": 2}), hall(6), rule(of("cast")))
    none = decide(asking("OPTIONS", "甲", "乙"), papers({"": 6}), hall(6), rule(of("cast")))
    few = decide(
        Question("APPROVAL"), agreement(Weight(2), Weight(1)), hall(3, 4), rule(of("cast"), quorum=[of("seats", ALL)])
    )
    assert [v.settles for v in (tie, taken, none, few)] == [False, True, True, False]


def test_an_election_that_binds_nobody_is_a_recommendation() -> None:
    verdict = elect({"A": 12, "B": 3}, seats=1, advisory=True)
    assert (states(verdict)["A"], verdict.result_label) == ("LEADING", "全部选出，提请业主决定")
    assert verdict.sentence.endswith("这是推荐意见，须由业主共同决定。")
    assert "推荐意见" not in elect({"A": 3}, seats=1, advisory=True).sentence
    assert "推荐意见" not in elect({"A": 12}, seats=1).sentence


def test_owners_elect_by_heads_and_area() -> None:
    question = asking("ELECTION", "张三", "李四", seats=2, most=2)
    cast = [Ballot(("A", "B"), Weight(110, 900_000)), Ballot(("A",), Weight(100, 1_200_000))]
    verdict = decide(question, cast, owners(300, 3_000_000), owners_rule())
    assert states(verdict) == {"A": "ELECTED", "B": "RUN_OFF"}
    assert [test.met for test in verdict.outcomes[1].tests] == [True, False]
