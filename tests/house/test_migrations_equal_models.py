"""An installation that was brought up step by step has the same tables as the models, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db


@pytest.fixture(params=["sqlite", "postgresql"])
def unbuilt(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application over a store without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'unbuilt.sqlite'}"
    else:
        url = request.getfixturevalue("empty_postgresql")
    app = create_app(
        Settings(
            database_url=url, secret_key="a key for tests only", data_dir=tmp_path, rate_limits=False, testing=True
        ),
        async_mode="threading",
    )
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_migrations_lead_to_the_models_and_back(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade()
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_the_models_have_tables(unbuilt: Flask) -> None:
    """Guards the test above: without migrations and without models it would compare nothing with nothing."""
    with unbuilt.app_context():
        upgrade()
        assert {"compounds", "topics", "meetings", "ballots"} <= set(inspect(db.engine).get_table_names())
