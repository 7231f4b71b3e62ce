"""The verdict card shows what became of every option, in words and signs, and the means of a rating."""

from __future__ import annotations

from flask import Flask, get_template_attribute

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Question, Rule, Share
from deliberation.kernel.verdict import Verdict

MORE_THAN_HALF = Rule("规则", "依据", 1, (), (Share(Threshold("GT", 1, 2), "cast"),))


def card(app: Flask, verdict: Verdict) -> str:
    """The card as it stands on a page."""
    with app.test_request_context():
        return " ".join(
            str(get_template_attribute("components/verdict_card.html", "verdict_card")(verdict.to_json())).split()
        )


def elected(*votes: int, cast: int, seats: int = 1) -> Verdict:
    """One post (or more), candidates 甲, 乙, 丙 with so many votes each; a name may hold markup."""
    options = tuple(Option(code, f"{code}<b>") for code in "甲乙丙")
    ballots = [
        Ballot(tuple(option.code for option, number in zip(options, votes, strict=True) if place < number))
        for place in range(cast)
    ]
    return decide(Question("ELECTION", options, most=0, seats=seats), ballots, Electorate(Weight(cast)), MORE_THAN_HALF)


def test_the_card_says_of_every_candidate_what_became_of_him_and_by_how_much(app: Flask) -> None:
    page = card(app, elected(7, 5, 1, cast=12))
    assert '<span aria-hidden="true">✓</span> 当选' in page
    assert page.count('<span aria-hidden="true">✕</span> 未当选') == 2
    assert '甲&lt;b&gt;<span class="verdict-option-amount">7 人</span>' in page
    assert "<dt>应达</dt><dd>7 人</dd>" in page
    assert "<dt>差额</dt><dd>差 2 人</dd>" in page
    assert "<b>" not in page


def test_the_card_names_those_who_go_to_the_run_off(app: Flask) -> None:
    page = card(app, elected(6, 5, 1, cast=12))
    assert page.count('<span aria-hidden="true">→</span> 进入第二轮') == 2
    assert "verdict-option-chosen" not in page
    assert "正好一半，未超过半数" in page


def test_an_election_with_posts_left_open_does_not_look_as_if_it_were_over(app: Flask) -> None:
    assert "verdict-passed" in card(app, elected(7, 5, 1, cast=12))
    page = card(app, elected(7, 5, 1, cast=12, seats=2))
    assert "verdict-passed" not in page
    assert 'class="verdict verdict-undetermined"' in page
    assert '<span class="verdict-sign" aria-hidden="true">…</span>部分选出' in page


def test_the_card_of_a_rating_shows_both_means_and_which_one_counts(app: Flask) -> None:
    question = Question("SCORES", (Option("A", "总评", 100),), line=8000)
    ballots = [Ballot((), scores=(("A", score),)) for score in (92, 88, 85, 90, 79, 86, 91, 83, 87)]
    page = card(app, decide(question, ballots, Electorate(Weight(9)), MORE_THAN_HALF))
    assert "<dt>平均分（按此判定）</dt><dd>86.78 分</dd>" in page
    assert "<dt>去掉一个最高分和一个最低分后的平均分</dt><dd>87.14 分</dd>" in page
    assert "达到合格线" in page


def test_the_card_of_an_ordinary_vote_has_no_options(app: Flask) -> None:
    verdict = decide(Question("APPROVAL"), [Ballot(("AGREE",))], Electorate(Weight(1)), MORE_THAN_HALF)
    assert "verdict-option" not in card(app, verdict)
    assert "verdict-means" not in card(app, verdict)
