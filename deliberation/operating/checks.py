"""What is missing or unsafe, said before the service begins, in words that say what to do."""

from __future__ import annotations

import ipaddress
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from deliberation import config, versions

SHORTEST_SECRET = 32
KNOWN_SECRETS = frozenset({"secret", "changeme", "dev", "please-change-me", "deliberation"})
LOW_BYTES = 500 * 1024 * 1024
FILES_WANTED = 8200
"""Connections of a full hall, and what the server needs besides."""
PATIENCE_SECONDS = 3
"""How long the store is waited for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; `stops`: the service must not begin like this."""

    says: str
    stops: bool = False


def findings(host: str = "") -> list[Finding]:
    """Everything that is to be said of the settings in the environment and of what they lead to.

    `host`: the address on which the service is going to listen.
    """
    try:
        settings = config.Settings.from_environment()
    except OSError as error:
        folder = config.data_folder()
        return [
            Finding(
                f"数据文件夹 {folder} 不能读写（{error.strerror}）。请改文件夹的属主，或改 DELIBERATION_DATA。",
                stops=True,
            )
        ]
    except ValueError as error:
        return [Finding(f"有一项设置写得不对：{error}", stops=True)]
    looks: tuple[Callable[[config.Settings, str], Iterator[Finding]], ...] = (
        _folder,
        _secret,
        _address,
        _queue,
        _store,
        _machine,
        _mail,
    )
    return [one for look in looks for one in look(settings, host)]


def _mail(settings: config.Settings, _host: str) -> Iterator[Finding]:
    """A desk for trials keeps its letters as files; a service that people reach must not without a word."""
    if settings.public_url and not settings.channels.get("NOTICE_SMTP_HOST"):
        yield Finding("没有配置邮件服务器：邮件只存为文件，收件人收不到。请填 NOTICE_SMTP_HOST。")


def _folder(settings: config.Settings, _host: str) -> Iterator[Finding]:
    folder = settings.data_dir
    probe = folder / f".check-{os.getpid()}"
    try:
        probe.touch()
    except OSError as error:
        yield Finding(
            f"数据文件夹 {folder} 不能写（{error.strerror}）。请改文件夹的属主，或改 DELIBERATION_DATA。", stops=True
        )
    finally:
        if probe.exists():
            probe.unlink()
    for name in ("secret_key", "audit_keys"):
        path = settings.audit_key_file if name == "audit_keys" and settings.audit_key_file else folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"密钥文件 {path} 别人也能读。请运行 chmod 600 {path}。")
    if settings.clock_file:
        yield Finding("设了 DELIBERATION_CLOCK_FILE：系统时间是模拟的，只用于演练。正式使用请去掉。")
    if settings.holidays and not settings.holidays.is_file():
        yield Finding(f"DELIBERATION_HOLIDAYS 写的放假安排文件 {settings.holidays} 不存在。", stops=True)


def _secret(settings: config.Settings, _host: str) -> Iterator[Finding]:
    """A weak key keeps a new service from starting; where people already work, another key would do more harm."""
    if settings.secret_key.lower() in KNOWN_SECRETS or len(settings.secret_key) < SHORTEST_SECRET:
        given = bool(os.environ.get("SECRET_KEY"))
        name = "SECRET_KEY" if given else f"密钥文件 {settings.data_dir / 'secret_key'} 里的密钥"
        weak = f"{name} 太短或是大家都知道的，至少要 {SHORTEST_SECRET} 个随机字符。"
        if _is_in_use(settings):
            yield Finding(f"{weak}换密钥会使印好的签到条、选票查询码作废，没有进行中的会议和表决时再换。")
        else:
            what = "去掉这项设置" if given else "删掉这个文件"
            yield Finding(f"{weak}请{what}，系统会自己造一个放在数据文件夹里。", stops=True)
    token = settings.metrics_token
    if token and len(token) < SHORTEST_SECRET:
        yield Finding(f"DELIBERATION_METRICS_TOKEN 太短，请用至少 {SHORTEST_SECRET} 个随机字符。")


