"""A password: how it is stored, how it is replaced."""

from __future__ import annotations

import secrets

from sqlalchemy import delete
from werkzeug.security import check_password_hash, generate_password_hash

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.knock import NOBODY_KNOWN
from deliberation.kernel.passwords import REMEMBERED, is_strong
from deliberation.live import outbox
from deliberation.organisation.access import own_account
from deliberation.organisation.actions.visits import close_visits, forget_failures, note_failure
from deliberation.organisation.models import Account, FormerPassword
from deliberation.organisation.queries.accounts import former_passwords
from deliberation.organisation.queries.doors import Tries, failures
from deliberation.organisation.rules.tries import REMEMBERED_FOR

MAX_FAILURES = 5
"""Wrong old passwords within the hour, of somebody signed in: the last ends every session of the account."""
HASH_METHOD = "scrypt:16384:8:1"


def hash_password(password: str) -> str:
    """The stored form of a password."""
    return generate_password_hash(password, method=HASH_METHOD)


def set_password(account: Account, password: str) -> None:
    """Give an account the password that its person chose, inside an open transaction; every session of it ends."""
    revoke_password(account)
    account.password_hash = hash_password(password)
    account.password_changed_at, account.must_change_password = clock.now(), False


def revoke_password(account: Account) -> None:
    """Take an account's password away, inside an open transaction: it opens nothing until its person sets one."""
    if account.password_hash:
        _remember(account)
    account.password_hash, account.must_change_password = "", True
    end_sessions(account)


def _remember(account: Account) -> None:
    """Keep the present password's hash beside the ones before, and no more of them than are compared."""
    db.session.add(FormerPassword(account_id=account.id, password_hash=account.password_hash, replaced_at=clock.now()))
    db.session.flush()  # what is kept is counted
    kept = [former.id for former in former_passwords(account.id)[: REMEMBERED - 1]]
    db.session.execute(
        delete(FormerPassword).where(FormerPassword.account_id == account.id, FormerPassword.id.not_in(kept))
    )


def end_sessions(account: Account) -> None:
    """Sign the account out everywhere, the screens that listen to a meeting included."""
    account.session_key = secrets.token_hex(16)
    close_visits(account_id=account.id)
    outbox.revoke(account.person_id)


def change_password(actor: Actor, old: str, new: str) -> None:
    """Replace the actor's own password; every session of the account ends.

    Raises `WRONG_CREDENTIALS` (the fifth within the hour ends every session of the account), `PASSWORD_USED` for
    one of the last five, `INVALID_INPUT` for a weak one. The count is committed although nothing changes.
    """
    with transaction():
        account = own_account(actor)
        door = f"password:{account.id}"
        refused = _refusal(account, old, new)
        if refused is None:
            set_password(account, new)
            forget_failures(door)
        elif refused.reason is Reason.WRONG_CREDENTIALS:
            note_failure(door, NOBODY_KNOWN, known=False)
            if failures(Tries(door), clock.now() - REMEMBERED_FOR) >= MAX_FAILURES:
                forget_failures(door)
                end_sessions(account)
        happened(actor, "account.own", account, compound_id=None, ok=refused is None)
    if refused:
        raise refused


def _refusal(account: Account, old: str, new: str) -> Refused | None:
    if not check_password_hash(account.password_hash, old):
        return Refused(Reason.WRONG_CREDENTIALS)
    try:
        check_new(account, new)
    except Refused as refused:
        return refused
    return None


def check_new(account: Account, new: str) -> None:
    """Raise `INVALID_INPUT` for a weak password, `PASSWORD_USED` for one of the account's last five."""
    if not is_strong(new):
        raise Refused(InOrganisation.PASSWORD_WEAK)
    kept = REMEMBERED - bool(account.password_hash)
    former = [f.password_hash for f in former_passwords(account.id)[:kept]]
    if any(used and check_password_hash(used, new) for used in (account.password_hash, *former)):
        raise Refused(Reason.PASSWORD_USED)
