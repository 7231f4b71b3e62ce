"""What a channel is: who can be reached by it, and the providers that carry its messages."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from deliberation.kernel.stage import Reach
from deliberation.notices.rules import Message, Outcome


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting from the environment. What is secret is never shown; what has a `default` need not be set."""

    name: str
    label: str
    is_secret: bool = False
    default: str = ""
    is_needed: bool = True


@dataclass(frozen=True)
class Outside:
    """The installation's settings of channels, where its data lie, and the address of a person's notices."""

    values: Mapping[str, str] = field(repr=False)
    data_dir: Path
    home: str = ""

    def get(self, setting: Setting) -> str:
        """The value of a setting."""
        return self.values.get(setting.name, "") or setting.default


class Provider(ABC):
    """Who carries messages: a server, a robot, a gateway.

    `per_minute`: so many attempts at most in any minute (0: no limit). `together`: so many messages of a group are
    told in one. `needs` are its settings; where `is_asked` it can be asked by key whether it has a message.
    """

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    needs: ClassVar[tuple[Setting, ...]] = ()
    per_minute: ClassVar[int] = 0
    together: ClassVar[int] = 1

    def is_ready(self, outside: Outside) -> bool:
        """Whether everything is set that it needs."""
        return all(outside.get(one) for one in self.needs if one.is_needed)

    @abstractmethod
    def send(self, outside: Outside, message: Message) -> Outcome:
        """Hand one message over. Whatever the far side says becomes an outcome; nothing is raised."""

    def ask(self, outside: Outside, message: Message, since: datetime) -> Outcome | None:  # noqa: ARG002
        """What became of a message that may have been handed over since; `None`: it is not there, or nobody can say.

        A provider that cannot be asked gets the message again, under the same key.
        """
        return None


def _no_address(_reach: Reach) -> str:
    return ""


@dataclass(frozen=True)
class Channel:
    """A way to a person. `address` is what the organisation knows of it; `looks_like` what an address looks like.

    `rung`: where it stands for notices that must reach people (0 at once, 1 next), `None`: not at all. `is_chosen`:
    it is used only by who asks for it. `takes_code`: an address is verified by a code. `is_group`: many read it.
    """

    name: str
    label: str
    providers: tuple[Provider, ...] = ()
    address: Callable[[Reach], str] = _no_address
    looks_like: str = r"\S{1,200}"
    hint: str = ""
    rung: int | None = None
    is_chosen: bool = False
    takes_code: bool = False
    is_group: bool = False

    def ready(self, outside: Outside) -> tuple[Provider, ...]:
        """The providers that are set up, in their order."""
        return tuple(one for one in self.providers if one.is_ready(outside))

    def is_address(self, text: str) -> bool:
        """Whether this could be an address."""
        return re.fullmatch(self.looks_like, text) is not None
