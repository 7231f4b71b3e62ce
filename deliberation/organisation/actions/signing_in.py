"""Signing in."""

from __future__ import annotations

import logging

from sqlalchemy import select
from werkzeug.security import check_password_hash

from deliberation.audit.record import record
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Role
from deliberation.kernel.days import day_said
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.knock import NOBODY_KNOWN, Knock
from deliberation.organisation.actions.passwords import HASH_METHOD
from deliberation.organisation.actions.visits import forget_failures, note_failure, remember_device
from deliberation.organisation.models import Account
from deliberation.organisation.queries import actor_of_account, left_on, posts_of
from deliberation.organisation.queries.doors import Tries, failures, has_to_wait, knows
from deliberation.organisation.rules.tries import ACCOUNT_FREE, NOTEWORTHY, REMEMBERED_FOR, wait_after

_log = logging.getLogger(__name__)

# Compared when no such account exists, so that the answer takes as long as for an existing one. It is the hash of
# nothing that anybody could type: making a real one would cost every process that starts.
_NOBODY = f"{HASH_METHOD}${'0' * 16}${'0' * 128}"


def sign_in(username: str, password: str, knock: Knock = NOBODY_KNOWN) -> Account:
    """The account whose name and password these are; `knock` says from where.

    Raises `WRONG_CREDENTIALS`, and nothing else, for an unknown name, a wrong password, a closed account and
    a device that has to wait (`rules.tries`): whoever guesses must not learn which names exist. Only who knows the
    password is told that the office has ended (`OFFICE_ENDED`). Every try costs one
    comparison and one line in the audit; that of an unknown name holds no name, since people type their password
    there by mistake. The count is committed although the sign-in is refused.
    """
    with transaction() as session:
        # FOR UPDATE: parallel guesses must each count.
        account = session.scalar(select(Account).where(Account.username == username).with_for_update(of=Account))
        matches = check_password_hash(account.password_hash if account else _NOBODY, password)
        refused = _refusal(account, knock, matches=matches)
        who = actor_of_account(account) if account else ANONYMOUS
        record(who, "account.sign_in", "account", account.id if account else None, None, ok=refused is None)
    if refused is not None or account is None:
        raise refused or Refused(Reason.WRONG_CREDENTIALS)
    return account


def _refusal(account: Account | None, knock: Knock, *, matches: bool) -> Refused | None:
    if account is not None and matches and not _must_wait(account, knock, known=knows(door_of(account), knock)):
        today = clock.today()
        last = left_on(account.person_id, today)
        if last is not None:
            return Refused(Reason.OFFICE_ENDED, day=day_said(last, today))
    return None if account is not None and _admits(account, knock, matches=matches) else Refused(_WRONG)


_WRONG = Reason.WRONG_CREDENTIALS


def _admits(account: Account, knock: Knock, *, matches: bool) -> bool:
    now, door = clock.now(), door_of(account)
    known = knows(door, knock)
    if _must_wait(account, knock, known=known):
        return False
    if not matches or not account.is_active:
        note_failure(door, knock, known=known)
        if not known:
            _slow_down(account)
        return False
    forget_failures(door, knock)
    remember_device(door, knock)
    for subject in _compounds(account):
        remember_device(subject, knock)
    account.failures, account.last_signed_in_at = _from_strangers(account), now
    account.password_changed_at = account.password_changed_at or now
    return True


def door_of(account: Account) -> str:
    """The name under which wrong passwords of an account are counted."""
    return f"account:{account.id}"


def _must_wait(account: Account, knock: Knock, *, known: bool) -> bool:
    """A device waits for its own wrong tries; one that the account does not know, for those of all such devices too."""
    now = clock.now()
    if known:
        return has_to_wait(Tries(door_of(account), device=knock.device), now)
    is_slowed_down = account.locked_until is not None and account.locked_until > now
    return is_slowed_down or has_to_wait(Tries(door_of(account), known=False, source=knock.source), now)


def _slow_down(account: Account) -> None:
    now = clock.now()
    account.failures = _from_strangers(account)
    wait = wait_after(account.failures, ACCOUNT_FREE)
    if wait:
        account.locked_until = now + wait
    if account.failures == NOTEWORTHY or wait:
        _log.warning(
            "account %s: %s wrong passwords within the hour from unknown devices", account.id, account.failures
        )


def _from_strangers(account: Account) -> int:
    """Wrong passwords within the hour from devices that the account does not know."""
    return failures(Tries(door_of(account), known=False), clock.now() - REMEMBERED_FOR)


def _compounds(account: Account) -> list[str]:
    """Where the account's person has a post: meetings there know the device from now on."""
    posts = posts_of(account.person_id)
    return sorted(
        {f"compound:{p.compound_id}" for p in posts if p.compound_id is not None and p.role is not Role.OWNER}
    )
