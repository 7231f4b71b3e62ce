"""Signing in and passwords: what locks, what is recorded, what ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import change_password, sign_in
from deliberation.organisation.models import Account
from tests.builders import PASSWORD, World

NOON = clock.beijing(2026, 3, 10, 12)


TRIES = select(AuditEntry).where(AuditEntry.action == "account.sign_in").order_by(AuditEntry.id)
"""What the log has of tries to sign in."""


@pytest.fixture
def account(world: World) -> Account:
    return world.accounts["周敏"]


def try_in(username: str, password: str) -> Reason | None:
    try:
        sign_in(username, password)
    except Refused as refused:
        return refused.reason
    return None


def test_the_right_password_lets_in_and_is_recorded(account: Account) -> None:
    with clock.frozen(NOON):
        assert sign_in(account.username, PASSWORD).id == account.id
    assert account.last_signed_in_at == NOON
    assert [e.facts for e in db.session.scalars(TRIES)] == [{"ok": True}]


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(account: Account) -> None:
    assert try_in(account.username, "wrong") is Reason.WRONG_CREDENTIALS
    assert try_in("nobody", "wrong") is Reason.WRONG_CREDENTIALS


def test_a_refused_try_is_counted_and_recorded(account: Account) -> None:
    try_in(account.username, "wrong")
    db.session.expire_all()
    assert account.failures == 1
    assert [e.facts for e in db.session.scalars(TRIES)] == [{"ok": False}]


def test_after_five_failures_one_waits_even_with_the_right_password(account: Account) -> None:
    with clock.frozen(NOON):
        for _ in range(5):
            try_in(account.username, "wrong")
        assert try_in(account.username, PASSWORD) is Reason.WRONG_CREDENTIALS
    with clock.frozen(NOON + timedelta(seconds=29)):
        assert try_in(account.username, PASSWORD) is Reason.WRONG_CREDENTIALS
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert try_in(account.username, PASSWORD) is None


def test_who_has_to_wait_is_answered_like_one_who_does_not_exist(account: Account) -> None:
    said = [try_in(name, "wrong") for name in (account.username, "nobody") for _ in range(7)]
    assert set(said) == {Reason.WRONG_CREDENTIALS}
    assert try_in(account.username, PASSWORD) is Reason.WRONG_CREDENTIALS


def test_a_try_for_an_unknown_name_is_recorded_like_any_other_but_without_the_name(account: Account) -> None:
    try_in("my-Passw0rd-by-mistake", "wrong")
    try_in(account.username, "wrong")
    unknown, known = db.session.scalars(TRIES)
    assert (unknown.action, unknown.facts, unknown.subject_id) == (known.action, known.facts, None)
    assert "mistake" not in unknown.actor_name


def test_four_failures_and_then_the_right_password_begin_to_count_anew(account: Account) -> None:
    for _ in range(4):
        try_in(account.username, "wrong")
    assert try_in(account.username, PASSWORD) is None
    assert account.failures == 0
    assert try_in(account.username, "wrong") is Reason.WRONG_CREDENTIALS


def test_one_locked_account_locks_no_other(world: World, account: Account) -> None:
    for _ in range(5):
        try_in(account.username, "wrong")
    assert try_in(world.accounts["李建国"].username, PASSWORD) is None


def test_a_closed_account_does_not_open(account: Account) -> None:
    with transaction():
        account.is_active = False
    assert try_in(account.username, PASSWORD) is Reason.WRONG_CREDENTIALS


def test_the_audit_never_holds_a_password(account: Account) -> None:
    try_in(account.username, "a-guess-of-somebody")
    entry = db.session.scalars(TRIES).one()
    assert "guess" not in str(entry.facts)
    assert PASSWORD not in account.password_hash


def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(world: World, account: Account) -> None:
    key = account.session_key
    change_password(world.secretary, PASSWORD, "Gaihao-2027")
    assert account.session_key != key
    assert try_in(account.username, PASSWORD) is Reason.WRONG_CREDENTIALS
    assert try_in(account.username, "Gaihao-2027") is None


def test_the_old_password_is_asked_for(world: World, account: Account) -> None:
    before = account.password_hash
    with pytest.raises(Refused) as refused:
        change_password(world.secretary, "wrong", "Gaihao-2027")
    assert refused.value.reason is Reason.WRONG_CREDENTIALS
    db.session.expire_all()
    assert account.password_hash == before
