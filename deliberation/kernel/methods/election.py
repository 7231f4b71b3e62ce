"""差额选举: more names than posts; each elected by the shares of the rule, the most votes first (民法典 278(1)(3)).

The rule of a 居委会 has shares of its own for both rounds (居委会组织法 §19), see `RuleProfile.election_rule`. A place
may ask for a woman among those elected and for no near relatives among them (`composition`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Fault, refuse
from deliberation.kernel.methods import composition, shares
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.method import Method
from deliberation.kernel.methods.slate import contest_problem
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import OptionState, Verdict

WOMAN: dict[str, str] = {
    "NEEDED": N_("还没有妇女当选，这次要有"),
    "SITS": N_("已有妇女当选（主任、副主任，或者前一轮）"),
    "LATER": N_("这次选主任、副主任，选委员时再保证"),
}
"""Whether an election has to bring in a woman (四川省居委会选举条例 §32 secures her among the 委员)."""


class Election(Method):
    """Names to tick, at most as many as there are posts."""

    code, name, secret, on_paper, several, elects = "ELECTION", N_("差额选举"), True, True, True, True
    on_paper_help = N_("差额选举：从名单里选人")
    offered = N_("差额选举：候选人多于应选人数")
    listed = "候选人"

    def draw_up(self, draft: Draft, asked: Composition) -> Question:
        """With its posts, and with who is a woman and who is related where a text asks. Raises `INVALID_INPUT`."""
        options = super().draw_up(draft, asked).options
        if draft.seats < 1:
            refuse(InBallots.SEATS_WRONG)
        problem = contest_problem(len(options), draft.seats)
        if problem:
            refuse(problem)
        if not 0 <= draft.least_seats <= draft.seats:
            refuse(InBallots.LEAST_SEATS_WRONG, seats=draft.seats)
        question = Question(
            self.code,
            options,
            most=draft.seats,
            seats=draft.seats,
            least_seats=draft.least_seats,
            second_round=draft.second_round,
        )
        return question if asked == Composition() else _composed(draft, question, asked)

    def paper_problem(self, labels: Sequence[str], seats: int, *, contested: bool) -> Fault:
        """Names enough for the posts, and more names than posts where that is asked now."""
        problem = super().paper_problem(labels, seats, contested=contested)
        if problem:
            return problem
        if len(labels) < seats:
            return Fault(InBallots.TOO_FEW_NAMES, seats=seats, names=len(labels))
        return contest_problem(len(labels), seats, InBallots.NO_CONTEST_HERE) if contested else NO_FAULT

    def limits(self, question: Question) -> str:
        """The posts, and whether one is for a woman."""
        again = "另行选举，" if question.second_round else ""
        return f"，{again}应选 {question.seats} 名{_woman_said(question)}"

    def check(self, question: Question, ballot: Ballot) -> None:
        """Candidates of this question, none twice, at most `question.most` names (0 = no limit).

        Raises `CHOICE_INVALID`: a paper ballot with more names is void.
        """
        shares.check_codes(question, ballot, question.most)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """Fill the posts in order of votes from those who met every share.

        Tied at the last post: nobody of the tied is elected, they alone go to a run-off for the posts left. Fewer
        have enough than there are posts: the next by votes go to a run-off, one more than posts are left (so that
        it is contested again), with all who are tied at its end and none whom nobody chose. `PASSED` when at least
        one is elected; the posts left are `vacant`, and unless those filled are the least that are needed the election
        settles nothing yet. Nobody can say whom unreturned ballots name: under FOLLOW_MAJORITY the result is
        `UNDETERMINED` where they could change who is elected or runs again.
        """
        poll = Poll(question, ballots, electorate, rule, act="选举")
        chosen = shares.amounts(poll)
        tests = shares.tests_of(poll, chosen)
        filled, run_off = _filled(poll, chosen)
        elected = filled.elected
        left = shares.any_of(chosen, (code for code in chosen if code not in elected))
        unclear = shares.follows_majority(poll) and shares.is_unclear(
            poll, chosen, left, lambda ways: _told_apart(*_filled(poll, ways))
        )
        barred = shares.barred(poll, chosen, tests, unclear=unclear)
        if barred:
            return barred
        vacant = question.seats - len(elected)
        won: OptionState = "LEADING" if question.advisory else "ELECTED"
        states: dict[str, OptionState] = dict.fromkeys(chosen, "NOT_ELECTED")
        states |= dict.fromkeys(elected, won) | dict.fromkeys(run_off, "RUN_OFF")
        counts = shares.counts_of(poll)
        return poll.verdict(
            "PASSED" if elected else "REJECTED",
            poll.quorum_tests(),
            f"{spoken(counts)}{shares.unreturned_said(poll)}{_said(poll, filled, run_off)}",
            counts=counts,
            outcomes=shares.outcomes(poll, chosen, tests, states),
            run_off=tuple(run_off),
            word=_word(elected, vacant),
            vacant=vacant,
            enough=_enough(question, elected, vacant),
        )

    def run_off(self, question: Question, verdict: Mapping[str, Any]) -> Question | None:
        """The posts left open, among those who run again, with what a text still asks of those elected together."""
        again = verdict.get("run_off", [])
        options = tuple(option for option in question.options if option.code in again)
        if not options:
            return None
        chosen = [outcome["code"] for outcome in verdict.get("outcomes", []) if outcome["chosen"]]
        seats, least = question.seats - len(chosen), question.least_seats
        return Question(
            self.code,
            options,
            most=seats,
            seats=seats,
            least_seats=max(least - len(chosen), 1) if least else 0,
            second_round=True,
            **composition.still_asked(question, chosen, again),
        )


METHOD = Election()


def _composed(draft: Draft, question: Question, asked: Composition) -> Question:
    """With who is a woman and who is related, as far as the text asks. Names are those of the list."""
    codes = {option.label: option.code for option in question.options}
    if asked.woman and draft.woman not in WOMAN:
        refuse(InBallots.WOMAN_MISSING, source=asked.woman)
    if any(len(set(pair)) != 2 for pair in draft.kin):  # noqa: PLR2004 - two people are related
        refuse(InBallots.KIN_NOT_TWO)
    named = (*draft.women, *draft.kin_elected, *(name for pair in draft.kin for name in pair))
    unknown = [name for name in dict.fromkeys(named) if name not in codes]
    if unknown:
        refuse(InBallots.NOT_A_CANDIDATE, name=unknown[0])
    made = replace(
        question,
        woman_seat=bool(asked.woman) and draft.woman == "NEEDED",
        women=tuple(codes[name] for name in dict.fromkeys(draft.women)),
        kin=tuple((codes[one], codes[other]) for one, other in draft.kin),
        kin_elected=tuple(codes[name] for name in dict.fromkeys(draft.kin_elected)),
        spare=max(len(codes) - question.seats, 1),
    )
    problem = composition.problem(made, asked)
    if problem:
        refuse(problem)
    return made


def _woman_said(question: Question) -> str:
    women = "、".join(option.label for option in question.options if option.code in question.women)
    return f"，其中应当有妇女（妇女候选人：{women}）" if question.woman_seat else ""


def _filled(poll: Poll, chosen: Mapping[str, Weight]) -> tuple[composition.Filled, list[str]]:
    """Who is elected and who is tied for the last post; and who runs again."""
    filled = composition.fill(poll, shares.enough(shares.tests_of(poll, chosen)), chosen)
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
    seats, needed = poll.question.seats, shares.needed(poll.rule)
    said = f"应选 {seats} 名，选出 {len(elected)} 名（须{needed}）"
    said += f"：{shares.labels(poll, elected)}。" if elected else "。"
    said += composition.said(poll, filled)
    if tied:
        said += f"{shares.labels(poll, tied)}票数相等，都没有当选。"
    if seats > len(elected):
        said += _left_said(poll, elected, run_off)
    return said + ("这是推荐意见，须由业主共同决定。" if poll.question.advisory and elected else "")


def _left_said(poll: Poll, elected: Sequence[str], run_off: Sequence[str]) -> str:
    """What becomes of the posts that stand open: 部分选出：还缺 2 席，在“李四”、“王五”中另行选举。"""
    vacant = poll.question.seats - len(elected)
    nobody = f"{'余下的' if elected else ''}候选人没有得票，须重新提名，"
    among = f"在{shares.labels(poll, run_off)}中" if run_off else nobody
    least = f"已够最少 {poll.question.least_seats} 席，" if _enough(poll.question, elected, vacant) else ""
    return f"{_word(elected, vacant)}：{least}还缺 {vacant} 席，{among}另行选举。"
