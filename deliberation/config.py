"""Settings from the environment. Every one has a default that works on a desk with nothing configured."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VERSION = "0.1.0"
"""The one place of the version: pages, `/healthz` and the package's metadata read it here."""

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "resources"  # made by scripts/build_hook.py; a checkout has none
IS_INSTALLED = _CARRIED.is_dir()
ROOT = _CARRIED if IS_INSTALLED else _PACKAGE.parent
"""Where templates, static, migrations and demo lie: inside an installed package, beside the package in a checkout."""
EPOCH_FILE = "session_epoch"
"""Written beside the data where a backup was restored."""
CHANNEL_SETTINGS = "NOTICE_"
"""How the names of the settings begin that the channels of notices read."""
LOOPBACK_ADDRESSES = ("127.0.0.0/8", "::1/128")
LOOPBACK = ("127.0.0.1", "localhost")
EVERY_ADDRESS = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 - compared, not bound


def data_folder() -> Path:
    """`DELIBERATION_DATA`, else `var/` in the checkout, or in the current folder where the package is installed."""
    home = Path.cwd() if IS_INSTALLED else ROOT
    return Path(os.environ.get("DELIBERATION_DATA", home / "var")).resolve()


def _secret_key(data_dir: Path) -> str:
    """The signing key: from the environment, else made once and kept beside the data, owner-readable."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")


def store_address(data_dir: Path) -> str:
    """`DATABASE_URL` as SQLAlchemy writes it, else a SQLite file in the data folder."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")
    return f"sqlite:///{data_dir / 'deliberation.sqlite'}"


def _session_epoch(data_dir: Path) -> str:
    """What cookies are signed under beside the key; another one ends them all and leaves the key's other uses."""
    path = data_dir / EPOCH_FILE
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def template_cache() -> Path | None:
    """`DELIBERATION_TEMPLATE_CACHE`, where it is set."""
    given = os.environ.get("DELIBERATION_TEMPLATE_CACHE")
    return Path(given).resolve() if given else None


def _public_url() -> str:
    """The address that is printed, without a slash at its end; empty: whatever name the visitor used."""
    given = os.environ.get("DELIBERATION_PUBLIC_URL", "").strip().rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError(f"DELIBERATION_PUBLIC_URL is no address such as https://yishi.example.cn: {given}")
    return given


def _security_contacts() -> tuple[str, ...]:
    """Who is told of a weakness (RFC 9116 2.5.3): `mailto:`, `tel:` or `https:` addresses, by commas."""
    given = os.environ.get("DELIBERATION_SECURITY_CONTACT", "").split(",")
    contacts = tuple(one.strip() for one in given if one.strip())
    wrong = [one for one in contacts if not one.startswith(("mailto:", "tel:", "https://")) or not one.isprintable()]
    if wrong:
        raise ValueError(f"DELIBERATION_SECURITY_CONTACT begins with mailto:, tel: or https:// : {wrong[0]}")
    return contacts


def _log() -> str:
    """`text` for people, `json` for machines: one object a line, and a line for each request."""
    given = os.environ.get("DELIBERATION_LOG", "").strip() or "text"
    if given not in {"text", "json"}:
        raise ValueError(f"DELIBERATION_LOG is text or json, not {given}")
    return given


def _trusted_hosts(public_url: str) -> tuple[str, ...]:
    """The names under which a request may come in: this machine, `HOST`, the public address, `TRUSTED_HOSTS`.

    Links and QR codes carry the name of the request where no public address is set, so that a made-up name
    must not get that far.
    """
    host = os.environ.get("HOST", "")
    names = [*LOOPBACK, *(_own_names() if host in EVERY_ADDRESS else [host])]
    names += [urlsplit(public_url).hostname or "", *os.environ.get("TRUSTED_HOSTS", "").split(",")]
    # Werkzeug reads a name up to its first colon: one IPv6 address in the list would let every other one in.
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip() and name.count(":") < 2))  # noqa: PLR2004


def _proxy_addresses() -> tuple[str, ...]:
    """Whose forwarded headers are believed, where `TRUSTED_PROXIES` counts any: by default of this machine only.

    Raises `ValueError` for an address that is none.
    """
    given = [one.strip() for one in os.environ.get("TRUSTED_PROXY_ADDRESSES", "").split(",") if one.strip()]
    for one in given:
        ipaddress.ip_network(one, strict=False)
    return tuple(given) or LOOPBACK_ADDRESSES


