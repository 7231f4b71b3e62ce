"""A backup laid down in an empty place, brought up to this program, with every sign-in of before ended.

The secret key and the keys of the log are those of before: printed slips, codes of ballots and every seal of the log
hold by them. What ends are the visits (rows of the store, without which a cookie is nobody's) and, by a new session
epoch, every cookie as such.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from deliberation import config, versions
from deliberation.audit.record import record
from deliberation.db import transaction
from deliberation.kernel.actor import SYSTEM
from deliberation.operating import package, sealed, stores
from deliberation.operating.refusal import NotDone
from deliberation.organisation.actions.visits import close_every_visit

WORK = ".restoring"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation shall be: its data folder, its store, the file of its log's keys, and what is given."""

    folder: Path
    url: sa.URL
    audit_file: Path
    secret_key: str = ""
    audit_keys: str = ""

    @classmethod
    def from_environment(cls) -> Place:
        """The place that the settings name; nothing is made there."""
        folder = config.data_folder()
        file = os.environ.get("DELIBERATION_AUDIT_KEY_FILE")
        return cls(
            folder,
            sa.make_url(config.store_address(folder)),
            Path(file).resolve() if file else folder / "audit_keys",
            os.environ.get("SECRET_KEY", ""),
            os.environ.get("DELIBERATION_AUDIT_KEYS", ""),
        )


def lay_down(file: Path, place: Place, passphrase: Callable[[], str]) -> package.Manifest:
    """Check the file to its last byte and put what it holds into the empty place; `passphrase` is asked if needed.

    Raises `NotDone`; the place is then as it was.
    """
    _must_be_empty(place)
    was_there = place.folder.is_dir()
    work = place.folder / WORK
    try:
        work.mkdir(parents=True, mode=0o700)
        manifest = _unpacked(file, place, work, passphrase)
        _put_in_place(place, manifest, work)
    except OSError as error:
        _take_away(place, was_there=was_there)
        raise NotDone(
            f"读写 {error.filename or place.folder} 出错（{error.strerror}），没有恢复。请改好属主、权限或硬盘再试。"
        ) from error
    except BaseException:
        _take_away(place, was_there=was_there)
        raise
    shutil.rmtree(work)
    return manifest


def _must_be_empty(place: Place) -> None:
    if place.folder.exists() and (not place.folder.is_dir() or any(place.folder.iterdir())):
        raise NotDone(f"数据文件夹 {place.folder} 不是空的，没有恢复，什么都没有改。只能恢复到空的地方。")
    if place.audit_file.exists():
        raise NotDone(f"密钥文件 {place.audit_file} 已经存在，没有恢复，什么都没有改。请先把它移走。")
    stores.must_be_empty(place.url)


def _unpacked(file: Path, place: Place, work: Path, passphrase: Callable[[], str]) -> package.Manifest:
    if not file.is_file():
        raise NotDone(f"没有备份文件 {file}。")
    whole = file
    if sealed.is_sealed(file):
        whole = work / "whole"
        sealed.unseal(file, whole, passphrase())
    manifest = package.read(whole)
    _must_fit(manifest, place, whole)
    package.unpack(whole, manifest, work)
    return manifest


def _must_fit(manifest: package.Manifest, place: Place, whole: Path) -> None:
    if not versions.is_known(manifest.migration):
        raise NotDone(package.newer(manifest.program))
    if manifest.store != stores.kind_of(place.url):
        raise NotDone(
            f"备份来自 {manifest.store}，这里的数据库是 {stores.kind_of(place.url)}，没有恢复。请检查 DATABASE_URL。"
        )
    if place.secret_key and place.secret_key != package.text_of(whole, package.SECRET_KEY):
        raise NotDone("这里设了另一个 SECRET_KEY，印好的签到条、选票会失效，没有恢复。请去掉这项设置，密钥随备份恢复。")
    kept = set(package.text_of(whole, package.AUDIT_KEYS).split())
    if place.audit_keys and kept - set(place.audit_keys.replace(",", " ").split()):
        raise NotDone("DELIBERATION_AUDIT_KEYS 里缺少备份用过的审计密钥，没有恢复。请补上，或去掉这项设置。")


def _put_in_place(place: Place, manifest: package.Manifest, work: Path) -> None:
    """The store comes last: what fails before it leaves a database as empty as it was."""
    if not place.secret_key:
        (work / package.SECRET_KEY).rename(place.folder / "secret_key")
    if not place.audit_keys:
        place.audit_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / package.AUDIT_KEYS, place.audit_file)
    if (work / package.HOLIDAYS).exists():
        (work / package.HOLIDAYS).rename(place.folder / package.HOLIDAYS)
    epoch = place.folder / config.EPOCH_FILE
    epoch.touch(mode=0o600)
    epoch.write_text(secrets.token_hex(16), "ascii")
    stores.lay_down(work / manifest.store_name, place.url)


def _take_away(place: Place, *, was_there: bool) -> None:
    """Everything that was put down; the place was empty before."""
    for one in list(place.folder.iterdir()) if place.folder.is_dir() else ():
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    with suppress(OSError):  # where its folder may not be written, it was not put down
        place.audit_file.unlink(missing_ok=True)
    if stores.kind_of(place.url) == "sqlite":
        with suppress(OSError):
            Path(str(place.url.database)).unlink(missing_ok=True)
    if not was_there:
        with suppress(OSError):
            place.folder.rmdir()


def half_done(place: Place, error: Exception) -> NotDone:
    """What to clear where the backup lies in its place and a later step failed."""
    store = (
        f"删除数据库文件 {place.url.database}"
        if stores.kind_of(place.url) == "sqlite"
        else f"把数据库 {place.url.database} 删掉重建成空的"
    )
    return NotDone(
        f"备份已经放好，但后面的一步没有办成（{type(error).__name__}：{str(error)[:300]}），现在还不能用。"
        f"查明原因以后，请清空数据文件夹 {place.folder}，移走密钥文件 {place.audit_file}，{store}，再恢复一次。"
    )


def end_what_was_open() -> None:
    """No sign-in of before opens anything; the log says that a backup was restored here."""
    with transaction():
        close_every_visit()
        record(SYSTEM, "backup.restore", "backup", None, None)
