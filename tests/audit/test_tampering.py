"""Whoever can write into the database, and has no key, leaves a mark that `deliberation check-audit` finds."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from deliberation.audit.chain import GENESIS, Head, Note, link, read_written
from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.queries import heads
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel.actor import SYSTEM

FIRST, SECOND, INSTALLATION = "compound:1", "compound:2", "system"


def act(compound_id: int | None, number: int = 0) -> None:
    """One act, in a transaction of its own."""
    with transaction():
        record(SYSTEM, "topic.submit", "topic", number, compound_id, number=number)


@pytest.fixture
def log(app: Flask) -> Flask:
    """Two compounds and the installation; sixty acts in the first compound, a sign-in now and then."""
    for number in range(60):
        act(1, number)
        if number % 20 == 0:
            act(2, number)
            act(None, number)
    assert find_breaks() == []
    return app


def change(*statements: Any) -> None:
    """What a stranger does with SQL."""
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    db.session.rollback()


def rows(stream: str) -> list[Any]:
    """The entries of a chain, as plain rows."""
    with db.engine.connect() as connection:
        return list(
            connection.execute(
                select(AuditEntry.__table__).where(AuditEntry.stream == stream).order_by(AuditEntry.seq)
            ).mappings()
        )


def row_of_head(stream: str) -> dict[str, Any]:
    """A head, as somebody may have copied it."""
    with db.engine.connect() as connection:
        return dict(connection.execute(select(AuditHead.__table__).where(AuditHead.stream == stream)).mappings().one())


def found() -> set[tuple[str, str]]:
    """Chain and kind of every break."""
    return {(one.stream, one.what) for one in find_breaks()}


def cut(stream: str, keep: int) -> list[Any]:
    """Statements that cut a chain behind its entry `keep` and move its head there."""
    last = next(row for row in rows(stream) if row["seq"] == keep)
    return [
        delete(AuditEntry).where(AuditEntry.stream == stream, AuditEntry.seq > keep),
        update(AuditHead).where(AuditHead.stream == stream).values(seq=keep, hash=last["hash"], seal=last["seal"]),
    ]


def relinked(entries: list[dict[str, Any]], stream: str) -> list[dict[str, Any]]:
    """The entries with every hash worked out anew, as who knows the formula but not the key can do."""
    previous, made = GENESIS, []
    for number, entry in enumerate(entries, start=1):
        note = Note(
            entry["action"],
            entry["subject_kind"],
            entry["subject_id"],
            None,
            entry["person_id"],
            entry["actor_name"],
            entry["at"],
            entry["facts"],
        )
        beside = Head(entry["beside_stream"], entry["beside_seq"], entry["beside_hash"])
        current = link(previous, stream, number, note, beside if entry["beside_stream"] else None)
        plain = {key: value for key, value in entry.items() if key != "id"}
        made.append(plain | {"stream": stream, "seq": number, "previous_hash": previous, "hash": current})
        previous = current
    return made


def written_anew(entries: list[dict[str, Any]], stream: str) -> list[Any]:
    """Statements that put these entries in the place of a chain, its head moved along."""
    return [
        delete(AuditEntry).where(AuditEntry.stream == stream),
        insert(AuditEntry).values(entries),
        update(AuditHead).where(AuditHead.stream == stream).values(seq=len(entries), hash=entries[-1]["hash"]),
    ]


def test_the_last_fifty_lines_cut_and_the_head_moved_back_are_found(log: Flask) -> None:
    change(*cut(FIRST, 10))
    assert (FIRST, "head") in found()


def test_a_cut_is_still_found_after_the_chain_has_gone_on(log: Flask) -> None:
    change(*cut(FIRST, 10))
    act(1)
    act(None)
    assert (FIRST, "head") in found(), "the next act must not seal what somebody has cut"


def test_a_cut_with_a_head_that_was_copied_earlier_is_found_by_the_other_chains(log: Flask) -> None:
    before, length = row_of_head(FIRST), len(rows(FIRST))
    for number in range(50):
        act(1, number)
    act(None)
    change(*cut(FIRST, length), update(AuditHead).where(AuditHead.stream == FIRST).values(**before))
    assert (INSTALLATION, "beside") in found()


@pytest.mark.parametrize("stream", [FIRST, SECOND, INSTALLATION])
def test_a_whole_chain_that_is_gone_with_its_head_is_found(log: Flask, stream: str) -> None:
    change(delete(AuditEntry).where(AuditEntry.stream == stream), delete(AuditHead).where(AuditHead.stream == stream))
    assert (stream, "begun") in found()


def test_a_chain_that_begins_again_after_it_was_deleted_is_found(log: Flask) -> None:
    change(delete(AuditEntry).where(AuditEntry.stream == FIRST), delete(AuditHead).where(AuditHead.stream == FIRST))
    act(1)
    assert (FIRST, "begun") in found()


def test_a_deleted_head_is_found(log: Flask) -> None:
    change(delete(AuditHead).where(AuditHead.stream == SECOND))
    assert (SECOND, "no_head") in found()


def test_a_chain_that_was_worked_out_anew_after_a_change_is_found(log: Flask) -> None:
    entries = [dict(row) for row in rows(FIRST)]
    entries[30]["facts"] = {"number": 999}
    change(*written_anew(relinked(entries, FIRST), FIRST))
    assert (FIRST, "seal") in found()


def test_a_chain_that_was_put_back_into_the_form_before_the_seals_is_found(log: Flask) -> None:
    from deliberation.audit.chain import link_before_seals  # noqa: PLC0415

    entries, previous = [], GENESIS
    for row in rows(FIRST):
        note = Note("topic.submit", "topic", 7, None, None, "系统", row["at"], {})
        current = link_before_seals(previous, row["seq"], note)
        plain = {key: value for key, value in row.items() if key != "id"}
        plain |= {"facts": {}, "subject_id": 7, "previous_hash": previous, "hash": current}
        entries.append(plain | {"key_id": None, "seal": None, "beside_stream": None, "beside_seq": None})
        previous = current
    change(*written_anew(entries, FIRST))
    change(update(AuditHead).where(AuditHead.stream == FIRST).values(key_id="", seal=""))
    assert (FIRST, "head") in found()


def test_a_forged_line_in_a_chain_without_a_head_is_found(log: Flask) -> None:
    forged = dict(rows(FIRST)[0]) | {"stream": "compound:9"}
    forged.pop("id")
    change(insert(AuditEntry).values(forged))
    assert {("compound:9", "hash"), ("compound:9", "begun")} <= found()


def test_lines_that_were_put_in_between_are_found(log: Flask) -> None:
    entries = [dict(row) for row in rows(FIRST)]
    change(*written_anew(relinked([*entries[:20], dict(entries[3]), *entries[20:]], FIRST), FIRST))
    assert (FIRST, "seal") in found()


def test_two_chains_that_were_exchanged_are_found(log: Flask) -> None:
    first, second = [dict(row) for row in rows(FIRST)], [dict(row) for row in rows(SECOND)]
    seals = {stream: row_of_head(stream)["seal"] for stream in (FIRST, SECOND)}
    change(*written_anew(relinked(second, FIRST), FIRST), *written_anew(relinked(first, SECOND), SECOND))
    change(*(update(AuditHead).where(AuditHead.stream == stream).values(seal=seal) for stream, seal in seals.items()))
    assert {(FIRST, "seal"), (SECOND, "seal")} <= found()


def test_two_chains_that_only_changed_their_names_are_found(log: Flask) -> None:
    for table in (AuditEntry, AuditHead):
        change(
            update(table).where(table.stream == FIRST).values(stream="x"),
            update(table).where(table.stream == SECOND).values(stream=FIRST),
            update(table).where(table.stream == "x").values(stream=SECOND),
        )
    assert {(FIRST, "hash"), (SECOND, "hash")} <= found()


def test_all_chains_put_back_to_an_earlier_moment_are_found_only_by_a_head_written_down(log: Flask) -> None:
    marks = {stream: (row_of_head(stream), len(rows(stream))) for stream in (FIRST, SECOND, INSTALLATION)}
    for compound_id in (1, 2, None):
        act(compound_id)
    papers = [read_written(head.written) for head in heads()]
    assert find_breaks(papers) == []
    for stream, (head, length) in marks.items():
        change(*cut(stream, length), update(AuditHead).where(AuditHead.stream == stream).values(**head))
    assert find_breaks() == [], "nothing in the store can tell"
    assert {(one.stream, one.what) for one in find_breaks(papers)} == {
        (stream, "since") for stream in (FIRST, SECOND, INSTALLATION)
    }


def test_a_head_of_another_history_is_found(log: Flask) -> None:
    (first, *_rest) = heads()
    assert [one.what for one in find_breaks([Head(first.stream, first.seq, "f" * 16)])] == ["since"]
