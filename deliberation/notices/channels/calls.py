"""One HTTP call, and what its failure means for the message that it carried."""

from __future__ import annotations

import http.client
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from deliberation.notices.rules import Outcome, fault, later, unknown

SECONDS = 10.0
LONGEST = 1024 * 1024
TOO_MANY, SERVER_ERROR, AWAY = 429, 500, 503
NOT_SENT = (ConnectionRefusedError, socket.gaierror)
"""Errors after which it is certain that nothing has left the house."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message is handed over where it was addressed, with its secrets, or nowhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""
        return


_opener = urllib.request.build_opener(_NoRedirect)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status, and the body where it is JSON."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]


def call(
    url: str, body: Any = None, headers: Mapping[str, str] | None = None, *, method: str = "POST"
) -> Reply | Outcome:
    """Send JSON (or bytes as they are) and read JSON; what went wrong on the way is an outcome."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return fault("地址不对")
    data = body if isinstance(body, bytes) or body is None else json.dumps(body, ensure_ascii=False).encode()
    given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    request = urllib.request.Request(url, data, given, method=method)  # noqa: S310 - the scheme was looked at
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            return _reply(answer.status, answer.read(LONGEST), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return _failed(_reply(error.code, error.read(LONGEST), error.headers))
    except urllib.error.URLError as error:
        return later("连不上") if isinstance(error.reason, NOT_SENT) else unknown("没有回音")
    except NOT_SENT:
        return later("连不上")
    except (OSError, http.client.HTTPException):
        return unknown("没有回音")


def _reply(status: int, raw: bytes, headers: Any) -> Reply:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = {}
    return Reply(status, body if isinstance(body, dict) else {}, dict(headers.items()))


def _failed(reply: Reply) -> Reply | Outcome:
    """An answer with an error status: later, unknown, or for the channel to read."""
    if reply.status in {TOO_MANY, AWAY}:
        given = reply.headers.get("Retry-After") or reply.headers.get("x-ogw-ratelimit-reset") or ""
        return later(f"HTTP {reply.status}", timedelta(seconds=int(given)) if given.isdecimal() else None)
    return unknown(f"HTTP {reply.status}") if reply.status >= SERVER_ERROR else reply
