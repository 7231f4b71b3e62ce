"""A place that is taken, a file with one other byte, a file of a newer program: refused, and nothing is changed."""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from deliberation.config import ROOT
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.notices.models import Notice, Sending
from deliberation.operating import backup, package, restore, sealed
from deliberation.operating.refusal import NotDone
from tests.house.stores import throwaway_database
from tests.operating.installations import SECRET, Installation, one_of_today, over

PASSPHRASE = "锁好了的一份备份 2026"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with the demonstration."""
    return one_of_today(tmp_path_factory.mktemp("first") / "data")


@pytest.fixture(scope="module")
def plain(first: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    return first.backed_up(tmp_path_factory.mktemp("plain") / "backup.tar")


@pytest.fixture(scope="module")
def locked(first: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it under a passphrase."""
    return first.backed_up(tmp_path_factory.mktemp("locked") / "backup.sealed", PASSPHRASE)


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """A machine with nothing on it."""
    return Installation(tmp_path / "second", f"sqlite:///{tmp_path / 'second' / 'deliberation.sqlite'}")


def refused(place: restore.Place, file: Path, passphrase: str = PASSPHRASE) -> str:
    """Why a file is not restored; the place is as empty as before."""
    before = sorted(place.folder.rglob("*")) if place.folder.exists() else None
    with pytest.raises(NotDone) as found:
        restore.lay_down(file, place, lambda: passphrase)
    assert (sorted(place.folder.rglob("*")) if place.folder.exists() else None) == before
    return str(found.value)


def changed(file: Path, at: int, to: Path) -> Path:
    """The same file with one other byte."""
    held = bytearray(file.read_bytes())
    held[at] ^= 1
    to.write_bytes(held)
    return to


