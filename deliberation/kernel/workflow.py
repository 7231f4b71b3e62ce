"""State machines as data.

A stage writes one `Workflow` table in its `rules`; actions ask it for the next state, pages ask it for
labels, the documentation is printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.kernel.errors import Reason, Refused


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted change of state.

    `name` is the action and the permission (`topic.accept`), `label` the verb in Chinese,
    `sources` the states it may start from, `target` the state it leads to.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str


def move(name: str, label: str, sources: str, target: str) -> Move:
    """Write a `Move` with its sources as one string of words."""
    return Move(name, label, frozenset(sources.split()), target)


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of one kind of thing (`noun`, Chinese), with labels, and the moves between them."""

    noun: str
    initial: str
    states: Mapping[str, str]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        named = {state for m in self.moves for state in (*m.sources, m.target)} | {self.initial}
        unknown = named - set(self.states)
        if unknown:
            raise ValueError(f"{self.noun}: unknown states {sorted(unknown)}")

    def label(self, state: str) -> str:
        """The Chinese label of `state`."""
        return self.states[state]

    def find(self, name: str) -> tuple[Move, ...]:
        """All moves called `name` (one name may lead to different states from different sources)."""
        return tuple(m for m in self.moves if m.name == name)

    def can(self, state: str, name: str) -> bool:
        """Whether the move `name` may start from `state`."""
        return any(state in m.sources for m in self.find(name))

    def after(self, state: str, name: str) -> str:
        """The state after the move `name`, or `Refused(WRONG_STATE)` with what was tried."""
        found = self.find(name)
        if not found:
            raise ValueError(f"{self.noun}: no move {name}")
        for candidate in found:
            if state in candidate.sources:
                return candidate.target
        raise Refused(Reason.WRONG_STATE, subject=self.noun, state=self.label(state), move=found[0].label)
