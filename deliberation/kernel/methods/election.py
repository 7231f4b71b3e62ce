"""差额选举: more names than posts; each elected by the shares of the rule, the most votes first (民法典 278(1)(3)).

The rule of a 居委会 has shares of its own for both rounds (居委会组织法 §19), see `RuleProfile.election_rule`. A place
may ask for a woman among those elected and for no near relatives among them (`composition`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import composition, ranking
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.verdict import OptionState, Verdict


def check(question: Question, ballot: Ballot) -> None:
    """Candidates of this question, none twice, at most `question.most` names (0 = no limit).

    Raises `CHOICE_INVALID`: a paper ballot with more names is void.
    """
    ranking.check_codes(question, ballot, question.most)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """Fill the posts in order of votes from those who met every share.

    Tied at the last post: nobody of the tied is elected, they alone go to a run-off for the posts left. Fewer
    have enough than there are posts: the next by votes go to a run-off, one more than posts are left (so that
    it is contested again), with all who are tied at its end and none whom nobody chose. `PASSED` when at least
    one is elected; the posts left are `vacant`, and unless those filled are the least that are needed the election
    settles nothing yet. Nobody can say whom unreturned ballots name: under FOLLOW_MAJORITY the result is
    `UNDETERMINED` where they could change who is elected or runs again.
    """
    poll = Poll(question, ballots, electorate, rule)
    chosen = ranking.amounts(poll)
    tests = ranking.tests_of(poll, chosen)
    filled, run_off = _filled(poll, chosen)
    elected = filled.elected
    left = ranking.any_of(chosen, (code for code in chosen if code not in elected))
    unclear = ranking.follows_majority(poll) and ranking.is_unclear(
        poll, chosen, left, lambda ways: _told_apart(*_filled(poll, ways))
    )
    barred = ranking.barred(poll, chosen, tests, unclear=unclear)
    if barred:
        return barred
    vacant = question.seats - len(elected)
    won: OptionState = "LEADING" if question.advisory else "ELECTED"
    states: dict[str, OptionState] = dict.fromkeys(chosen, "NOT_ELECTED")
    states |= dict.fromkeys(elected, won) | dict.fromkeys(run_off, "RUN_OFF")
    counts = ranking.counts_of(poll)
    return poll.verdict(
        "PASSED" if elected else "REJECTED",
        poll.quorum_tests(),
        f"{spoken(counts)}{ranking.unreturned_said(poll)}{_said(poll, filled, run_off)}",
        counts=counts,
        outcomes=ranking.outcomes(poll, chosen, tests, states),
        run_off=tuple(run_off),
        word=_word(elected, vacant),
        vacant=vacant,
        enough=_enough(question, elected, vacant),
    )


def _filled(poll: Poll, chosen: Mapping[str, Weight]) -> tuple[composition.Filled, list[str]]:
    """Who is elected and who is tied for the last post; and who runs again."""
    filled = composition.fill(poll, ranking.enough(ranking.tests_of(poll, chosen)), chosen)
    return filled, composition.runs_again(poll, filled, chosen)


def _told_apart(filled: composition.Filled, run_off: Sequence[str]) -> tuple[frozenset[str], ...]:
    return frozenset(filled.elected), frozenset(filled.tied), frozenset(run_off)


def _enough(question: Question, elected: Sequence[str], vacant: int) -> bool:
    """Whether the posts that were filled are enough although some are left."""
    return bool(vacant) and 0 < question.least_seats <= len(elected)


def _word(elected: Sequence[str], vacant: int) -> str:
    if not elected:
        return "无人当选"
    return "部分选出" if vacant else "全部选出"


def _said(poll: Poll, filled: composition.Filled, run_off: Sequence[str]) -> str:
    elected, tied = filled.elected, filled.tied
    seats, needed = poll.question.seats, ranking.needed(poll.rule)
    said = f"应选 {seats} 名，选出 {len(elected)} 名（须{needed}）"
    said += f"：{ranking.labels(poll, elected)}。" if elected else "。"
    said += composition.said(poll, filled)
    if tied:
        said += f"{ranking.labels(poll, tied)}票数相等，都没有当选。"
    if seats > len(elected):
        said += _left_said(poll, elected, run_off)
    return said + ("这是推荐意见，须由业主共同决定。" if poll.question.advisory and elected else "")


def _left_said(poll: Poll, elected: Sequence[str], run_off: Sequence[str]) -> str:
    """What becomes of the posts that stand open: 部分选出：还缺 2 席，在“李四”、“王五”中另行选举。"""
    vacant = poll.question.seats - len(elected)
    nobody = f"{'余下的' if elected else ''}候选人没有得票，须重新提名，"
    among = f"在{ranking.labels(poll, run_off)}中" if run_off else nobody
    least = f"已够最少 {poll.question.least_seats} 席，" if _enough(poll.question, elected, vacant) else ""
    return f"{_word(elected, vacant)}：{least}还缺 {vacant} 席，{among}另行选举。"