def test_one_other_byte_anywhere_is_refused(plain: Path, locked: Path, empty: Installation, tmp_path: Path) -> None:
    size = plain.stat().st_size
    for at in (0, 150, 520, 600, 1023, 1024, 1600, 2100, size // 2, size - 5000, size - 1):
        assert refused(empty.place, changed(plain, at, tmp_path / "changed"))
    size = locked.stat().st_size
    for at in (0, 35, 50, 60, size // 2, size - 1):
        assert refused(empty.place, changed(locked, at, tmp_path / "changed"))


def test_a_file_that_was_cut_short_is_refused(plain: Path, locked: Path, empty: Installation, tmp_path: Path) -> None:
    for file in (plain, locked):
        for kept in (file.stat().st_size - 1, 1024 * 1024 + 70, 40, 0):
            (tmp_path / "cut").write_bytes(file.read_bytes()[:kept])
            assert refused(empty.place, tmp_path / "cut")


def test_another_passphrase_and_one_that_is_too_short_are_refused(
    first: Installation, locked: Path, empty: Installation, tmp_path: Path
) -> None:
    assert "口令不对" in refused(empty.place, locked, "another passphrase")
    assert sealed.is_sealed(locked)
    assert b"demo" not in locked.read_bytes()[:5000]
    with over(first.application()), pytest.raises(NotDone, match="至少 12 个字"):
        backup.make(tmp_path / "short", first.settings, "too short")
    assert not (tmp_path / "short").exists()


def test_the_right_passphrase_opens_it(locked: Path, empty: Installation) -> None:
    restore.lay_down(locked, empty.place, lambda: PASSPHRASE)
    assert (empty.folder / "secret_key").read_text() == SECRET
    assert {one.name for one in empty.folder.iterdir()} == {
        "deliberation.sqlite",
        "secret_key",
        "audit_keys",
        "session_epoch",
    }
    assert {one.stat().st_mode & 0o077 for one in empty.folder.iterdir() if one.suffix != ".sqlite"} == {0}


def test_only_an_empty_place_is_taken(first: Installation, plain: Path, empty: Installation, tmp_path: Path) -> None:
    kept = (first.folder / "deliberation.sqlite").read_bytes()
    assert "不是空的" in refused(first.place, plain)
    assert (first.folder / "deliberation.sqlite").read_bytes() == kept
    elsewhere = tmp_path / "elsewhere.sqlite"
    (tmp_path / "elsewhere.sqlite-wal").touch()
    url = sa.make_url(f"sqlite:///{elsewhere}")
    assert "已经存在" in refused(restore.Place(empty.folder, url, empty.folder / "audit_keys"), plain)
    with throwaway_database() as address:
        place = restore.Place(empty.folder, sa.make_url(address), empty.folder / "audit_keys")
        assert "备份来自 sqlite" in refused(place, plain)
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE somebodys (id int)")
        engine.dispose()
        assert "已有 1 张表" in refused(place, plain)


def test_a_key_that_would_make_printed_slips_worthless_is_refused(plain: Path, empty: Installation) -> None:
    given = (empty.folder, sa.make_url(empty.url), empty.folder / "audit_keys")
    assert "SECRET_KEY" in refused(restore.Place(*given, secret_key="another"), plain)
    assert "DELIBERATION_AUDIT_KEYS" in refused(restore.Place(*given, audit_keys="ab" * 32), plain)


def test_where_the_keys_of_the_log_cannot_be_written_the_store_stays_empty(first: Installation, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with throwaway_database() as here, throwaway_database() as there:
        file = one_of_today(tmp_path / "third", here).backed_up(tmp_path / "backup.tar")
        place = restore.Place(tmp_path / "second", sa.make_url(there), tmp_path / "taken" / "audit_keys")
        assert "没有恢复" in refused(place, file)
        restore.lay_down(file, replace(place, audit_file=place.folder / "audit_keys"), str)


def test_a_setting_that_is_wrong_is_told_before_and_days_off_that_are_away_keep_nobody(
    plain: Path, empty: Installation, tmp_path: Path
) -> None:
    given = {"DELIBERATION_DATA": str(empty.folder), "DELIBERATION_HOLIDAYS": "/nowhere.json", "DATABASE_URL": ""}
    wrong = by_command(plain, {**given, "DELIBERATION_PUBLIC_URL": "yishi.example.cn"})
    assert (wrong.returncode, "什么都没有改" in wrong.stderr) == (1, True)
    assert not empty.folder.exists()
    done = by_command(plain, given)
    assert (done.returncode, "已恢复" in done.stdout) == (0, True), done.stderr


def test_what_fails_after_the_store_was_laid_down_says_what_to_clear(
    plain: Path, first: Installation, empty: Installation
) -> None:
    ring = (first.folder / "audit_keys").read_text("ascii").strip()
    given = {"DELIBERATION_DATA": str(empty.folder), "DELIBERATION_AUDIT_KEYS": f"{ring} no-key", "DATABASE_URL": ""}
    told = by_command(plain, given)
    assert (told.returncode, f"请清空数据文件夹 {empty.folder}" in told.stderr) == (1, True), told.stderr
    assert "Traceback" not in told.stderr


def test_messages_that_have_not_gone_are_counted_before_anybody_begins(empty: Installation, tmp_path: Path) -> None:
    busy = one_of_today(tmp_path / "busy")
    with over(busy.application()), transaction() as session:
        now = clock.now()
        notice = Notice(person_id=1, kind="cancelled", subject="会议取消", body="", created_at=now)
        session.add(notice)
        session.flush()
        row = {"notice_id": notice.id, "person_id": 1, "channel": "sms", "key": "waits", "state": "WAITING"}
        session.add(Sending(**row, due_at=now, created_at=now))
    file = busy.backed_up(tmp_path / "backup.tar")
    done = by_command(file, {"DELIBERATION_DATA": str(empty.folder), "DATABASE_URL": ""})
    assert (done.returncode, "条通知在备份时还没有发出" in done.stdout) == (0, True), done.stderr


def by_command(file: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`deliberation restore` with these settings."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", "from deliberation.cli import main; main()", "restore", str(file)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("what", ["format", "migration"])
def test_a_file_of_a_newer_program_is_refused(plain: Path, empty: Installation, tmp_path: Path, what: str) -> None:
    manifest = package.read(plain)
    said = {"format": 2} if what == "format" else {"migration": "ffffffffffff"}
    newer = repacked(plain, tmp_path, {**json.loads(package.text_of(plain, package.MANIFEST)), **said})
    assert "较新的程序" in refused(empty.place, newer)
    assert manifest.format == package.FORMAT


def repacked(file: Path, folder: Path, manifest: dict[str, object]) -> Path:
    """The file with another manifest, whole to its last byte."""
    made = folder / "repacked.tar"
    written = folder / "manifest.json"
    written.write_text(json.dumps(manifest))
    with made.open("wb") as out:
        out.write(bytes(package.HEAD_BYTES))
        with tarfile.open(fileobj=out, mode="w|") as tar:
            tar.add(written, package.MANIFEST)
    with made.open("r+b") as out:
        out.write(package._head(package.digest_of(made, package.HEAD_BYTES)))
    assert made.read_bytes()[:6] == file.read_bytes()[:6]
    return made


def test_something_else_is_no_backup(empty: Installation, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"\xff\xd8" * 2000)
    assert "不是本系统的备份文件" in refused(empty.place, tmp_path / "photo")
    assert "没有备份文件" in refused(empty.place, tmp_path / "nothing")


def test_a_backup_is_never_written_over_another_file(first: Installation, plain: Path, tmp_path: Path) -> None:
    kept = plain.read_bytes()
    with over(first.application()):
        for path in (plain, tmp_path / "nowhere" / "backup.tar"):
            with pytest.raises(NotDone):
                backup.make(path, first.settings)
    assert plain.read_bytes() == kept
    assert [one.name for one in plain.parent.iterdir()] == [plain.name]


def test_in_a_folder_the_newest_are_kept_and_nothing_else_is_touched(first: Installation, tmp_path: Path) -> None:
    for name in ("deliberation-20250101-020000.tar", "deliberation-20250102-020000.sealed", "deliberation-notes.txt"):
        (tmp_path / name).touch()
    with over(first.application()):
        made = backup.into_folder(tmp_path, first.settings, keep=2)
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"deliberation-20250102-020000.sealed", "deliberation-notes.txt", made.path.name}
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_backup_has_left_is_cleared_and_what_another_one_holds_is_not(
    first: Installation, tmp_path: Path
) -> None:
    for folder in (first.folder, tmp_path):
        for name in ("killed", "running"):
            (folder / f".deliberation-backup-{name}").mkdir()
            (folder / f".deliberation-backup-{name}" / "secret_key").touch()
    held = [os.open(folder / ".deliberation-backup-running", os.O_RDONLY) for folder in (first.folder, tmp_path)]
    for one in held:
        fcntl.flock(one, fcntl.LOCK_EX)
    with over(first.application()):
        backup.make(tmp_path / "backup.tar", first.settings)
    for folder in (first.folder, tmp_path):
        assert [one.name for one in folder.glob(".deliberation-backup-*")] == [".deliberation-backup-running"]
        shutil.rmtree(folder / ".deliberation-backup-running")
    for one in held:
        os.close(one)


def test_what_is_not_encrypted_yet_never_lies_where_backups_are_taken_from(
    first: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    seal = sealed.seal

    def looked(source: Path, target: Path, passphrase: str) -> None:
        seen.extend(one.name for one in tmp_path.rglob("*") if one.is_file())
        assert source.is_relative_to(first.folder)
        seal(source, target, passphrase)

    monkeypatch.setattr(sealed, "seal", looked)
    with over(first.application()):
        backup.make(tmp_path / "backup.sealed", first.settings, PASSPHRASE)
    assert (seen, sealed.is_sealed(tmp_path / "backup.sealed")) == ([], True)


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_SPARSE, tarfile.LNKTYPE, tarfile.REGTYPE])
def test_a_member_of_another_kind_or_size_than_was_said_is_not_written(tmp_path: Path, kind: bytes) -> None:
    made, out = tmp_path / "made.tar", tmp_path / "out"
    out.mkdir()
    with tarfile.open(made, "w", format=tarfile.GNU_FORMAT) as tar:
        entry = tarfile.TarInfo(package.SECRET_KEY)
        entry.type, entry.size = kind, 0 if kind == tarfile.LNKTYPE else 512
        tar.addfile(entry, io.BytesIO(bytes(512)))
    said = package.Manifest(1, "", "", "", "sqlite", {package.SECRET_KEY: {"size": 64, "sha256": ""}})
    with pytest.raises(NotDone):
        package.unpack(made, said, out)
    assert list(out.iterdir()) == []
