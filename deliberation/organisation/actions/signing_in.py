"""Signing in."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from deliberation.audit.record import record
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions.passwords import HASH_METHOD, note_failure
from deliberation.organisation.models import Account
from deliberation.organisation.queries import actor_of_account

# Compared when no such account exists, so that the answer takes as long as for an existing one.
_NOBODY = generate_password_hash(secrets.token_hex(8), method=HASH_METHOD)


def sign_in(username: str, password: str) -> Account:
    """The account whose name and password these are.

    Raises `WRONG_CREDENTIALS`, and nothing else, for an unknown name, a wrong password, a closed account and
    one that is locked (five failures, fifteen minutes; 等保 level 2): whoever guesses must not learn which
    names exist. Every try costs one comparison and one line in the audit; that of an unknown name holds no
    name, since people type their password there by mistake. The count is committed although the sign-in is
    refused.
    """
    with transaction() as session:
        # FOR UPDATE: parallel guesses must each count.
        account = session.scalar(select(Account).where(Account.username == username).with_for_update(of=Account))
        matches = check_password_hash(account.password_hash if account else _NOBODY, password)
        admitted = account if account and _admits(account, matches=matches) else None
        who = actor_of_account(account) if account else ANONYMOUS
        record(who, "account.sign_in", "account", account.id if account else None, None, ok=admitted is not None)
    if admitted is None:
        raise Refused(Reason.WRONG_CREDENTIALS)
    return admitted


def _admits(account: Account, *, matches: bool) -> bool:
    now = clock.now()
    if account.locked_until and account.locked_until > now:
        return False
    if not matches or not account.is_active:
        note_failure(account)
        return False
    account.failures, account.locked_until, account.last_signed_in_at = 0, None, now
    account.password_changed_at = account.password_changed_at or now
    return True
