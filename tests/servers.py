"""A real server process (gunicorn, one gevent worker) over a store that a test has furnished."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from deliberation.cli import gunicorn_options

SECRET = "a key for tests only"


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One server process. `clock_file` shifts its clock (see `set_clock`).

    `more` are further settings, `options` further options of gunicorn.
    """

    data_dir: Path
    database_url: str
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def clock_file(self) -> Path:
        """Holds the offset of the server's clock in seconds."""
        return self.data_dir / "clock"

    def set_clock(self, moment: datetime) -> None:
        """Make the server's clock show `moment` now; it goes on from there."""
        self.clock_file.write_text(str((moment - datetime.now(UTC)).total_seconds()), encoding="ascii")

    @property
    def environment(self) -> dict[str, str]:
        """What the server and the operator's commands beside it are told."""
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET,
            "DELIBERATION_DATA": str(self.data_dir),
            "DELIBERATION_CLOCK_FILE": str(self.clock_file),
            "RATE_LIMITS": "0",
            **self.more,
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", *gunicorn_options(f"127.0.0.1:{self.port}"), *self.options]
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own fixed command
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._await_answer()

    def _await_answer(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError((self.data_dir / "server.log").read_text(encoding="utf-8", errors="replace")[-3000:])

    def kill(self) -> None:
        """kill -9: the worker and its master are gone at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Tell the master alone, as an operator or a service manager does."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it in good order."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()
