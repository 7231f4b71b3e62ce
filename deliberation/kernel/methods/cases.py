"""Judging written cases: `deliberation tally FILE` for anybody who wants to check the counting against the law.

A file is a JSON list of cases of five kinds; areas are integers of 0.01 ㎡.

`owners` (民法典 §§278, 279): `class` ORDINARY, SPECIAL or UNANIMOUS, `N` owners, `A` area, `agree`, `oppose`, `abstain`
as [heads, area]; where some ballots were delivered and not returned `unreturned_delivered` and `policy`; where rules
ask for more than the law `quorum` and `majority`.
`body`: `seats`, `present`, `quorum`, `majority`, the three numbers; `abstention` NOT_IN_BASE where abstentions leave
the base, `each_party` as [parties that must be there, parties there].
`survey`: `N` households, the three numbers, `majority` (more than half of the ballots returned).
`election`: `seats`, `entitled`, `cast` valid ballots and `void` ones, `votes` (name: number), and either `electors`
(RESIDENTS, HOUSEHOLDS, REPRESENTATIVES: a 居委会, `second_round` true for the posts left open) or `present`, `quorum`
and `majority`; `least_seats` where fewer posts are enough.
`ballots`: any other `method` with options (CHOOSE, OPTIONS, RANKING): `options` by name, `ballots` as a list of
[names on the ballot, number], for owners [names, [heads, area]]; a ranking names the best first, and `counting` says
how it is compared (SCHULZE, INSTANT_RUNOFF). Of owners `class` (UNANIMOUS: every
owner must have chosen an option, as in their votes), `N` and `A`, of a body `seats`, `present`, `quorum` and
`majority`.

A share is written in words (GE_2_3_OF_ALL, GT_HALF_OF_PRESENT, GE_3_4_OF_CAST) or as in a rule profile
({"op": "GE", "num": 2, "den": 3, "base": "members"}); several in a list must all be reached. A quorum may be NONE, a
majority MORE_FOR_THAN_AGAINST. What else a case holds (`note`, `expect`) is not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods import METHODS, FrozenQuestion, consent, judge, neighbourhood
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Poll, Question, Rule, Share
from deliberation.kernel.methods.case_fields import BadCase, Fields
from deliberation.kernel.verdict import Test, Verdict, share_test

_TWO_THIRDS, _HALF = Threshold("GE", 2, 3), Threshold("GT", 1, 2)
_ALL = Threshold("GE", 1, 1)

CLASSES = {"ORDINARY": _HALF, "SPECIAL": Threshold("GE", 3, 4), "UNANIMOUS": _ALL}
"""过半数, 四分之三以上 of the heads and of the area that take part; 一致同意 of everybody concerned."""

POLICIES = ("STRICT", "FOLLOW_MAJORITY", "ABSTAIN")
ABSTENTIONS = ("IN_BASE", "NOT_IN_BASE")
CHOICES = {"agree": "AGREE", "oppose": "OPPOSE", "abstain": "ABSTAIN"}
WITH_OPTIONS = tuple(code for code, m in METHODS.items() if m.on_paper and not m.plain and not m.elects)
"""Methods whose cases are of the kind `ballots`."""
_SUMMED = "agree、oppose、abstain、unreturned_delivered "
_PRINTED = ("name", "base", "required", "actual", "difference", "met")
_APPROVAL = Question("APPROVAL")

__all__ = ["BadCase", "Case", "lines", "read"]


@dataclass(frozen=True, slots=True)
class Case:
    """A case that has been read: everything that is judged, and its `id`."""

    id: str
    ballots: tuple[Ballot, ...]
    electorate: Electorate
    rule: Rule
    question: Question = _APPROVAL

    def judge(self) -> Verdict:
        """The verdict by the method of the question."""
        return judge(FrozenQuestion(self.question, self.rule, self.electorate), self.ballots)

    def line(self) -> str:
        """The verdict as one line of JSON: `id`, `result`, `tests`, `sentence`; with options also what is chosen."""
        verdict = self.judge()
        tests = [{key: getattr(test, key) for key in _PRINTED} for test in verdict.tests]
        written: dict[str, Any] = {"id": self.id, "result": verdict.result, "tests": tests}
        if self.question.method == "ELECTION":
            written["elected"] = [outcome.label for outcome in verdict.outcomes if outcome.chosen]
            written["run_off"] = list(verdict.run_off)
            written["vacant"] = verdict.vacant
        elif self.question.options:
            written["chosen"] = [outcome.label for outcome in verdict.outcomes if outcome.chosen]
            written["run_off"] = list(verdict.run_off)
            written["steps"] = list(verdict.steps)
        return json.dumps({**written, "sentence": verdict.sentence}, ensure_ascii=False)


def lines(content: bytes) -> Iterator[str]:
    """One line of JSON for each case of a file, in its order. Raises `BadCase` before the first line is given."""
    return (case.line() for case in read(content))


def read(content: bytes) -> list[Case]:
    """The cases of a file. Raises `BadCase` for the first that cannot be judged."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadCase("文件不是有效的 JSON（UTF-8）。") from None
    if not isinstance(data, list):
        raise BadCase("文件的最外层须是案例的列表。")
    return [_case(written, place) for place, written in enumerate(data, start=1)]


