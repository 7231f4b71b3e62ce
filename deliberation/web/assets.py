"""Static files: their addresses carry a digest of what they say, so that a browser may keep them for good.

A page of the house needs some twenty of them. Asking for each again whether it has changed was most of the waiting
on a telephone.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app

DIGITS = 12
FOR_GOOD = "public, max-age=31536000, immutable"
"""A year (RFC 8246): another content has another address."""
_BEFORE = re.compile(rf"^[0-9a-f]{{{DIGITS}}}/")


@lru_cache(maxsize=4)
def digest(folder: str) -> str:
    """The first twelve hex digits of SHA-256 over the names and contents of all files below the folder."""
    found = hashlib.sha256()
    for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:DIGITS]


def register(app: Flask) -> None:
    """Answer addresses without a digest, and those of a page that was opened before an upgrade, with what is there."""
    app.add_url_rule("/static/<path:path>", "static_now", _now)


def _now(path: str) -> Response:
    answer = current_app.send_static_file(_BEFORE.sub("", path, count=1))
    answer.headers["Cache-Control"] = "no-cache"
    return answer
