"""妇女成员、近亲属、差额数 in an election of a 居委会 (四川省城市居民委员会选举条例 §§20, 32, 33, 35)."""

from __future__ import annotations

from typing import Any

import pytest

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import decide, neighbourhood
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Option, Question
from deliberation.kernel.methods.composition import problem, still_asked
from deliberation.kernel.verdict import Verdict
from deliberation.organisation.rules import shipped_profiles

SICHUAN = Composition("第三十二条", "第三十三条", "第三十五条", 3)
VOTERS = 60


def elected(
    votes: dict[str, int], seats: int, women: str = "", asked: Composition = SICHUAN, **question: Any
) -> Verdict:
    """Sixty representatives vote, each name gets as many of their ballots."""
    options = tuple(Option(name, name) for name in votes)
    ballots = [
        Ballot(tuple(name for name, number in votes.items() if voter < number), Weight(1)) for voter in range(VOTERS)
    ]
    asking = Question(
        "ELECTION",
        options,
        most=0,
        seats=seats,
        women=tuple(women),
        **{"woman_seat": True, "spare": len(votes) - seats, **question},
    )
    rule = neighbourhood.rule("REPRESENTATIVES", second_round=asking.second_round, composition=asked)
    return decide(asking, ballots, Electorate(Weight(VOTERS)), rule)


def chosen(verdict: Verdict) -> str:
    return "".join(outcome.code for outcome in verdict.outcomes if outcome.chosen)


def test_votes_alone_decide_where_a_woman_is_among_the_first() -> None:
    verdict = elected({"甲": 50, "乙": 45, "丙": 40}, 2, women="乙")
    assert (chosen(verdict), "妇女" in verdict.sentence) == ("甲乙", False)


def test_the_woman_with_most_votes_of_those_with_enough_is_elected_first() -> None:
    verdict = elected({"甲": 50, "乙": 45, "丙": 31, "丁": 35}, 2, women="丙丁")
    assert chosen(verdict) == "甲丁"
    assert "够票数的妇女中得票最多的“丁”先当选（第三十二条）" in verdict.sentence
    nowhere_asked = elected({"甲": 50, "乙": 45, "丙": 31, "丁": 35}, 2, women="丙丁", asked=Composition())
    assert (chosen(nowhere_asked), "妇女" in nowhere_asked.sentence) == ("甲乙", False)
    one_sits = elected({"甲": 50, "乙": 45, "丙": 31, "丁": 35}, 2, women="丙丁", woman_seat=False)
    assert chosen(one_sits) == "甲乙"


def test_a_post_is_kept_for_a_woman_where_none_has_enough_and_women_stand_for_it() -> None:
    verdict = elected({"甲": 50, "乙": 45, "丙": 30, "丁": 9}, 2, women="丙丁")
    assert (chosen(verdict), verdict.vacant, verdict.run_off) == ("甲", 1, ("丙", "丁"))
    assert "留一个名额另行选举妇女成员（第三十二条）" in verdict.sentence
    second = elected({"丙": 21, "丁": 15}, 1, women="丙丁", second_round=True)
    assert (chosen(second), second.vacant) == ("丙", 0)
    nobody = elected({"丙": 19, "丁": 15}, 1, women="丙丁", second_round=True)
    assert (chosen(nobody), nobody.vacant, nobody.run_off) == ("", 1, ("丙", "丁"))


def test_two_women_equal_at_the_top_are_voted_on_again_for_the_one_post() -> None:
    verdict = elected({"甲": 50, "乙": 45, "丙": 35, "丁": 35}, 2, women="丙丁")
    assert (chosen(verdict), verdict.run_off) == ("甲", ("丙", "丁"))


def test_of_two_near_relatives_only_who_has_more_votes_stays_and_the_other_does_not_run_again() -> None:
    kin = (("甲", "乙"),)
    verdict = elected({"甲": 50, "乙": 45, "丙": 31, "丁": 20, "戊": 10}, 3, women="丙", kin=kin)
    assert (chosen(verdict), verdict.vacant, verdict.run_off) == ("甲丙", 1, ("丁", "戊"))
    assert "“乙”与“甲”是近亲属，只保留得票多的“甲”；“甲”当场声明退出的除外" in verdict.sentence
    free = elected({"甲": 50, "乙": 45, "丙": 31}, 3, women="丙", kin=kin, asked=Composition(woman="第三十二条"))
    assert chosen(free) == "甲乙丙"


