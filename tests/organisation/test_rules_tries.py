"""How many wrong tries there may be, and how long one waits: the arithmetic of the doors."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from deliberation.convening.rules import PIN_DIGITS
from deliberation.organisation.rules.tries import ADMISSIONS, KNOWN_LIMIT, LONGEST_WAIT, most_tries, wait_after


def test_some_seat_is_guessed_with_a_chance_below_one_in_a_thousand() -> None:
    assert Fraction(most_tries(ADMISSIONS) + KNOWN_LIMIT, 10**PIN_DIGITS) < Fraction(1, 1000)
    assert most_tries(ADMISSIONS + 100) == most_tries(ADMISSIONS)


def test_the_wait_doubles_and_has_an_end() -> None:
    waits = [wait_after(n).total_seconds() for n in range(12)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert wait_after(10**9) == LONGEST_WAIT == timedelta(minutes=15)
