"""What a message is, when it goes, by which way first, and how many a person gets in a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from deliberation.kernel.clock import BEIJING
from deliberation.kernel.text import N_


class Status(StrEnum):
    """What became of an attempt to hand a message over.

    REFUSED is for ever and about the address; FAULT is a failure of the channel and not of the person; LATER was not
    taken now; UNKNOWN: it may have been taken or not, and is asked for before it is sent again.
    """

    DELIVERED = "DELIVERED"
    REFUSED = "REFUSED"
    FAULT = "FAULT"
    LATER = "LATER"
    UNKNOWN = "UNKNOWN"


ADDRESS_YEARS = 1
"""Years for which it is kept to which address a message went (个人信息保护法 §19; platform default)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a channel answers. `pause` before the next attempt, else the usual one; `rest`: for the whole provider."""

    status: Status
    reason: str = ""
    pause: timedelta | None = None
    rest: timedelta | None = None
    remote_id: str = ""


def delivered(remote_id: str = "") -> Outcome:
    """The far side has taken the message."""
    return Outcome(Status.DELIVERED, remote_id=remote_id)


def refused(reason: str) -> Outcome:
    """This address takes nothing, for ever."""
    return Outcome(Status.REFUSED, reason)


def fault(reason: str, rest: timedelta | None = None) -> Outcome:
    """The channel does not work; the person is not to blame. It rests for so long."""
    return Outcome(Status.FAULT, reason, rest=rest)


def later(reason: str, pause: timedelta | None = None, rest: timedelta | None = None) -> Outcome:
    """Not taken now; nothing has left the house."""
    return Outcome(Status.LATER, reason, pause, rest)


def unknown(reason: str) -> Outcome:
    """Nobody knows whether it was taken: the line broke while it was handed over."""
    return Outcome(Status.UNKNOWN, reason)


@dataclass(frozen=True, slots=True)
class FileAlong:
    """A file that goes along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. `key` is its own for ever; `links` are (text, whole address); `code` is secret.

    `more` counts the notices that are told in it beside the first.
    """

    key: str
    address: str
    subject: str
    body: str
    name: str = ""
    kind: str = ""
    links: tuple[tuple[str, str], ...] = ()
    files: tuple[FileAlong, ...] = ()
    code: str = ""
    more: int = 0

    @property
    def text(self) -> str:
        """Body and links as plain text."""
        return "\n".join((self.body, *(f"{text}：{url}" for text, url in self.links)))


LADDER = frozenset({"meeting"})
"""Notices by which the law or the rules of the meeting must reach everybody: until a receipt, way after way."""
PRESSING = frozenset({"meeting", "cancelled"})
"""What goes out at once and is never merged with other things."""
TURNING = frozenset({"cancelled", "meeting.move"})
"""What must reach whom the notice of the meeting reached, by every way it took; a move waits for more of its kind."""
GROUPS = {
    "meeting": N_("会议的变动、请假"),
    "order": N_("督办单"),
    "topic": N_("议题"),
    "owners": N_("业主表决"),
    "other": N_("其他"),
}
"""What a person can be told of or not, by the first part of a notice's kind; meeting notices always come."""
_GROUP_OF = {"item": "topic", **dict.fromkeys(("leave", "substitute", "chair", "cancelled", "seat"), "meeting")}


def group_of(kind: str) -> str:
    """The group of `GROUPS` to which a kind of notice belongs."""
    first = kind.partition(".")[0].partition("_")[0]
    first = _GROUP_OF.get(first, first)
    return first if first in GROUPS else "other"


def is_capped(kind: str) -> bool:
    """Whether it counts among the few messages of a day: notices of meetings and their changes do not."""
    return kind not in PRESSING and not kind.startswith("meeting")