def _is_in_use(settings: config.Settings) -> bool:
    """Whether somebody has an account in the store; one that does not answer may well be in use."""
    url = sa.make_url(settings.database_url)
    if _is_missing(url):
        return False
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return sa.inspect(connection).has_table("accounts") and bool(
                connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM accounts)"))
            )
    except SQLAlchemyError:
        return True
    finally:
        engine.dispose()


def _is_missing(url: sa.URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def _engine(url: sa.URL) -> sa.Engine:
    """An engine for one look: a machine that does not answer is not waited for."""
    waits = {} if url.get_backend_name() == "sqlite" else {"connect_timeout": PATIENCE_SECONDS}
    return sa.create_engine(url, hide_parameters=True, connect_args=waits)


def _address(settings: config.Settings, host: str) -> Iterator[Finding]:
    url = urlsplit(settings.public_url)
    is_open = bool(host) and not _is_here(host)
    if url.scheme == "https" and not settings.behind_https:
        yield Finding("网址是 https，但没有设 BEHIND_HTTPS=1：登录凭证可能从不加密的网页泄露。")
    if settings.behind_https and url.scheme != "https":
        yield Finding("设了 BEHIND_HTTPS=1，但 DELIBERATION_PUBLIC_URL 不是 https 网址：通知、签到条上的网址会印错。")
    if (is_open or (url.scheme == "http" and not _is_here(url.hostname or ""))) and not settings.behind_https:
        yield Finding(
            "没有 https：密码和口令在网络上明文传送。只能在可信的内网试用，正式使用请在前面放带证书的 nginx。"
        )
    if settings.behind_https and not settings.trusted_proxies:
        yield Finding("有 https 代理，但没有设 TRUSTED_PROXIES=1：所有人看起来来自同一个地址，一人输错密码会连累大家。")
    if settings.behind_https and is_open:
        yield Finding(f"有 https 代理，但服务还在 {host} 上直接对外。请把 HOST 改成 127.0.0.1。")


def _is_here(host: str) -> bool:
    if host in config.LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _queue(settings: config.Settings, _host: str) -> Iterator[Finding]:
    if settings.redis_url is None:
        if settings.worker_apart:
            yield Finding(
                "办事进程是分开的（DELIBERATION_WORKER=apart），但没有 REDIS_URL：到期的事靠文件传话，会慢几秒；"
                "开多个服务进程时，各屏幕不会同步。请装好 Redis。"
            )
        return
    redis = Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1)
    try:
        redis.ping()
    except (RedisError, OSError):
        yield Finding("连不上 Redis（REDIS_URL）。服务照常开，各屏幕会慢两秒；请检查 Redis。")
    finally:
        redis.close()


def _store(settings: config.Settings, _host: str) -> Iterator[Finding]:
    url = sa.make_url(settings.database_url)
    if _is_missing(url):
        yield Finding("还没有数据库。请先运行 deliberation db upgrade（演示用 deliberation demo）。", stops=True)
        return
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            stands = versions.of_store(connection)
    except SQLAlchemyError as error:
        yield Finding(f"连不上数据库（{type(error).__name__}）。请检查 DATABASE_URL，以及数据库是否开着。", stops=True)
        return
    finally:
        engine.dispose()
    if stands == versions.newest():
        return
    if not stands:
        yield Finding("数据库里还没有表。请先运行 deliberation db upgrade（演示用 deliberation demo）。", stops=True)
    elif all(map(versions.is_known, stands)):
        yield Finding("数据库是旧版的。请先运行 deliberation backup 备份，再运行 deliberation db upgrade。", stops=True)
    else:
        yield Finding("数据库是更新的程序用过的，本程序不认识。请装回新版程序，或用旧版时的备份恢复。", stops=True)


def _machine(settings: config.Settings, _host: str) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.data_dir).free
    if free < LOW_BYTES:
        yield Finding(f"磁盘只剩 {free // 1024 // 1024} MB，满了就存不下选票。请清理或换更大的磁盘。")
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard not in (resource.RLIM_INFINITY, -1) and hard < FILES_WANTED:
        yield Finding(f"系统只许打开 {hard} 个文件，大会场不够。请在 systemd 里写 LimitNOFILE=16384。")
