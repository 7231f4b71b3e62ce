"""Reading the state of a meeting's sign-in: how many wrong PINs there were, and who has to wait."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deliberation.convening.models import Meeting, Seat
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.kernel.knock import Knock
from deliberation.kernel.text import say as _
from deliberation.organisation.queries.doors import Tries, failures, has_to_wait, knows
from deliberation.organisation.rules.tries import (
    ADMISSIONS,
    DEVICE_LIMIT,
    KNOWN_LIMIT,
    NOTEWORTHY,
    REMEMBERED_FOR,
    SOURCE_LIMIT,
    most_tries,
)


def door_of(meeting: Meeting) -> str:
    """The name under which wrong PINs of a meeting are counted."""
    return f"meeting:{meeting.id}"


def home_of(meeting: Meeting) -> str:
    """Where a device is known that has been to a meeting of the compound."""
    return f"compound:{meeting.compound_id}"


@dataclass(frozen=True, slots=True)
class DoorTries:
    """Wrong PINs of a meeting: within the last hour, and whether new devices still may try."""

    recent: int
    shut: bool
    may_admit: bool

    @property
    def sentence(self) -> str:
        """What who chairs is told; empty where there is nothing to tell."""
        if self.shut and self.may_admit:
            return _("有人一直在试口令，新来的设备暂时进不来；用过的设备不受影响。请到“席位”页放行新设备。")
        if self.shut:
            return _("有人一直在试口令，新来的设备进不来了；请工作人员先在那台设备上用自己的账号登录一次。")
        if self.recent >= NOTEWORTHY:
            return _("有人在试口令：最近一小时输错了 %(n)s 次。口令没有泄露，会议照常开。", n=self.recent)
        return ""


def tries_of(meeting: Meeting) -> DoorTries:
    """The state of a meeting's sign-in now."""
    door = door_of(meeting)
    recent = failures(Tries(door), clock.now() - REMEMBERED_FOR)
    return DoorTries(recent, _is_shut(meeting), _admissions(meeting) < ADMISSIONS)


def wrong_tries(meeting: Meeting, seat: Seat) -> int:
    """How often the PIN of this seat was wrong within the last hour."""
    return failures(Tries(door_of(meeting), seat_id=seat.id), clock.now() - REMEMBERED_FOR)


def _admissions(meeting: Meeting) -> int:
    return int(meeting.facts.get("admissions", 0))


def _is_shut(meeting: Meeting) -> bool:
    return failures(Tries(door_of(meeting), known=False)) >= most_tries(_admissions(meeting))


def turned_away(meeting: Meeting, seat: Seat, knock: Knock) -> Reason | None:
    """Why a PIN from this device is not even compared; `None`: it is."""
    door, now = door_of(meeting), clock.now()
    if knows(home_of(meeting), knock):
        its = Tries(door, device=knock.device)
        if failures(its) >= DEVICE_LIMIT or failures(Tries(door, known=True)) >= KNOWN_LIMIT:
            return Reason.DOOR_SHUT
    else:
        its = Tries(door, known=False, source=knock.source)
        if _is_shut(meeting):
            return Reason.DOOR_SHUT
        if failures(its, now - REMEMBERED_FOR) >= SOURCE_LIMIT:
            return Reason.LOCKED_OUT
    return Reason.LOCKED_OUT if has_to_wait(replace(its, seat_id=seat.id), now) else None
