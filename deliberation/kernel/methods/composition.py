"""Who of those with enough votes has a post where a text says who may sit together (四川省居委会选举条例 §§32, 33, 35).

What is asked comes with the rule (`Composition`); a rule that asks nothing fills the posts by votes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Fault
from deliberation.kernel.methods import shares
from deliberation.kernel.methods.base import Composition, Poll, Question


@dataclass(frozen=True, slots=True)
class Filled:
    """Who is `elected`, and who is `tied` for a post that stays open.

    `woman_first` is elected before somebody with more votes, so that a woman sits; `woman_left`: a post is kept open
    for one. `gave_way`: had the votes for a post and does not have it as a near relative, of whom (empty: of somebody
    already elected to a higher post).
    """

    elected: list[str]
    tied: list[str]
    woman_first: str = ""
    woman_left: bool = False
    gave_way: tuple[tuple[str, str], ...] = ()

    @property
    def out(self) -> frozenset[str]:
        """Who gave way."""
        return frozenset(code for code, _kept in self.gave_way)


def fill(poll: Poll, fit: Sequence[str], chosen: Mapping[str, Weight]) -> Filled:
    """Give the posts to those with enough votes (`fit`): the woman first, then by votes, near relatives apart."""
    elected, tied = _cut(fit, chosen, poll.question.seats)
    if _wants_woman(poll, elected):
        by_votes, (elected, tied) = elected, _with_woman(poll, fit, chosen)
        first = next((code for code in elected if code in poll.question.women and code not in by_votes), "")
    else:
        first = ""
    kept, equal, gave_way = _apart(poll, elected, chosen)
    tied = [*tied, *equal]
    left = _wants_woman(poll, kept) and not any(code in poll.question.women for code in tied)
    return Filled(kept, tied, first if first in kept else "", left, gave_way)


def _cut(codes: Sequence[str], chosen: Mapping[str, Weight], places: int) -> tuple[list[str], list[str]]:
    return shares.cut(codes, chosen, places) if places else ([], [])


def _wants_woman(poll: Poll, elected: Sequence[str]) -> bool:
    asked = bool(poll.rule.composition.woman) and poll.question.woman_seat
    return asked and not any(code in poll.question.women for code in elected)


def _with_woman(poll: Poll, fit: Sequence[str], chosen: Mapping[str, Weight]) -> tuple[list[str], list[str]]:
    """§32: the woman with the most votes of those with enough first, the other posts by votes.

    Without a woman with enough votes, and where several are equal at the top, one post stays open for a woman.
    """
    first, equal = _cut([code for code in fit if code in poll.question.women], chosen, 1)
    rest = [code for code in fit if code not in (*first, *equal)]
    elected, tied = _cut(rest, chosen, poll.question.seats - 1)
    return [*first, *elected], [*equal, *tied]


def _apart(
    poll: Poll, elected: Sequence[str], chosen: Mapping[str, Weight]
) -> tuple[list[str], list[str], tuple[tuple[str, str], ...]]:
    """§33: who keeps the post, who is equal with a near relative and is voted on again, who gives way to whom."""
    if not poll.rule.composition.kin:
        return list(elected), [], ()
    related = {frozenset(pair) for pair in poll.question.kin}
    kept: list[str] = []
    equal: list[str] = []
    gave_way: list[tuple[str, str]] = []
    for code in sorted(elected, key=lambda one: -chosen[one].heads):
        nearest = next((one for one in (*kept, *equal) if frozenset((one, code)) in related), None)
        if code in poll.question.kin_elected:
            gave_way.append((code, ""))
        elif nearest is None:
            kept.append(code)
        elif chosen[nearest].heads > chosen[code].heads:
            gave_way.append((code, nearest))
        else:
            equal += [one for one in (nearest, code) if one not in equal]
            kept = [one for one in kept if one != nearest]
    return [code for code in elected if code in kept], equal, tuple(gave_way)


def runs_again(poll: Poll, filled: Filled, chosen: Mapping[str, Weight]) -> list[str]:
    """Who stands in the next round: the tied alone; for a post kept for a woman the women; else the next by votes.

    So many more than posts are open as the first list had more (§35), one where no text says so.
    """
    seats, spare = poll.question.seats, _spare(poll)
    vacant = seats - len(filled.elected)
    rest = [code for code in chosen if code not in filled.elected and code not in filled.out]
    if not vacant:
        return []
    women = [code for code in rest if code in poll.question.women]
    kept_open = shares.foremost(women, chosen, 1 + spare) if filled.woman_left else []
    if filled.tied:
        return _in_order(poll, {*filled.tied, *kept_open})
    if not filled.woman_left:
        return shares.foremost(rest, chosen, vacant + spare)
    others = [code for code in rest if code not in kept_open]
    more = shares.foremost(others, chosen, vacant - 1 + spare) if vacant > 1 else []
    return _in_order(poll, {*kept_open, *more})


def _in_order(poll: Poll, codes: set[str]) -> list[str]:
    return [option.code for option in poll.question.options if option.code in codes]


def _spare(poll: Poll) -> int:
    return poll.question.spare if poll.rule.composition.spare else 1


def said(poll: Poll, filled: Filled) -> str:
    """What else than votes decided who has a post, with the articles; empty where nothing did."""
    rule = poll.rule.composition
    found = []
    if filled.woman_first:
        found.append(
            f"按得票多少没有妇女当选，够票数的妇女中得票最多的{_name(poll, filled.woman_first)}先当选（{rule.woman}）。"
        )
    if filled.woman_left:
        found.append(f"当选的人里没有妇女，留一个名额另行选举妇女成员（{rule.woman}）。")
    for code, kept in filled.gave_way:
        found.append(f"{_name(poll, code)}{_gave_way(poll, kept)}（{rule.kin}）。")
    return "".join(found)


def _gave_way(poll: Poll, kept: str) -> str:
    if not kept:
        return "与已经当选、职务更高的成员是近亲属，只保留职务最高的一人"
    who = _name(poll, kept)
    return f"与{who}是近亲属，只保留得票多的{who}；{who}当场声明退出的除外，声明要写进会议记录"


def _name(poll: Poll, code: str) -> str:
    return shares.labels(poll, [code])


def problem(question: Question, rule: Composition) -> Fault:
    """Why the list of candidates cannot bring about what the rule asks for (empty: it can)."""
    if rule.woman and question.woman_seat and not question.women:
        return Fault(InBallots.NO_WOMAN, source=rule.woman)
    more = len(question.options) - question.seats
    if rule.spare_most and not question.second_round and more > rule.spare_most:
        return Fault(InBallots.TOO_MANY_SPARE, most=rule.spare_most, source=rule.spare, now=more)
    return NO_FAULT


def still_asked(question: Question, chosen: Sequence[str], again: Sequence[str]) -> dict[str, Any]:
    """What the next round has to see to: a woman where none was chosen, relatives of each other and of who was."""
    related = {code for pair in question.kin if set(pair) & set(chosen) for code in pair} | set(question.kin_elected)
    return {
        "women": tuple(code for code in question.women if code in again),
        "woman_seat": question.woman_seat and not set(question.women) & set(chosen),
        "kin": tuple(pair for pair in question.kin if set(pair) <= set(again)),
        "kin_elected": tuple(code for code in again if code in related),
        "spare": question.spare,
    }
