"""Races need a store that lets two writers in at once: PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from deliberation.app import create_app
from deliberation.config import Settings, template_cache
from deliberation.db import db
from deliberation.live import outbox
from tests.house.stores import throwaway_database

Together = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def postgresql_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a PostgreSQL database of its own, with every table."""
    with throwaway_database() as url:
        app = create_app(
            Settings(
                database_url=url,
                secret_key="a key for tests only",
                data_dir=tmp_path_factory.mktemp("races"),
                rate_limits=False,
                testing=True,
                template_cache=template_cache(),
                extra={
                    "WTF_CSRF_ENABLED": False,
                    "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 30, "max_overflow": 30},
                },
            ),
            async_mode="threading",
        )
        with app.app_context():
            db.create_all()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(postgresql_app: Flask) -> Iterator[Flask]:
    """The application with empty tables and an open application context, as in every other test."""
    outbox.listen(None)
    with postgresql_app.app_context():
        tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        yield postgresql_app
        db.session.remove()


@pytest.fixture
def together(app: Flask) -> Together:
    """Run acts at the same moment, each in a thread and an application context of its own.

    Answers what each returned, in the order given; what one raised is its answer.
    """

    def run(*acts: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(acts))
        answers: list[Any] = [None] * len(acts)

        def one(index: int, act: Callable[[], Any]) -> None:
            with app.app_context():
                start.wait(timeout=30)
                try:
                    answers[index] = act()
                except Exception as error:  # noqa: BLE001 - a refusal is an answer
                    answers[index] = error

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return answers

    return run
