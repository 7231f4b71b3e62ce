"""Who may do what: the table of `permissions.toml`, read by code, pages and documents.

Source: domain reference 2.5. What is not granted there is denied. The file names a grant for each role by the
lower-case name of a `Grant`; one line is one grant, so that a review sees which one changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from deliberation.kernel import clock
from deliberation.kernel.actor import ROLE_LABELS, Actor, Role
from deliberation.kernel.days import day_said
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

ROLES = tuple(Role)


class Grant(StrEnum):
    """How a role holds a permission. The value is the letter of the permissions page."""

    YES = "y"
    """Always, in the compound of the appointment."""
    OWN = "o"
    """Only what is one's own: own topic, own seat, an order of one's own party."""
    MEETING = "m"
    """Only with a seat in that meeting."""
    CHAIRING = "c"
    """Only who chairs that meeting (planned for it, or handed the chair), not others of the same role."""
    DEFAULT_ON = "+"
    """Yes, unless the compound switches it off."""
    DEFAULT_OFF = "?"
    """No, unless the compound switches it on."""
    NO = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One permission: its name (= action, audit tag, test), stage, Chinese title and grants by role."""

    name: str
    stage: str
    title: str
    grants: tuple[Grant, ...]

    def grant(self, role: Role) -> Grant:
        """The grant of one role."""
        return self.grants[ROLES.index(role)]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an act happens.

    `own` says that the thing belongs to the actor (the loader decides); `in_meeting` that the actor has a seat
    there; `chairs` that the actor chairs that meeting; `options` are the permissions a compound has switched
    away from their default.
    """

    compound_id: int | None = None
    meeting_id: int | None = None
    own: bool = False
    in_meeting: bool = False
    chairs: bool = False
    options: frozenset[str] = frozenset()


def read(text: str) -> dict[str, Row]:
    """The rows of a table in TOML: for each permission `stage`, `title`, and a grant for each role that holds it.

    Raises `ValueError` for a role or a grant that does not exist, `KeyError` where stage or title is missing.
    """
    return {name: _row(name, said) for name, said in tomllib.loads(text).items()}


def _row(name: str, said: Mapping[str, str]) -> Row:
    given = {Role(role): _grant(word) for role, word in said.items() if role not in {"stage", "title"}}
    return Row(name, said["stage"], said["title"], tuple(given.get(role, Grant.NO) for role in ROLES))


def _grant(word: str) -> Grant:
    if word.upper() not in Grant.__members__ or not word.islower():
        raise ValueError(f"no grant: {word}")
    return Grant[word.upper()]


TABLE = read(Path(__file__).with_name("permissions.toml").read_text(encoding="utf-8"))
"""Every permission by its name, in the order of the file."""

THROUGH_THE_DOOR = frozenset(
    {
        "meeting.read",
        "notices.read",
        "notice.confirm",
        "leave.ask",
        "substitute.name",
        "room.enter",
        "attendance.sign_in",
        "floor.ask",
        "motion.move",
        "recusal.declare",
        "consensus.object",
        "ballot.cast",
        "minutes.read",
        "minutes.sign",
    }
)
"""What the PIN of a slip permits, in its own meeting: what a delegate does from the seat. A slip lies on a table
and can be lost, so it never opens the desk, whatever appointments its holder has (domain 6.7)."""


FOR_THE_OWNERS = frozenset(
    {
        "owners_vote.prepare",
        "owners_vote.notify",
        "owners_vote.open",
        "owners_vote.certify",
        "owners_vote.announce",
        "owners_vote.void",
    }
)
"""What is done for all owners: a body that only prepares a 业委会 may not, whatever its people's role is called."""

_CHAIR_OF_THE_MEETING = N_("本次会议的主持人")
_NOT_NAMED = frozenset({Grant.NO, Grant.DEFAULT_OFF, Grant.CHAIRING})
"""Grants by which a refusal does not name the role: not held, held nowhere as a rule, held by one person."""


