"""What is noted of every request: its route, status and time, and never who asked or with which key.

The path is that of the route with its compound and numbers filled in; receipts, tokens and the numbers of ballots stay
names: `/c/jinling/orders/17`, `/receipt/<receipt_code>`. There is no query string and no address: where an address is
needed (网络安全法 §23), the proxy keeps it, and both logs share the request's number.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request

LOG = logging.getLogger("deliberation.access")
_PART = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
_REQUEST_ID = re.compile(r"[0-9a-f]{32}")
KEYS = frozenset({"number"})
"""Whole numbers that name a person's paper."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN = "(no such page)"
OTHER = "other"

Noted = Callable[[str, str, int, float], None]
"""Route, method, status, seconds."""


def route() -> str:
    """The template of the route that is asked, the same for every thing; unknown addresses are one."""
    return request.url_rule.rule if request.url_rule else UNKNOWN


def method() -> str:
    """The method that was asked with; what nobody needs is one, so that a stranger makes no number of their own."""
    return request.method if request.method in METHODS else OTHER


def path() -> str:
    """The path as it may be kept."""
    values = request.view_args or {}

    def filled(part: re.Match[str]) -> str:
        value = values.get(part[1])
        known = isinstance(value, int) and part[1] not in KEYS
        return str(value) if known or part[1] == "compound_slug" else f"<{part[1]}>"

    return _PART.sub(filled, route())


def register(app: Flask, note: Noted, *, write: bool) -> None:
    """Have `note` told of every request; `write`: a line in the log, too."""

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def _end(answer: Response) -> Response:
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        note(route(), method(), answer.status_code, seconds)
        if write:
            LOG.info("%s %s", method(), path(), extra={"facts": _facts(answer, seconds)})
        return answer

    app.log_exception = lambda exc_info: app.logger.error(  # type: ignore[method-assign]
        "%s of %s failed", method(), path(), exc_info=exc_info
    )


def _facts(answer: Response, seconds: float) -> dict[str, Any]:
    number = request.headers.get("X-Request-ID", "")
    known = {"request": number} if _REQUEST_ID.fullmatch(number) else {}
    return {"status": answer.status_code, "ms": round(seconds * 1000, 1), **known}
