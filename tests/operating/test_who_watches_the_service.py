"""What is told of the service: numbers to this machine alone, whether visitors may come, lines that name nobody."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from deliberation import logs
from deliberation.app import create_app, do_what_is_due
from deliberation.db import db
from deliberation.due.driver import SILENT_SECONDS
from deliberation.kernel import clock
from deliberation.live.server_log import ServerLog
from deliberation.logs import Lines
from deliberation.operating import backup
from deliberation.web import answered
from tests.builders import World
from tests.due.bell import Bells, hung, put_down
from tests.operating.installations import Installation, let_go, one_of_today

FAR = {"REMOTE_ADDR": "203.0.113.9"}


def numbers(client: FlaskClient) -> dict[str, float]:
    """What `/metrics` says, by name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_numbers_are_told_by_route_and_never_by_receipt(client: FlaskClient, world: World) -> None:
    client.get("/c/jinling/")
    client.get("/receipt/K7QM-2XPD-9H4T")
    client.get("/nowhere/at-all")
    found = numbers(client)
    home = 'deliberation_requests_total{method="GET",route="/c/<compound_slug>/",status="200"}'
    assert found[home] >= 1
    assert any('route="(no such page)"' in name for name in found)
    assert not any("K7QM" in name or "nowhere" in name for name in found)
    assert found['deliberation_request_seconds_count{route="/c/<compound_slug>/"}'] >= 1
    assert (found["deliberation_rooms_open"], found["deliberation_tablets"]) == (0, 0)
    assert found["deliberation_database_up"] == 1


def test_a_method_that_a_stranger_makes_up_is_no_number_of_its_own(client: FlaskClient) -> None:
    for made_up in ("MADEUP1", "MADEUP2"):
        client.open("/c/jinling/", method=made_up)
    found = numbers(client)
    assert any('method="other"' in name for name in found)
    assert not any("MADEUP" in name for name in found)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.9", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}),
        ("203.0.113.9", {"Authorization": "Bearer "}),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}),
    ],
)
def test_who_comes_from_elsewhere_or_through_a_proxy_sees_no_numbers(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == 404


def test_who_knows_the_token_sees_them_from_anywhere(client: FlaskClient, app: Flask) -> None:
    before = app.config["DELIBERATION"]
    app.config["DELIBERATION"] = replace(before, metrics_token="a long token of the operator")
    try:
        for word, status in (("a long token of the operator", 200), ("a long token", 404)):
            given = {"Authorization": f"Bearer {word}"}
            assert client.get("/metrics", headers=given, environ_overrides=FAR).status_code == status
        assert client.get("/metrics").status_code == 200, "this machine needs none"
    finally:
        app.config["DELIBERATION"] = before


def test_due_work_that_is_not_done_is_counted_by_name(client: FlaskClient, app: Flask) -> None:
    with hung(Bells()):
        put_down("bell:1", "bell.send")
        assert numbers(client)['deliberation_due_work{name="bell.send",state="WAITING"}'] == 1
    assert numbers(client)["deliberation_due_troubled"] == 0


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return one_of_today(tmp_path_factory.mktemp("watched") / "data")


@pytest.fixture
def served(installation: Installation) -> Iterator[Flask]:
    """The program over a store that migrations have made."""
    app = installation.application()
    yield app
    with app.app_context():
        let_go()


def test_the_age_of_the_last_backup_and_of_the_last_turn_is_told(
    served: Flask, installation: Installation, tmp_path: Path
) -> None:
    client = served.test_client()
    assert numbers(client)["deliberation_last_backup_age_seconds"] == float("inf")
    with served.app_context():
        backup.make(tmp_path / "backup.tar", installation.settings)
        do_what_is_due()
        db.session.remove()
    found = numbers(client)
    assert 0 <= found["deliberation_last_backup_age_seconds"] < 600
    assert 0 <= found["deliberation_last_turn_age_seconds"] < 600


def test_visitors_may_be_sent_where_store_migrations_keys_and_turn_are_right(
    served: Flask, installation: Installation
) -> None:
    client = served.test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"status": "ready", "database": "ok", "migrations": "ok", "keys": "ok", "turn": "ok"},
    )
    with served.app_context():
        do_what_is_due()
        later = clock.now() + timedelta(hours=1)
        db.session.remove()
    served.extensions["watching"].begun -= SILENT_SECONDS
    with clock.frozen(later):
        assert client.get("/readyz").get_json()["turn"] == "late"
    ring = installation.folder / "audit_keys"
    kept = ring.read_text()
    for text, told in ((f"{'ab' * 32}\n", "lost"), ("no key\n", "unreadable")):
        ring.write_text(text)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.get_json()["keys"]) == (503, told)
    ring.write_text(kept)


