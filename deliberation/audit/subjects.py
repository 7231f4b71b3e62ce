"""What the log's things are called and where they are shown.

The log knows only kinds and ids; the rooms that know the things come later in the house and hand over
functions that name them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from deliberation.kernel.workflow import Workflow

Key = tuple[str, int]
"""The kind of a thing and its id."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a chain covers: the compound's name and id (none: the whole installation), and what it has switched."""

    text: str
    compound_id: int | None = None
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing's name and the page that shows it to whoever holds `permission` in `compound_id`; or no page."""

    text: str
    endpoint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    permission: str = "public.read"
    compound_id: int | None = None


Naming = Callable[[Iterable[Key]], Mapping[Key, Subject]]
_name_subjects: Naming | None = None
_name_scopes: Callable[[], Mapping[str, Scope]] | None = None
_flows: tuple[Workflow, ...] = ()


def name_with(subjects: Naming, scopes: Callable[[], Mapping[str, Scope]], flows: Iterable[Workflow]) -> None:
    """Take the functions that name things and chains, and the workflows; once, when the application is wired."""
    global _name_subjects, _name_scopes, _flows
    _name_subjects, _name_scopes, _flows = subjects, scopes, tuple(flows)
    acts_of_workflows.cache_clear()


@cache
def acts_of_workflows() -> Mapping[str, str]:
    """The title of every move and act of every workflow, by its name."""
    return {move.name: move.title for flow in _flows for move in flow.all}


def subjects_of(keys: Iterable[Key]) -> Mapping[Key, Subject]:
    """The names of these things; what is not known is left out."""
    return _name_subjects(keys) if _name_subjects else {}


def scopes() -> Mapping[str, Scope]:
    """What each chain covers, by the chain's name."""
    return _name_scopes() if _name_scopes else {}
