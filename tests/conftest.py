"""The hall of every test: one application, a fresh store for each test, people who come in by role."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deliberation.kernel import clock, holidays

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.builders import World
    from tests.halls import Hall

# Tests of pure rules need no application, and importing it takes many times as long as they do: only the fixtures
# that need it import it.
# ruff: noqa: PLC0415


@pytest.fixture(scope="session")
def blank_store(running_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store with every table, copied for each test."""
    from deliberation.db import db

    path = tmp_path_factory.mktemp("store") / "blank.sqlite"
    with running_app.app_context():
        db.create_all()
        db.engine.dispose()  # the last connection folds the write-ahead log into the file
    shutil.copyfile(store_path(running_app), path)
    return path


def store_path(app: Flask) -> Path:
    """Where the application's SQLite store lies."""
    return Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def running_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The one application of a test run; `app` gives it a fresh store."""
    from deliberation.app import create_app
    from deliberation.config import Settings, template_cache
    from tests.onlookers import Onlooker

    path = tmp_path_factory.mktemp("run") / "store.sqlite"
    settings = Settings(
        database_url=f"sqlite:///{path}",
        secret_key="a key for tests only",
        data_dir=path.parent,
        template_cache=template_cache(),
        rate_limits=True,  # ready, and switched off for every test that does not ask for them
        testing=True,
        extra={"WTF_CSRF_ENABLED": False, "SERVER_NAME": None},
    )
    app = create_app(settings, async_mode="threading")
    app.test_client_class = Onlooker
    return app


def pytest_configure(config: pytest.Config) -> None:
    """Every process of this run, servers included, reads the templates that the first of them has compiled."""
    if "DELIBERATION_TEMPLATE_CACHE" not in os.environ:
        folder = tempfile.mkdtemp(prefix="templates-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
        os.environ["DELIBERATION_TEMPLATE_CACHE"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_finish() -> None:
    """What is imported stays: the garbage collector looks at what comes later only, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_fixture_setup(fixturedef: Any) -> None:
    """What many tests share is made once and copied (`tests.kept_stores`)."""
    if "tests.kept_stores" in sys.modules:
        from tests.kept_stores import keep

        keep(fixturedef)


@pytest.fixture
def app(running_app: Flask, blank_store: Path) -> Iterator[Flask]:
    """The application with an empty store, and an application context for what the test itself sets up and reads.

    What the test asks for as a browser runs in a context of its own (`tests.onlookers`).
    """
    from deliberation.db import db
    from deliberation.live import outbox
    from deliberation.live.gateway import gateway
    from tests.kept_stores import keeper

    path = store_path(running_app)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(blank_store, path)
    gateway.read_in(running_app)
    outbox.listen(None)
    with running_app.app_context():
        keeper.begin(path, blank_store.parent)
        yield running_app
        keeper.end()
        outbox.listen(None)
        _let_senders_finish()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(app: Flask) -> World:
    """A compound with its five parties; a test that needs more of it furnishes it in a fixture of its own."""
    from tests.builders import a_compound

    return a_compound()


@pytest.fixture
def hall(world: World) -> Hall:
    """A meeting in session, between two items."""
    from tests.halls import an_open_meeting

    return an_open_meeting(world)


@pytest.fixture
def days_off(running_app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The installation's own file of days off, which says nothing yet."""
    own = tmp_path / "holidays.json"
    own.write_text("{}", "utf-8")
    holidays.use(own)
    yield own
    holidays.use(None)


def _let_senders_finish() -> None:
    """A sender that still reads must not find the store of the next test."""
    from deliberation.live.gateway import gateway

    deadline = time.monotonic() + 5
    while not gateway.is_idle:
        if time.monotonic() > deadline:
            raise RuntimeError("a sender of the live rooms has not finished within five seconds")
        time.sleep(0.02)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """The application with its limits on, none of them used."""
    from deliberation.web.extensions import limiter

    limiter.enabled = True
    limiter.reset()
    yield app
    limiter.enabled = False
    limiter.reset()


@pytest.fixture(autouse=True)
def _no_limits_left_behind() -> None:
    """A command that a test ran made an application of its own and switched the limits on, for this process."""
    extensions = sys.modules.get("deliberation.web.extensions")
    if extensions is not None:
        extensions.limiter.enabled = False


@pytest.fixture(autouse=True)
def _no_clock_left_behind() -> Iterator[None]:
    """A test that moved the clock must not move it for the next."""
    yield
    clock.use(None)


def pytest_report_header() -> list[str]:
    """Say which services this run may use."""
    return [f"PostgreSQL: {os.environ.get('TEST_DATABASE_URL') or '未提供'}"]
