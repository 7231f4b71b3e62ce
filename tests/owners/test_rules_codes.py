"""The code on the stub: the same for the same ballot as long as it lies in a drawer, and readable by old eyes."""

from __future__ import annotations

import pytest

from deliberation.owners.rules.codes import same_code, stub_code
from deliberation.owners.rules.entry import receipt
from deliberation.owners.rules.papers import Content

KEY = "a key for tests only"
CODE = "P8BD-9BFQ-8H01"


def test_a_code_that_was_printed_stays_the_code() -> None:
    """This ballot's digest holds all four letters that look like others: I, L, O and U."""
    assert stub_code(KEY, 1, 161, 1) == CODE
    assert receipt("key", 5, Content("OWNER", {"1": ("AGREE",)})) == "B72N-RSS7"


def test_another_key_vote_ballot_or_printing_has_another_code() -> None:
    others = {
        stub_code("other", 1, 161, 1),
        stub_code(KEY, 2, 161, 1),
        stub_code(KEY, 1, 162, 1),
        stub_code(KEY, 1, 161, 2),
    }
    assert len(others | {CODE}) == 5
    assert stub_code(KEY, 1, 11, 1) != stub_code(KEY, 11, 1, 1)


@pytest.mark.parametrize(
    "typed", [CODE, "p8bd-9bfq-8h01", "P8BD 9BFQ 8H01", " P8BD9BFQ8HOl ", "P8BD-9BFQ-8HoI", "P8BD—9BFQ—8HO1"]
)
def test_a_code_is_taken_as_people_type_it(typed: str) -> None:
    assert same_code(typed, CODE)


def test_a_u_is_read_as_a_v() -> None:
    assert same_code("UUUU", "VVVV")


@pytest.mark.parametrize("typed", ["", "P8BD-9BFQ-8H0", "P8BD-9BFQ-8H011", "P8BD-9BFQ-8H02", "票P8BD9BFQ8H01", "10H8"])
def test_another_code_is_not_taken(typed: str) -> None:
    assert not same_code(typed, CODE)
