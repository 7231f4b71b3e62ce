"""The administrator's hand: a compound switches a permission of the table away from its default, and back."""

from __future__ import annotations

from deliberation.db import transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import TABLE
from deliberation.organisation.actions.editing import to_manage
from deliberation.organisation.models import Compound
from deliberation.organisation.rules.switches import is_switchable, switch_of


def switch(actor: Actor, compound_id: int, permission: str) -> Compound:
    """开关权限 of a compound; the history says who can do what from now on.

    Raises `INVALID_INPUT` for a permission that no compound may switch.
    """
    with transaction() as session:
        row = to_manage(actor, Compound, compound_id)
        known = TABLE.get(permission)
        if known is None or not is_switchable(known):
            raise Refused(InOrganisation.NOT_SWITCHABLE, name=permission)
        options = frozenset(row.options)
        text = switch_of(known, options).then
        row.options = sorted(options ^ {permission})
        session.flush()  # who is asked next is asked with the new options
        on = permission in row.options
        happened(actor, "compound.switch", row, text=text, compound_id=row.id, permission=permission, on=on)
        return row
