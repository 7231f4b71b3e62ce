"""A house whose channels lead to fakes on loopback, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deliberation.kernel import clock
from deliberation.notices import channels
from deliberation.notices.channels.channel import Outside
from tests.fakes.gateways import Gateways, the_gateways
from tests.fakes.mailbox import Mailbox, a_mailbox

FRIDAY = clock.beijing(2027, 3, 5, 10)


class MovedClock:
    """The clock of the hall; it stands until it is moved."""

    def __init__(self) -> None:
        self.moment = FRIDAY

    def __call__(self) -> datetime:
        return self.moment

    def to(self, hour: int, minute: int = 0, *, day: int = 5) -> None:
        self.moment = clock.beijing(2027, 3, day, hour, minute)

    def later(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def hand() -> MovedClock:
    moved = MovedClock()
    clock.use(moved)
    return moved


@pytest.fixture
def gateways() -> Iterator[Gateways]:
    with the_gateways() as server:
        yield server


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with a_mailbox() as server:
        yield server


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of the channels, none of them set; a test fills them."""
    values: dict[str, str] = {}
    before = channels._ask
    channels.ask_settings_with(lambda: Outside(values, tmp_path))
    yield values
    channels._ask = before
