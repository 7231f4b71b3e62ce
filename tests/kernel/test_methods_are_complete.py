"""A way to decide that lacks a part is found when the program starts, not when a vote is counted."""

from __future__ import annotations

import pytest

from deliberation.kernel.methods.base import Ballot, Question
from deliberation.kernel.methods.method import Method


class Unfinished(Method):
    """Checks a ballot and decides nothing."""

    code, name = "UNFINISHED", "没有写完"

    def check(self, question: Question, ballot: Ballot) -> None:
        """Anything goes."""


def test_a_method_that_cannot_decide_is_not_made() -> None:
    with pytest.raises(TypeError, match="decide"):
        Unfinished()  # type: ignore[abstract]
