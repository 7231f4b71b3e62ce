"""更正由谁决定 of a motion that is decided already: what may be corrected, and how it is said. Pure (domain 3.2)."""

from __future__ import annotations

from deliberation.agenda.rules import AUTHORITIES, needs_owners
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.text import N_

CORRECTABLE = frozenset({"CARRIED", "LOST", "CONSENSUS"})
"""States in which a meeting has decided on a motion; what was withdrawn or put off is classed when it comes back."""

CORRECTED = N_("（已更正，见后）")
"""Before a line of the record whose class was corrected since."""

ADVICE = {
    "CARRIED": N_("会上的表决是协商意见，须提请业主共同决定。"),
    "CONSENSUS": N_("会上的协商一致是协商意见，须提请业主共同决定。"),
    "LOST": N_("会上赞成的不够，只是没有形成协商意见；办不办由业主决定。"),
}


def check_correctable(state: str, item_state: str, *, is_amendment: bool) -> None:
    """Refuse what is not decided yet, or is discussed at this moment. Raises `NOT_READY`."""
    if is_amendment:
        raise Refused(InRoom.AMENDMENT_CORRECTED)
    if state not in CORRECTABLE:
        raise Refused(InRoom.NO_RESULT_YET)
    if item_state != "DONE":
        raise Refused(InRoom.ITEM_NOT_OVER)


def check_new_class(before: tuple[str, str | None], after: tuple[str, str | None]) -> None:
    """Only towards the owners: what they were said to decide is put to another meeting, not taken from them here.

    Raises `INVALID_INPUT`.
    """
    if not needs_owners(after[0]):
        raise Refused(InRoom.CORRECTED_BACK)
    if before == after:
        raise Refused(InRoom.CLASS_UNCHANGED, label=AUTHORITIES[after[0]].label)


def check_reason(reason: str) -> None:
    """Refuse a reason with personal data in it: it is public. Raises `INVALID_INPUT`."""
    refuse_personal(reason)


def correction_sentence(number: int, before: str, after: str, state: str, reason: str) -> str:
    """What record, resolution and history say: from which class to which, what the vote is worth now, and why."""
    was, now = AUTHORITIES[before].label, AUTHORITIES[after].label
    return f"更正：动议 {number} 由谁决定，原来判定为“{was}”，现更正为“{now}”。{ADVICE[state]}更正理由：{reason}"
