"""Settings from the environment. Every one has a default that works on a desk with nothing configured."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"


def _data_dir() -> Path:
    return Path(os.environ.get("DELIBERATION_DATA", ROOT / "var")).resolve()


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


def _database_url(data_dir: Path) -> str:
    given = os.environ.get("DATABASE_URL")
    if given:
        return given.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")
    data_dir.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{data_dir / 'deliberation.sqlite'}"


@dataclass(frozen=True)
class Settings:
    """What one installation may decide. `from_environment()` reads it; tests build it directly."""

    database_url: str
    secret_key: str
    data_dir: Path
    redis_url: str | None = None
    clock_file: Path | None = None
    behind_https: bool = False
    trusted_proxies: int = 0
    rate_limits: bool = True
    testing: bool = False
    upload_limit: int = 8 * 1024 * 1024
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> Settings:
        """Read `DATABASE_URL`, `SECRET_KEY`, `DELIBERATION_DATA`, `REDIS_URL`, `BEHIND_HTTPS`, …"""
        data_dir = _data_dir()
        clock = os.environ.get("DELIBERATION_CLOCK_FILE")
        return cls(
            database_url=_database_url(data_dir),
            secret_key=_secret_key(data_dir),
            data_dir=data_dir,
            redis_url=os.environ.get("REDIS_URL") or None,
            clock_file=Path(clock) if clock else None,
            behind_https=os.environ.get("BEHIND_HTTPS") == "1",
            trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", "0")),
            rate_limits=os.environ.get("RATE_LIMITS", "1") != "0",
        )

    def flask(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_pre_ping": self.database_url.startswith("postgres"),
                "hide_parameters": True,  # an error in the log must not carry phones, receipts or choices
            },
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.behind_https,
            "SESSION_COOKIE_NAME": "deliberation",
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": self.upload_limit * 4,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "RATELIMIT_ENABLED": self.rate_limits,
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
            "RATELIMIT_HEADERS_ENABLED": True,
            "TESTING": self.testing,
            "DELIBERATION": self,
            **self.extra,
        }
