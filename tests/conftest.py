"""The hall of every test: one application, a fresh store for each test, people who come in by role."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import holidays
from deliberation.live import outbox
from deliberation.live.gateway import gateway
from deliberation.web.extensions import limiter
from tests.kept_stores import keep, keeper
from tests.onlookers import Onlooker


@pytest.fixture(scope="session")
def blank_store(running_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store with every table, copied for each test."""
    path = tmp_path_factory.mktemp("store") / "blank.sqlite"
    with running_app.app_context():
        db.create_all()
        db.engine.dispose()  # the last connection folds the write-ahead log into the file
    shutil.copyfile(store_path(running_app), path)
    return path


def store_path(app: Flask) -> Path:
    """Where the application's SQLite store lies."""
    return Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def _settings(path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{path}",
        secret_key="a key for tests only",
        data_dir=path.parent,
        rate_limits=True,  # ready, and switched off for every test that does not ask for them
        testing=True,
        extra={"WTF_CSRF_ENABLED": False, "SERVER_NAME": None},
    )


@pytest.fixture(scope="session")
def running_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The one application of a test run; `app` gives it a fresh store."""
    app = create_app(_settings(tmp_path_factory.mktemp("run") / "store.sqlite"), async_mode="threading")
    app.test_client_class = Onlooker
    app.before_request_funcs.setdefault(None, []).insert(0, forget_the_last_visitor)
    return app


def forget_the_last_visitor() -> None:
    """Tests share one application context, and with it `g`: each request begins as in service."""
    for name in ("actor", "compound", "_login_user"):
        g.pop(name, None)


def pytest_fixture_setup(fixturedef: Any) -> None:
    """What many tests share is made once and copied (`tests.kept_stores`)."""
    keep(fixturedef)


@pytest.fixture
def app(running_app: Flask, blank_store: Path) -> Iterator[Flask]:
    """The application with an empty store and an open application context."""
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
def days_off(running_app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The installation's own file of days off, which says nothing yet."""
    own = tmp_path / "holidays.json"
    own.write_text("{}", "utf-8")
    holidays.use(own)
    yield own
    holidays.use(None)


def _let_senders_finish() -> None:
    """A sender that still reads must not find the store of the next test."""
    deadline = time.monotonic() + 5
    while not gateway.is_idle and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """The application with its limits on, none of them used."""
    limiter.enabled = True
    limiter.reset()
    yield app
    limiter.enabled = False
    limiter.reset()


@pytest.fixture(autouse=True)
def _no_limits_left_behind() -> None:
    """A command that a test ran made an application of its own and switched the limits on, for this process."""
    limiter.enabled = False


@pytest.fixture(autouse=True)
def _no_clock_left_behind() -> Iterator[None]:
    """A test that moved the clock must not move it for the next."""
    from deliberation.kernel import clock  # noqa: PLC0415

    yield
    clock.use(None)


def pytest_report_header() -> list[str]:
    """Say which services this run may use."""
    return [f"PostgreSQL: {os.environ.get('TEST_DATABASE_URL') or '未提供'}"]
