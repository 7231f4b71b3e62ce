"""Due work that was given up or fails again and again: a line for who can see to it."""

from __future__ import annotations

from deliberation.db import db
from deliberation.desk.queries.days_off import TOLD
from deliberation.due.queries import troubled_count
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound


def may_see(actor: Actor, compound: Compound) -> bool:
    """Whether somebody is told of it: errors of the whole installation are for who can see to them."""
    return any(allowed(actor, one, scope_in(compound)) for one in TOLD)


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """Urgent: what time should have brought about did not happen."""
    compound = db.session.get_one(Compound, compound_id)
    if not may_see(actor, compound):
        return []
    label = N_("到期没有自动办成的事")
    return [Waiting(label, troubled_count(), "desk.due_work", {"compound_slug": compound.slug}, urgent=True)]
