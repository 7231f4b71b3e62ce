"""Telling a compound's diary: who is who, what has been named so far, and what time it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.organisation import queries as organisation

Verb = Callable[..., object]

VERBS: dict[str, Verb] = {}
"""What a line of the diary may do (`do = …`); a verb's parameters are the line's other fields."""

PAUSE = timedelta(seconds=20)
"""How long an act takes that says nothing about it."""


def verb(function: Verb) -> Verb:
    """Let a function be called from the diary by its name."""
    VERBS[function.__name__] = function
    return function


@dataclass
class Diary:
    """One compound while its diary is told. `today` is the day of loading, `at` what the clock shows.

    `people`, `parties` and `accounts` are ids by name; `topics`, `items`, `meetings`, `orders`, `votes` (of
    the owners) and `documents` are ids by the name that the diary gave them; `room` is the meeting that is being held.
    """

    compound_id: int
    today: date
    chair: str
    secretary: str
    at: datetime
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    meetings: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    room: int = 0

    def actor(self, name: str) -> Actor:
        """The named person as an actor; nobody's posts change while the diary is told."""
        if name not in self.actors:
            account = organisation.account(self.accounts[name])
            if account is None:
                raise KeyError(name)
            self.actors[name] = organisation.actor_of_account(account)
        return self.actors[name]

    def moment(self, when: str) -> datetime:
        """The moment of `"-30 19:00"`: so many days from the day of loading, wall clock of Beijing."""
        days, wall = when.split()
        day = self.day(int(days))
        return datetime.combine(day, time.fromisoformat(wall), clock.BEIJING).astimezone(UTC)

    def day(self, days: int) -> date:
        """A day, counted from the day of loading."""
        return self.today + timedelta(days=days)

    def go(self, when: str) -> None:
        """Let it be that moment. A diary is told forwards: going back is an error of whoever wrote it."""
        moment = self.moment(when)
        if moment < self.at:
            raise ValueError(f"{when}: the diary has already come further")
        self.at = moment
        clock.use(lambda: self.at)

    def later(self, seconds: float = PAUSE.total_seconds()) -> None:
        """Let time go by."""
        self.at += timedelta(seconds=seconds)
        clock.use(lambda: self.at)

    def new_key(self) -> str:
        """The key of the next form, made as a page makes it: nobody can tell it beforehand."""
        return uuid4().hex

    def tell(self, line: Mapping[str, Any]) -> None:
        """Do what one line of the diary says."""
        fields = {name: self._filled(value) for name, value in line.items() if name not in {"at", "do"}}
        if "at" in line:
            self.go(line["at"])
        else:
            self.later()
        VERBS[line["do"]](self, **fields)

    def _filled(self, value: Any) -> Any:
        """Texts with `{+4}` replaced by the date four days after the day of loading."""
        if isinstance(value, str):
            return re.sub(r"\{([+-]\d+)\}", lambda found: self._day_text(int(found[1])), value)
        if isinstance(value, list):
            return [self._filled(part) for part in value]
        return {k: self._filled(v) for k, v in value.items()} if isinstance(value, dict) else value

    def _day_text(self, days: int) -> str:
        day = self.day(days)
        return f"{day.month}月{day.day}日"
