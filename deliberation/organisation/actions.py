"""Signing in and passwords."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from deliberation.audit.record import record
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import own_account
from deliberation.organisation.models import Account
from deliberation.organisation.queries import actor_of_account

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)
HASH_METHOD = "scrypt:16384:8:1"
# Compared when no such account exists, so that the answer takes as long as for an existing one.
_NOBODY = generate_password_hash(secrets.token_hex(8), method=HASH_METHOD)


def hash_password(password: str) -> str:
    """The stored form of a password."""
    return generate_password_hash(password, method=HASH_METHOD)


def sign_in(username: str, password: str) -> Account:
    """The account whose name and password these are.

    Raises `WRONG_CREDENTIALS`, or `LOCKED_OUT` after five failures for fifteen minutes (等保 level 2).
    The failure count is committed although the sign-in is refused.
    """
    refusal: Reason | None = None
    with transaction() as session:
        # FOR UPDATE: parallel guesses must each count.
        account = session.scalar(select(Account).where(Account.username == username).with_for_update(of=Account))
        matches = check_password_hash(account.password_hash if account else _NOBODY, password)
        if account is None:
            raise Refused(Reason.WRONG_CREDENTIALS)
        refusal = _judge(account, matches=matches)
        record(actor_of_account(account), "account.sign_in", "account", account.id, None, ok=refusal is None)
    if refusal:
        raise Refused(refusal)
    return account


def _judge(account: Account, *, matches: bool) -> Reason | None:
    now = clock.now()
    if account.locked_until and account.locked_until > now:
        return Reason.LOCKED_OUT
    if not matches or not account.is_active:
        account.failures += 1
        if account.failures >= MAX_FAILURES:
            account.locked_until, account.failures = now + LOCK_TIME, 0
            return Reason.LOCKED_OUT
        return Reason.WRONG_CREDENTIALS
    account.failures, account.locked_until, account.last_signed_in_at = 0, None, now
    return None


def change_password(actor: Actor, old: str, new: str) -> None:
    """Replace the actor's own password; every other session of the account ends."""
    with transaction():
        account = own_account(actor)
        if not check_password_hash(account.password_hash, old):
            raise Refused(Reason.WRONG_CREDENTIALS)
        account.password_hash = hash_password(new)
        account.session_key = secrets.token_hex(16)
        record(actor, "account.own", "account", account.id, None)
