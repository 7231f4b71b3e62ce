"""The furnished hall for tests of every route: furnished once, put back as it was for each visit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.live import outbox
from tests.house.stores import throwaway_database

if TYPE_CHECKING:
    from tests.house.furnished import Furnished


@dataclass(frozen=True)
class OpenHouse:
    """The application over a furnished store, without an application context of its own."""

    app: Flask
    kept: Path
    furnished: Furnished

    def put_back(self) -> None:
        """Undo whatever a visit has changed."""
        put_store(self.app, self.kept)


def put_store(app: Flask, kept: Path) -> None:
    """Put a copy of a kept store where the application looks for it."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copy2(kept, path)  # with its time: an unchanged store is known by it


@pytest.fixture(scope="session")
def furnished_house(running_app: Flask, blank_store: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenHouse:
    """Furnish once; keep the file."""
    from tests.house.furnished import furnish  # noqa: PLC0415 - a broken stage fails its tests, not the whole run

    outbox.listen(None)
    put_store(running_app, blank_store)
    kept = tmp_path_factory.mktemp("furnished") / "store.sqlite"
    with running_app.app_context():
        furnished = furnish()
        db.session.remove()
        connection = db.engine.raw_connection()  # without the BEGIN that an engine's connection sends
        connection.cursor().execute("VACUUM INTO ?", (str(kept),))
        connection.close()
    clock.use(None)
    return OpenHouse(running_app, kept, furnished)


@pytest.fixture
def house(furnished_house: OpenHouse) -> Iterator[OpenHouse]:
    """The furnished house as it was furnished, at the moment at which that ended."""
    outbox.listen(None)
    furnished_house.put_back()
    clock.use(lambda: furnished_house.furnished.now)
    furnished_house.app.config["PROPAGATE_EXCEPTIONS"] = False  # an error is an answer, as in service
    yield furnished_house
    furnished_house.app.config["PROPAGATE_EXCEPTIONS"] = None
    furnished_house.put_back()


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database, dropped afterwards."""
    with throwaway_database() as url:
        yield url
