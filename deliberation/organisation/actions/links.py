"""One-time codes: the person sets the own password, and the administrator never sees one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.actions.passwords import check_new, revoke_password, set_password
from deliberation.organisation.models import Account, PasswordLink
from deliberation.organisation.queries import actor_of_account
from deliberation.organisation.queries.hands import same_hand

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without l, o, i, 0 and 1: a code is read from paper or told."""
GROUPS, GROUP = 4, 5
"""Twenty signs of thirty-one: 99 bits."""
VALID_FOR = timedelta(days=3)


def hand_over(account: Account, by_id: int | None) -> str:
    """Make the account's one-time code, inside an open transaction; earlier codes and the password end."""
    now = clock.now()
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.account_id == account.id, PasswordLink.used_at.is_(None), PasswordLink.expires_at > now)
        .values(expires_at=now)
    )
    code = "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    db.session.add(
        PasswordLink(
            account_id=account.id, code_hash=_digest(code), made_by_id=by_id, made_at=now, expires_at=now + VALID_FOR
        )
    )
    revoke_password(account)
    return code


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign in SIGNS)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def set_by_link(code: str, new: str) -> Account:
    """The person sets the own password with the code, once. Raises `LINK_USED`, `INVALID_INPUT`, `PASSWORD_USED`."""
    with transaction() as session:
        # FOR UPDATE: a code that is sent twice at once is used once.
        wanted = select(PasswordLink).where(PasswordLink.code_hash == _digest(code)).with_for_update()
        link = session.scalar(wanted)
        if link is None or link.used_at is not None or link.expires_at <= clock.now():
            raise Refused(Reason.LINK_USED)
        account = session.get_one(Account, link.account_id, with_for_update={"of": Account})
        if not account.is_active:
            raise Refused(Reason.LINK_USED)
        check_new(account, new)
        set_password(account, new)
        link.used_at = clock.now()
        happened(actor_of_account(account), "account.set_by_link", account, compound_id=None)
        return account


def vouch(actor: Actor, link_id: int) -> PasswordLink:
    """核实: somebody else than who reset it has asked the person; the two count as two hands again.

    Raises `SAME_PERSON` for the administrator, the person, and whoever counts as one hand with either.
    """
    with transaction() as session:
        may(actor, "account.vouch", Scope())
        link = session.get(PasswordLink, link_id, with_for_update=True)
        if link is None:
            raise Refused(Reason.NOT_FOUND)
        account = session.get_one(Account, link.account_id)
        if any(same_hand(actor.person_id, other) for other in (link.made_by_id, account.person_id)):
            raise Refused(InOrganisation.OWN_RESET)
        if link.vouched_by_id is None:
            link.vouched_by_id = actor.person_id
            happened(actor, "account.vouch", account, compound_id=None)
        return link