def _own_names() -> list[str]:
    """The names and addresses of this machine, as far as it knows them."""
    name = socket.gethostname()
    found = [name, f"{name}.local"]
    with suppress(OSError):  # a machine whose own name leads nowhere still has addresses
        found += socket.gethostbyname_ex(name)[2]
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; asks which address would be used
        found.append(probe.getsockname()[0])
    return found


def must_be_understood() -> None:
    """Read what the environment says without making anything; raises `ValueError` where it cannot be understood."""
    _trusted_hosts(_public_url())
    _security_contacts()
    _proxy_addresses()
    _log()
    int(os.environ.get("TRUSTED_PROXIES", "0"))


@dataclass(frozen=True)
class Settings:
    """What one installation may decide. `from_environment()` reads it; tests build it directly."""

    database_url: str
    secret_key: str
    data_dir: Path
    redis_url: str | None = None
    clock_file: Path | None = None
    holidays: Path | None = None
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = LOOPBACK
    behind_https: bool = False
    trusted_proxies: int = 0
    security_contacts: tuple[str, ...] = ()
    proxy_addresses: tuple[str, ...] = LOOPBACK_ADDRESSES
    rate_limits: bool = True
    testing: bool = False
    audit_keys: str = ""
    audit_key_file: Path | None = None
    session_epoch: str = ""
    log: str = "text"
    metrics_token: str = ""
    template_cache: Path | None = None
    """Where compiled templates are kept for the next process; whoever may write there may run code in the service."""
    worker_apart: bool = False
    """Due work is done by `deliberation worker`, a process of its own, and not beside the requests."""
    channels: dict[str, str] = field(default_factory=dict, repr=False)
    """What the channels of notices are told (`NOTICE_…`), secrets among it; each channel's file says what it needs."""
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> Settings:
        """Read `DATABASE_URL`, `SECRET_KEY`, `DELIBERATION_DATA`, `DELIBERATION_PUBLIC_URL`, `REDIS_URL`, …

        Raises `ValueError` for a public address that is none.
        """
        public_url = _public_url()
        data_dir = data_folder()
        data_dir.mkdir(parents=True, exist_ok=True)
        clock = os.environ.get("DELIBERATION_CLOCK_FILE")
        calendar = os.environ.get("DELIBERATION_HOLIDAYS")
        key_file = os.environ.get("DELIBERATION_AUDIT_KEY_FILE")
        return cls(
            database_url=store_address(data_dir),
            secret_key=_secret_key(data_dir),
            data_dir=data_dir,
            session_epoch=_session_epoch(data_dir),
            redis_url=os.environ.get("REDIS_URL") or None,
            clock_file=Path(clock) if clock else None,
            holidays=Path(calendar) if calendar else None,
            public_url=public_url,
            trusted_hosts=_trusted_hosts(public_url),
            behind_https=os.environ.get("BEHIND_HTTPS") == "1",
            trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", "0")),
            security_contacts=_security_contacts(),
            proxy_addresses=_proxy_addresses(),
            rate_limits=os.environ.get("RATE_LIMITS", "1") != "0",
            log=_log(),
            metrics_token=os.environ.get("DELIBERATION_METRICS_TOKEN", "").strip(),
            worker_apart=os.environ.get("DELIBERATION_WORKER", "") == "apart",
            channels={name: said.strip() for name, said in os.environ.items() if name.startswith(CHANNEL_SETTINGS)},
            audit_keys=os.environ.get("DELIBERATION_AUDIT_KEYS", "").strip(),
            audit_key_file=Path(key_file).resolve() if key_file else None,
            template_cache=template_cache(),
        )

    def flask(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "PUBLIC_URL": self.public_url,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_pre_ping": self.database_url.startswith("postgres"),
                "hide_parameters": True,  # an error in the log must not carry phones, receipts or choices
            },
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.behind_https,
            # `__Host-`: a browser takes it over TLS only, for this very host and the whole of it (RFC 6265bis 4.1.3.2).
            "SESSION_COOKIE_NAME": "__Host-deliberation" if self.behind_https else "deliberation",
            "SECURITY_CONTACTS": list(self.security_contacts),
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "RATELIMIT_ENABLED": self.rate_limits,
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
            "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1} if self.redis_url else {},
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": self.redis_url is not None,
            "RATELIMIT_HEADERS_ENABLED": True,
            "TESTING": self.testing,
            "DELIBERATION": self,
            **self.extra,
        }
