"""Installations for the operator's tests: the demonstration in a data folder of its own, over either store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from deliberation.app import create_app
from deliberation.config import EPOCH_FILE, Settings
from deliberation.db import db
from deliberation.operating import backup, restore
from tests.house import version_before
from tests.house.test_a_store_of_the_version_before import WRITTEN_IN

SECRET = "a key for tests only"


@dataclass(frozen=True)
class Installation:
    """One data folder and one store."""

    folder: Path
    url: str

    @property
    def settings(self) -> Settings:
        """As the environment would give them, the epoch of a restored installation included."""
        epoch = self.folder / EPOCH_FILE
        return Settings(
            database_url=self.url,
            secret_key=(self.folder / "secret_key").read_text("ascii"),
            data_dir=self.folder,
            session_epoch=epoch.read_text("ascii") if epoch.exists() else "",
            rate_limits=False,
            testing=True,
            extra={"WTF_CSRF_ENABLED": False, "SERVER_NAME": None},
        )

    @property
    def place(self) -> restore.Place:
        """The same for who restores."""
        return restore.Place(self.folder, sa.make_url(self.url), self.folder / "audit_keys")

    def application(self) -> Flask:
        """The program over it."""
        return create_app(self.settings, async_mode="threading")

    def backed_up(self, path: Path, passphrase: str = "") -> Path:
        """A backup of it."""
        app = self.application()
        with app.app_context():
            made = backup.make(path, self.settings, passphrase)
            let_go()
        return made.path

    def restored(self, file: Path, passphrase: str = "") -> Flask:
        """A backup laid down here, and the program over it."""
        restore.lay_down(file, self.place, lambda: passphrase)
        app = self.application()
        with app.app_context():
            upgrade()
            restore.end_what_was_open()
            let_go()
        return app


def let_go() -> None:
    """Close what is open of the store."""
    db.session.remove()
    db.engine.dispose()


def an_older_one(folder: Path, url: str = "") -> Installation:
    """The demonstration as the version before has left it; `url`: a PostgreSQL database instead of a file."""
    folder.mkdir()
    (folder / "secret_key").write_text(SECRET, "ascii")
    (folder / "audit_keys").write_text(f"{version_before.KEY}\n", "ascii")
    path = folder / "deliberation.sqlite"
    path.write_bytes(version_before.kept("store.sqlite.gz"))
    if not url:
        return Installation(folder, f"sqlite:///{path}")
    older = Installation(folder, url)
    with older.application().app_context():
        upgrade(revision=WRITTEN_IN)
        version_before.put_into(url, path)
        let_go()
    path.unlink()
    return older


def one_of_today(folder: Path, url: str = "") -> Installation:
    """The same, brought up to this program."""
    made = an_older_one(folder, url)
    with made.application().app_context():
        upgrade()
        let_go()
    return made


@contextmanager
def over(app: Flask) -> Iterator[None]:
    """Within the application, and everything closed afterwards."""
    with app.app_context():
        yield
        let_go()
