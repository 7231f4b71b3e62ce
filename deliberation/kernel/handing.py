"""A post that ends or passes on: what every stage is asked for it, and told of it (`Stage.handed_on`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from deliberation.kernel.actor import Actor, Role

if TYPE_CHECKING:
    from deliberation.kernel.stage import Ref


@dataclass(frozen=True, slots=True)
class Leaving:
    """A post in a compound that somebody leaves; `last_day` is the last on which it is theirs."""

    person_id: int
    appointment_id: int
    compound_id: int
    party_id: int
    role: Role
    last_day: date


@dataclass(frozen=True, slots=True)
class Following:
    """The post that takes over, from its first day on."""

    person_id: int
    appointment_id: int
    first_day: date


class OpenThing(NamedTuple):
    """One thing that waits for whoever holds a post: what it is, its title, what is to be done."""

    ref: Ref
    title: str
    to_do: str


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What of a stage passes from one holder of a post to the next.

    `open_for` lists what waits for the holder. What a post may do passes by itself, since posts grant it;
    `hand_on` moves what names the person, and `vacate` empties it where nobody follows. Both run inside the
    caller's transaction, touch nothing that is over, and may be left out.
    """

    open_for: Callable[[Leaving], Sequence[OpenThing]]
    hand_on: Callable[[Actor, Leaving, Following], None] | None = None
    vacate: Callable[[Actor, Leaving], None] | None = None


def open_for(stages: Iterable[HandedOn], posts: Iterable[Leaving]) -> list[OpenThing]:
    """What waits for the holder of these posts, each thing once, in the order of the stages."""
    left, found = list(posts), dict[tuple[str, int], OpenThing]()
    for given in stages:
        for post in left:
            for one in given.open_for(post):
                found.setdefault(one.ref, one)
    return list(found.values())


def hand_on(stages: Iterable[HandedOn], actor: Actor, post: Leaving, to: Following) -> None:
    """Have every stage move what names the one who leaves."""
    for given in stages:
        if given.hand_on is not None:
            given.hand_on(actor, post, to)


def vacate(stages: Iterable[HandedOn], actor: Actor, post: Leaving) -> None:
    """Have every stage empty what the one who leaves cannot do any more."""
    for given in stages:
        if given.vacate is not None:
            given.vacate(actor, post)
