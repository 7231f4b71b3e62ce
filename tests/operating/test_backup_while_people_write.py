"""A backup is one moment of the store, whoever writes meanwhile, and nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.record import record
from deliberation.config import ROOT
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.operating import backup
from tests.house.stores import throwaway_database
from tests.house.version_before import NOON, come_in
from tests.operating.installations import Installation, one_of_today, over
from tests.servers import Server
from tests.visitors import Visitor

WRITTEN_MEANWHILE = 30


@pytest.fixture(params=["sqlite", "postgresql"])
def twins(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """An installation, and an empty place for another."""
    with ExitStack() as stack:
        second = f"sqlite:///{tmp_path / 'second' / 'deliberation.sqlite'}"
        urls = [stack.enter_context(throwaway_database()) for _each in range(2) if request.param == "postgresql"]
        first_url, second_url = urls or ("", second)
        yield one_of_today(tmp_path / "first", first_url), Installation(tmp_path / "second", second_url)


class Writer:
    """Writes entry after entry into the log until it is told to stop."""

    def __init__(self, app: Flask) -> None:
        self._app, self._stop = app, threading.Event()
        self.enough, self.written = threading.Event(), 0
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self.enough.wait(60)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(60)

    def _write(self) -> None:
        with over(self._app):
            while not self._stop.is_set():
                with transaction():
                    record(SYSTEM, "backup.restore", "backup", self.written, 1 + self.written % 2)
                self.written += 1
                if self.written >= WRITTEN_MEANWHILE:
                    self.enough.set()


def test_what_was_backed_up_is_one_moment_of_a_store_that_is_written_all_the_time(
    twins: tuple[Installation, Installation], tmp_path: Path
) -> None:
    first, second = twins
    app = first.application()
    with app.app_context(), Writer(app) as writer:
        before = writer.written
        made = backup.make(tmp_path / "backup.tar", first.settings)
        after = writer.written
    assert after > before >= WRITTEN_MEANWHILE, "the writer went on"
    restored = second.restored(made.path)
    with over(restored):
        assert find_breaks() == []
        told = list(db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "backup.restore")))
        numbers = sorted(one for one in told if one is not None)
        assert numbers == list(range(len(numbers))), "no entry is missing before the last one"
        assert before <= len(numbers) <= after + 1
        ends = db.session.scalars(select(AuditHead.seq)).all()
        assert len(ends) >= 2
    with over(app):
        assert find_breaks() == []


def command(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    """An operator's command on a server's machine, which knows its data folder alone."""
    env = {name: value for name, value in server.environment.items() if name not in {"SECRET_KEY", "DATABASE_URL"}}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", "from deliberation.cli import main; main()", *words],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """A machine by its name: a server over the data folder of that name."""
    made: list[Server] = []

    def machine(name: str) -> Server:
        folder = tmp_path / name
        server = Server(folder, f"sqlite:///{folder / 'deliberation.sqlite'}", more={"SECRET_KEY": ""})
        made.append(server)
        return server

    yield machine
    for one in made:
        one.stop()


def test_by_the_commands_a_running_service_goes_on_on_a_second_machine(
    machines: Callable[[str], Server], tmp_path: Path
) -> None:
    one_of_today(tmp_path / "first")
    first, second = machines("first"), machines("second")
    first.start()
    resident = Visitor(first)
    pages = ["/c/jinling/", "/c/huali/owners-votes/1", "/c/jinling/resolutions/"]
    before = [resident.get(path) for path in pages]
    file = tmp_path / "backup.tar"
    said = command(first, "backup", str(file))
    assert said.returncode == 0, said.stderr
    assert "已备份到" in said.stdout
    assert "没有加密" in said.stderr

    assert "不是空的" in command(first, "restore", str(file)).stderr
    assert [resident.get(path) for path in pages] == before
    said = command(second, "restore", str(file))
    assert said.returncode == 0, said.stderr
    assert "原来的登录全部失效" in said.stdout
    assert command(second, "check-audit").stdout == "ok\n"
    for words in (["recount", "1"], ["recount", "--owners", "1"]):
        there, here = command(first, *words), command(second, *words)
        assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
        assert here.returncode == 0
    first.stop()
    second.start()
    assert [Visitor(second).get(path) for path in pages] == before
    assert (tmp_path / "second" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_place_restored_from_the_commands_lets_the_same_people_in_again(tmp_path: Path) -> None:
    first = one_of_today(tmp_path / "first")
    second = Installation(tmp_path / "second", f"sqlite:///{tmp_path / 'second' / 'deliberation.sqlite'}")
    restored = second.restored(first.backed_up(tmp_path / "backup.tar"))
    with clock.frozen(NOON):
        assert come_in(restored, "zhoumin").get("/desk/jinling/").status_code == 200
    with over(restored):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "backup.restore")).all()
        assert len(entries) == 1
