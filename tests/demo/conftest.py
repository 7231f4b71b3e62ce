"""The demonstration, loaded once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.demo import loader
from deliberation.kernel import clock
from deliberation.live import outbox
from deliberation.live.gateway import gateway
from tests.house.conftest import put_store

NOON = clock.beijing(2026, 11, 21, 12)


@pytest.fixture(scope="session")
def told_store(running_app: Flask, blank_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store with the demonstration in it, loaded once for all these tests."""
    outbox.listen(None)
    put_store(running_app, blank_store)
    kept = tmp_path_factory.mktemp("demo") / "store.sqlite"
    with running_app.app_context(), clock.frozen(NOON):
        assert loader.load()
        db.session.remove()
        connection = db.engine.raw_connection()  # without the BEGIN that an engine's connection sends
        connection.cursor().execute("VACUUM INTO ?", (str(kept),))
        connection.close()
    return kept


@pytest.fixture
def demo(running_app: Flask, told_store: Path) -> Iterator[Flask]:
    """The application at noon of the day on which the demonstration was loaded."""
    put_store(running_app, told_store)
    gateway.read_in(running_app)
    outbox.listen(None)
    clock.use(lambda: NOON)
    with running_app.app_context():
        yield running_app
        db.session.remove()
        db.engine.dispose()
