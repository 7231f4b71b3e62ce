"""What strangers send, and machines that a test may break: broken messages, a Redis of one's own, /healthz asked."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import websocket

from tests.servers import Server, free_port
from tests.tablets import Tablet

HEAVY = [
    {"meeting_id": 10**30, "audience": "tablet"},
    {"meeting_id": -1, "audience": "tablet"},
    {"meeting_id": 1, "audience": "\ud800"},
    {"meeting_id": 1, "audience": "hall", "hall_token": "\ud800\x00"},
    {"meeting_id": 1, "audience": {"a": [1]}},
    {"meeting_id": [1], "audience": "x" * 9000},
    "x",
    7,
    None,
    [[[[]]]],
]
DEEP, LONG = "[" * 6000 + "]" * 6000, "9" * 5000
RAW = [
    '421["disconnect",{}]',
    '421["connect",{}]',
    '421["nobody",{}]',
    "421[]",
    "421[{}]",
    "421[1]",
    '421["join",{},{},{}]',
    '421["join",' + DEEP + "]",
    '421["join",{"meeting_id":' + LONG + "}]",
    '421["join"',
    '451-["join"]',
    "4",
]


def ask_health(server: Server, seconds: float = 30) -> tuple[float, int, dict[str, Any]]:
    """How long /healthz takes, its status, what it says."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=seconds) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    except OSError:
        return time.monotonic() - begun, 0, {}
    return time.monotonic() - begun, status, json.loads(text)


def raw_socket(server: Server, **headers: str) -> websocket.WebSocket:
    """A connection of nobody."""
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    found = websocket.create_connection(url, timeout=20, header=[f"{k}: {v}" for k, v in headers.items()])
    found.recv()
    found.send("40")
    found.recv()
    return found


FORM = b"username=nobody&password=nothing"


class HalfSent:
    """A form of which half has been sent; the server has said that it reads it."""

    def __init__(self, server: Server) -> None:
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {len(FORM)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
        self._socket.sendall(head.encode())
        if not self._socket.recv(1000).startswith(b"HTTP/1.1 100"):
            raise ConnectionError("the server does not read the form")
        self._socket.sendall(FORM[:10])

    def finish(self) -> tuple[int, bytes]:
        """Send the other half; answers status and page."""
        self._socket.sendall(FORM[10:])
        answer = http.client.HTTPResponse(self._socket)
        answer.begin()
        return answer.status, answer.read()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def own_redis(folder: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A Redis of our own that keeps nothing: its address, how to start it, how to kill it."""
    port, running = free_port(), []
    command = [shutil.which("redis-server") or "redis-server", "--port", str(port), "--save", "", "--dir", str(folder)]

    def start() -> None:
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))  # noqa: S603 - our own fixed command
        for _each in range(100):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            time.sleep(0.05)

    def kill() -> None:
        for one in running:
            one.kill()
            one.wait()

    start()
    try:
        yield f"redis://127.0.0.1:{port}/0", start, kill
    finally:
        kill()


def phase(server: Server, cookie: str, meeting_id: int) -> dict[str, Any]:
    """What a visitor gets: health, sign-in page, join, snapshot."""
    found: dict[str, Any] = {"healthz": ask_health(server)[1:]}
    snapshot = urllib.request.Request(f"{server.url}/rooms/{meeting_id}/snapshot", headers={"Cookie": cookie})
    for name, request in (("snapshot", snapshot), ("login", f"{server.url}/login")):
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                found[name] = answer.status
        except urllib.error.HTTPError as error:
            found[name] = error.code
        except OSError:
            found[name] = 0
    try:
        tablet = Tablet(server.port, cookie, meeting_id)
        tablet.wait_at_most(5)  # no answer is an answer here
        found["join"] = tablet.join().get("ok")
        tablet.close()
    except (OSError, websocket.WebSocketException):
        found["join"] = "no answer"
    return found
