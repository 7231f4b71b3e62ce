"""Compiled templates wait for the next process where a folder for them is named."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask import Flask

from deliberation import config
from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db

BARE = "errors/bare.html"


def _an_app(folder: Path, cache: Path | None) -> Flask:
    settings = Settings(f"sqlite:///{folder / 'store.sqlite'}", "a key", folder, testing=True, template_cache=cache)
    app = create_app(settings, async_mode="threading")
    app.jinja_env.get_template(BARE)
    with app.app_context():
        db.engine.dispose()
    return app


def test_a_second_process_reads_what_the_first_has_compiled_and_writes_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    _an_app(tmp_path, cache)
    kept = {one: one.stat().st_mtime_ns for one in (cache / config.VERSION).iterdir()}
    _an_app(tmp_path, cache)
    assert kept
    assert {one: one.stat().st_mtime_ns for one in (cache / config.VERSION).iterdir()} == kept


def test_the_folder_belongs_to_the_service_alone(tmp_path: Path) -> None:
    _an_app(tmp_path, tmp_path / "cache")
    assert stat.S_IMODE((tmp_path / "cache" / config.VERSION).stat().st_mode) == 0o700


@pytest.mark.parametrize("whose", ["its own", "the one above"])
def test_a_folder_in_which_others_may_write_is_left_alone(tmp_path: Path, whose: str) -> None:
    cache = tmp_path / "cache"
    (cache / config.VERSION).mkdir(parents=True, mode=0o700)
    (cache if whose == "the one above" else cache / config.VERSION).chmod(0o777)
    assert _an_app(tmp_path, cache).jinja_env.bytecode_cache is None
    assert list((cache / config.VERSION).iterdir()) == []


def test_a_folder_that_cannot_be_made_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    assert _an_app(tmp_path, tmp_path / "taken").jinja_env.bytecode_cache is None


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    app = _an_app(tmp_path, None)
    assert app.jinja_env.bytecode_cache is None