def test_near_relatives_with_equal_votes_are_voted_on_again() -> None:
    verdict = elected({"甲": 45, "乙": 45, "丙": 31}, 3, women="丙", kin=(("乙", "甲"),), spare=1)
    assert (chosen(verdict), verdict.run_off) == ("丙", ("甲", "乙"))


def test_who_is_related_to_somebody_in_a_higher_post_does_not_stay() -> None:
    verdict = elected({"甲": 50, "乙": 45, "丙": 31, "丁": 9}, 2, women="乙", kin_elected=("甲",))
    assert (chosen(verdict), verdict.run_off) == ("乙", ("丙", "丁"))
    assert "“甲”与已经当选、职务更高的成员是近亲属，只保留职务最高的一人（第三十三条）" in verdict.sentence


@pytest.mark.parametrize(
    ("spare", "asked", "again"), [(1, SICHUAN, "乙丙"), (3, SICHUAN, "乙丙丁戊"), (3, Composition(), "乙丙")]
)
def test_the_next_round_has_as_many_names_more_than_posts_as_the_first(
    spare: int, asked: Composition, again: str
) -> None:
    votes = {"甲": 50, "乙": 30, "丙": 29, "丁": 20, "戊": 10}
    verdict = elected(votes, 2, women="甲", asked=asked, spare=spare)
    assert "".join(verdict.run_off) == again


@pytest.mark.parametrize(
    ("names", "seats", "women", "more", "said"),
    [
        ("甲乙丙", 2, "", {}, "成员中应当有妇女（第三十二条），候选人里还没有妇女"),
        ("甲乙丙", 2, "丙", {}, ""),
        ("甲乙丙", 2, "", {"woman_seat": False}, ""),
        ("甲乙丙丁戊己", 2, "丙", {}, "候选人比应选名额最多多 3 名（第三十五条），现在多 4 名"),
        ("甲乙丙丁戊", 2, "丙", {}, ""),
        ("甲乙丙丁戊己", 2, "丙", {"second_round": True}, ""),
    ],
)
def test_a_list_is_held_against_the_article(
    names: str, seats: int, women: str, more: dict[str, Any], said: str
) -> None:
    options = tuple(Option(name, name) for name in names)
    question = Question("ELECTION", options, seats=seats, women=tuple(women), **{"woman_seat": True, **more})
    assert problem(question, SICHUAN).startswith(said)
    assert bool(problem(question, SICHUAN)) is bool(said)
    assert problem(question, Composition()) == ""


def test_only_the_rules_of_sichuan_ask_it_and_name_their_articles() -> None:
    asking = {profile.code: profile for profile in shipped_profiles() if profile.composition != Composition()}
    assert set(asking) == {"sichuan-residents-representatives-2026", "sichuan-residents-meeting-2026"}
    for profile in asking.values():
        assert profile.place == "四川省"
        assert profile.composition == Composition(
            "《四川省城市居民委员会选举条例》第四条、第三十二条",
            "《四川省城市居民委员会选举条例》第四条、第三十三条",
            "《四川省城市居民委员会选举条例》第二十条、第三十五条",
            3,
        )
        assert profile.election_rule(second_round=False).composition == profile.composition


def test_what_the_next_round_has_to_see_to_follows_from_who_was_elected() -> None:
    options = tuple(Option(name, name) for name in "甲乙丙丁戊")
    question = Question(
        "ELECTION",
        options,
        most=0,
        seats=3,
        women=("丙", "丁"),
        woman_seat=True,
        spare=2,
        kin=(("甲", "乙"), ("丁", "戊")),
        kin_elected=("戊",),
    )
    asked = {"kin": (("丁", "戊"),), "spare": 2}
    assert still_asked(question, "甲", "乙丁戊") == {
        **asked,
        "women": ("丁",),
        "woman_seat": True,
        "kin_elected": ("乙", "戊"),
    }
    assert still_asked(question, "丙", "甲丁戊") == {
        **asked,
        "women": ("丁",),
        "woman_seat": False,
        "kin_elected": ("戊",),
    }
    assert still_asked(question, "", "甲乙")["kin"] == (("甲", "乙"),)
