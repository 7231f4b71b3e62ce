"""A vote that is open in the store, and real server processes over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.live import outbox
from tests.builders import a_compound
from tests.halls import Hall, an_open_meeting
from tests.servers import SECRET, Server


@contextmanager
def an_open_vote(
    folder: Path, servers: int = 1, url: str = "", **more: str
) -> Iterator[tuple[Flask, Hall, list[Server]]]:
    """So many servers over one store with a vote open, and the same store beside them.

    `url`: another store than a SQLite file in the folder; `more`: settings of the servers.
    """
    url = url or f"sqlite:///{folder / 'hall.sqlite'}"
    app = create_app(Settings(url, SECRET, folder, rate_limits=False, testing=True), async_mode="threading")
    outbox.listen(None)
    with app.app_context():
        db.create_all()
        hall = an_open_meeting(a_compound())
        hall.to_debate()
        hall.open_vote()
        db.session.rollback()
        clock.use(None)
        started = [Server(folder, url, more=more) for _each in range(servers)]
        try:
            for server in started:
                server.set_clock(hall.at)
                server.start()
            yield app, hall, started
        finally:
            for server in started:
                server.stop()
            db.session.remove()
            db.engine.dispose()
