"""The keys that seal the log: kept outside the database, so that whoever can write there cannot seal.

A key ring is a file of one key a line, oldest first; the last one seals, the others are kept to check what they sealed.
A key is known by its fingerprint, never by a name that could be given twice.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from deliberation.config import Settings

SHORTEST = 32
"""Bytes of a key, at least."""

_settings: Callable[[], Settings] | None = None
_known: dict[Path, tuple[tuple[int, ...], KeyRing]] = {}


class KeysUnreadable(Exception):
    """The key ring is there and is no key ring; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by age, the oldest first; at least one."""

    keys: tuple[bytes, ...]

    @property
    def active(self) -> str:
        """The fingerprint of the key that seals."""
        return fingerprint(self.keys[-1])

    def age(self, key_id: str) -> int | None:
        """The place of a key in the ring, 0 for the oldest; `None` where it is not here."""
        return next((place for place, key in enumerate(self.keys) if fingerprint(key) == key_id), None)

    def seal(self, text: str, key_id: str | None = None) -> str:
        """HMAC-SHA-256 over `text` with one key of the ring, the active one where none is named; empty without it."""
        place = self.age(key_id) if key_id is not None else len(self.keys) - 1
        if place is None:
            return ""
        return hmac.new(self.keys[place], text.encode(), hashlib.sha256).hexdigest()

    def holds(self, text: str, key_id: str | None, seal: str | None) -> bool:
        """Whether `seal` was made over `text` with a key of the ring."""
        made = self.seal(text, key_id or "")
        return bool(made) and hmac.compare_digest(made, seal or "")


def fingerprint(key: bytes) -> str:
    """Twelve hex digits that name a key and tell nothing of it."""
    return hashlib.sha256(b"deliberation audit key\n" + key).hexdigest()[:12]


def ask_settings_with(settings: Callable[[], Settings]) -> None:
    """Take the function that knows the running application's settings; once, when the application is wired."""
    global _settings  # noqa: PLW0603 - wired once by app
    _settings = settings


def ring() -> KeyRing:
    """The key ring of the running application, made at the first call; read again when its file has changed.

    Raises `KeysUnreadable`.
    """
    if _settings is None:
        raise RuntimeError("the log has no keys: create_app() wires them")
    settings = _settings()
    if settings.audit_keys:
        return _read(settings.audit_keys.replace(",", "\n"), "DELIBERATION_AUDIT_KEYS")
    path = path_of(settings)
    if not path.exists():
        _write(path, [secrets.token_hex(SHORTEST)], replace=False)
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    known = _known.get(path)
    if known is None or known[0] != stamp:
        known = _known[path] = stamp, _read(path.read_text(encoding="ascii"), str(path))
    return known[1]


def path_of(settings: Settings) -> Path:
    """Where the key ring lies: `DELIBERATION_AUDIT_KEY_FILE`, else beside the data."""
    return settings.audit_key_file or settings.data_dir / "audit_keys"


def is_open_to_others(settings: Settings) -> bool:
    """Whether others than its owner may read the file of the keys."""
    path = path_of(settings)
    return not settings.audit_keys and path.exists() and bool(path.stat().st_mode & 0o077)


def add_key(settings: Settings) -> KeyRing:
    """Put a new key at the end of the ring; it seals from now on. Raises `KeysUnreadable` for the environment's."""
    if settings.audit_keys:
        raise KeysUnreadable("密钥写在环境变量 DELIBERATION_AUDIT_KEYS 里：请在末尾加上新的密钥，再重新启动。")
    path, before = path_of(settings), ring()
    _write(path, [*(key.hex() for key in before.keys), secrets.token_hex(SHORTEST)], replace=True)
    return ring()


def _read(text: str, where: str) -> KeyRing:
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = tuple(bytes.fromhex(line) for line in lines if line and not line.startswith("#"))
    except ValueError as error:
        raise KeysUnreadable(f"{where}：每行应是一个十六进制写的密钥。") from error
    if not found or min(len(key) for key in found) < SHORTEST:
        raise KeysUnreadable(f"{where}：没有密钥，或密钥不足 {SHORTEST} 字节。")
    return KeyRing(found)


def _write(path: Path, keys: list[str], *, replace: bool) -> None:
    """Write the whole file beside its place and move it there.

    So nobody reads half of it, and two processes that begin at once end with one key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".audit_keys")  # readable by its owner only
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    if replace:
        Path(name).replace(path)
        return
    with suppress(FileExistsError):  # another process was faster: its key counts
        os.link(name, path)
    Path(name).unlink()
