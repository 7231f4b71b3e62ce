"""Why an act is refused: one way to ask, for every test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.kernel.errors import Reason, Refused


def refusal(act: Callable[..., object], *args: Any, **named: Any) -> Refused:
    """The refusal of the act, which must be refused."""
    with pytest.raises(Refused) as caught:
        act(*args, **named)
    return caught.value


def reason_of(act: Callable[..., object], *args: Any, **named: Any) -> Reason:
    """The reason for which the act, which must be refused, is refused."""
    return refusal(act, *args, **named).reason
