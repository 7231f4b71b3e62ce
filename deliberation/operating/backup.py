"""One file with everything that an installation is, made while it serves."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deliberation import config
from deliberation.audit import keys
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.operating import package, sealed, stores
from deliberation.operating.refusal import NotDone

NAMED = re.compile(r"deliberation-\d{8}-\d{6}\.(tar|sealed)")
"""The files that `into_folder` names, and the only ones it ever deletes."""

WORK = ".deliberation-backup-"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is finished: where, how many bytes, their SHA-256."""

    path: Path
    size: int
    sha256: str


def into_folder(folder: Path, settings: config.Settings, passphrase: str = "", keep: int = 0) -> Made:
    """A backup named by its time in a folder; of those, the newest `keep` stay (0: all). Raises `NotDone`."""
    at = clock.now().astimezone(clock.BEIJING)
    made = make(folder / f"deliberation-{at:%Y%m%d-%H%M%S}.{'sealed' if passphrase else 'tar'}", settings, passphrase)
    if keep:
        older = sorted(one for one in folder.iterdir() if NAMED.fullmatch(one.name))
        for one in older[:-keep]:
            one.unlink()
    return made


def make(path: Path, settings: config.Settings, passphrase: str = "") -> Made:
    """Write store, keys and days off into a new file, under a passphrase where one is given; note it in the log.

    The file appears under its name when it is whole. Raises `NotDone`.
    """
    if path.exists():
        raise NotDone(f"{path} 已经存在，没有备份。请换一个文件名。")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise NotDone(f"文件夹 {path.parent} 不存在或不能写，没有备份。")
    with _workplace(settings.data_dir) as work, _workplace(path.parent) as beside:
        whole, finished = _written(work, settings), beside / "whole"
        if passphrase:
            sealed.seal(whole, finished, passphrase)
        else:
            shutil.move(whole, finished)
        made = Made(path, finished.stat().st_size, package.digest_of(finished))
        _put_in_place(finished, path)
    with transaction():
        record(SYSTEM, "backup.make", "backup", None, None, bytes=made.size, sha256=made.sha256)
    return made


def _written(work: Path, settings: config.Settings) -> Path:
    kind = stores.kind_of(db.engine.url)
    members = {package.STORES[kind]: work / package.STORES[kind]}
    migration = stores.take(db.engine, members[package.STORES[kind]])
    texts = {
        package.SECRET_KEY: settings.secret_key,
        package.AUDIT_KEYS: "".join(f"{key.hex()}\n" for key in keys.ring().keys),
        package.HOLIDAYS: _days_off(settings),
    }
    for name, text in texts.items():
        if text:
            members[name] = work / name
            members[name].write_text(text, "utf-8")
    whole = work / "whole"
    package.write(whole, config.VERSION, migration, clock.now().isoformat(), kind, members)
    return whole


def _days_off(settings: config.Settings) -> str:
    return settings.holidays.read_text("utf-8") if settings.holidays and settings.holidays.is_file() else ""


@contextmanager
def _workplace(inside: Path) -> Iterator[Path]:
    """A folder for nobody else's eyes, held while it is used; what a backup that was killed has left is cleared first.

    What is not encrypted yet lies in the data folder, which is the service's own; the finished file lies beside its
    place and only has to be renamed.
    """
    _clear_leftovers(inside)
    work = inside / f"{WORK}{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    held = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield work
    finally:
        os.close(held)
        shutil.rmtree(work)


def _clear_leftovers(folder: Path) -> None:
    """Delete the work folders of before that no running backup holds."""
    for left in folder.glob(f"{WORK}*"):
        with suppress(OSError):  # another backup holds it, or somebody else has made it
            held = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(held)


def _put_in_place(whole: Path, path: Path) -> None:
    """On the disk first, then under its name."""
    whole.chmod(0o600)
    for one in (whole, path.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if one is whole:
            whole.rename(path)
