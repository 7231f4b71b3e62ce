"""One function for each verb of organisation, by subject: signing in, passwords, accounts."""

from deliberation.organisation.actions.accounts import (
    close_account,
    create_account,
    reopen_account,
    reset_password,
)
from deliberation.organisation.actions.days_off import load_year
from deliberation.organisation.actions.links import set_by_link, vouch
from deliberation.organisation.actions.meeting_types import ship_meeting_types
from deliberation.organisation.actions.passwords import (
    MAX_FAILURES,
    change_password,
    hash_password,
)
from deliberation.organisation.actions.signing_in import sign_in
from deliberation.organisation.actions.visits import close_visit, note_refused, open_visit, sign_out_elsewhere

__all__ = [
    "MAX_FAILURES",
    "change_password",
    "close_account",
    "close_visit",
    "create_account",
    "hash_password",
    "load_year",
    "note_refused",
    "open_visit",
    "reopen_account",
    "reset_password",
    "set_by_link",
    "ship_meeting_types",
    "sign_in",
    "sign_out_elsewhere",
    "vouch",
]
