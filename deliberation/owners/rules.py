"""Pure decisions of the owners' side track: the life of a matter put to the owners."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

OWNERS_FLOW = Workflow(
    noun=N_("提请业主共同决定的事项"),
    initial="PROPOSED",
    states={
        "PROPOSED": N_("待业主共同决定"),
        "PASSED": N_("业主表决通过"),
        "REJECTED": N_("业主表决未通过"),
    },
    moves=(
        move("owners.pass", N_("记录通过"), "PROPOSED", "PASSED"),
        move("owners.reject", N_("记录未通过"), "PROPOSED", "REJECTED"),
    ),
)

OWNERS_MATTER_STATES = OWNERS_FLOW.states
"""State → its name. What a meeting carried is an opinion until the owners have passed it (民法典 278)."""

PROPOSABLE = frozenset({"CARRIED", "CONSENSUS"})
"""States of a motion that may be put to the owners."""


def frees(state: str | None) -> bool:
    """Whether an order that depends on a matter in `state` may be issued; `None`: it depends on none."""
    return state is None or state == "PASSED"