def allowed(actor: Actor, permission: str, scope: Scope) -> bool:
    """Whether the table grants `permission` to `actor` in `scope`. An unknown permission is a bug."""
    row = TABLE[permission]
    switched = permission in scope.options
    return any(_counts(row.grant(role), scope, switched=switched) for role in _roles(actor, permission, scope))


def _roles(actor: Actor, permission: str, scope: Scope) -> frozenset[Role]:
    """The roles that count: who signed in with a PIN is one of the public for everything but the own seat."""
    bound = actor.meeting_id is not None
    if bound and (scope.meeting_id != actor.meeting_id or permission not in THROUGH_THE_DOOR):
        return frozenset({Role.PUBLIC})
    if permission in FOR_THE_OWNERS and _prepares_only(actor, scope):
        return replace(actor, posts=tuple(post for post in actor.posts if not post.is_preparatory)).roles_in(
            scope.compound_id
        )
    return actor.roles_in(scope.compound_id)


def _prepares_only(actor: Actor, scope: Scope) -> bool:
    return any(post.is_preparatory and post.compound_id == scope.compound_id for post in actor.posts)


def _counts(grant: Grant, scope: Scope, *, switched: bool) -> bool:
    match grant:
        case Grant.YES:
            return True
        case Grant.OWN:
            return scope.own
        case Grant.MEETING:
            return scope.in_meeting
        case Grant.CHAIRING:
            return scope.chairs
        case Grant.DEFAULT_ON:
            return not switched
        case Grant.DEFAULT_OFF:
            return switched
        case _:
            return False


def may(actor: Actor, permission: str, scope: Scope) -> None:
    """Raise `Refused` unless the table grants it.

    Somebody of another compound learns nothing: for them the thing does not exist (`NOT_FOUND`). The
    anonymous public is asked to sign in; whose post begins later or has ended is told when; everybody else is
    told who may do it.
    """
    if allowed(actor, permission, scope):
        return
    if actor.is_anonymous and actor.meeting_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    _refuse_out_of_term(actor, permission, scope)
    if scope.compound_id is not None and actor.roles_in(scope.compound_id) == {Role.PUBLIC}:
        raise Refused(Reason.NOT_FOUND)
    if permission in FOR_THE_OWNERS and _prepares_only(actor, scope):
        raise Refused(Reason.PREPARATORY_BODY)
    raise Refused(Reason.FORBIDDEN, who=holders(permission))


def holds(role: Role, permission: str) -> bool:
    """Whether a role as such holds a permission, given the right thing; what a compound may switch on is not meant."""
    return TABLE[permission].grant(role) not in {Grant.NO, Grant.DEFAULT_OFF}


def _refuse_out_of_term(actor: Actor, permission: str, scope: Scope) -> None:
    """Raise what a post that does not count today would permit: it has not begun, or it was the last one there."""
    row, switched = TABLE[permission], permission in scope.options
    for one in actor.ahead:
        here = scope.compound_id is None or one.post.compound_id in {None, scope.compound_id}
        if here and _counts(row.grant(one.post.role), scope, switched=switched):
            raise Refused(Reason.OFFICE_AHEAD, day=day_said(one.day, clock.today()))
    ended = [one.day for one in actor.behind if one.post.compound_id == scope.compound_id is not None]
    if ended and actor.roles_in(scope.compound_id) == {Role.PUBLIC}:
        raise Refused(Reason.OFFICE_ENDED, day=day_said(max(ended), clock.today()))


def holders(permission: str) -> str:
    """Who holds a permission, named in Chinese, for a refusal's remedy: the meeting's chair, then the roles."""
    row = TABLE[permission]
    named = [_CHAIR_OF_THE_MEETING] if Grant.CHAIRING in row.grants else []
    named += [ROLE_LABELS[role] for role in ROLES if row.grant(role) not in _NOT_NAMED]
    return "、".join(named[:4]) + ("等" if len(named) > 4 else "")  # noqa: PLR2004 - a sentence, not a list