def _case(written: Any, place: int) -> Case:
    if not isinstance(written, dict):
        raise BadCase(f"第 {place} 个案例须是对象。")
    name = written.get("id")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise BadCase(f"第 {place} 个案例：id 须是一行不空的文字。")
    fields = Fields(name, written)
    kinds: dict[str, Callable[[Fields], Case]] = {
        "owners": _owners,
        "body": _body,
        "survey": _survey,
        "election": _election,
        "ballots": _by_ballots,
    }
    return kinds[fields.word("kind", kinds)](fields)


def _owners(fields: Fields) -> Case:
    policy = fields.word("policy", POLICIES) if fields.has("policy") else POLICIES[0]
    unreturned = fields.pair("unreturned_delivered") if fields.has("unreturned_delivered") else Weight(0)
    entitled, rule = _owners_asked(fields, policy)
    amounts = {field: fields.pair(field) for field in CHOICES}
    accounted = sum(amounts.values(), unreturned)
    for field, part, whole in (("N", accounted.heads, entitled.heads), ("A", accounted.area, entitled.area)):
        if part > whole:
            raise fields.wrong(field, f"是 {whole}，小于 {_SUMMED}之和 {part}")
    electorate = Electorate(entitled, unreturned=unreturned, unit="heads")
    return Case(fields.id, _ballots(amounts), electorate, rule)


def _owners_asked(fields: Fields, policy: str) -> tuple[Weight, Rule]:
    """All owners of a case and the rule of its class, with what rules of the place ask beyond the law."""
    threshold = CLASSES[fields.word("class", CLASSES)]
    unanimous = threshold == _ALL
    lawful = (Share(_TWO_THIRDS, "heads"), Share(_TWO_THIRDS, "area"))
    carrying = (Share(threshold, "participating_heads"), Share(threshold, "participating_area"))
    quorum, majority = fields.owners_shares("quorum", lawful), fields.owners_shares("majority", carrying)
    if unanimous:  # of 民法典 279, as `organisation.rules.owners` has it: all heads, and nothing else is asked
        quorum, majority = (), (Share(_ALL, "heads"),)
    rule = Rule(
        name="业主共同决定",
        source=consent.SOURCE if unanimous else "《民法典》第二百七十八条",
        version=1,
        quorum=quorum,
        majority=majority,
        unreturned="STRICT" if unanimous else policy,  # type: ignore[arg-type]  # one of POLICIES
        unanimous=unanimous,
    )
    return Weight(fields.number("N"), fields.number("A")), rule


def _body(fields: Fields) -> Case:
    quorum, majority = fields.quorum(), fields.majority()
    seats, present = fields.number("seats"), fields.number("present")
    if present > seats:
        raise fields.wrong("present", f"是 {present}，多于 seats {seats}")
    amounts = {field: Weight(fields.number(field)) for field in CHOICES}
    cast = sum(amounts.values(), Weight(0)).heads
    if cast > present:
        raise fields.wrong("present", f"是 {present}，少于 agree、oppose、abstain 之和 {cast}")
    abstention = fields.word("abstention", ABSTENTIONS) if fields.has("abstention") else ABSTENTIONS[0]
    rule = Rule("会议规则", "案例", 1, quorum, majority, abstention=abstention)  # type: ignore[arg-type]  # one of them
    electorate = Electorate(Weight(seats), present)
    if fields.has("each_party"):
        everywhere = (*_attendance(electorate, rule), _each_party(fields.pair("each_party", "须到会和到会的方数")))
        electorate = Electorate(Weight(seats), present, attendance=everywhere)
    return Case(fields.id, _ballots(amounts), electorate, rule)


def _attendance(electorate: Electorate, rule: Rule) -> tuple[Test, ...]:
    return Poll(_APPROVAL, (), electorate, rule).quorum_tests()


