"""How many ballots a second one process stores on PostgreSQL, with the audit log linked and sealed.

    TEST_DATABASE_URL=postgresql://… python -m benchmarks.audit_append [ballots in a batch] [batches]

Batches as a hall makes them, straight through the store's own path (`ballot_store.load`, `save`).
"""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from pathlib import Path

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db, write_connection
from deliberation.kernel import clock
from deliberation.room.actions import ballot_store as store
from deliberation.room.actions.ballots import Cast, accept
from deliberation.room.models import RollEntry
from tests.builders import a_compound
from tests.halls import DELEGATES, Hall, an_open_meeting
from tests.house.stores import throwaway_database


def batch(hall: Hall, vote_id: int, size: int) -> float:
    """Store one batch; answers how long it took, in seconds."""
    people = [hall.world.actor(name) for name in DELEGATES if hall.seats[name].id in roll_of(vote_id)]
    casts = [Cast(people[n % len(people)], hall.meeting_id, vote_id, "AGREE", uuid.uuid4().hex) for n in range(size)]
    db.session.rollback()
    begun = time.perf_counter()
    with write_connection() as connection:
        scene = store.load(connection, casts)
        for cast in casts:
            accept(scene, cast)
        store.save(connection, scene)
    return time.perf_counter() - begun


def roll_of(vote_id: int) -> set[int]:
    """Who may cast."""
    return set(db.session.scalars(db.select(RollEntry.seat_id).where(RollEntry.vote_id == vote_id)))


def main(size: int, batches: int) -> None:
    """Print the ballots a second, the median batch first."""
    with throwaway_database() as url, tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(url, "benchmark", Path(folder), rate_limits=False), async_mode="threading")
        with app.app_context():
            db.create_all()
            hall = an_open_meeting(a_compound())
            hall.to_debate()
            vote_id = hall.open_vote().id
            took = sorted(batch(hall, vote_id, size) for _ in range(batches))
            clock.use(None)
            median = took[len(took) // 2]
            print(f"{size} ballots in a batch: {size / median:,.0f} a second (median of {batches})")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, int(sys.argv[2]) if len(sys.argv) > 2 else 50)  # noqa: PLR2004