MERGE_WINDOW = timedelta(minutes=10, seconds=30)
"""What changes within ten minutes is told in one message; and a little, for who is late by a second."""
A_DAY_AT_MOST = 3
"""So many messages besides statutory ones; the last of them is the gathering of the evening."""
MORNING, EVENING = time(8), time(20)
"""Between them messages go out; reading is always possible."""
AFTER_QUIET = time(8, 7)
DIGEST = time(18, 7)
"""Not the full hour, at which everybody sends and robots refuse."""
STEP = timedelta(hours=4)
"""After so long without a receipt the next way is tried, if the operator says nothing else."""


def is_quiet(moment: datetime) -> bool:
    """Whether people are left in peace: 20:00 to 8:00."""
    return not MORNING <= moment.astimezone(BEIJING).time() < EVENING


def when_awake(moment: datetime) -> datetime:
    """The moment itself, or the next morning where it lies in the quiet hours."""
    if not is_quiet(moment):
        return moment
    local = moment.astimezone(BEIJING)
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, AFTER_QUIET, BEIJING).astimezone(moment.tzinfo)


def waking_later(moment: datetime, step: timedelta) -> datetime:
    """So much later, counted in the hours between 8:00 and 20:00 only."""
    local = moment.astimezone(BEIJING)
    if is_quiet(local):
        day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
        local = datetime.combine(day, MORNING, BEIJING)
    left = step
    while local + left > (end := datetime.combine(local.date(), EVENING, BEIJING)):
        left -= end - local
        local = datetime.combine(local.date() + timedelta(days=1), MORNING, BEIJING)
    return (local + left).astimezone(moment.tzinfo)


def day_began(moment: datetime) -> datetime:
    """When the day of the wall calendar began."""
    local = moment.astimezone(BEIJING)
    return datetime.combine(local.date(), time(0), BEIJING).astimezone(moment.tzinfo)


def capped_until(moment: datetime, sent_today: int) -> datetime:
    """When a message may go that counts, after so many today: now, with the evening's gathering, or tomorrow."""
    local = moment.astimezone(BEIJING)
    digest = datetime.combine(local.date(), DIGEST, BEIJING)
    if sent_today < A_DAY_AT_MOST - 1 or (sent_today < A_DAY_AT_MOST and local >= digest):
        return moment
    tomorrow = datetime.combine(local.date() + timedelta(days=1), AFTER_QUIET, BEIJING)
    found = digest if sent_today < A_DAY_AT_MOST else tomorrow
    return found.astimezone(moment.tzinfo)


LEASE = timedelta(minutes=2)
"""For so long a message is left to who hands it over: longer than a far side may take, short enough after a kill."""
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240))
MOST_ATTEMPTS = 8
SWITCH = timedelta(minutes=5)
"""After so long a message that one provider failed goes out by the other."""
FAULT_WINDOW, FAULT_SHARE = timedelta(minutes=15), 15
"""A provider is passed by whose attempts of this window failed by more than so many in a hundred."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt (from 1) failed; the last pause stays."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]


def is_sick(attempts: int, faults: int, first_fault: datetime | None, now: datetime) -> bool:
    """Whether a provider fails too often, and has for long enough, to be asked first."""
    if not faults or first_fault is None or now - first_fault < SWITCH:
        return False
    return faults * 100 > attempts * FAULT_SHARE


CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODES_A_MINUTE, CODES_AN_HOUR, CODES_A_DAY = 1, 5, 10
"""How often a code may be sent to one address: what providers of text messages allow."""


def may_send_code(sent: list[datetime], now: datetime) -> bool:
    """Whether another code may go out after these."""
    ago = [now - one for one in sent]
    bounds = (
        (timedelta(minutes=1), CODES_A_MINUTE),
        (timedelta(hours=1), CODES_AN_HOUR),
        (timedelta(days=1), CODES_A_DAY),
    )
    return all(sum(one < span for one in ago) < most for span, most in bounds)


def hidden(address: str) -> str:
    """An address as other people may see it: 139****0014, l***@mail.example."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 11 else f"{address[:1]}***"  # noqa: PLR2004


def cut_bytes(text: str, most: int) -> str:
    """The text within so many bytes of UTF-8, cut between signs."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 6].decode(errors="ignore") + "……"
