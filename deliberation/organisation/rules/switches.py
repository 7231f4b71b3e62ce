"""The permissions that a compound may switch, and in words what is so now and what would be so then."""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.kernel.actor import ROLE_LABELS
from deliberation.kernel.permissions import ROLES, TABLE, Grant, Row
from deliberation.kernel.text import say as _


@dataclass(frozen=True, slots=True)
class Switch:
    """A permission that a compound may switch: who can do it now and who could after the switch, as sentences."""

    row: Row
    is_switched: bool
    now: str
    then: str


def switches(options: frozenset[str]) -> list[Switch]:
    """Every permission with a default, in the order of the table, as it stands with these options."""
    return [switch_of(row, options) for row in TABLE.values() if is_switchable(row)]


def is_switchable(row: Row) -> bool:
    """Whether some role holds it by default only, or could hold it."""
    return bool({Grant.DEFAULT_ON, Grant.DEFAULT_OFF} & set(row.grants))


def switch_of(row: Row, options: frozenset[str]) -> Switch:
    """One permission as it stands with these options."""
    is_switched = row.name in options
    return Switch(row, is_switched, in_words(row, switched=is_switched), in_words(row, switched=not is_switched))


def in_words(row: Row, *, switched: bool) -> str:
    """Which roles that depend on the switch can do it and which cannot: “会议秘书可以“发布议程”。”"""
    can = _named(row, Grant.DEFAULT_OFF if switched else Grant.DEFAULT_ON)
    cannot = _named(row, Grant.DEFAULT_ON if switched else Grant.DEFAULT_OFF)
    parts = [_("%(who)s可以“%(what)s”。", who=can, what=row.title)] if can else []
    parts += [_("%(who)s不可以“%(what)s”。", who=cannot, what=row.title)] if cannot else []
    return "".join(parts)


def _named(row: Row, grant: Grant) -> str:
    return "、".join(ROLE_LABELS[role] for role in ROLES if row.grant(role) is grant)
