"""Candidates for the owners' committee: who proposed them, what becomes of them, and who is elected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deliberation.kernel.details import InElections
from deliberation.kernel.errors import NO_FAULT, Refused
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move
from deliberation.owners.rules.committee import CommitteeRules, joint_problem
from deliberation.owners.rules.delivery import is_meant

SOURCES: dict[str, str] = {
    "SELF": N_("业主自荐"),
    "JOINT": N_("业主联名推荐"),
    "PARTY": N_("社区党组织推荐"),
    "NEIGHBOURHOOD": N_("居（村）民委员会推荐"),
    "STREET": N_("街道、乡镇推荐"),
    "PREPARERS": N_("筹备组、换届小组推荐"),
}
"""Who put a name forward (山东 §22, 淄博 §29, 四川 §34, 杭州 §26, 宁波 §30, 清远 §19)."""

CANDIDATE_FLOW = Workflow(
    noun=N_("候选人"),
    initial="PROPOSED",
    states={
        "PROPOSED": N_("等本人答复"),
        "ACCEPTED": N_("已列入名单"),
        "DECLINED": N_("本人不接受"),
        "WITHDRAWN": N_("本人退出"),
        "STRUCK": N_("资格审查没有通过"),
    },
    moves=(
        move(
            "candidate.accept",
            N_("列入名单"),
            "PROPOSED",
            "ACCEPTED",
            within="owners_vote.prepare",
            title=N_("候选人列入名单"),
        ),
        move("candidate.decline", N_("本人不接受"), "PROPOSED", "DECLINED", within="owners_vote.prepare"),
        move("candidate.withdraw", N_("本人退出"), "PROPOSED ACCEPTED", "WITHDRAWN", within="owners_vote.prepare"),
        move("candidate.strike", N_("资格审查没有通过"), "PROPOSED ACCEPTED", "STRUCK", within="owners_vote.prepare"),
    ),
    acts=(move("candidate.propose", N_("登记候选人"), "", within="owners_vote.prepare"),),
)
"""Whoever is off the list stays readable with their reason; a name that comes back is proposed anew."""

Part = Literal["ELECTED", "ALTERNATE", "RUN_OFF", "NOT_ELECTED"]

PARTS: dict[str, str] = {
    "ELECTED": N_("当选委员"),
    "ALTERNATE": N_("当选候补委员"),
    "RUN_OFF": N_("进入下一轮"),
    "NOT_ELECTED": N_("没有当选"),
}


@dataclass(frozen=True, slots=True)
class CandidateDraft:
    """A name put forward. `room`: their unit as it is spoken of; `is_agent`: an owner that is a company sends them."""

    name: str
    room: str
    source: str
    backers: int = 0
    is_agent: bool = False


POLITICS: dict[str, str] = {
    "CPC": N_("中共党员"),
    "PROBATIONARY": N_("中共预备党员"),
    "LEAGUE": N_("共青团员"),
    "DEMOCRATIC": N_("民主党派成员"),
    "NON_PARTISAN": N_("无党派人士"),
    "MASSES": N_("群众"),
}
"""政治面貌, where the posting tells it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a candidate lets be told of them beside name and dwelling: a key of `POLITICS`, their kind of work."""

    politics: str = ""
    occupation: str = ""


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Owned:
    """One unit of the roster in use with its owner, for the check of a candidate."""

    owner_id: int
    names: tuple[str, ...]
    is_company: bool
    building: str
    rooms: tuple[str, ...]


def checked_candidate(draft: CandidateDraft, rules: CommitteeRules, owners: int) -> CandidateDraft:
    """The draft without stray blanks. Raises `INVALID_INPUT` for a name, source or joint proposal that cannot be."""
    name, room = "".join(draft.name.split()), draft.room.strip()
    if not name or not room:
        raise Refused(InElections.CANDIDATE_MISSING)
    if draft.source not in SOURCES:
        raise Refused(InElections.SOURCE_MISSING)
    problem = joint_problem(rules, draft.backers, owners) if draft.source == "JOINT" else NO_FAULT
    if problem:
        raise Refused(problem)
    return CandidateDraft(name, room, draft.source, draft.backers if draft.source == "JOINT" else 0, draft.is_agent)


def owner_meant(draft: CandidateDraft, units: Sequence[Owned]) -> Owned:
    """The owner in the roster whom a candidate is, or stands for. Raises `INVALID_INPUT` with what to do.

    A committee is elected from among the owners (山东 §30, 潍坊 §34: 自然人业主或者单位业主授权的自然人代表).
    """
    found = [u for u in units if _fits(draft, u) and is_meant(draft.room, 0, u.building, u.rooms)]
    if not found:
        who = (
            f"名册里没有房号“{draft.room}”的单位业主" if draft.is_agent else f"名册里没有“{draft.name}（{draft.room}）”"
        )
        raise Refused(InElections.NOT_IN_ROSTER, who=who)
    if len({u.owner_id for u in found}) > 1:
        raise Refused(InElections.ROOM_AMBIGUOUS, room=draft.room)
    return found[0]


def _fits(draft: CandidateDraft, unit: Owned) -> bool:
    return unit.is_company if draft.is_agent else draft.name in unit.names


def demand_declared(rules: CommitteeRules, declared: Iterable[str]) -> list[str]:
    """The lines affirmed, in their order. Raises `INVALID_INPUT` where a line is missing that the text demands."""
    given = set(declared)
    missing = [one for one in rules.declarations if one.binding and one.code not in given]
    if missing:
        said = "；".join(f"{one.words}（{one.source}）" for one in missing)
        raise Refused(InElections.DECLARATION_MISSING, declarations=said)
    return [one.code for one in rules.declarations if one.code in given]


def demand_told(rules: CommitteeRules, told: Told) -> Told:
    """What the place's text has told of a candidate, and nothing else. Raises `INVALID_INPUT` where it is missing."""
    tells, source = rules.posting.tells, rules.posting.source
    if "politics" in tells and told.politics not in POLITICS:
        raise Refused(InElections.POLITICS_MISSING, source=source)
    work = " ".join(told.occupation.split())
    if "occupation" in tells and not work:
        raise Refused(InElections.OCCUPATION_MISSING, source=source)
    return Told(told.politics if "politics" in tells else "", work if "occupation" in tells else "")


