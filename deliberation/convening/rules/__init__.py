"""Pure decisions of convening: the life of a meeting, who sits where, the slip's PIN, what is missing."""

from __future__ import annotations

import hashlib
import hmac
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deliberation.kernel.actor import Role
from deliberation.kernel.permissions import TABLE, Grant
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move
from deliberation.organisation.rules import RuleProfile

SHEET_PHONE_YEARS = 1
"""Years for which a sign-in sheet keeps the phones of who signed in (domain 6.6)."""

MEETING_FLOW = Workflow(
    noun=N_("会议"),
    initial="PLANNED",
    states={
        "PLANNED": N_("筹备"),
        "NOTICED": N_("已通知"),
        "SIGN_IN": N_("签到中"),
        "IN_SESSION": N_("进行中"),
        "ADJOURNED": N_("休会"),
        "INQUORATE": N_("人数不足"),
        "ENDED": N_("已结束"),
        "MINUTES_SIGNED": N_("记录已签字"),
        "ISSUED": N_("已签发"),
        "CANCELLED": N_("已取消"),
    },
    moves=(
        move("meeting.notify", N_("发出通知"), "PLANNED", "NOTICED"),
        move("meeting.cancel", N_("取消"), "PLANNED NOTICED SIGN_IN INQUORATE", "CANCELLED"),
        move("meeting.sign_in", N_("开始签到"), "NOTICED", "SIGN_IN", within="room.chair"),
        move("meeting.open", N_("宣布开会"), "SIGN_IN INQUORATE", "IN_SESSION", within="room.chair"),
        move("meeting.fail_quorum", N_("宣布人数不足"), "SIGN_IN", "INQUORATE", within="room.chair"),
        move("meeting.adjourn", N_("休会"), "IN_SESSION", "ADJOURNED", within="room.chair"),
        move("meeting.resume", N_("复会"), "ADJOURNED", "IN_SESSION", within="room.chair"),
        move("meeting.end", N_("散会"), "IN_SESSION ADJOURNED", "ENDED", within="room.chair"),
        move(
            "minutes.complete",
            N_("签字完成"),
            "ENDED",
            "MINUTES_SIGNED",
            within="minutes.sign",
            title=N_("会议记录签字完成"),
        ),
        move("minutes.issue", N_("签发"), "ENDED MINUTES_SIGNED", "ISSUED"),
    ),
    acts=(
        move("meeting.edit", N_("修改"), "", within="meeting.plan", title=N_("修改会议")),
        move("meeting.keep_day", N_("会议照常在放假的日子召开"), "", within="meeting.plan"),
        move("meeting.record_demand", N_("登记居民提议召集"), "", within="meeting.plan"),
        move("meeting.record_party_discussion", N_("登记社区党组织研究讨论"), "", within="meeting.plan"),
        move("meeting.record_residents_step", N_("登记居民会议会前、会后的步骤"), "", within="meeting.plan"),
        move("meeting.erase_phones", N_("按期删除签到表上的电话"), "", within=BY_ITSELF),
    ),
)

LIVE_STATES = frozenset({"SIGN_IN", "IN_SESSION", "ADJOURNED", "INQUORATE"})
"""States in which the room's pages are live."""

CHAIR_CHANGES_IN = LIVE_STATES | {"NOTICED", "ENDED", "MINUTES_SIGNED"}
"""States in which the chair is handed over: before them the plan is edited, after them nobody has to chair."""

CHAIR_ROLES = (Role.CHAIR.value, Role.BRANCH_MEMBER.value)
"""The posts that may chair, the usual one first (domain 2.4: the branch secretary, or whom the secretary appoints)."""

DOOR_CLOSED_STATES = frozenset({"PLANNED", "CANCELLED", "ISSUED"})
"""States in which no PIN is accepted: not called yet, called off, finished."""

HALL_STATES = LIVE_STATES | {"NOTICED"}
"""States in which the address of the hall's screen opens it."""

HALL_GRACE = timedelta(hours=3)
"""For so long after its end a meeting's screen still shows the result, while people leave the hall."""

DOOR_GRACE = timedelta(days=30)
"""For so long after a meeting's end its PINs still work, for reading and signing the minutes."""

SEAT_KINDS = {
    "delegate": N_("代表"),
    "chair": N_("主持人"),
    "secretary": N_("会议秘书"),
    "attendee": N_("列席"),
}


