"""The doors of a receipt count who knocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.live import outbox
from deliberation.web.extensions import limiter


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser before doors that count, as in service; the tests' own application does not."""
    settings = Settings(f"sqlite:///{tmp_path / 'store.sqlite'}", "a key for tests only", tmp_path, testing=True)
    app = create_app(settings, async_mode="threading")
    outbox.listen(None)
    limiter.reset()
    with app.app_context():
        db.create_all()
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()
    limiter.enabled = False


@pytest.mark.parametrize(
    ("path", "most"),
    [("/receipt/guess/qr.svg", 120), ("/receipt/guess/photos/guess", 360)],
)
def test_whoever_guesses_receipts_is_stopped_at_every_door(counting: FlaskClient, path: str, most: int) -> None:
    answers = [counting.get(path).status_code for _ in range(most + 1)]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
