"""Loading organisations and people with the check that belongs to it."""

from __future__ import annotations

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.models import Account, Compound


def compound_for(actor: Actor, permission: str, compound_id: int) -> Compound:
    """The compound, if `actor` may do `permission` anywhere in it."""
    compound = db.session.get(Compound, compound_id)
    if compound is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, scope_in(compound))
    return compound


def scope_in(
    compound: Compound, *, meeting_id: int | None = None, own: bool = False, in_meeting: bool = False
) -> Scope:
    """The scope of an act in a compound, with the options that the compound has switched."""
    return Scope(compound.id, meeting_id, own=own, in_meeting=in_meeting, options=frozenset(compound.options))


def own_account(actor: Actor) -> Account:
    """The actor's own account, locked for change."""
    if actor.account_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    # FOR UPDATE: two sign-ins or password changes of one account must not overwrite each other.
    account = db.session.get(Account, actor.account_id, with_for_update={"of": Account})
    if account is None:
        raise Refused(Reason.NOT_FOUND)
    return account
