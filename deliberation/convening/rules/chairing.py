"""Who may chair a kind of meeting, and when another may take the chair."""

from __future__ import annotations

from deliberation.convening.rules import CHAIR_ROLES, LIVE_STATES
from deliberation.kernel.actor import Role


def chair_is_absent(*, state: str, in_office: bool, on_leave: bool, here: bool, is_time: bool) -> bool:
    """Whether another of the branch may take the chair without the word of the one who has it.

    Out of office always; until the meeting has ended also when on leave, or not there at the time set
    (`is_time`). Afterwards nobody is "there", so leave and time say nothing.
    """
    if not in_office:
        return True
    running = state in {"IN_SESSION", "ADJOURNED"}
    return state in LIVE_STATES | {"NOTICED"} and not here and (on_leave or is_time or running)


def is_head(role: str, post: str) -> bool:
    """Whether a post is that of who leads the 业委会: 主任, never 副主任."""
    return role == Role.COMMITTEE_DELEGATE.value and post.strip().startswith("主任")


def may_chair(chaired_by: str, role: str, post: str) -> bool:
    """Whether a post lets its holder chair a kind of meeting (`organisation.rules.meeting_types.CHAIRED_BY`)."""
    return is_head(role, post) if chaired_by == "committee_head" else role in CHAIR_ROLES
