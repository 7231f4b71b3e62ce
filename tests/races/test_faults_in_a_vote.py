"""A small round of `scripts/fault_check.py`: servers, database and Redis fail in the middle of a vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import fault_check


@pytest.fixture
def app() -> None:
    """These servers are processes of their own; the application of the other races is not asked for."""


@pytest.mark.parametrize(("check", "rounds"), [("sqlite", 2), ("postgresql", 2), ("redis", 1)])
def test_what_was_acknowledged_is_stored_and_counted_and_the_room_goes_on(
    tmp_path: Path, check: str, rounds: int
) -> None:
    found = fault_check.CHECKS[check](tmp_path, rounds)
    assert fault_check.is_good(found), found
    assert found["acknowledged"] >= found["ballots"] > 0
