"""Taking a store as it is at one moment while others write, and laying it down in an empty place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from deliberation.operating.refusal import NotDone

HEAD = "SELECT version_num FROM alembic_version"
UNKNOWN_STATE = "数据库的表不是由本程序的升级命令建的，不知道它是哪一版。请先运行 deliberation db upgrade。"


def kind_of(url: sa.URL) -> str:
    """`sqlite` or `postgresql`."""
    return url.get_backend_name()


def take(engine: sa.Engine, to: Path) -> str:
    """Write the store as it is now into the file `to`; answers its migration. Raises `NotDone`."""
    return (_take_sqlite if kind_of(engine.url) == "sqlite" else _take_postgresql)(engine, to)


def _take_sqlite(engine: sa.Engine, to: Path) -> str:
    """The online backup in one step: one read of one moment, and in WAL no reader keeps a writer waiting."""
    source = sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(to, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise NotDone("数据库文件有损坏（quick_check 没有通过），没有备份。请用上一份备份恢复，或请人检查磁盘。")
        try:
            return str(copy.execute(HEAD).fetchone()[0])
        except (sqlite3.OperationalError, TypeError) as error:
            raise NotDone(UNKNOWN_STATE) from error


def _take_postgresql(engine: sa.Engine, to: Path) -> str:
    """`pg_dump` of the snapshot in which the migration was read."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        if not sa.inspect(connection).has_table("alembic_version"):
            raise NotDone(UNKNOWN_STATE)
        head = connection.scalar(sa.text(HEAD))
        _postgresql("pg_dump", engine.url, "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
    return str(head)


def _postgresql(command: str, url: sa.URL, *options: str) -> None:
    """One of PostgreSQL's own commands; the password goes through the environment, where `ps` does not show it."""
    found = shutil.which(command)
    if found is None:
        raise NotDone(f"找不到 {command}。请安装与数据库同版本或更新的 PostgreSQL 客户端（postgresql-client）再试。")
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    env = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    common = ("--no-owner", "--no-privileges", f"--dbname={plain}")
    ended = subprocess.run([found, *common, *options], env=env, capture_output=True, text=True, check=False)  # noqa: S603 - fixed commands
    if ended.returncode != 0:
        raise NotDone(f"{command} 没有办成：{ended.stderr.strip()[-500:]}")


def must_be_empty(url: sa.URL) -> None:
    """Raise `NotDone` where the place for a store is taken, or cannot be reached."""
    if kind_of(url) == "sqlite":
        there = [one for end in ("", "-wal", "-shm", "-journal") if (one := Path(f"{url.database}{end}")).exists()]
        if there:  # a log that was left behind would be played into the restored file
            raise NotDone(f"数据库文件 {there[0]} 已经存在，没有恢复，什么都没有改。只能恢复到空的地方。")
        return
    engine = sa.create_engine(url)
    try:
        found = sa.inspect(engine).get_table_names()
    except sa.exc.OperationalError as error:
        raise NotDone("连不上数据库，没有恢复。请检查 DATABASE_URL，并先建好空的数据库。") from error
    finally:
        engine.dispose()
    if found:
        raise NotDone(f"数据库里已有 {len(found)} 张表，没有恢复，什么都没有改。只能恢复到空的数据库。")


def lay_down(file: Path, url: sa.URL) -> None:
    """Put a store that was taken into its empty place. Raises `NotDone`."""
    if kind_of(url) == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
        return
    _postgresql("pg_restore", url, "--exit-on-error", "--single-transaction", str(file))
