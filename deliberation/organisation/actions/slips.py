"""Accounts for many people at once, and the slips 登录条 with which they set their passwords."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.actions.accounts import A_USERNAME, open_to_all
from deliberation.organisation.actions.links import hand_over
from deliberation.organisation.models import Account, PasswordLink, Person

OTHER_SIGNS = re.compile(r"[^a-z0-9]")


def create_accounts(actor: Actor, person_ids: Iterable[int]) -> list[Account]:
    """Accounts for these people, whoever has one aside; nobody can sign in before the slip is printed.

    The name to sign in with is the 编号, or one that is made of the record's number. Raises `INVALID_INPUT` where
    nobody is named.
    """
    wanted = sorted(set(person_ids))
    if not wanted:
        raise Refused(InOrganisation.NOTHING_TICKED)
    with transaction() as session:
        may(actor, "account.manage", Scope())
        # FOR UPDATE: two administrators must not give one person two accounts.
        people = session.scalars(select(Person).where(Person.id.in_(wanted)).order_by(Person.id).with_for_update())
        found = list(people)
        have = set(session.scalars(select(Account.person_id).where(Account.person_id.in_(wanted))))
        made = [_account(person) for person in found if person.id not in have]
        for account in made:
            happened(actor, "account.create", account, compound_id=None, person_id=account.person_id)
        return made


def _account(person: Person) -> Account:
    account = Account(
        person_id=person.id,
        person=person,
        username=_free_username(person),
        password_hash="",
        session_key="",
        must_change_password=True,
    )
    db.session.add(account)
    db.session.flush()  # the log names the id, the next name must be free
    return account


def _free_username(person: Person) -> str:
    code = OTHER_SIGNS.sub("", (person.code or "").lower())
    for name in (code, f"{code}-{person.id}" if code else "", f"u{person.id:04d}"):
        taken = select(Account.id).where(func.lower(Account.username) == name)
        if A_USERNAME.fullmatch(name) and db.session.scalar(taken) is None:
            return name
    raise Refused(InOrganisation.USERNAME_TAKEN)


def print_slips(actor: Actor, account_ids: Iterable[int]) -> list[tuple[Account, str]]:
    """The accounts with their one-time codes, each once: what was printed is not printed again.

    Raises `ALREADY_DONE` where no slip is left to print: whoever lost one gets a new code (`reset_password`).
    """
    with transaction() as session:
        may(actor, "account.manage", Scope())
        wanted = select(Account).where(Account.id.in_(sorted(set(account_ids))), Account.is_active)
        # FOR UPDATE: a slip that two press at once comes out once; what was printed is asked when both have waited.
        held = list(session.scalars(wanted.order_by(Account.id).with_for_update(of=Account)))
        printed = select(PasswordLink.account_id).where(PasswordLink.account_id.in_([one.id for one in held]))
        done = set(session.scalars(printed))
        accounts = [one for one in held if one.id not in done and not one.password_hash]
        if not accounts:
            raise Refused(InOrganisation.SLIPS_PRINTED)
        slips = []
        for account in accounts:
            slips.append((account, hand_over(account, actor.person_id)))
            happened(actor, "account.print_slip", account, compound_id=None)
        return slips


def reset_by_console(username: str) -> tuple[Account, str]:
    """A new one-time code for an account, on the server's own command line, where everybody else is locked out.

    Everything ends as with `reset_password`; the log says that it was done by the console. Raises `INVALID_INPUT` for
    a name that nobody has, `ALREADY_DONE` for an account that is closed.
    """
    with transaction() as session:
        # FOR UPDATE: a sign-in at this moment comes before or after.
        wanted = select(Account).where(func.lower(Account.username) == username.strip().lower())
        account = session.scalar(wanted.with_for_update(of=Account))
        if account is None:
            raise Refused(InOrganisation.NO_SUCH_ACCOUNT, name=username)
        if not account.is_active:
            raise Refused(InOrganisation.ACCOUNT_CLOSED)
        code = hand_over(account, None)
        open_to_all(account)
        happened(SYSTEM, "account.reset", account, compound_id=None, how="console")
        return account, code
