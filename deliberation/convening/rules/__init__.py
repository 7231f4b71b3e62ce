"""Pure decisions of convening: the life of a meeting, who sits where, the slip's PIN, what is missing."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deliberation.convening.rules.missing import Missing
from deliberation.convening.rules.residents import (
    DEMANDS,
    OVER,
    RESIDENTS_BODIES,
    RESIDENTS_STEPS,
    Demand,
    ResidentsStep,
    demand_problem,
    demand_said,
    half_year_after,
    residents_lines,
    steps_after,
)
from deliberation.kernel.actor import Role
from deliberation.kernel.permissions import TABLE, Grant
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move
from deliberation.organisation.rules import PARTY_KINDS, RuleProfile

__all__ = [
    "CHAIR_CHANGES_IN",
    "CHAIR_ROLES",
    "DEMANDS",
    "DOOR_CLOSED_STATES",
    "DOOR_GRACE",
    "HALL_GRACE",
    "HALL_STATES",
    "IN_PERSON",
    "LIVE_STATES",
    "MEETING_FLOW",
    "OVER",
    "PIN_DIGITS",
    "REPLY_STATES",
    "RESIDENTS_BODIES",
    "RESIDENTS_STEPS",
    "SEAT_KINDS",
    "SENDING_STATES",
    "SHEET_PHONE_YEARS",
    "Candidate",
    "Demand",
    "Missing",
    "ProposedSeat",
    "QuorumOutlook",
    "ResidentsStep",
    "absent_parties",
    "beside_its_day",
    "chair_is_absent",
    "demand_problem",
    "demand_said",
    "door_opens",
    "feed_code",
    "feed_code_matches",
    "half_year_after",
    "hall_opens",
    "may_carry_vote",
    "minutes_planned",
    "office_of",
    "pin",
    "pin_matches",
    "propose_seats",
    "quorum_possible",
    "residents_lines",
    "steps_after",
    "who_sends_nobody",
]

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
        move("meeting.move", N_("改期"), "NOTICED", title=N_("会议改期")),
        move("meeting.edit", N_("修改"), "", within="meeting.plan", title=N_("修改会议")),
        move("meeting.count_guests", N_("登记到场人数"), "", within="minutes.write"),
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

SENDING_STATES = frozenset({"NOTICED", "SIGN_IN", "INQUORATE"})
"""States in which leave is asked and a substitute named: from the notice on until the meeting runs."""

REPLY_STATES = frozenset({"NOTICED", "SIGN_IN"})
"""States in which a link in a message is answered, until the hour set."""

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


def feed_code(feed_id: int, salt: str, secret: str) -> str:
    """The secret part of a subscribed calendar's address: HMAC-SHA256, 160 bits; nothing is stored that tells it."""
    return hmac.new(secret.encode(), f"calendar:{feed_id}:{salt}".encode(), hashlib.sha256).hexdigest()[:40]


def feed_code_matches(given: str, feed_id: int, salt: str, secret: str) -> bool:
    """Whether `given` is the secret part of the address now; compared in constant time."""
    return hmac.compare_digest(given.encode(), feed_code(feed_id, salt, secret).encode())


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


IN_PERSON: Mapping[str, str] = {
    "owners_committee": N_("业委会委员"),
    "residents_council": N_("居民议事会成员"),
    "residents_representative": N_("居民代表"),
    "residents_group": N_("居民自治小组成员"),
    "supervision_committee": N_("居务监督委员会成员"),
    "management_committee": N_("物业管理委员会委员"),
    "preparatory_committee": N_("业委会筹备组成员"),
    "owner_representatives": N_("业主代表"),
}
"""What people are called who were chosen in person, by the kind of their party."""


def who_sends_nobody(party_kind: str, allowed: Iterable[str]) -> str:
    """Whom the rules of a meeting let nobody come for (业委会委员); empty where another of the unit may come."""
    if party_kind in set(allowed):
        return ""
    return IN_PERSON.get(party_kind) or f"{PARTY_KINDS.get(party_kind, party_kind)}的代表"


LEAST_MINUTES, MOST_MINUTES, STEP_MINUTES = 60, 8 * 60, 30


def minutes_planned(minutes: Iterable[int]) -> int:
    """How long calendars block for an agenda: its items together, in full half hours, an hour at least."""
    rounded = -(-sum(minutes) // STEP_MINUTES) * STEP_MINUTES
    return min(max(rounded, LEAST_MINUTES), MOST_MINUTES)


def may_carry_vote(role: str) -> bool:
    """Whether the permission table lets a role cast ballots at all (a secretary, an observer never)."""
    return TABLE["ballot.cast"].grant(Role(role)) is not Grant.NO


def office_of(candidates: Iterable[Candidate], person_id: int | None, roles: Sequence[str]) -> Candidate | None:
    """The appointment by which a person chairs or keeps the minutes: the first of `roles` that they hold."""
    held = [c for c in candidates if c.person_id == person_id and c.role in roles]
    return min(held, key=lambda c: roles.index(c.role), default=None)


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
