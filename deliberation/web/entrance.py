"""WSGI middleware before Flask and Socket.IO: which proxies stand in front, under which name, and what answers carry.

Socket.IO takes its requests before Flask sees them, so that whatever holds for every page is done here for it, too.
Names and addresses that a proxy tells (`X-Forwarded-…`) are believed of a proxy that is named, and dropped otherwise.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import get_host

from deliberation.web.errors import CONTENT_SECURITY_POLICY

logger = logging.getLogger(__name__)

FORWARDED = tuple(
    f"HTTP_{name}"
    for name in (
        "FORWARDED",
        "X_FORWARDED_FOR",
        "X_FORWARDED_HOST",
        "X_FORWARDED_PORT",
        "X_FORWARDED_PREFIX",
        "X_FORWARDED_PROTO",
        "X_FORWARDED_SSL",
        "X_FORWARDED_SERVER",
        "X_REAL_IP",
    )
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
)
LIVE = "/socket.io/"
WRONG_NAME = "这个网址不是本系统的网址。请按通知、签到条上印的网址打开。\n"

Answer = Iterable[bytes]
Start = Callable[..., Any]


class Entrance:
    """A WSGI application around the one of Flask and Socket.IO.

    `hops`: how many proxies stand in front; `proxies`: their addresses or networks. A unix socket, which has no
    address, is this machine's own.
    """

    def __init__(self, app: Flask, hops: int, proxies: tuple[str, ...]) -> None:
        self._app, self._inner = app, app.wsgi_app
        self._hops = hops
        self._proxies = [ipaddress.ip_network(one, strict=False) for one in proxies]
        self._fixed = ProxyFix(self._within, x_for=hops, x_proto=hops, x_host=hops) if hops else self._within
        self._told = False

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Answer:
        """Take what a named proxy tells, drop what anybody else does; note whether anything was told."""
        environ["deliberation.forwarded"] = any(name in environ for name in FORWARDED)
        if self._hops and self._is_proxy(str(environ.get("REMOTE_ADDR", ""))):
            return self._fixed(environ, start_response)
        return self._within(environ, start_response)

    def _is_proxy(self, address: str) -> bool:
        if not address:
            return True
        try:
            here = ipaddress.ip_address(address)
        except ValueError:
            return False
        known = any(here in network for network in self._proxies)
        if not known and not self._told:
            self._told = True
            logger.warning("%s is not among TRUSTED_PROXY_ADDRESSES; what it forwards is not believed", address)
        return known

    def _within(self, environ: dict[str, Any], start_response: Start) -> Answer:
        for name in FORWARDED:
            environ.pop(name, None)
        if not str(environ.get("PATH_INFO", "")).startswith(LIVE):
            return self._inner(environ, start_response)
        try:
            get_host(environ, self._app.config["TRUSTED_HOSTS"])
        except SecurityError:
            return self._wrong_name(start_response)
        return self._inner(environ, _with_headers(start_response))

    @staticmethod
    def _wrong_name(start_response: Start) -> Answer:
        logger.warning("wrong host name; the right ones: DELIBERATION_PUBLIC_URL, TRUSTED_HOSTS")
        body = WRONG_NAME.encode()
        start_response(
            "400 BAD REQUEST",
            [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *HEADERS],
        )
        return [body]


def _with_headers(start_response: Start) -> Start:
    """The same headers as a page's; they mean little to a socket, and something to whoever opens its address."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        held = {name.lower() for name, _value in headers}
        return start_response(status, [*headers, *(one for one in HEADERS if one[0].lower() not in held)], *more)

    return start
