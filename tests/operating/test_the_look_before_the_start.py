"""What is missing or unsafe is named in Chinese before the service begins; what cannot go well does not begin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask_migrate import upgrade

from deliberation.config import ROOT
from deliberation.db import db
from deliberation.operating.checks import Finding, findings
from tests.house.stores import throwaway_database
from tests.operating.installations import Installation, let_go, one_of_today
from tests.servers import free_port

OURS = (
    "DELIBERATION_",
    "DATABASE_URL",
    "SECRET_KEY",
    "REDIS_URL",
    "NOTICE_",
    "BEHIND_HTTPS",
    "TRUSTED_",
    "HOST",
    "RATE_LIMITS",
)
LONG = "f3" * 32


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return one_of_today(tmp_path_factory.mktemp("looked-over") / "data")


@pytest.fixture
def settled(first: Installation, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is to be said, for a test to spoil."""
    for name in [one for one in os.environ if one.startswith(OURS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DELIBERATION_DATA", str(first.folder))
    (first.folder / "secret_key").write_text(LONG, "ascii")
    for name in ("secret_key", "audit_keys"):
        (first.folder / name).chmod(0o600)
    return monkeypatch


def said(host: str = "127.0.0.1") -> str:
    """Every sentence."""
    return "\n".join(f"{one.stops} {one.says}" for one in findings(host))


def test_a_desk_with_nothing_configured_is_told_nothing(settled: pytest.MonkeyPatch) -> None:
    assert findings("127.0.0.1") == []


def test_a_service_behind_tls_with_everything_set_is_told_nothing(settled: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DELIBERATION_PUBLIC_URL": "https://yishi.example.cn",
        "BEHIND_HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "DELIBERATION_LOG": "json",
        "DELIBERATION_METRICS_TOKEN": LONG,
        "NOTICE_SMTP_HOST": "smtp.example.cn",
    }.items():
        settled.setenv(name, value)
    assert findings("127.0.0.1") == []
    settled.delenv("NOTICE_SMTP_HOST")
    assert said() == "False 没有配置邮件服务器：邮件只存为文件，收件人收不到。请填 NOTICE_SMTP_HOST。"


@pytest.mark.parametrize(
    ("settings", "host", "words"),
    [
        ({"SECRET_KEY": "changeme"}, "", "False SECRET_KEY 太短"),
        ({"SECRET_KEY": "x" * 31}, "", "False SECRET_KEY 太短"),
        ({}, "0.0.0.0", "没有 https"),  # noqa: S104 - compared, not bound
        ({"DELIBERATION_PUBLIC_URL": "http://yishi.example.cn"}, "", "没有 https"),
        ({"DELIBERATION_PUBLIC_URL": "https://yishi.example.cn"}, "", "没有设 BEHIND_HTTPS=1"),
        ({"BEHIND_HTTPS": "1", "TRUSTED_PROXIES": "1"}, "", "不是 https 网址"),
        ({"BEHIND_HTTPS": "1"}, "", "没有设 TRUSTED_PROXIES=1"),
        ({"BEHIND_HTTPS": "1"}, "192.168.1.9", "还在 192.168.1.9 上直接对外"),
        ({"DELIBERATION_WORKER": "apart"}, "", "False 办事进程是分开的"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "", "False 连不上 Redis"),
        ({"DELIBERATION_METRICS_TOKEN": "short"}, "", "DELIBERATION_METRICS_TOKEN 太短"),
        ({"DELIBERATION_CLOCK_FILE": "/nowhere"}, "", "系统时间是模拟的"),
        ({"DELIBERATION_HOLIDAYS": "/nowhere.json"}, "", "True DELIBERATION_HOLIDAYS"),
        ({"DELIBERATION_PUBLIC_URL": "yishi.example.cn"}, "", "True 有一项设置写得不对"),
        ({"DELIBERATION_LOG": "xml"}, "", "True 有一项设置写得不对"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "", "True 连不上数据库"),
        ({"DATABASE_URL": "sqlite:////nowhere/none.sqlite"}, "", "True 还没有数据库"),
    ],
)
def test_what_is_wrong_is_named(settled: pytest.MonkeyPatch, settings: dict[str, str], host: str, words: str) -> None:
    for name, value in settings.items():
        settled.setenv(name, value)
    assert words in said(host)


def test_a_weak_key_stops_a_new_service_and_is_only_named_where_people_already_work(
    settled: pytest.MonkeyPatch, first: Installation, tmp_path: Path
) -> None:
    (first.folder / "secret_key").write_text("short", "ascii")
    told = said()
    assert f"False 密钥文件 {first.folder / 'secret_key'} 里的密钥 太短" in told
    assert "换密钥会使印好的签到条、选票查询码作废" in told
    assert "True" not in told
    assert "去掉" not in told, "who takes the key away voids what is printed"
    settled.setenv("DELIBERATION_DATA", str(tmp_path))
    (tmp_path / "secret_key").write_text("short", "ascii")
    assert "True 密钥文件" in said()
    settled.setenv("SECRET_KEY", "changeme")
    assert "True SECRET_KEY 太短" in said()


def test_keys_that_others_can_read_are_named(settled: pytest.MonkeyPatch, first: Installation) -> None:
    for name in ("secret_key", "audit_keys"):
        (first.folder / name).chmod(0o644)
    assert said().count("别人也能读") == 2


def test_a_folder_that_cannot_be_written_is_named(settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settled.setenv("DELIBERATION_DATA", str(tmp_path / "file" / "data"))
    (found,) = findings()
    assert (found.stops, "不能读写" in found.says) == (True, True)


def test_a_store_without_tables_behind_and_ahead_is_named(settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with throwaway_database() as url:
        settled.setenv("DATABASE_URL", url)
        assert "True 数据库里还没有表" in said()
        there = Installation(tmp_path, url)
        (tmp_path / "secret_key").write_text(LONG, "ascii")
        app = there.application()
        with app.app_context():
            upgrade(revision="5e1d7c30b9a2")
            assert "True 数据库是旧版的。请先运行 deliberation backup" in said()
            upgrade()
            assert said() == ""
            with db.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")
            let_go()
        assert "True 数据库是更新的程序用过的" in said()


def test_every_sentence_is_chinese_and_says_what_to_do(settled: pytest.MonkeyPatch) -> None:
    settled.setenv("SECRET_KEY", "dev")
    settled.setenv("DELIBERATION_WORKER", "apart")
    found = findings("0.0.0.0")  # noqa: S104 - compared, not bound
    assert len(found) == 3
    assert all(re.search("请|再换|只能", one.says) for one in found)
    assert Finding("x") == Finding("x", stops=False)


def test_what_must_not_begin_does_not(settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settled.setenv("DELIBERATION_DATA", str(tmp_path))
    settled.setenv("SECRET_KEY", "dev")
    for words in (["serve", "--port", str(free_port())], ["worker"], ["check"]):
        ended = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", "from deliberation.cli import main; main()", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "不能启动：SECRET_KEY 太短" in ended.stderr
