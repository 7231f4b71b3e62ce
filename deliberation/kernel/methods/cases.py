"""Judging written cases: `deliberation tally FILE` for anybody who wants to check the counting against the law.

A file is a JSON list of cases of two kinds. `owners` (民法典 §278): `class` ORDINARY or SPECIAL, `N` owners, `A` area,
`agree`, `oppose`, `abstain` as [heads, area], and where some ballots were delivered and not returned
`unreturned_delivered` and `policy`. `body`: `seats`, `present`, `quorum`, `majority`, and the three numbers.
Areas are integers of 0.01 ㎡. What else a case holds (`note`, `expect`) is not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Question, Rule, Share
from deliberation.kernel.verdict import Verdict

_LAW = "《民法典》第二百七十八条"
_TWO_THIRDS, _HALF = Threshold("GE", 2, 3), Threshold("GT", 1, 2)

CLASSES = {"ORDINARY": _HALF, "SPECIAL": Threshold("GE", 3, 4)}
"""过半数 or 四分之三以上 of the heads and of the area that take part."""

POLICIES = ("STRICT", "FOLLOW_MAJORITY", "ABSTAIN")
QUORUMS = {"GE_2_3": Share(_TWO_THIRDS, "seats"), "GT_1_2": Share(_HALF, "seats")}
MAJORITIES: dict[str, tuple[Share, ...]] = {
    "GT_HALF_OF_ALL": (Share(_HALF, "seats"),),
    "GE_HALF_OF_ALL": (Share(Threshold("GE", 1, 2), "seats"),),
    "GT_HALF_OF_PRESENT": (Share(_HALF, "present"),),
    "MORE_FOR_THAN_AGAINST": (),
}
CHOICES = {"agree": "AGREE", "oppose": "OPPOSE", "abstain": "ABSTAIN"}
_SUMMED = "agree、oppose、abstain、unreturned_delivered "
_PRINTED = ("name", "base", "required", "actual", "difference", "met")


class BadCase(ValueError):
    """A file or a case that cannot be judged; the text is one line that says which case and which field."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case that has been read: everything `decide` needs, and its `id`."""

    id: str
    ballots: tuple[Ballot, ...]
    electorate: Electorate
    rule: Rule

    def judge(self) -> Verdict:
        """The verdict by the method of 同意, 反对, 弃权."""
        return decide(Question("APPROVAL"), self.ballots, self.electorate, self.rule)

    def line(self) -> str:
        """The verdict as one line of JSON: `id`, `result`, `tests`, `sentence`."""
        verdict = self.judge()
        tests = [{key: getattr(test, key) for key in _PRINTED} for test in verdict.tests]
        written = {"id": self.id, "result": verdict.result, "tests": tests, "sentence": verdict.sentence}
        return json.dumps(written, ensure_ascii=False)


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
    fields = _Fields(name, written)
    kinds: dict[str, Callable[[_Fields], Case]] = {"owners": _owners, "body": _body}
    return kinds[fields.word("kind", kinds)](fields)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one case; every reader raises `BadCase` naming case and field."""

    id: str
    written: Mapping[str, Any]

    def wrong(self, field: str, why: str) -> BadCase:
        return BadCase(f"案例 {self.id}：{field} {why}。")

    def value(self, field: str) -> Any:
        if field not in self.written:
            raise self.wrong(field, "没有填写")
        return self.written[field]

    def word(self, field: str, allowed: Mapping[str, Any]) -> str:
        value = self.value(field)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(field, f"须是 {'、'.join(allowed)} 之一")
        return value

    def number(self, field: str) -> int:
        return self._whole(field, self.value(field))

    def pair(self, field: str) -> Weight:
        value = self.value(field)
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - heads and area
            raise self.wrong(field, "须是 [人数, 面积] 两个整数（面积以 0.01 ㎡ 计）")
        return Weight(*(self._whole(field, number) for number in value))

    def _whole(self, field: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(field, "须是不小于 0 的整数")
        return value


def _owners(fields: _Fields) -> Case:
    threshold = CLASSES[fields.word("class", CLASSES)]
    policy = fields.word("policy", dict.fromkeys(POLICIES)) if "policy" in fields.written else POLICIES[0]
    unreturned = fields.pair("unreturned_delivered") if "unreturned_delivered" in fields.written else Weight(0)
    entitled = Weight(fields.number("N"), fields.number("A"))
    amounts = {field: fields.pair(field) for field in CHOICES}
    accounted = sum(amounts.values(), unreturned)
    for field, part, whole in (("N", accounted.heads, entitled.heads), ("A", accounted.area, entitled.area)):
        if part > whole:
            raise fields.wrong(field, f"是 {whole}，小于 {_SUMMED}之和 {part}")
    rule = Rule(
        name="业主共同决定",
        source=_LAW,
        version=1,
        quorum=(Share(_TWO_THIRDS, "heads"), Share(_TWO_THIRDS, "area")),
        majority=(Share(threshold, "participating_heads"), Share(threshold, "participating_area")),
        unreturned=policy,  # type: ignore[arg-type]  # one of POLICIES
    )
    return Case(fields.id, _ballots(amounts), Electorate(entitled, unreturned=unreturned, unit="heads"), rule)


def _body(fields: _Fields) -> Case:
    quorum = QUORUMS[fields.word("quorum", QUORUMS)]
    majority = MAJORITIES[fields.word("majority", MAJORITIES)]
    seats, present = fields.number("seats"), fields.number("present")
    if present > seats:
        raise fields.wrong("present", f"是 {present}，多于 seats {seats}")
    amounts = {field: Weight(fields.number(field)) for field in CHOICES}
    cast = sum(amounts.values(), Weight(0)).heads
    if cast > present:
        raise fields.wrong("present", f"是 {present}，少于 agree、oppose、abstain 之和 {cast}")
    rule = Rule("会议规则", "案例", 1, (quorum,), majority)
    return Case(fields.id, _ballots(amounts), Electorate(Weight(seats), present), rule)


def _ballots(amounts: Mapping[str, Weight]) -> tuple[Ballot, ...]:
    return tuple(Ballot((CHOICES[field],), amount) for field, amount in amounts.items())
