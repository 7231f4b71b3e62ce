"""The first hour of an installation: its first administrator, 街道 and 社区, once, in a store that is blank."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.passwords import is_strong
from deliberation.organisation.actions.accounts import check_username
from deliberation.organisation.actions.passwords import hash_password
from deliberation.organisation.actions.places import add_community, add_subdistrict
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import Account, InstallationRole, Person
from deliberation.organisation.queries import actor_of_account, is_blank
from deliberation.organisation.rules import shipped_data

CODE_FILE = "first-run-code"
"""Beside the data, readable by its owner: the code with which the first-run page is filled in."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What is asked of an office that begins; city and province (empty: not said) choose the owners' rules."""

    admin: str
    username: str
    password: str
    subdistrict: str
    community: str
    city: str = ""
    province: str = ""


def found(wanted: Founding, *, chosen_by_another: bool) -> Account:
    """Write the first administrator with their account, the 街道, the 社区 and the shipped rules.

    `chosen_by_another`: the password came from a file, so that it is changed at the first sign-in. Raises
    `ALREADY_DONE` where the store is not blank, `INVALID_INPUT` for a name or password that will not do.
    """
    with transaction() as session:
        _one_founder()
        if not is_blank():
            raise Refused(InOrganisation.FOUNDED_ALREADY)
        account = _administrator(wanted, chosen_by_another=chosen_by_another)
        session.add_all(row_of(data) for data in shipped_data())
        actor = actor_of_account(account)
        street = add_subdistrict(actor, wanted.subdistrict, city=wanted.city.strip(), province=wanted.province.strip())
        add_community(actor, street.id, wanted.community)
        happened(actor, "installation.begin", street, compound_id=None, moves=False)
        return account


def _one_founder() -> None:
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer; here two founders wait for each other
        db.session.execute(text("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE"))


def _administrator(wanted: Founding, *, chosen_by_another: bool) -> Account:
    if not wanted.admin.strip():
        raise Refused(InOrganisation.PERSON_MISSING)
    check_username(wanted.username)
    if not is_strong(wanted.password):
        raise Refused(InOrganisation.PASSWORD_WEAK)
    person = Person(name=wanted.admin.strip())
    db.session.add(person)
    db.session.flush()  # role and account name the id
    db.session.add(InstallationRole(person_id=person.id, role=Role.ADMINISTRATOR.value, starts_on=clock.today()))
    account = Account(
        person=person,
        username=wanted.username,
        password_hash=hash_password(wanted.password),
        session_key=secrets.token_hex(16),
        must_change_password=chosen_by_another,
        password_changed_at=clock.now(),
    )
    db.session.add(account)
    db.session.flush()  # the actor is the account's
    return account


def first_run_code(data_dir: Path) -> str:
    """The code of the first-run page, made once and kept beside the data, so that every process knows the same."""
    path = data_dir / CODE_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    code = "-".join(secrets.token_hex(2) for _ in range(4))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(code)
    return code


def found_by_code(data_dir: Path, code: str, wanted: Founding) -> Account:
    """`found`, by whoever holds the code that the server printed; the code is gone afterwards.

    Raises `WRONG_CREDENTIALS` for another code.
    """
    if not is_blank():
        raise Refused(InOrganisation.FOUNDED_ALREADY)
    if not hmac.compare_digest(first_run_code(data_dir).encode(), code.strip().lower().encode()):
        raise Refused(Reason.WRONG_CREDENTIALS)
    account = found(wanted, chosen_by_another=False)
    (data_dir / CODE_FILE).unlink(missing_ok=True)
    return account
