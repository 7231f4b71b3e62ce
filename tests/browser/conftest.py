"""A browser, a server over a furnished store, and the rule that no page may show an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Playwright

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.live import outbox
from tests.browser.stage import Stage
from tests.servers import SECRET, Server

INSTALLED = (shutil.which("chromium-headless-shell"), "/usr/bin/chromium")
"""Debian's: the shell draws pages only; the whole browser keeps two more of its own at work."""
CHROMIUM = os.environ.get("CHROMIUM") or next(path for path in INSTALLED if path)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Made = TypeVar("Made")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}; set CHROMIUM")
    return {"executable_path": CHROMIUM, "args": ARGUMENTS, "headless": True}


@contextmanager
def served(folder: Path, furnish: Callable[[], Made]) -> Iterator[tuple[Server, Path, Made]]:
    """A server over a store that `furnish` has furnished; it returns plain values, and its clock stays."""
    store = folder / "hall.sqlite"
    url = f"sqlite:///{store}"
    app = create_app(Settings(url, SECRET, folder, rate_limits=False, testing=True), async_mode="threading")
    outbox.listen(None)
    with app.app_context():
        db.create_all()
        made = furnish()
        moment = clock.now()
        clock.use(None)
        db.session.remove()
        db.engine.dispose()
    server = Server(folder, url)
    server.set_clock(moment)
    server.start()
    try:
        yield server, store, made
    finally:
        server.stop()


@contextmanager
def staged(
    playwright: Playwright, browser: Browser, folder: Path, furnish: Callable[[], Made]
) -> Iterator[tuple[Stage, Made]]:
    """The same with people who look at it; afterwards no page may have shown an error."""
    with served(folder, furnish) as (server, store, made):
        stage = Stage(playwright, browser, server, store)
        try:
            yield stage, made
        finally:
            stage.close()
        assert stage.problems == []