def on_the_ballot(name: str, building: str, room: str, *, with_room: bool) -> str:
    """A candidate as ballot and posting name them: 张三（3号楼）; with the room where the text wants the address."""
    home = (room if building in room else f"{building} {room}") if with_room else building
    return f"{name}（{home}）" if home else name


def parts_of(verdict: Mapping[str, Any], alternates: int) -> dict[str, tuple[Part, int]]:
    """What each code of a counted election became, and which place among its kind (1, 2, …).

    Alternates are those who met every share and found no seat, by votes, at most `alternates` (杭州 §28, 淄博 §25,
    聊城 §22); who is tied with the last of them has the place by the order of the ballot. While seats are left open
    everybody with enough votes has one, so that there are none.
    """
    found: dict[str, tuple[Part, int]] = {}
    places: dict[Part, int] = {}
    for outcome in sorted(verdict.get("outcomes", ()), key=lambda one: -one["heads"]):
        part = _part(outcome)
        if part == "ALTERNATE" and places.get(part, 0) >= alternates:
            part = "NOT_ELECTED"
        places[part] = places.get(part, 0) + 1
        found[outcome["code"]] = (part, places[part])
    return found


def _part(outcome: Mapping[str, Any]) -> Part:
    if outcome["chosen"]:
        return "ELECTED"
    if outcome["state"] in {"RUN_OFF", "NO_RESULT"}:  # without a quorum nobody has been turned down
        return "RUN_OFF"
    tests = outcome["tests"]
    decided = outcome["state"] == "NOT_ELECTED"
    return "ALTERNATE" if decided and tests and all(test["met"] for test in tests) else "NOT_ELECTED"
