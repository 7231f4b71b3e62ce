"""PostgreSQL lets nobody in for a while: every page says so in words, and afterwards everything is there again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.live import outbox
from tests.builders import a_compound, sign_in
from tests.house.stores import SERVER, throwaway_database

Away = Callable[[], None]
Service = tuple[Flask, FlaskClient, Away, Away]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The application over a database that can be shut to it and opened again."""
    outbox.listen(None)
    with ExitStack() as stack:
        url = stack.enter_context(throwaway_database())
        settings = Settings(
            url, "a key for tests only", tmp_path, rate_limits=False, testing=True, extra={"WTF_CSRF_ENABLED": False}
        )
        app = create_app(settings, async_mode="threading")
        app.testing = False  # a visitor gets a page, not the error
        with app.app_context():  # left before the requests: each has one of its own, as in service
            db.create_all()
            world = a_compound()
            browser = sign_in(app.test_client(), world, "张秀兰")
            name = db.engine.url.database or ""
            db.session.remove()
            stack.callback(db.engine.dispose)
        other = stack.enter_context(psycopg.connect(SERVER, autocommit=True))

        def let(allowed: str) -> None:
            other.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS " + allowed).format(sql.Identifier(name)))
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

        stack.callback(let, "true")
        yield app, browser, lambda: let("false"), lambda: let("true")


@pytest.mark.parametrize("path", ["/", "/c/jinling/", "/c/jinling/topics/new", "/desk/jinling/", "/login"])
def test_while_the_database_is_away_a_page_says_so_and_afterwards_it_is_there(service: Service, path: str) -> None:
    _app, browser, shut, open_again = service
    assert browser.get(path, follow_redirects=True).status_code == 200
    shut()
    away = browser.get(path)
    assert (away.status_code, "服务器连不上数据库" in away.text, "</html>" in away.text) == (503, True, True)
    told = browser.get(path, headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["code"]) == (503, "store_away")
    open_again()
    assert browser.get(path, follow_redirects=True).status_code == 200


def test_what_is_sent_while_the_database_is_away_is_refused_and_can_be_sent_again(service: Service) -> None:
    app, _browser, shut, open_again = service
    visitor = app.test_client()
    typed = {"username": "nobody", "password": "wrong"}
    shut()
    away = visitor.post("/login", data=typed, headers={"Referer": "http://localhost/login"})
    assert (away.status_code, "服务器连不上数据库" in away.text, 'href="http://localhost/login"' in away.text) == (
        503,
        True,
        True,
    )
    open_again()
    assert visitor.post("/login", data=typed).status_code == 401
