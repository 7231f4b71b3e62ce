"""Whether two people are two: an account whose password somebody else has just reset may be in that person's hands.

Two entries of a paper, or two signatures, prove something only where two people stand behind them. Whoever resets a
password holds the code with which the new one is set, and nothing technical prevents its use. For `HAND_DAYS`
after such a reset the account's person and the administrator therefore count as one hand, and so do two people whose
passwords the same administrator has reset, unless somebody else has asked the person (`actions.vouch`). A new account
is no different: its first code went through the administrator's hands, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Detail, Refused
from deliberation.kernel.text import say as _
from deliberation.organisation.models import Account, PasswordLink, Person
from deliberation.organisation.queries.humans import same_human

HAND_DAYS = 7
LISTED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Reset:
    """One code that was handed out: whose account, by whom, and whether somebody has asked the person."""

    link: PasswordLink
    name: str
    by: str
    vouched_by: str


def same_hand(one: int | None, other: int | None) -> bool:
    """Whether these two persons may be one human at the keyboard; nobody is never the same as anybody."""
    return one is not None and other is not None and bool(hands_of(one) & hands_of(other))


def hands_of(person_id: int) -> frozenset[int]:
    """The person, and every administrator who handed out a code for the account of late."""
    wanted = (
        select(PasswordLink.made_by_id)
        .join(Account, Account.id == PasswordLink.account_id)
        .where(
            Account.person_id == person_id,
            PasswordLink.made_by_id.is_not(None),
            PasswordLink.vouched_by_id.is_(None),
            PasswordLink.made_at > clock.now() - timedelta(days=HAND_DAYS),
        )
    )
    return frozenset({person_id, *(found for found in db.session.scalars(wanted) if found is not None)})


def resets() -> list[Reset]:
    """The codes of the last thirty days, newest first."""
    since = clock.now() - timedelta(days=LISTED_DAYS)
    links = select(PasswordLink).where(PasswordLink.made_at > since).order_by(PasswordLink.id.desc())
    return [_told(link) for link in db.session.scalars(links)]


def reset_of(account_id: int | None) -> Reset | None:
    """What the person is told of the own account: the last reset of the week, if there was one after the first code."""
    if account_id is None:
        return None
    since = clock.now() - timedelta(days=HAND_DAYS)
    wanted = select(PasswordLink).where(PasswordLink.account_id == account_id).order_by(PasswordLink.id.desc())
    links = list(db.session.scalars(wanted.limit(2)))
    return _told(links[0]) if links and links[0].made_at > since else None


def _told(link: PasswordLink) -> Reset:
    account = db.session.get_one(Account, link.account_id)
    people = {i: db.session.get(Person, i) for i in (link.made_by_id, link.vouched_by_id) if i is not None}
    names = {i: person.name for i, person in people.items() if person is not None}
    by = names.get(link.made_by_id, "") if link.made_by_id is not None else str(_("服务器上的命令"))
    return Reset(link, account.person.name, by, names.get(link.vouched_by_id or 0, ""))


def two_hands(one: int | None, other: int | None) -> None:
    """Raise `SAME_PERSON` where two people are needed and these two may be one at the keyboard."""
    if same_hand(one, other):
        raise Refused(InOrganisation.RESET_LATELY)


def two_people(one: int | None, other: int | None, detail: Detail) -> None:
    """Raise `SAME_PERSON` where these two may be one: one human on two records (said as `detail`), or one hand."""
    if one in same_human(other):
        raise Refused(detail)
    two_hands(one, other)
