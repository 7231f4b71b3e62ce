"""How people can be reached, for messages that leave the platform."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Reach
from deliberation.organisation.models import Account, Person


def reach(person_ids: Iterable[int]) -> dict[int, Reach]:
    """Name, phone and e-mail of each person, and whether there is an account to read notices with. One statement."""
    query = (
        select(Person.id, Person.name, Person.phone, Person.email, Account.id)
        .outerjoin(Account, (Account.person_id == Person.id) & Account.is_active)
        .where(Person.id.in_(list(person_ids)))
    )
    return {
        ident: Reach(name, phone, email, has_account=account is not None)
        for ident, name, phone, email, account in db.session.execute(query)
    }
