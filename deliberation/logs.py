"""The operator's log: plain text on a desk, one JSON object a line in service (`DELIBERATION_LOG=json`).

A line carries nothing of a person. What a library says of its own error is kept for errors of disk, store and Redis
only, and of that its first line: what follows, and what other errors say, may quote what somebody typed.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

JSON = "json"
SPEAKS_OF_MACHINES = ("sqlalchemy.", "psycopg.", "redis.", "sqlite3", "gevent.")
"""Modules of errors whose first line names hosts, tables and codes, and no person."""
FRAMES = 12
_MAY_BE_A_PERSON = re.compile(r"(?<![0-9A-Za-z-])(?:1[3-9]\d{9}|\d{17}[\dXx])(?![0-9A-Za-z-])")
"""A mobile number, an identity number."""


class Lines(logging.Formatter):
    """A record as a line of JSON: `at` (ISO 8601, UTC), `level`, `logger`, `message`, `facts`, error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said |= _error(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


def masked(text: str) -> str:
    """The text with two stars for what looks like the number of a phone or of a person."""
    return _MAY_BE_A_PERSON.sub("**", text)


def _error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    kind = type(error)
    telling = isinstance(error, OSError) or f"{kind.__module__}.".startswith(SPEAKS_OF_MACHINES)
    return {
        "error": kind.__name__,
        "error_says": masked(str(error).partition("\n")[0])[:300] if telling else "",
        "at_lines": [
            f"{frame.filename.rpartition('/deliberation/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ],
    }


def set_up(form: str) -> None:
    """Have this process write its log in the form that was asked for; text stays what it is."""
    logging.getLogger("deliberation").setLevel(logging.INFO)
    if form != JSON:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.getLogger().handlers = [handler]
