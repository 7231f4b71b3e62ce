"""The administrator's hand: accounts for people, new passwords, closing and opening again."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.access import account_to_manage
from deliberation.organisation.actions.links import hand_over
from deliberation.organisation.actions.passwords import end_sessions
from deliberation.organisation.actions.signing_in import door_of
from deliberation.organisation.actions.visits import forget_failures
from deliberation.organisation.models import Account, Person
from deliberation.organisation.queries import left_on
from deliberation.organisation.queries.accounts import account_of_person

A_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")


def create_account(actor: Actor, username: str, person_id: int | None = None, name: str = "") -> tuple[Account, str]:
    """An account for a person on record, or for a new person called `name`; answers it with its one-time code.

    With the code the person sets the password (`set_by_link`); until then the account opens nothing, and the
    administrator never sees a password. Raises `INVALID_INPUT` for a name that will not do or is taken,
    `ALREADY_DONE` where the person has an account.
    """
    with transaction() as session:
        may(actor, "account.manage", Scope())
        check_username(username)
        person = _person(person_id, name)
        account = Account(person_id=person.id, person=person, username=username, password_hash="", session_key="")
        session.add(account)
        session.flush()  # the code and the audit name the id
        code = hand_over(account, actor.person_id)
        happened(actor, "account.create", account, compound_id=None, person_id=person.id)
    return account, code


def check_username(username: str) -> None:
    """Raise `INVALID_INPUT` for a name that will not do or is taken, in whatever case it is written."""
    if not A_USERNAME.fullmatch(username):
        raise Refused(InOrganisation.USERNAME_WRONG)
    if db.session.scalar(select(Account.id).where(func.lower(Account.username) == username.lower())) is not None:
        raise Refused(InOrganisation.USERNAME_TAKEN)


def _person(person_id: int | None, name: str) -> Person:
    if person_id is None:
        if not name.strip():
            raise Refused(InOrganisation.PERSON_MISSING)
        person = Person(name=name.strip())
        db.session.add(person)
        db.session.flush()  # the account names the id
        return person
    # FOR UPDATE: two administrators must not give one person two accounts.
    found = db.session.get(Person, person_id, with_for_update=True)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    if account_of_person(found.id) is not None:
        raise Refused(InOrganisation.HAS_ACCOUNT)
    return found


def reset_password(actor: Actor, account_id: int) -> tuple[Account, str]:
    """A new one-time code for somebody else's account: the old password is worth nothing, every session ends.

    Whoever else administers or audits finds it in a list at once, and the person when signing in; for a week the
    account and the administrator count as one hand (`queries.hands`).
    """
    with transaction():
        account = account_to_manage(actor, account_id)
        _not_ones_own(actor, account, InOrganisation.OWN_PASSWORD)
        code = hand_over(account, actor.person_id)
        open_to_all(account)
        happened(actor, "account.reset", account, compound_id=None)
    return account, code


def close_account(actor: Actor, account_id: int) -> Account:
    """停用: the account opens nothing any more, at once (domain 6.6: on leaving office)."""
    with transaction():
        account = account_to_manage(actor, account_id)
        _not_ones_own(actor, account, InOrganisation.OWN_ACCOUNT)
        if account.is_active:
            account.is_active = False
            end_sessions(account)
            happened(actor, "account.close", account, compound_id=None)
    return account


def reopen_account(actor: Actor, account_id: int) -> Account:
    """启用: a closed account opens again with the password it had. Raises `STEP_LOCKED` for whoever has left office."""
    with transaction():
        account = account_to_manage(actor, account_id)
        if left_on(account.person_id, clock.today()) is not None:
            raise Refused(InOrganisation.LEFT_OFFICE, name=account.person.name)
        if not account.is_active:
            account.is_active, account.anonymised_at = True, None
            open_to_all(account)
            happened(actor, "account.reopen", account, compound_id=None)
    return account


def open_to_all(account: Account) -> None:
    """Devices that the account does not know need not wait for earlier wrong passwords any more."""
    forget_failures(door_of(account))
    account.failures, account.locked_until = 0, None


def _not_ones_own(actor: Actor, account: Account, why: InOrganisation) -> None:
    if account.id == actor.account_id:
        raise Refused(why)
