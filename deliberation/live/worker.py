"""The server's worker: gunicorn's for gevent, with an end to every wait and a bounded number of connections.

gunicorn gives a request as long as a kept connection may rest (75 s here), and its body for ever; some thousand
half-finished requests then hold every place. Here headers and bodies have their time, a place is taken from whoever has
waited longest at the address that holds most, a live connection cannot send faster than it is listened to, and at the
end every screen is told by a closed connection, so that it comes back at once.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Any

import gevent
from gevent import socket
from gunicorn.workers.ggevent import GeventWorker

FIRST_BYTE_SECONDS = 20.0
"""Browsers open connections that they may need soon."""
HEADER_SECONDS = 10.0
STALL_SECONDS = 12.0
"""How long a body may stand still."""
BODY_SECONDS = 20.0
BODY_BYTES_PER_SECOND = 32 * 1024
"""A body may take so long, and a second for so many bytes on top: eight photos over a slow phone."""
CROWDED = 0.8
"""Part of the places from which on those who wait are sent away."""
LIVE_BURST, LIVE_PER_SECOND = 96 * 1024, 32 * 1024
"""Bytes that a live connection may send at once, and a second; a tablet sends less than one kilobyte."""
SEND_SECONDS = 20.0
"""How long a live connection may not read what it is sent."""
LEAVE_AFTER_SECONDS = 1.2
"""By then the worker has stopped listening, and who comes back reaches the next one."""
FAREWELL_SECONDS = 1.0
"""How long a screen may take to hear that it is sent away; then its connection is cut."""

WAITING, ASKING, BODY, LIVE = "waiting", "asking", "body", "live"


class Line:
    """One connection, as gunicorn reads and writes it."""

    def __init__(self, sock: Any, address: str, places: Places) -> None:
        self.sock, self.address, self._places = sock, address, places
        self._state = WAITING
        self._deadline: float | None = time.monotonic() + FIRST_BYTE_SECONDS
        self._left, self._at = float(LIVE_BURST), time.monotonic()
        places.wait(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

    def recv(self, size: int, *flags: int) -> bytes:
        """What arrives in time; nothing, as from somebody who has hung up, when the time is over."""
        if self._state == LIVE:
            return self._listen(size)
        found = self._within(self._deadline, size, *flags)
        if found and self._state == WAITING:
            self._state, self._deadline = ASKING, time.monotonic() + HEADER_SECONDS
        return found

    def _within(self, deadline: float | None, size: int, *flags: int) -> bytes:
        left = None if deadline is None else deadline - time.monotonic()
        if self._state == BODY:
            left = min(STALL_SECONDS, left or 0.0)
        if left is not None and left <= 0:
            return b""
        self.sock.settimeout(left)
        try:
            return bytes(self.sock.recv(size, *flags))
        except TimeoutError:
            return b""
        finally:
            with suppress(OSError):
                self.sock.settimeout(None)

    def _listen(self, size: int) -> bytes:
        """Listen to a live connection; one that sends without end is left to wait, and others come in between."""
        gevent.sleep(0)
        now = time.monotonic()
        self._left = min(LIVE_BURST, self._left + (now - self._at) * LIVE_PER_SECOND)
        self._at = now
        if self._left < 0:
            gevent.sleep(-self._left / LIVE_PER_SECOND)
        found = bytes(self.sock.recv(size))
        self._left -= len(found)
        return found

    def send(self, data: bytes, *flags: int) -> int:
        """All of it to a live connection (its library does not look how much was taken); else what fits."""
        if self._state != LIVE:
            return int(self.sock.send(data, *flags))
        with gevent.Timeout(SEND_SECONDS, TimeoutError("it does not read")):
            self.sock.sendall(data)
        return len(data)

    def begin(self, length: int, *, live: bool) -> None:
        """A request has been read; `length` bytes of body follow, or a live connection."""
        self._places.go_on(self, live=live)
        self._state = LIVE if live else BODY
        self._deadline = time.monotonic() + BODY_SECONDS + length / BODY_BYTES_PER_SECOND

    def rest(self) -> None:
        """The answer is given; the next request may come while the connection is kept."""
        self._state, self._deadline = WAITING, None
        self._places.wait(self)

    def hang_up(self) -> None:
        """Send away who waits: whoever reads hears that the other side has gone."""
        self._end(socket.SHUT_RDWR)

    def hear_out(self) -> None:
        """Take what has arrived, and nothing after it: a request that is here is answered, who is idle is sent away."""
        self._end(socket.SHUT_RD)

    def _end(self, how: int) -> None:
        """Through a second handle: at its own, gevent breaks off who waits there as if the socket were closed."""
        with suppress(OSError), socket.socket(fileno=os.dup(self.sock.fileno())) as same:
            same.shutdown(how)


class Places:
    """The connections that wait (for their first byte, their headers, their next request), oldest first by address."""

    def __init__(self) -> None:
        self._waiting: dict[str, OrderedDict[int, Line]] = {}
        self._live: set[Line] = set()
        self._lock = threading.Lock()
        self.taken = 0

    def wait(self, line: Line) -> None:
        """Note that a connection waits."""
        with self._lock:
            self._waiting.setdefault(line.address, OrderedDict())[id(line)] = line

    def go_on(self, line: Line, *, live: bool = False) -> None:
        """Note that it does not wait any more: it is served, is a live connection, or has gone."""
        with self._lock:
            (self._live.add if live else self._live.discard)(line)
            held = self._waiting.get(line.address, OrderedDict())
            held.pop(id(line), None)
            if not held:
                self._waiting.pop(line.address, None)

    def make_room(self, most: float) -> None:
        """Send the longest waiting away, from the address that has most of them, while more than `most` are taken."""
        with self._lock:
            if self.taken <= most or not self._waiting:
                return
            crowd = max(self._waiting.values(), key=len)
            _name, oldest = crowd.popitem(last=False)
            if not crowd:
                del self._waiting[oldest.address]
        oldest.hang_up()

    def send_away(self) -> None:
        """An idle connection does not keep the worker from ending."""
        with self._lock:
            waiting = [line for held in self._waiting.values() for line in held.values()]
        for line in waiting:
            line.hear_out()

    def cut_live(self) -> None:
        """End every live connection that is left."""
        with self._lock:
            left = list(self._live)
        for line in left:
            line.hang_up()


class Worker(GeventWorker):  # type: ignore[misc]
    """`gunicorn -k deliberation.live.worker.Worker`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = Places()
        self._leaving = False

    def run(self) -> None:
        """Serve until told to stop; then the process ends without looking once more through all that it holds.

        The last collection of garbage takes a second of the processor, longer than the time that is left on a busy
        machine, and nothing of it is needed.
        """
        super().run()
        gc.freeze()

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve one connection from its first byte to its last."""
        line = Line(client, str(addr[0]) if addr else "", self._places)
        self._places.taken += 1
        self._places.make_room(self.worker_connections * CROWDED)
        try:
            super().handle(listener, line, addr)
        finally:
            self._places.taken -= 1
            self._places.go_on(line)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Serve one request; its body has a time of its own."""
        headers = {name.upper(): value for name, value in req.headers}
        length = headers.get("CONTENT-LENGTH", "0")
        sock.begin(int(length) if length.isdigit() else 0, live=headers.get("UPGRADE", "").lower() == "websocket")
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            sock.rest()

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """Stop in good order: what was acknowledged is stored, and every screen is told."""
        super().handle_exit(sig, frame)
        if not self._leaving:  # the master may be asked to stop together with its workers, and asks them again
            self._leaving = True
            gevent.spawn_later(LEAVE_AFTER_SECONDS, self._leave)

    def _leave(self) -> None:
        """Take leave of everybody who is not being served; requests under way come to their end."""
        from deliberation.live.gateway import gateway  # noqa: PLC0415 - the application is loaded in the worker only

        if gateway.wire is not None:
            gateway.wire.hang_up_all()
        self._places.send_away()
        gevent.sleep(FAREWELL_SECONDS)
        self._places.cut_live()
