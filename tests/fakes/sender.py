"""A process that sends what the outbox holds, and that is killed while it does: `Sender`, and what it runs.

The application is made once, in a process that sends nothing; for each round it splits off one that does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deliberation.app import create_app
from deliberation.db import db
from deliberation.notices.actions.delivery import deliver


@dataclass
class Sender:
    """One sending process at a time over a store; `environment` says where the channels lead."""

    folder: Path
    database_url: str
    environment: dict[str, str]
    began: datetime
    kills: int = 0
    pid: int = 0
    _mother: subprocess.Popen[str] | None = field(default=None)

    def open(self) -> None:
        """Make the application."""
        given = {
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": "a key for tests only",
            "DELIBERATION_DATA": str(self.folder),
            "DELIBERATION_CLOCK_FILE": str(self.folder / "clock"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        with (self.folder / "sender.log").open("ab") as log:
            self._mother = subprocess.Popen(  # noqa: S603 - our own fixed command
                [sys.executable, __file__],
                env={**os.environ, **given, **self.environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self) -> None:
        """Begin to send; the clock stands three minutes later after each kill, when the leases have ended."""
        assert self._mother
        assert self._mother.stdin
        offset = self.began + timedelta(minutes=3 * self.kills) - datetime.now(UTC)
        (self.folder / "clock").write_text(str(offset.total_seconds()), encoding="ascii")
        self._mother.stdin.write("go\n")
        self._mother.stdin.flush()
        self.pid = self._heard()

    def kill(self) -> None:
        """kill -9, at whatever it is."""
        self.kills += 1
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Until it has sent everything (0), or was killed."""
        return self._heard()

    def _heard(self) -> int:
        assert self._mother
        assert self._mother.stdout
        line = self._mother.stdout.readline()
        assert line, (self.folder / "sender.log").read_text("utf-8")[-3000:]
        return int(line)

    def close(self) -> None:
        """No more rounds."""
        if self._mother:
            self._mother.communicate()


def main() -> None:
    """For each line that comes in: a process of its own, which sends until nothing is due."""
    app = create_app()
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            with app.app_context():
                while deliver():
                    pass
                db.session.remove()
                db.engine.dispose()
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - how the two processes talk
        print(os.waitpid(pid, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
