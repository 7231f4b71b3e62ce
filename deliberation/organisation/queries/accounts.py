"""Reading accounts: for the administrator's list, and what their passwords need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import ROLE_LABELS, Role
from deliberation.kernel.passwords import due
from deliberation.kernel.text import N_
from deliberation.organisation.models import (
    Account,
    Appointment,
    Compound,
    FormerPassword,
    InstallationRole,
    Party,
    PasswordLink,
    Person,
    Subdistrict,
)
from deliberation.organisation.queries import has_demo, not_over, posts_of
from deliberation.rows import Rows
from deliberation.search import matches

STATES = {
    "active": N_("正常"),
    "locked": N_("有人在试密码，新设备要等"),
    "first": N_("等本人设密码"),
    "closed": N_("已停用"),
}
"""How an account stands, as the administrator's list says it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One account of the list: how it stands (a key of `STATES`), and its person's posts in words."""

    account: Account
    state: str
    posts: tuple[str, ...]


def former_passwords(account_id: int) -> list[FormerPassword]:
    """The passwords that an account had before, newest first."""
    query = select(FormerPassword).where(FormerPassword.account_id == account_id).order_by(FormerPassword.id.desc())
    return list(db.session.scalars(query))


def account_of_person(person_id: int) -> Account | None:
    """The account of a person, if there is one."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def password_due(account: Account) -> str:
    """Why the account's password must be changed before anything else (`kernel.passwords`); empty: it need not.

    Whoever holds any office counts as staff; an owner's password does not age, nor does one of a
    demonstration, which is printed for everybody who tries it.
    """
    is_staff = any(post.role is not Role.OWNER for post in posts_of(account.person_id))
    ages = is_staff and not has_demo()
    return due(clock.now(), account.password_changed_at, chosen_by_another=account.must_change_password, ages=ages)


def has_left(person_id: int) -> bool:
    """Whether a person has no open account, or no post any more and none to come: nothing is kept ready for them."""
    found = account_of_person(person_id)
    if found is None or not found.is_active:
        return True
    kept = [
        select(table.id).where(table.person_id == person_id, not_over(table, clock.today())).exists()
        for table in (Appointment, InstallationRole)
    ]
    return not db.session.scalar(select(or_(*kept)))


def standing(account: Account) -> str:
    """How an account stands: a key of `STATES`."""
    if not account.is_active:
        return "closed"
    if account.locked_until and account.locked_until > clock.now():
        return "locked"
    return "first" if account.must_change_password else "active"


def accounts(q: str = "", state: str = "") -> Rows:
    """The accounts by name of the person, as `Listed`; `q` is looked for in names, `state` in `STATES`."""
    query = select(Account).join(Account.person).order_by(Person.name, Account.id)
    if q:
        query = query.where(matches(q, Person.search, Account.search))
    if state:
        query = query.where(*_conditions(state))
    return Rows(query, _listed)


def _conditions(state: str) -> list[ColumnElement[bool]]:
    now = clock.now()
    is_locked = func.coalesce(Account.locked_until > now, False)
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "active": [Account.is_active.is_(True), ~is_locked, ~Account.must_change_password],
        "locked": [Account.is_active.is_(True), is_locked],
        "first": [Account.is_active.is_(True), ~is_locked, Account.must_change_password.is_(True)],
        "closed": [~Account.is_active],
    }
    return conditions.get(state, [])


def listed(account: Account) -> Listed:
    """One account as the list shows it."""
    return _listed([account])[0]


def _listed(found: Iterable[Account]) -> list[Listed]:
    shown = list(found)
    posts = _posts_in_words([a.person_id for a in shown])
    return [Listed(a, standing(a), tuple(posts.get(a.person_id, ()))) for a in shown]


def _posts_in_words(person_ids: list[int]) -> dict[int, list[str]]:
    """What these people do, and where: two statements for all of them."""
    today, words = clock.today(), dict[int, list[str]]()
    wide = (
        select(InstallationRole.person_id, InstallationRole.role, Subdistrict.name)
        .outerjoin(Subdistrict, Subdistrict.id == InstallationRole.subdistrict_id)
        .where(
            InstallationRole.person_id.in_(person_ids),
            or_(InstallationRole.starts_on.is_(None), InstallationRole.starts_on <= today),
            not_over(InstallationRole, today),
        )
    )
    appointed = (
        select(Appointment.person_id, Appointment.role, Compound.name)
        .join(Party, Party.id == Appointment.party_id)
        .join(Compound, Compound.id == Party.compound_id)
        .where(
            Appointment.person_id.in_(person_ids),
            Appointment.starts_on <= today,
            not_over(Appointment, today),
        )
        .order_by(Compound.id, Appointment.position)
    )
    for query in (wide, appointed):
        for person_id, role, where in db.session.execute(query):
            words.setdefault(person_id, []).append(f"{where or ''}{ROLE_LABELS[Role(role)]}")
    return words


def people_without_account() -> list[tuple[int, str]]:
    """People on record who cannot sign in yet: id and name, with the compound where they hold a post."""
    query = (
        select(Person.id, Person.name, func.min(Compound.name))
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Appointment, Appointment.person_id == Person.id)
        .outerjoin(Party, Party.id == Appointment.party_id)
        .outerjoin(Compound, Compound.id == Party.compound_id)
        .where(Account.id.is_(None))
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [(i, f"{name}（{where}）" if where else name) for i, name, where in db.session.execute(query)]


def unprinted() -> list[Account]:
    """The accounts that were made for many at once and whose slips nobody has printed, by name."""
    printed = select(PasswordLink.account_id)
    query = (
        select(Account)
        .join(Account.person)
        .where(Account.is_active, Account.password_hash == "", Account.id.not_in(printed))
    )
    return list(db.session.scalars(query.order_by(Person.name, Account.id)))
