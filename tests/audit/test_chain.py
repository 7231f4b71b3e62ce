"""The audit chain: whoever changes, removes or adds a line leaves a mark."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import delete, update

from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.queries import recent
from deliberation.audit.record import record
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.errors import Reason, Refused


@pytest.fixture
def chain(app: Flask) -> Flask:
    """Two chains of three acts each."""
    for number in range(3):
        with transaction():
            record(SYSTEM, "topic.submit", "topic", number, 1, number=number)
            record(SYSTEM, "account.sign_in", "account", number, None)
    return app


def broken() -> list[tuple[str, int]]:
    """Where the chains break, each by itself."""
    return [(b.stream, b.seq) for b in find_breaks() if b.what != "beside"]


def test_untouched_chains_are_whole(chain: Flask) -> None:
    assert broken() == []


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).where(AuditEntry.stream == "compound:1", AuditEntry.seq == 2).values(actor_name="别人"),
        update(AuditEntry).where(AuditEntry.stream == "compound:1", AuditEntry.seq == 2).values(facts={"number": 9}),
        delete(AuditEntry).where(AuditEntry.stream == "compound:1", AuditEntry.seq == 2),
    ],
)
def test_a_changed_or_missing_line_breaks_its_chain_there_and_no_other(chain: Flask, change: object) -> None:
    with transaction() as session:
        session.execute(change)  # type: ignore[call-overload]
    assert [stream for stream, _seq in broken()] == ["compound:1"]


def test_a_chain_cut_at_its_end_is_noticed(chain: Flask) -> None:
    with transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.stream == "system", AuditEntry.seq == 4))
    assert broken() == [("system", 3)]


def test_every_broken_chain_is_named(chain: Flask) -> None:
    with transaction() as session:
        session.execute(update(AuditHead).values(hash="0" * 64))
    assert broken() == [("compound:1", 3), ("system", 4)]


def test_an_act_that_was_rolled_back_leaves_no_line(chain: Flask) -> None:
    with pytest.raises(Refused):
        _act_and_fail()
    assert [entry.subject_id for entry in recent("compound:1")] == [2, 1, 0]
    assert broken() == []


def _act_and_fail() -> None:
    with transaction():
        record(SYSTEM, "topic.submit", "topic", 7, 1)
        raise Refused(Reason.BUSY)


def test_the_moment_counts_and_not_the_zone_in_which_it_was_said(app: Flask) -> None:
    beijing = clock.beijing(2026, 3, 10, 19).astimezone(timezone(timedelta(hours=8)))
    with clock.frozen(beijing), transaction():
        record(SYSTEM, "topic.submit", "topic", 1, 1)
    assert broken() == []


@pytest.mark.parametrize(
    "typed", ["录反了。", "13800138000", "zhang.san@example.cn", "Zhang San", ["好", 1], {"why": "好"}]
)
def test_what_somebody_typed_does_not_get_into_the_log(app: Flask, typed: object) -> None:
    with pytest.raises(ValueError, match="could never be erased"), transaction():
        record(SYSTEM, "topic.submit", "topic", 1, 1, what=typed)
    assert recent() == []


@pytest.mark.parametrize("fact", ["2026-03-10T19:00:00+08:00", "D-055", "OWNERS_SPECIAL", [1, 2], None, True, "a" * 64])
def test_ids_codes_days_and_hashes_do(app: Flask, fact: object) -> None:
    with transaction():
        record(SYSTEM, "topic.submit", "topic", 1, 1, what=fact)
    assert len(recent("compound:1")) == 1
