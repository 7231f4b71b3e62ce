"""A stage made for tests: bells that ring when they are due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from deliberation.app import STAGES
from deliberation.db import db, transaction
from deliberation.due.actions import put
from deliberation.due.models import DueWork
from deliberation.kernel.stage import DueJob, Periodic, Ref, Stage, use


class Bells:
    """What was rung, and what shall go wrong."""

    def __init__(self) -> None:
        self.rung: list[Ref | None] = []
        self.sent: list[str] = []
        self.turns = 0
        self.broken = 0

    def ring(self, ref: Ref | None, _key: str) -> None:
        """Ring, or fail as often as `broken` says."""
        if self.broken:
            self.broken -= 1
            raise ValueError("the clapper is gone")
        self.rung.append(ref)

    def send(self, _ref: Ref | None, key: str) -> None:
        """Something outside the database."""
        self.sent.append(key)

    def turn(self, _now: datetime) -> list[int]:
        """What every minute brings."""
        self.turns += 1
        if self.broken:
            self.broken -= 1
            raise ValueError("the wheel is gone")
        return [self.turns]

    @property
    def stage(self) -> Stage:
        """The stage of these bells."""
        return Stage(
            "bells",
            jobs=(DueJob("bell.ring", self.ring), DueJob("bell.send", self.send, outside=True)),
            periodic=(Periodic("bells.turn", self.turn, "圈已转。"),),
        )


@contextmanager
def hung(bells: Bells) -> Iterator[Bells]:
    """The bells hang beside the real stages."""
    use((*STAGES, bells.stage))
    try:
        yield bells
    finally:
        use(STAGES)


def put_down(key: str = "bell:1", name: str = "bell.ring", due_at: datetime | None = None) -> None:
    """An act that puts a bell down."""
    with transaction():
        put(name, key, Ref("bell", 1), due_at)


def row(key: str = "bell:1") -> DueWork:
    """The row of a key, as the store has it now."""
    db.session.rollback()
    found = db.session.query(DueWork).filter_by(key=key).one()
    db.session.refresh(found)
    return found
