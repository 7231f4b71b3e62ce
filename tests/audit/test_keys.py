"""The keys of the log: made once, readable by their owner only, changed, lost, and what is said of each."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import update

from deliberation.audit import keys
from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.queries import lost_keys
from deliberation.audit.record import mark, mark_holds
from deliberation.audit.sealing import reseal, rotate
from deliberation.config import Settings
from tests.audit.test_tampering import FIRST, act, change, cut, found


@pytest.fixture
def own_keys(app: Flask, tmp_path: Path) -> Iterator[Settings]:
    """The application with a key ring of this test's own."""
    before = cast("Settings", app.config["DELIBERATION"])
    settings = app.config["DELIBERATION"] = replace(before, audit_key_file=tmp_path / "keys" / "audit_keys")
    yield settings
    app.config["DELIBERATION"] = before


@pytest.fixture
def log(own_keys: Settings) -> Settings:
    """Two chains under the first key."""
    for compound_id in (1, None, 1, None):
        act(compound_id)
    return own_keys


def test_the_key_is_made_once_and_only_its_owner_reads_it(own_keys: Settings) -> None:
    first = keys.ring()
    path = keys.path_of(own_keys)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.ring() == first
    assert not keys.is_open_to_others(own_keys)
    path.chmod(0o640)
    assert keys.is_open_to_others(own_keys)


def test_a_file_that_is_no_key_ring_is_refused_and_never_overwritten(own_keys: Settings) -> None:
    path = keys.path_of(own_keys)
    path.parent.mkdir()
    for text in ("", "not hexadecimal", "abcd"):
        path.write_text(text, "ascii")
        with pytest.raises(keys.KeysUnreadable):
            keys.ring()
        assert path.read_text("ascii") == text


def test_keys_may_come_from_the_environment(app: Flask, own_keys: Settings) -> None:
    app.config["DELIBERATION"] = replace(own_keys, audit_keys=f"{'ab' * 32},{'cd' * 32}")
    assert keys.ring().active == keys.fingerprint(b"\xcd" * 32)
    assert not keys.path_of(own_keys).exists()


def test_after_a_change_of_the_key_old_and_new_lines_hold(log: Settings) -> None:
    first = keys.ring()
    new = rotate(log)
    act(1)
    assert find_breaks() == []
    assert new != first.active
    assert keys.ring().keys[0] == first.keys[0]


def test_a_line_under_a_key_that_was_changed_already_is_found(log: Settings, app: Flask) -> None:
    old = keys.ring()
    rotate(log)
    app.config["DELIBERATION"] = replace(log, audit_keys=old.keys[0].hex())  # somebody got hold of the first key
    act(1)
    app.config["DELIBERATION"] = log
    assert (FIRST, "key") in found()


def test_a_lost_key_is_named_and_the_log_goes_on_after_an_operator_has_sealed_it(log: Settings) -> None:
    sealed_by = keys.ring().active
    keys.path_of(log).unlink()
    assert lost_keys() == {sealed_by}
    assert (FIRST, "key") in found()
    reseal(find_breaks())
    assert find_breaks() == []
    assert lost_keys() == set()
    act(1)
    assert find_breaks() == []


def test_under_a_lost_key_a_changed_line_is_still_found(log: Settings) -> None:
    keys.path_of(log).unlink()
    reseal(find_breaks())
    change(update(AuditEntry).where(AuditEntry.stream == FIRST, AuditEntry.seq == 1).values(actor_name="别人"))
    assert (FIRST, "hash") in found()


def test_what_an_operator_sealed_as_it_was_is_noted_and_what_comes_later_is_found(log: Settings) -> None:
    change(*cut(FIRST, 1))
    broken = find_breaks()
    assert broken
    reseal(broken)
    act(1)
    assert find_breaks() == []
    change(update(AuditHead).where(AuditHead.stream == FIRST).values(seal="0" * 64))
    assert found() == {(FIRST, "head")}


def test_a_mark_holds_for_what_was_marked_and_nothing_else(log: Settings) -> None:
    made = mark("ballot", seat=1, choice="AGREE")
    assert mark_holds(made, "ballot", seat=1, choice="AGREE")
    assert not mark_holds(made, "ballot", seat=1, choice="OPPOSE")
    assert "AGREE" not in made
