"""What may not be put to the owners while a new committee is being formed (换届期间), by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.owners.rules.steps_before import Asked, Done

CODE = "FREEZE"
"""Under this code an exception is recorded among the steps of a vote."""

ELECTION = "COMMITTEE_ELECTION"


@dataclass(frozen=True, slots=True)
class Freeze:
    """One place's rule: the items that its article names, and in which case one of them may be decided all the same.

    The articles end with an open class ("等共同管理事项", "其他重大事项"): items that are not named are held back
    too, but whoever judges that the article does not mean them may say why (`Done.is_waived`). The committee's
    own election is never held back.
    """

    article: str
    named: frozenset[str]
    unless: Mapping[str, str]


HIRE, USE, REBUILD = "HIRE_OR_DISMISS_FIRM", "USE_MAINTENANCE_FUND", "REBUILD"
_BY_COVENANT = "属于管理规约规定的情形"

FREEZES: dict[str, Freeze] = {
    "四川省": Freeze(
        "《四川省物业管理条例》第四十四条",
        frozenset({HIRE, USE}),
        {USE: "危及房屋安全或者人身财产安全的紧急情况，需要立即使用维修资金"},
    ),
    "上海市": Freeze(
        "《上海市住宅物业管理规定》第二十八条",
        frozenset({HIRE, USE, REBUILD, "FEE_CHANGE"}),
        {USE: _BY_COVENANT, REBUILD: _BY_COVENANT},
    ),
    "眉山市": Freeze(
        "《眉山市物业管理条例》第二十九条",
        frozenset({HIRE, "FEE_CHANGE"}),
        {USE: "危及房屋安全和人身财产安全的紧急情况，需要立即使用维修资金"},
    ),
    "温州市": Freeze("《温州市物业管理条例》第二十三条", frozenset({HIRE}), {}),
    "丽水市": Freeze("《丽水市物业管理条例》第二十条", frozenset({HIRE}), {}),
    "衡水市": Freeze("《衡水市物业管理条例》第二十九条", frozenset({HIRE}), {}),
    "宁波市": Freeze("《宁波市住宅小区物业管理条例》第三十六条", frozenset({HIRE}), {}),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A question that is held back; `unless` says in which case an exception may be recorded (empty: in none)."""

    question: Asked
    freeze: Freeze
    unless: str

    @property
    def sentence(self) -> str:
        """Why, and who can change it."""
        return (
            f"换届期间业主委员会不得就“{self.question.title}”组织召开业主大会会议（{self.freeze.article}），"
            "须等新一届业主委员会选出、登记换届结束以后"
        )


def held(places: Sequence[str], kind: str, questions: Iterable[Asked]) -> list[Held]:
    """The questions of a vote that are held back while the committee is being formed anew."""
    freeze = next((FREEZES[place] for place in places if place in FREEZES), None)
    if freeze is None or kind != "OWNERS":
        return []
    return [Held(q, freeze, _unless(freeze, q)) for q in questions if q.item != ELECTION]


def _unless(freeze: Freeze, question: Asked) -> str:
    item = question.item or ""
    if item in freeze.unless:
        return freeze.unless[item]
    if item in freeze.named or question.subject in freeze.named:
        return ""
    return "条文没有点名这一类事项，经判断不属于须停下的重大事项"


def still_held(found: Iterable[Held], done: Mapping[tuple[str, str], Any]) -> list[str]:
    """What refuses the notice: questions held back for which no exception is recorded."""
    return [one.sentence for one in found if not _is_excepted(one, done.get((CODE, one.question.title)))]


def _is_excepted(one: Held, done: Done | None) -> bool:
    return bool(one.unless) and done is not None and done.is_waived