def hall_opens(state: str, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the address of the hall's screen opens it: from the notice on until `HALL_GRACE` after the end."""
    return state in HALL_STATES or (ended_at is not None and state != "CANCELLED" and now < ended_at + HALL_GRACE)


def door_opens(state: str, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the address of sign-in works: from the notice on until the record is issued, `DOOR_GRACE` at most."""
    return state not in DOOR_CLOSED_STATES and (ended_at is None or now < ended_at + DOOR_GRACE)


PIN_DIGITS = 6


def pin(seat_id: int, salt: str, secret: str) -> str:
    """The six digits of a seat's slip: HMAC-SHA256 of seat and salt under the installation's secret.

    Nothing is stored that could be read back; a new salt makes the old slip worthless (domain 6.7).
    """
    digest = hmac.new(secret.encode(), f"{seat_id}:{salt}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest[:8], "big") % 10**PIN_DIGITS).zfill(PIN_DIGITS)


def pin_matches(given: str, seat_id: int, salt: str, secret: str) -> bool:
    """Whether `given` is the PIN of the seat; compared in constant time."""
    return hmac.compare_digest(given.strip().encode(), pin(seat_id, salt, secret).encode())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An appointment that could fill a seat, in the compound's order of office."""

    appointment_id: int
    person_id: int
    party_id: int
    party_kind: str
    role: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class ProposedSeat:
    """A seat before it is written."""

    candidate: Candidate
    kind: str
    has_vote: bool


def chair_is_absent(*, state: str, in_office: bool, on_leave: bool, here: bool, is_time: bool) -> bool:
    """Whether another of the branch may take the chair without the word of the one who has it.

    Out of office always; until the meeting has ended also when on leave, or not there at the time set
    (`is_time`). Afterwards nobody is "there", so leave and time say nothing.
    """
    if not in_office:
        return True
    running = state in {"IN_SESSION", "ADJOURNED"}
    return state in LIVE_STATES | {"NOTICED"} and not here and (on_leave or is_time or running)


def may_carry_vote(role: str) -> bool:
    """Whether the permission table lets a role cast ballots at all (a secretary, an observer never)."""
    return TABLE["ballot.cast"].grant(Role(role)) is not Grant.NO


def office_of(candidates: Iterable[Candidate], person_id: int | None, roles: Sequence[str]) -> Candidate | None:
    """The appointment by which a person chairs or keeps the minutes: the first of `roles` that they hold."""
    held = [c for c in candidates if c.person_id == person_id and c.role in roles]
    return min(held, key=lambda c: roles.index(c.role), default=None)


def is_head(role: str, post: str) -> bool:
    """Whether a post is that of who leads the 业委会: 主任, never 副主任."""
    return role == Role.COMMITTEE_DELEGATE.value and post.strip().startswith("主任")


def may_chair(chaired_by: str, role: str, post: str) -> bool:
    """Whether a post lets its holder chair a kind of meeting (`organisation.rules.meeting_types.CHAIRED_BY`)."""
    return is_head(role, post) if chaired_by == "committee_head" else role in CHAIR_ROLES


def propose_seats(
    parties: Iterable[Mapping[str, Any]], candidates: Sequence[Candidate], seated: Iterable[int]
) -> list[ProposedSeat]:
    """The voting seats of a meeting: for each party of its type, as many delegates as it has seats.

    `parties` is the meeting type's `{kind, seats}`; `seated` are persons who already have a seat (chair,
    secretary). Whoever holds two posts (一肩挑, domain 2.5 hard rule 2) gets one seat, the first.
    """
    taken = set(seated)
    proposed: list[ProposedSeat] = []
    for party in parties:
        found: list[ProposedSeat] = []
        for candidate in _in_turn([c for c in candidates if c.party_kind == party["kind"]]):
            if len(found) < int(party["seats"]) and candidate.person_id not in taken:
                taken.add(candidate.person_id)
                found.append(ProposedSeat(candidate, "delegate", has_vote=True))
        proposed += found
    return proposed


def _in_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Voting roles only; several parties of one kind (two partner units) send their people in turn."""
    rank: dict[int, int] = {}
    ordered: list[tuple[int, int, Candidate]] = []
    for candidate in candidates:
        if may_carry_vote(candidate.role):
            rank[candidate.party_id] = rank.get(candidate.party_id, 0) + 1
            ordered.append((rank[candidate.party_id], len(ordered), candidate))
    return [candidate for _rank, _order, candidate in sorted(ordered, key=lambda entry: entry[:2])]


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of the readiness checklist: `what` must be there, `who` can supply it, whether it is.

    `code` names the line for links; `detail` says what exactly is missing; a line with `blocks` false
    only warns.
    """

    code: str
    what: str
    who: str
    done: bool
    detail: str = ""
    blocks: bool = True


def absent_parties(parties: Iterable[Mapping[str, Any]], kinds_with_seats: Iterable[str]) -> list[str]:
    """The kinds of the obligatory parties that have no voting seat."""
    present = set(kinds_with_seats)
    return [p["kind"] for p in parties if p.get("obligatory") and p["kind"] not in present]


@dataclass(frozen=True, slots=True)
class QuorumOutlook:
    """Whether enough can come: how many are entitled, must come, can come (seats, or parties)."""

    entitled: int
    required: int
    able: int
    met: bool


def quorum_possible(profile: RuleProfile, seats: Iterable[tuple[int, bool]]) -> QuorumOutlook:
    """Judge the quorum before the meeting, from `(party_id, can come)` of each voting seat.

    A seat on leave stays in 应到 (the base) and is not counted as able to come. The room judges the real
    quorum when people have signed in.
    """
    given = list(seats)
    if profile.ballot_by == "party":
        entitled, able = len({party for party, _able in given}), len({party for party, ok in given if ok})
    else:
        entitled, able = len(given), sum(ok for _party, ok in given)
    required = max((test.threshold.least(entitled) for test in profile.quorum), default=1)
    return QuorumOutlook(entitled, required, able, met=entitled > 0 and able >= required)


def beside_its_day(title: str, day: date) -> str:
    """What a meeting is called where its day is written beside it: 五方办 instead of 2026年3月10日五方办."""
    return title.removeprefix(f"{day.year}年{day.month}月{day.day}日").strip() or title


RESIDENTS_BODIES = frozenset({"residents_meeting", "residents_representatives"})
"""Bodies that meet by the 居民委员会组织法 (2025): who may demand a meeting, of whom it consists."""

LAW = N_("《城市居民委员会组织法》（2025年修订）")
COMMITTEE, REPRESENTATIVE, SUPERVISORS = "neighbourhood_committee", "residents_representative", "supervision_committee"
"""Party kinds: 居民委员会, 居民代表, 居务监督委员会."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Who may demand a meeting, with which share of whom, and where that is written."""

    who: str
    num: int
    den: int
    article: str

    def least(self, total: int) -> int:
        """The fewest that oblige to call it: the share counts as soon as it is reached (以上)."""
        return -(-self.num * total // self.den)


@dataclass(frozen=True, slots=True)
class ResidentsStep:
    """What the Act asks for before or `after` a meeting of residents; `waivable`: it may not concern this meeting."""

    label: str
    article: str
    after: bool = True
    waivable: bool = True


RESIDENTS_STEPS: Mapping[str, ResidentsStep] = {
    "consulted": ResidentsStep(
        N_("涉及居民切身利益的事，会前先组织居民和利益相关方协商"), N_("第三十二条"), after=False
    ),
    "published": ResidentsStep(
        N_("会议决定的事项和实施情况、协商确定的事项和落实情况，在居务公开栏公布"), N_("第三十四条"), waivable=False
    ),
    "filed": ResidentsStep(N_("制定、修改居民自治章程、居民公约的，报政府或者街道办事处备案"), N_("第三十一条")),
    "supervisors_elected": ResidentsStep(
        N_("推选居务监督委员会的，核对成员不是居委会成员和他们的近亲属"), N_("第三十六条")
    ),
    "appraised": ResidentsStep(N_("民主评议居委会成员的，由居务监督委员会主持，结果及时公布"), N_("第三十七条")),
}
"""Code → step; whether a step concerns the meeting a person says, with the day or with the reason why not."""
OVER = frozenset({"ENDED", "MINUTES_SIGNED", "ISSUED"})
"""States of a meeting that was held."""


def steps_after(body: str, state: str, facts: Mapping[str, Any]) -> list[Missing]:
    """What is to be done after a meeting of residents that was held, line by line (§§31, 34, 36, 37)."""
    if body not in RESIDENTS_BODIES or state not in OVER:
        return []
    return [_step_line(code, facts, blocks=False) for code, step in RESIDENTS_STEPS.items() if step.after]


def _step_line(code: str, facts: Mapping[str, Any], *, blocks: bool) -> Missing:
    step, done = RESIDENTS_STEPS[code], facts.get("steps", {}).get(code)
    lacking = _("还没有登记日期") + (_("；不涉及的写明理由") if step.waivable else "")
    return Missing(code, f"{_(step.label)}（{_(step.article)}）", _("会议秘书、党支部"), bool(done), lacking, blocks)


DEMANDS: Mapping[str, Mapping[str, Demand]] = {
    "residents_meeting": {
        "ADULTS": Demand(N_("年满十八周岁的居民"), 1, 10, N_("第二十六条")),
        "HOUSEHOLDS": Demand(N_("户的代表"), 1, 10, N_("第二十六条")),
        "REPRESENTATIVES": Demand(N_("居民代表"), 1, 3, N_("第二十六条")),
    },
    "residents_representatives": {
        "REPRESENTATIVES": Demand(N_("居民代表"), 1, 5, N_("第二十八条")),
    },
}
"""Body → who may demand its meeting. The 居委会 may always call one of its own."""


def demand_problem(body: str, by: str, number: int, total: int) -> str:
    """Why so many of `total` do not oblige anybody to call a meeting of this body (empty: they do)."""
    demand = DEMANDS.get(body, {}).get(by)
    if demand is None:
        return "请选由谁提议召集。"
    if not 0 < number <= total:
        return "提议的人数须在 1 和总数之间，请核对。"
    least = demand.least(total)
    if number >= least:
        return ""
    return (
        f"{total} 名{demand.who}，须有 {least} 名以上提议才应当召集（{LAW}{demand.article}），现在 {number} 名，"
        f"差 {least - number} 名。居委会认为需要的，仍可以自己召集。"
    )


def demand_said(body: str, demand: Mapping[str, Any]) -> str:
    """12 名居民代表提议召集（共 50 名，须 10 名以上，…第二十八条）."""
    of = DEMANDS[body][demand["by"]]
    total = demand["total"]
    return f"{demand['number']} 名{of.who}提议召集（共 {total} 名，须 {of.least(total)} 名以上，{LAW}{of.article}）"


def residents_lines(
    body: str, facts: Mapping[str, Any], seats: Sequence[tuple[str, bool]], *, has_votes: bool
) -> list[Missing]:
    """What a meeting of residents needs beside what every meeting needs; `seats`: (party kind, has a vote) of each.

    §28 composition, §30 the party organisation first where something is decided, §32 consultation before it, §36 the
    supervision committee.
    """
    if body not in RESIDENTS_BODIES:
        return []
    lines = [_composition(seats)] if body == "residents_representatives" else []
    if facts.get("demand"):
        lines.append(Missing("demand", f"{_('提议召集')}：{demand_said(body, facts['demand'])}", "", done=True))
    first = _("重要事项先经社区党组织研究讨论（第三十条）")
    party = Missing(
        "party_first",
        first,
        _("会议秘书、党支部"),
        bool(facts.get("party_discussed_on")),
        _("还没有登记社区党组织研究讨论的日期"),
        blocks=has_votes,
    )
    watched = any(kind == SUPERVISORS for kind, _has_vote in seats)
    attends = Missing(
        "supervisors",
        _("居务监督委员会列席（第三十六条）"),
        _("会议秘书"),
        watched,
        _("还没有居务监督委员会成员的列席席位；这一条只是提醒，不影响发通知"),
        blocks=False,
    )
    return [*lines, party, _step_line("consulted", facts, blocks=has_votes), attends]


def _composition(seats: Sequence[tuple[str, bool]]) -> Missing:
    """居民代表应当占组成人员的五分之四以上: 居委会 members and representatives, nobody else, have a vote."""
    voting = [kind for kind, has_vote in seats if has_vote]
    total, chosen = len(voting), voting.count(REPRESENTATIVE)
    others = total - chosen - voting.count(COMMITTEE)
    least = -(-4 * total // 5)
    what = _("组成人员：居民代表占五分之四以上（第二十八条）")
    if others:
        detail = _("有 %(n)s 个表决席位既不是居委会成员，也不是居民代表，请改为列席", n=others)
    else:
        detail = _(
            "表决席位 %(total)s 个，其中居民代表 %(have)s 个，须 %(least)s 个以上",
            total=total,
            have=chosen,
            least=least,
        )
    return Missing("composition", what, _("会议秘书、党支部"), total > 0 and not others and chosen >= least, detail)


def half_year_after(day: date) -> date:
    """The last day by which representatives meet again: 每半年至少召开一次 (§28). 31 August → 28 February."""
    year, month = day.year + (day.month + 6 > 12), (day.month + 5) % 12 + 1  # noqa: PLR2004 - months
    return date(year, month, min(day.day, monthrange(year, month)[1]))