def _each_party(parties: Weight) -> Test:
    """各方到齐: of the parties that must be there (`heads`) so many are (`area`)."""
    must, here = parties.heads, parties.area
    return share_test("each_party", "有代表到会", "须到会", actual=here, base=must, unit="parties", threshold=_ALL)


def _survey(fields: Fields) -> Case:
    households = fields.number("N")
    amounts = {field: Weight(fields.number(field)) for field in CHOICES}
    cast = sum(amounts.values(), Weight(0)).heads
    if cast > households:
        raise fields.wrong("N", f"是 {households}，小于 agree、oppose、abstain 之和 {cast}")
    majority = fields.majority() if fields.has("majority") else (Share(_HALF, "returned"),)
    rule = Rule("住户意见征询", "案例", 1, (), majority)
    return Case(fields.id, _ballots(amounts), Electorate(Weight(households), unit="households"), rule)


def _election(fields: Fields) -> Case:
    seats, cast, void = fields.number("seats"), fields.number("cast"), fields.number("void", 0)
    entitled, votes = fields.number("entitled"), fields.votes("votes")
    present = fields.number("present") if fields.has("present") else None
    here = entitled if present is None else present
    if cast + void > here or here > entitled:
        raise fields.wrong("cast", f"与 void 之和是 {cast + void}，多于到场或应参加投票的人数")
    if seats < 1 or max(votes.values(), default=0) > cast or sum(votes.values()) > cast * seats:
        raise fields.wrong("votes", f"与 cast {cast}、seats {seats} 对不上")
    options = tuple(Option(name, name) for name in votes)
    least = fields.number("least_seats", 0)
    question = Question(
        "ELECTION", options, most=0, seats=seats, least_seats=least, second_round=fields.flag("second_round")
    )
    electorate = Electorate(Weight(entitled), present, void=Weight(void))
    return Case(fields.id, _names(votes, cast), electorate, _election_rule(fields, question), question)


def _election_rule(fields: Fields, question: Question) -> Rule:
    if fields.has("electors"):
        electors = fields.word("electors", neighbourhood.ELECTORS)
        return neighbourhood.rule(electors, second_round=question.second_round)
    return Rule("会议规则", "案例", 1, fields.quorum(), fields.majority())


def _by_ballots(fields: Fields) -> Case:
    method = METHODS[fields.word("method", WITH_OPTIONS)]
    names = fields.names("options", fields.value("options"))
    problem = method.paper_problem([name.strip() for name in names], 1, contested=False)
    if problem:
        raise fields.wrong("options", problem.removesuffix("。"))
    options = tuple(Option(name, name) for name in names)
    question = Question(method.code, options, most=0)
    counting = {method.code: fields.word("counting", method.variants)} if fields.has("counting") else {}
    owners = fields.has("N")
    ballots = tuple(Ballot(names, weight) for names, weight in fields.ballots("ballots", owners=owners))
    for ballot in ballots:
        try:
            method.check(question, ballot)
        except Refused as refused:
            raise fields.wrong("ballots", f"有一张票不对：{refused.facts['what']}") from None
    cast = sum((ballot.weight for ballot in ballots), Weight(0))
    if owners:
        whole, rule = _owners_asked(fields, "STRICT")
        if not cast.within(whole):
            raise fields.wrong("ballots", f"合计 {cast.heads} 人、面积 {cast.area}，多于 N、A")
        return Case(fields.id, ballots, Electorate(whole, unit="heads"), replace(rule, counting=counting), question)
    seats, present = fields.number("seats"), fields.number("present")
    if not cast.heads <= present <= seats:
        raise fields.wrong("present", f"是 {present}，与 seats {seats}、票数 {cast.heads} 对不上")
    rule = Rule("会议规则", "案例", 1, fields.quorum(), fields.majority(), counting=counting)
    return Case(fields.id, ballots, Electorate(Weight(seats), present), rule, question)


def _names(votes: Mapping[str, int], cast: int) -> tuple[Ballot, ...]:
    """Ballots that give everybody their votes: in turn, so that none carries more names than there are posts."""
    starts, at = {}, 0
    for name, number in votes.items():
        starts[name] = at
        at += number
    ends = {(starts[name] + number) % cast for name, number in votes.items()} if cast else set()
    cuts = sorted({0, cast, *ends})
    return tuple(
        Ballot(tuple(name for name in votes if (low - starts[name]) % cast < votes[name]), Weight(high - low))
        for low, high in pairwise(cuts)
    )


def _ballots(amounts: Mapping[str, Weight]) -> tuple[Ballot, ...]:
    return tuple(Ballot((CHOICES[field],), amount) for field, amount in amounts.items())
