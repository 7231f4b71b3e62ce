"""排序: options in order of preference; those with enough support are compared by Schulze or by instant run-off.

Who ranks an option agrees to it, who leaves it out does not: first every option is held against the shares of the rule
(民法典 278), then the rankings decide between those that have enough (as in the constitution of Debian, A.5, where an
option that fails its own majority is dropped before the comparison). Incomplete rankings: an option left out stands
below all that are ranked, and nothing is said between two that are left out; a ballot none of whose options is still in
the run counts for nobody. Owners are compared twice, by heads and by area, each ballot with its own weight: an option
is taken that is alone first by heads and first, alone or not, by area, since heads and area must both carry it. All
else is a tie: it is reported and put to another vote, and nothing is drawn by lot.

SCHULZE compares pairs by margins (how many more prefer the one than the other) and paths by their weakest margin
(M. Schulze, Social Choice and Welfare 36, 2011). INSTANT_RUNOFF strikes out who has the fewest first places until one
has more than half of the ballots still counting; where several have the fewest, every order is followed, and the
options that can win are the result (parallel universes: V. Conitzer, M. Rognlie, L. Xia, IJCAI 2009).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, ClassVar

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Fault, refuse
from deliberation.kernel.methods import shares
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.method import Fields, Method
from deliberation.kernel.text import N_
from deliberation.kernel.typed import whole_number
from deliberation.kernel.verdict import OptionState, Unit, Verdict, amount

MOST_OPTIONS = 10
"""More cannot be ranked with care, and every order of striking out can be followed (at most 1,024 sets)."""

SAME_NUMBER, NO_NUMBER = "=", "#"
"""What stands behind the choices of a paper whose numbers give no order: one twice, or something else."""
NO_ORDER = frozenset({SAME_NUMBER, NO_NUMBER})
UNCLEAR = "UNCLEAR"
"""What a clerk marks where a paper cannot be read; where nobody is offered it, `check` refuses it as no option."""
MOST_ROUNDS = 60
"""So many rounds are told by heads, and by area: with many ties every order of striking out would fill a book."""

Rankings = Sequence[tuple[tuple[str, ...], int]]
"""Options in order of preference, with the weight of those who rank them so: heads, or 0.01 ㎡."""


class Ranking(Method):
    """The options in order of preference, the best first; `Ballot.choices` keeps the order."""

    code, name, on_paper, several, ordered = "RANKING", N_("排序"), True, True, True
    on_paper_help = N_("排序：同意的写 1、2、3……")
    offered = N_("排序：同意的排出先后，比出大家最能接受的一个")
    variants: ClassVar[Mapping[str, str]] = {
        "SCHULZE": N_("两两比较（舒尔茨法）"),
        "INSTANT_RUNOFF": N_("逐轮淘汰（末位票转给下一选择）"),
    }

    def draw_up(self, draft: Draft, asked: Composition) -> Question:
        """At most ten options, all of which may be ranked. Raises `INVALID_INPUT`."""
        question = super().draw_up(draft, asked)
        problem = _too_many(len(question.options))
        return refuse(problem) if problem else replace(question, most=0)

    def paper_problem(self, labels: Sequence[str], seats: int, *, contested: bool) -> Fault:
        """Two options at least, ten at most."""
        return super().paper_problem(labels, seats, contested=contested) or _too_many(len(labels))

    def paper_most(self, typed: int) -> int:  # noqa: ARG002 - all may be ranked
        """No limit."""
        return 0

    def limits(self, question: Question) -> str:  # noqa: ARG002 - the same for all
        """What a number on the ballot means."""
        return "，同意的排出先后，不同意的不排"

    def arranged(self, question: Question, choices: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG002
        """As they are: the order is what was chosen."""
        return tuple(choices)

    def entered(self, number: int, question: Question, sent: Fields) -> tuple[str, ...] | None:
        """The numbers as they stand on the paper: 1 is the first; only their order counts, so 1 and 3 are 1 and 2.

        Numbers that give no order may stay where the paper is marked as unclear: the mark alone is kept then.
        """
        typed = {option.code: "".join(sent(f"rank-{number}-{option.code}")).strip() for option in question.options}
        ranks = {code: whole_number(text) or 0 for code, text in typed.items() if text}
        marked = tuple(code for code in sent(f"q-{number}") if code)
        if not ranks:
            return super().entered(number, question, lambda _name: marked)
        wrong_numbers = NO_NUMBER if min(ranks.values()) < 1 else ""
        wrong_numbers = wrong_numbers or (SAME_NUMBER if len(set(ranks.values())) < len(ranks) else "")
        if wrong_numbers and marked == (UNCLEAR,):
            return marked
        problem = (wrong_numbers,) if wrong_numbers else ()
        return (*sorted(ranks, key=lambda code: ranks[code]), *marked, *problem)

    def choice_in_words(self, labels: Mapping[str, str], choices: Sequence[str]) -> str:
        """1 乙公司、2 甲公司."""
        known = [f"{place} {labels[code]}" for place, code in enumerate(choices, start=1) if code in labels]
        return "、".join(known) if len(known) == len(choices) and known else super().choice_in_words(labels, choices)

    def check(self, question: Question, ballot: Ballot) -> None:
        """Options of this question, each once; none is an abstention. Raises `CHOICE_INVALID`."""
        if SAME_NUMBER in ballot.choices:
            refuse(InBallots.NUMBER_TWICE)
        if NO_NUMBER in ballot.choices:
            refuse(InBallots.NUMBERS_WRONG)
        known = {option.code for option in question.options}
        if known.intersection(ballot.choices) and not known.issuperset(ballot.choices):
            refuse(InBallots.NUMBERED_AND_MORE)
        shares.check_codes(question, ballot, 0)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """Take the one option that has enough and is first, by heads and by area; a tie goes to another vote.

        Nobody can say how unreturned ballots would have ranked: under FOLLOW_MAJORITY they leave it `UNDETERMINED`.
        """
        poll = Poll(question, ballots, electorate, rule)
        chosen = shares.amounts(poll)
        tests = shares.tests_of(poll, chosen)
        barred = shares.barred(poll, chosen, tests, unclear=shares.follows_majority(poll))
        if barred:
            return barred
        variant, counts, fit = self.variant(rule), shares.counts_of(poll), shares.enough(tests)
        first, tied = _first(poll, fit, COMPARED[variant])
        steps = TOLD[variant](poll, fit) if fit else []
        won: OptionState = "LEADING" if question.advisory else "TAKEN"
        states: dict[str, OptionState] = dict.fromkeys(chosen, "NOT_TAKEN")
        states |= dict.fromkeys(first, won) | dict.fromkeys(tied, "RUN_OFF")
        return poll.verdict(
            "PASSED" if first else "REJECTED",
            poll.quorum_tests(),
            f"{spoken(counts)}{poll.unreturned_said()}{self._said(poll, first, tied)}",
            counts=counts,
            outcomes=shares.outcomes(poll, chosen, tests, states),
            run_off=tuple(tied),
            steps=tuple(steps),
            word="选定" if first else "没有选定",
        )

    def _said(self, poll: Poll, first: Sequence[str], tied: Sequence[str]) -> str:
        needed, how = shares.needed(poll.rule), self.variants[self.variant(poll.rule)]
        if first:
            ending = "这是协商意见，须提请业主共同决定。" if poll.question.advisory else ""
            return f"排了的算同意，须{needed}；够的按{how}比较，选定{shares.labels(poll, first)}。{ending}"
        if tied:
            both = "，或者按人数和按面积排在第一的不同" if poll.electorate.entitled.area else ""
            return f"够的按{how}比较，{shares.labels(poll, tied)}不分先后{both}，没有选定；这几个方案另行表决。"
        return f"排了的算同意，没有方案达到{needed}，没有选定。"

    def run_off(self, question: Question, verdict: Mapping[str, Any]) -> Question | None:
        """Ranked once more, among those that were tied."""
        again = super().run_off(question, verdict)
        return replace(again, most=0) if again else None


METHOD = Ranking()


def _too_many(number: int) -> Fault:
    return Fault(InBallots.TOO_MANY_RANKED, most=MOST_OPTIONS, now=number) if number > MOST_OPTIONS else NO_FAULT


def _first(
    poll: Poll, fit: Sequence[str], compare: Callable[[Sequence[str], Rankings], frozenset[str]]
) -> tuple[list[str], list[str]]:
    """The option that is first (none or one), and those between which another vote decides."""
    if not fit:
        return [], []
    by_heads = by_area = compare(fit, _by_heads(poll))
    if poll.electorate.entitled.area:
        by_area = compare(fit, _by_area(poll))
    if len(by_heads) == 1 and by_heads <= by_area:
        return list(by_heads), []
    return [], [code for code in fit if code in by_heads | by_area]


def _by_heads(poll: Poll) -> Rankings:
    return [(ballot.choices, ballot.weight.heads) for ballot in poll.ballots]


def _by_area(poll: Poll) -> Rankings:
    return [(ballot.choices, ballot.weight.area) for ballot in poll.ballots]


def _pairs(poll: Poll, fit: Sequence[str]) -> list[str]:
    """“甲”排在“乙”前面 7 人，反过来 4 人: what anybody needs to check the comparison of pairs."""
    return [
        f"{shares.labels(poll, (one,))}排在{shares.labels(poll, (other,))}前面 {_prefer(poll, one, other)}，"
        f"反过来 {_prefer(poll, other, one)}。"
        for one, other in combinations(fit, 2)
    ]


def _prefer(poll: Poll, one: str, other: str) -> str:
    both = sum((b.weight for b in poll.ballots if prefers(b.choices, one, other)), Weight(0))
    heads = amount(both.heads, poll.electorate.unit)
    return f"{heads}、{amount(both.area, 'area')}" if poll.electorate.entitled.area else heads


def prefers(ranking: Sequence[str], one: str, other: str) -> bool:
    """Whether a ballot ranks `one` before `other`; an option left out stands below every one that is ranked."""
    return one in ranking and (other not in ranking or ranking.index(one) < ranking.index(other))


def schulze(codes: Sequence[str], rankings: Rankings) -> frozenset[str]:
    """The options that no other beats by a stronger path of margins; several are a tie."""
    pairs = [(one, other) for one in codes for other in codes if one != other]
    votes = {pair: sum(weight for ranking, weight in rankings if prefers(ranking, *pair)) for pair in pairs}
    path = {(one, other): max(votes[one, other] - votes[other, one], 0) for one, other in pairs}
    for by in codes:
        for one, other in pairs:
            if by not in {one, other}:
                path[one, other] = max(path[one, other], min(path[one, by], path[by, other]))
    beaten = {other for one, other in pairs if path[one, other] > path[other, one]}
    return frozenset(codes) - beaten


@dataclass(frozen=True, slots=True)
class Round:
    """A round of striking out, the `place`th from the beginning.

    `firsts`: first places of every option still in, heads or 0.01 ㎡. `won`: who is first (several are a tie), empty
    where it goes on; then `struck` holds who is struck out: several of it are equally few, and each is followed.
    """

    place: int
    firsts: Mapping[str, int]
    won: frozenset[str] = frozenset()
    struck: tuple[tuple[str, ...], ...] = ()


def rounds(codes: Sequence[str], rankings: Rankings) -> list[Round]:
    """Every round that some order of striking out comes to, each set of options still in once; the first has all."""
    found: dict[tuple[str, ...], Round] = {}
    waiting = deque([(1, tuple(codes))])
    while waiting:
        place, left = waiting.popleft()
        if left not in found:
            found[left] = _round(place, left, rankings)
            for gone in found[left].struck:
                waiting.append((place + 1, tuple(code for code in left if code not in gone)))
    return list(found.values())


def _round(place: int, left: tuple[str, ...], rankings: Rankings) -> Round:
    firsts = dict.fromkeys(left, 0)
    for ranking, weight in rankings:
        code = next((code for code in ranking if code in firsts), None)
        if code is not None:
            firsts[code] += weight
    counting = sum(firsts.values())
    over_half = frozenset(code for code, votes in firsts.items() if 2 * votes > counting)
    if over_half or len(left) == 1 or not counting:
        return Round(place, firsts, won=over_half or frozenset(left))
    nobodys = tuple(code for code in left if not firsts[code])
    if nobodys:  # in every order those whom nobody puts first are struck out before all others
        return Round(place, firsts, struck=(nobodys,))
    least = min(firsts.values())
    return Round(place, firsts, struck=tuple((code,) for code in left if firsts[code] == least))


def instant_runoff(codes: Sequence[str], rankings: Rankings) -> frozenset[str]:
    """The options that win in some order of striking out those with equally few first places; several are a tie."""
    return frozenset().union(*(one.won for one in rounds(codes, rankings)))


def _rounds(poll: Poll, fit: Sequence[str]) -> list[str]:
    """第 1 轮（算数 21 人）：“甲” 8 人、“乙” 6 人、“丙” 7 人；淘汰“乙”: what anybody needs to follow it."""
    unit = poll.electorate.unit
    if not poll.electorate.entitled.area:
        return _told(poll, rounds(fit, _by_heads(poll)), "", unit)
    by_heads = _told(poll, rounds(fit, _by_heads(poll)), "按人数，", unit)
    return by_heads + _told(poll, rounds(fit, _by_area(poll)), "按面积，", "area")


def _told(poll: Poll, found: Sequence[Round], by: str, unit: Unit) -> list[str]:
    lines = []
    for one in found[:MOST_ROUNDS]:
        firsts = "、".join(f"{shares.labels(poll, (code,))} {amount(n, unit)}" for code, n in one.firsts.items())
        counting = amount(sum(one.firsts.values()), unit)
        lines.append(f"{by}第 {one.place} 轮，排在第一的：{firsts}，共 {counting}；{_became(poll, one)}。")
    more = len(found) - MOST_ROUNDS
    return [*lines, f"{by}票数相同的多，还有 {more} 种剩下的情形照此计算，没有列出。"] if more > 0 else lines


def _became(poll: Poll, one: Round) -> str:
    if len(one.won) > 1:
        return "没有票还分得出先后"
    if one.won:
        return f"{shares.labels(poll, tuple(one.won))}超过一半，胜出"
    if len(one.struck) > 1:
        equal = tuple(code for gone in one.struck for code in gone)
        return f"{shares.labels(poll, equal)}同样最少，分别淘汰其中一个，各往下算"
    return f"淘汰{shares.labels(poll, one.struck[0])}"


COMPARED: dict[str, Callable[[Sequence[str], Rankings], frozenset[str]]] = {
    "SCHULZE": schulze,
    "INSTANT_RUNOFF": instant_runoff,
}
"""How each of the variants finds the first of the options that have enough."""

TOLD: dict[str, Callable[[Poll, Sequence[str]], list[str]]] = {"SCHULZE": _pairs, "INSTANT_RUNOFF": _rounds}
"""How each of the variants tells what was compared, so that anybody can do it again."""
