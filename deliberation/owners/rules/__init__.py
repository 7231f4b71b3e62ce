"""Pure decisions of the owners' side: what is put to them, their vote (民法典 271–287)."""

from __future__ import annotations

from deliberation.owners.rules.flows import OWNERS_FLOW, OWNERS_VOTE_FLOW, PAPER_FLOW

__all__ = [
    "OWNERS_FLOW",
    "OWNERS_MATTER_STATES",
    "OWNERS_VOTE_FLOW",
    "PAPER_FLOW",
    "PROPOSABLE",
    "PROPOSABLE_TOPICS",
    "frees",
]

OWNERS_MATTER_STATES = OWNERS_FLOW.states
"""State → its name. What a meeting carried is an opinion until the owners have passed it (民法典 278)."""

PROPOSABLE = frozenset({"CARRIED", "CONSENSUS"})
"""States of a motion that may be put to the owners."""

PROPOSABLE_TOPICS = frozenset({"ACCEPTED", "ADVISED", "IMPLEMENTING", "NOT_CARRIED", "NOT_ADVISED", "DEFERRED"})
"""States of a topic that may be put to the owners directly, or again after a vote that decided nothing."""


def frees(state: str | None) -> bool:
    """Whether an order that depends on a matter in `state` may be issued; `None`: it depends on none."""
    return state is None or state == "PASSED"
