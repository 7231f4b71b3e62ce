"""What the methods with several options share: votes of each, order, and ties at a cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import silence
from deliberation.kernel.methods.base import BASE_LABELS, Ballot, Poll, Question, Rule, Share, spoken, total
from deliberation.kernel.verdict import Count, OptionOutcome, OptionState, Test, Verdict

MORE_THAN_HALF_OF_CAST = (Share(Threshold("GT", 1, 2), "cast"),)


def check_codes(question: Question, ballot: Ballot, most: int) -> None:
    """Options of this question, none twice, at most `most` (0 = no limit). Raises `CHOICE_INVALID`."""
    known = {option.code for option in question.options}
    if ballot.scores or not known.issuperset(ballot.choices):
        refuse(InBallots.OPTION_UNKNOWN)
    if len(set(ballot.choices)) != len(ballot.choices):
        refuse(InBallots.OPTION_TWICE)
    if most and len(ballot.choices) > most:
        refuse(InBallots.TOO_MANY_CHOSEN, most=most, now=len(ballot.choices))


def amounts(poll: Poll) -> dict[str, Weight]:
    """How much chose each option, in the order of the ballot paper."""
    return {o.code: total(b for b in poll.ballots if o.code in b.choices) for o in poll.question.options}


def shares_of(rule: Rule) -> tuple[Share, ...]:
    """The shares an option needs. Nobody is against an option: more for than against is read as half of the cast."""
    return rule.majority or MORE_THAN_HALF_OF_CAST


def tests_of(poll: Poll, chosen: Mapping[str, Weight]) -> dict[str, tuple[Test, ...]]:
    """The tests of each option."""
    shares, options = shares_of(poll.rule), poll.question.options
    return {o.code: poll.majority_tests(f"选“{o.label}”", chosen[o.code], shares) for o in options}


def enough(tests: Mapping[str, Sequence[Test]]) -> list[str]:
    """The codes of the options that met all their tests."""
    return [code for code, each in tests.items() if all(test.met for test in each)]


def cut(codes: Sequence[str], chosen: Mapping[str, Weight], places: int) -> tuple[list[str], list[str]]:
    """The first `places` by heads: who is surely among them, and who is tied across the cut.

    In order of votes, equals in the order of the ballot paper. Area breaks no tie. Without a tie the
    second list is empty; so it is when there are places for all.
    """
    order = sorted(codes, key=lambda code: -chosen[code].heads)
    if len(order) <= places:
        return order, []
    last = chosen[order[places - 1]].heads
    if chosen[order[places]].heads != last:
        return order[:places], []
    return [c for c in order if chosen[c].heads > last], [c for c in order if chosen[c].heads == last]


def foremost(codes: Sequence[str], chosen: Mapping[str, Weight], places: int) -> list[str]:
    """The first `places` by heads and all who are tied with the last of them; never one whom nobody chose."""
    sure, tied = cut([code for code in codes if chosen[code]], chosen, places)
    return sure + tied


def needed(rule: Rule) -> str:
    """What an option needs, in words: 交回的票过半数; 参加表决的业主四分之三以上且参加表决的面积四分之三以上."""
    return "且".join(f"{BASE_LABELS[share.base]}{share.threshold.name}" for share in shares_of(rule))


def outcomes(
    poll: Poll, chosen: Mapping[str, Weight], tests: Mapping[str, tuple[Test, ...]], states: Mapping[str, OptionState]
) -> tuple[OptionOutcome, ...]:
    """What became of each option, in the order of the ballot paper."""
    unit = poll.electorate.unit
    return tuple(
        OptionOutcome(o.code, o.label, chosen[o.code], unit, states[o.code], tests[o.code])
        for o in poll.question.options
    )


def counts_of(poll: Poll) -> tuple[Count, ...]:
    """有效票, 弃权 and the rest. Who chose something is `chosen`: on a ballot of several options nobody is against."""
    chose = poll.count("chosen", "选了", poll.cast - poll.abstained)
    return (chose, poll.count("abstain", "弃权", poll.abstained), *poll.other_counts())


def barred(
    poll: Poll, chosen: Mapping[str, Weight], tests: Mapping[str, tuple[Test, ...]], *, unclear: bool
) -> Verdict | None:
    """The verdict where nothing can be decided; `None` where it can.

    `unclear`: the rule lets unreturned ballots follow the majority, which one that is cannot be said, and it matters.
    """
    quorum, counts = poll.quorum_tests(), counts_of(poll)
    states: dict[str, OptionState] = dict.fromkeys(chosen, "NO_RESULT")
    options = outcomes(poll, chosen, tests, states)
    failed = poll.without_quorum(quorum, quorum, counts=counts, outcomes=options)
    if failed or not unclear:
        return failed
    why = "未交回的票按规则计入多数一方，但看不出哪一项占多数，结果待认定。"
    return poll.verdict("UNDETERMINED", quorum, f"{spoken(counts)}{why}", counts=counts, outcomes=options)


def follows_majority(poll: Poll) -> bool:
    """Whether there are unreturned ballots that the rule adds to the larger side."""
    return poll.rule.unreturned == "FOLLOW_MAJORITY" and bool(poll.electorate.unreturned)


def is_unclear(
    poll: Poll,
    chosen: Mapping[str, Weight],
    joining: Iterable[Collection[str]],
    outcome: Callable[[Mapping[str, Weight]], object],
) -> bool:
    """Whether it matters which of `joining` the unreturned ballots are added to: `outcome` differs between them."""
    ways = [outcome(silence.joined(chosen, names, poll.electorate.unreturned)) for names in joining]
    return any(way != ways[0] for way in ways)


def any_of(chosen: Mapping[str, Weight], ranked: Iterable[str]) -> list[tuple[str, ...]]:
    """What unreturned ballots might name where a ballot carries several options, as far as it can matter.

    Nobody can say which names a majority chose, so any set of names may be meant. Who comes up to a share or to
    somebody's place does so alone, and a tie across a cut among `ranked` is broken by adding to as many of its
    first as there are places: nothing, every single name and every beginning of that order show any difference.
    """
    order = sorted(ranked, key=lambda code: -chosen[code].heads)
    return [(), *((code,) for code in chosen), *(tuple(order[:size]) for size in range(2, len(order)))]


def unreturned_said(poll: Poll) -> str:
    """What became of the unreturned ballots where it makes no difference what they are added to."""
    if follows_majority(poll):
        return f"{silence.UNCLEAR}计入哪一项结果都一样。"
    return poll.unreturned_said()


def labels(poll: Poll, codes: Sequence[str]) -> str:
    """Names in quotation marks: “保洁”、“维修”."""
    names = {option.code: option.label for option in poll.question.options}
    return "、".join(f"“{names[code]}”" for code in codes)
