"""What time does to whoever has left office: the account closes, a year later what is kept of them goes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from deliberation.audit.erasing import note_erased
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.notices.actions.forgetting import forget_ways
from deliberation.notices.models import ContactWay
from deliberation.organisation.actions.passwords import end_sessions
from deliberation.organisation.actions.signing_in import door_of
from deliberation.organisation.models import (
    Account,
    Appointment,
    FailedTry,
    FormerPassword,
    InstallationRole,
    KnownDevice,
    PasswordLink,
    Person,
)
from deliberation.organisation.queries import not_over
from deliberation.organisation.rules.terms import kept_since


def close_left(now: datetime) -> list[int]:
    """Close the accounts of people whose last post is over, from the day after; answers the accounts.

    Who never held a post is not meant: an account may be made before the post is.
    """
    gone = _left(clock.day_of(now), Account.person_id)
    if db.session.scalar(select(Account.id).where(Account.is_active, gone).limit(1)) is None:
        return []
    with transaction() as session:
        # FOR UPDATE: a sign-in at this moment comes before or after.
        wanted = select(Account).where(Account.is_active, gone).order_by(Account.id).with_for_update(of=Account)
        closed = list(session.scalars(wanted))
        for account in closed:
            account.is_active = False
            end_sessions(account)
            happened(SYSTEM, "account.close_left", account, compound_id=None, shown_to="")
        return [account.id for account in closed]


def anonymise(now: datetime) -> list[int]:
    """A year after the last post: nothing is left of the account by which its person could be found (domain 6.6)."""
    gone = _left(kept_since(clock.day_of(now)), Account.person_id)
    over = and_(~Account.is_active, Account.anonymised_at.is_(None), gone)
    if db.session.scalar(select(Account.id).where(over).limit(1)) is None:
        return []
    with transaction() as session:
        # FOR UPDATE: whoever opens it again at this moment comes before or after.
        found = list(session.scalars(select(Account).where(over).order_by(Account.id).with_for_update(of=Account)))
        for account in found:
            _forget(account)
            happened(SYSTEM, "account.anonymise", account, compound_id=None, shown_to="")
        note_erased("account", [None] * len(found))
        return [account.id for account in found]


def _forget(account: Account) -> None:
    account.username, account.password_hash = f"left-{account.id}", ""
    account.anonymised_at, account.last_signed_in_at = clock.now(), None
    for table in (FormerPassword, PasswordLink):
        db.session.execute(delete(table).where(table.account_id == account.id))
    db.session.execute(delete(KnownDevice).where(KnownDevice.subject == door_of(account)))
    db.session.execute(delete(FailedTry).where(FailedTry.door == door_of(account)))


def forget_people(now: datetime) -> list[int]:
    """A year after the last post: every telephone and address goes; name, posts and signatures stay in the archive."""
    reached = or_(Person.phone != "", Person.email != "", exists().where(ContactWay.person_id == Person.id))
    gone = and_(reached, _left(kept_since(clock.day_of(now)), Person.id))
    if db.session.scalar(select(Person.id).where(gone).limit(1)) is None:
        return []
    with transaction() as session:
        # FOR UPDATE: who writes down a new number at this moment comes before or after.
        found = list(session.scalars(select(Person).where(gone).order_by(Person.id).with_for_update()))
        for person in found:
            person.phone = person.email = ""
            happened(SYSTEM, "person.forget", person, compound_id=None, shown_to="")
        forget_ways(person.id for person in found)
        note_erased("person_contact", [None] * len(found))
        return [person.id for person in found]


def _left(before: date, person_id: ColumnElement[int] | object) -> ColumnElement[bool]:
    """Whether somebody held a post, and every one of them ended before a day."""
    tables = (Appointment, InstallationRole)
    held = or_(*(exists().where(table.person_id == person_id) for table in tables))
    kept = or_(*(exists().where(table.person_id == person_id, not_over(table, before)) for table in tables))
    return and_(held, ~kept)