@pytest.mark.parametrize(("stands", "told"), [("5e1d7c30b9a2", "behind"), ("ffffffffffff", "ahead"), ("", "none")])
def test_a_store_that_is_not_of_this_program_is_not_ready(served: Flask, stands: str, told: str) -> None:
    with served.app_context(), db.engine.begin() as connection:
        at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if stands:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{stands}')")
        else:
            connection.exec_driver_sql("DROP TABLE alembic_version")
    try:
        answer = served.test_client().get("/readyz")
        assert (answer.status_code, answer.get_json()["migrations"]) == (503, told)
    finally:
        with served.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{at}')")


def test_a_store_that_breaks_off_is_not_ready_and_no_error(served: Flask) -> None:
    """The look at the store goes well, and the one after it does not."""
    client = served.test_client()
    assert client.get("/readyz").status_code == 200
    with served.app_context():
        engine = db.engine

    def away(*_: object) -> None:
        raise OperationalError("SELECT version_num", {}, Exception("gone"))

    sa.event.listen(engine, "before_cursor_execute", away)
    try:
        answer = client.get("/readyz")
    finally:
        sa.event.remove(engine, "before_cursor_execute", away)
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not ready")


class Written:
    """What the log has written as JSON."""

    def __init__(self) -> None:
        self.lines: list[dict[str, object]] = []

    def note(self, record: logging.LogRecord) -> bool:
        self.lines.append(json.loads(Lines().format(record)))
        return True


@pytest.fixture
def written() -> Iterator[Written]:
    """Everything that is logged meanwhile."""
    found = Written()
    handler = logging.Handler()
    handler.emit = found.note  # type: ignore[assignment, method-assign]
    root, ours = logging.getLogger(), logging.getLogger("deliberation")
    before = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield found
    root.removeHandler(handler)
    ours.setLevel(before)


def test_a_request_is_a_line_with_its_route_and_nothing_of_who_asked(
    served: Flask, installation: Installation, written: Written
) -> None:
    served.test_client().get("/c/jinling/")
    assert [line for line in written.lines if line["logger"] == answered.LOG.name] == [], "none where text is written"
    app = create_app(replace(installation.settings, log="json"), async_mode="threading")
    client = app.test_client()
    number = "0123456789abcdef" * 2
    client.get("/c/jinling/?q=13812345678", headers={"X-Request-ID": number})
    client.get("/receipt/K7QM-2XPD-9H4T")
    client.get("/ballot/1/88")
    client.get("/c/huali/owners-votes/1")
    client.get("/13812345678")
    lines = [line for line in written.lines if line["logger"] == answered.LOG.name]
    assert [line["message"] for line in lines] == [
        "GET /c/jinling/",
        "GET /receipt/<receipt_code>",
        "GET /ballot/1/<number>",
        "GET /c/huali/owners-votes/1",
        "GET (no such page)",
    ]
    assert (lines[0]["status"], lines[0]["request"]) == (200, number)
    assert set(lines[1]) == {"at", "level", "logger", "message", "status", "ms"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", str(lines[0]["at"]))
    with app.app_context():
        let_go()


def test_an_error_is_told_by_its_place_and_not_by_what_somebody_typed(written: Written, app: Flask) -> None:
    def typed() -> int:
        return int("孙玉梅 13812345678")

    for act in (typed, lambda: Path("/nowhere/at/all").read_text("utf-8")):
        try:
            act()
        except (ValueError, OSError):
            logging.getLogger("deliberation.test").exception("打电话给 13812345678 的人没有接通")
    first, second = written.lines
    assert first["message"] == "打电话给 ** 的人没有接通"
    assert (first["error"], first["error_says"]) == ("ValueError", "")
    assert any("typed" in line for line in first["at_lines"])  # type: ignore[attr-defined]
    assert "No such file" in str(second["error_says"])
    heads = "审计日志校验码：3-1207-9f3a13812345678e44"
    assert logs.masked(heads) == heads, "the log's own anchors stay"


def test_the_servers_own_lines_are_json_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DELIBERATION_LOG", "json")
    from gunicorn.config import Config  # noqa: PLC0415 - the server's, for this test alone

    made = Config()
    made.set("errorlog", str(tmp_path / "log"))
    log = ServerLog(made)
    log.info("Listening at: %s", "http://127.0.0.1:8000")
    for handler in log.error_log.handlers:
        handler.close()
    log.error_log.handlers = []
    assert json.loads((tmp_path / "log").read_text())["message"] == "Listening at: http://127.0.0.1:8000"


def test_text_stays_text_and_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers, logging.getLogger("deliberation").level
    try:
        logs.set_up("text")
        assert root.handlers is before
        logs.set_up("json")
        root.handlers[0].setStream(sys.stderr)  # type: ignore[attr-defined]
        logging.getLogger("deliberation").info("到期的事已办\n两行")
    finally:
        root.handlers = before
        logging.getLogger("deliberation").setLevel(level)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "到期的事已办\n两行"


def test_a_failing_page_is_logged_by_its_route(written: Written, app: Flask) -> None:
    with app.test_request_context("/receipt/K7QM-2XPD-9H4T"):
        app.log_exception((ValueError, ValueError("x"), None))
    assert written.lines[-1]["message"] == "GET of /receipt/<receipt_code> failed"
