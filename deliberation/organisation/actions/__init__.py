"""One function for each verb of organisation, by subject: signing in, passwords, accounts."""

from deliberation.organisation.actions.accounts import (
    close_account,
    create_account,
    reopen_account,
    reset_password,
)
from deliberation.organisation.actions.passwords import (
    LOCK_TIME,
    MAX_FAILURES,
    change_password,
    hash_password,
)
from deliberation.organisation.actions.signing_in import sign_in

__all__ = [
    "LOCK_TIME",
    "MAX_FAILURES",
    "change_password",
    "close_account",
    "create_account",
    "hash_password",
    "reopen_account",
    "reset_password",
    "sign_in",
]
