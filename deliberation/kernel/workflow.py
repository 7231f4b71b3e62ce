"""State machines as data.

A stage writes one `Workflow` table in its `rules`; actions ask it for the next state, pages ask it for
labels, the documentation is printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.kernel.errors import Reason, Refused

BY_ITSELF = ""
"""The permission of a move that nobody makes: time brings it, or a result that somebody else has recorded."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done to what has states, and everything that is known of it beforehand.

    `name` is the act: action, audit tag and event (`topic.accept`). `label` is its Chinese verb where its thing is
    before one's eyes, `title` where it is not (the audit log). `sources` are the states it may start from, `target` the
    state it leads to; an empty target leaves the state as it is, and where such an act has no sources either it only
    follows from another one, in whatever state. `permission` is the row of the permission table under
    which it is done: its own name unless another is given, or `BY_ITSELF`. `concerns` says who is told of it, in a word
    that the stage knows (`unit`).
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    permission: str
    title: str
    concerns: str = ""


def move(
    name: str,
    label: str,
    sources: str,
    target: str = "",
    *,
    within: str | None = None,
    title: str = "",
    concerns: str = "",
) -> Move:
    """Write a `Move` with its sources as one string of words; `within` is its permission."""
    permission = name if within is None else within
    return Move(name, label, frozenset(sources.split()), target, permission, title or label, concerns)


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of one kind of thing (`noun`, Chinese), with labels, and the moves between them.

    `acts` are what else is done to the thing: they leave its state as it is.
    """

    noun: str
    initial: str
    states: Mapping[str, str]
    moves: tuple[Move, ...]
    acts: tuple[Move, ...] = ()

    def __post_init__(self) -> None:
        named = {state for m in self.all for state in (*m.sources, m.target)} | {self.initial}
        unknown = named - set(self.states) - {""}
        if unknown:
            raise ValueError(f"{self.noun}: unknown states {sorted(unknown)}")
        if any(m.target for m in self.acts) or not all(m.target for m in self.moves):
            raise ValueError(f"{self.noun}: a move leads to a state, an act to none")

    @property
    def all(self) -> tuple[Move, ...]:
        """Moves and acts."""
        return (*self.moves, *self.acts)

    def label(self, state: str) -> str:
        """The Chinese label of `state`."""
        return self.states[state]

    def find(self, name: str) -> tuple[Move, ...]:
        """All moves and acts called `name` (one name may lead to different states from different sources)."""
        return tuple(m for m in self.all if m.name == name)

    def named(self, name: str) -> Move:
        """The first move or act called `name`. Raises `ValueError` where there is none."""
        found = self.find(name)
        if not found:
            raise ValueError(f"{self.noun}: no move {name}")
        return found[0]

    def can(self, state: str, name: str) -> bool:
        """Whether the move or act `name` may start from `state`; never one that only follows (`Move.sources`)."""
        return any(state in m.sources for m in self.find(name))

    def after(self, state: str, name: str) -> str:
        """The state after the move `name` (after an act: the same), or `Refused(WRONG_STATE)` with what was tried."""
        first = self.named(name)
        if not first.target and not first.sources:
            return state
        for candidate in self.find(name):
            if state in candidate.sources:
                return candidate.target or state
        raise Refused(Reason.WRONG_STATE, subject=self.noun, state=self.label(state), move=first.label)
