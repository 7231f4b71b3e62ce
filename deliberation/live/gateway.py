"""The publisher: one sender per room reads the invalidated slices afresh, numbers them and emits them.

An envelope is `{epoch, seq, slice, at, data}`. `seq` grows by one with every envelope that an audience
of a room gets; `epoch` changes when the numbering starts anew. A slice that is hidden from an audience is
not sent to it and is `null` in its snapshot. A client that sees a gap or another epoch fetches the
snapshot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from deliberation.kernel import clock
from deliberation.live import outbox
from deliberation.live.listeners import Listener, Listeners
from deliberation.live.numbers import Numbers, SharedNumbers
from deliberation.live.wire import LARGEST_MESSAGE, Wire

if TYPE_CHECKING:
    from deliberation.live.link import Link
    from deliberation.live.queue import Queue

AUDIENCES = ("hall", "tablet", "chair")
INTERVAL_SECONDS = 0.25
KEEP_SECONDS = 2.0
"""How long a slice that was read may serve others. Acts of this process end it at once; the limit is for
an operator's command beside the server. Several server processes keep nothing: they would not hear."""
MAX_KEPT = 500
PING_SECONDS = 3
"""How often the server is heard on a quiet connection: a tablet whose network died in silence notices by this."""
GONE_SECONDS = 12
"""How long a tablet may owe the answer before it counts as gone."""
WATCH_SECONDS = 1.0
REFRESH_EVERY = 2
SWEEP_EVERY = 5
"""In turns of the watch."""
EVENTS = frozenset({"join", "snapshot", "ballot.cast"})

Views = Mapping[str, Any]
"""What each audience may see of one slice: audience → payload or `None`."""

Reader = Callable[[int], Views]
PrivateReader = Callable[[int, int], Any]


class Gateway:
    """Readers by slice name, and one sender for each room that has something to say."""

    def __init__(self) -> None:
        self.socketio = SocketIO()
        self.readers: dict[str, Reader] = {}
        self.hidden: dict[str, frozenset[str]] = {}
        self.private_reader: PrivateReader | None = None
        self.listeners = Listeners()
        self.is_live: Callable[[int], bool] = bool
        self.numbers: Numbers | SharedNumbers = Numbers()
        self._app: Flask | None = None
        self._stale: dict[int, set[str]] = {}
        self._sending: set[int] = set()
        self._asking = 0
        self._lock = threading.Lock()
        self._keeps = True
        self._kept: dict[tuple[int, str], tuple[float, Views]] = {}
        self._sent: dict[tuple[int, str], Views] = {}
        self._link: Link | None = None
        self._queue: Queue | None = None
        self.wire: Wire | None = None
        self._version: dict[tuple[int, str], int] = {}

    def init_app(self, app: Flask, redis_url: str | None, async_mode: str | None) -> None:
        """Bind to the application; with Redis, share the queue and the numbers between processes."""
        self.read_in(app)
        more: dict[str, Any] = self._share(redis_url) if redis_url else {}
        self.socketio.init_app(
            app,
            async_mode=async_mode,
            async_handlers=False,  # a client's events are handled in the order in which it sent them
            cors_allowed_origins=None,  # the site's own; `web.entrance` sees to it that its name is true
            ping_interval=PING_SECONDS,
            ping_timeout=GONE_SECONDS,
            max_http_buffer_size=LARGEST_MESSAGE,
            **more,
        )
        self.wire = Wire(self.socketio.server, EVENTS)
        outbox.listen(self.stale, self.whisper, self.recheck)

    def _share(self, redis_url: str) -> dict[str, Any]:
        """Number and queue through Redis; only an installation with one needs its library."""
        from deliberation.live.link import Link  # noqa: PLC0415
        from deliberation.live.queue import Queue  # noqa: PLC0415

        self._link = Link(redis_url)
        self.numbers = SharedNumbers(self._link)
        self._keeps = False
        self._queue = Queue(self._link, self.refresh_all, {"recheck": self._ask_about, "hang_up": self._cut_off_visit})
        return {"client_manager": self._queue}

    @property
    def redis(self) -> str:
        """`ok`, `away`, or `none` where one process keeps everything itself."""
        if self._link is None:
            return "none"
        return "away" if self._link.away else "ok"

    def watch(self) -> None:
        """Look after the connections and after Redis, for ever."""
        turn = 0
        while True:
            time.sleep(WATCH_SECONDS)
            turn += 1
            try:
                self._look_after(turn)
            except Exception:
                if self._app:
                    self._app.logger.exception("could not look after the connections")

    def _look_after(self, turn: int) -> None:
        if self.wire and turn % SWEEP_EVERY == 0:
            self.wire.sweep()
        if self._link is None:
            return
        if self._link.probe():
            self.refresh_all()
        elif self._link.away and turn % REFRESH_EVERY == 0:
            self._read_changes()

    def refresh_all(self) -> None:
        """Send every slice of every room that listens here: what other processes said meanwhile was missed."""
        with self._lock:
            self._sent.clear()
        for meeting_id in self.listeners.rooms():
            self.stale(meeting_id, frozenset(self.readers))

    def _read_changes(self) -> None:
        """While no other process can be heard: read the rooms that listen here, send what differs."""
        for meeting_id in self.listeners.rooms():
            changed = frozenset(name for name in self.readers if self._has_changed(meeting_id, name))
            if changed:
                own = {f"mine:{seat_id}" for seat_id in self.listeners.seats(meeting_id)}
                self.stale(meeting_id, changed | own)

    def _has_changed(self, meeting_id: int, name: str) -> bool:
        if self._app is None:
            return False
        with self._app.app_context():
            views = self.readers[name](meeting_id)
        before = self._sent.get((meeting_id, name))
        self._sent[(meeting_id, name)] = views
        return before != views

    def read_in(self, app: Flask) -> None:
        """Read slices in the context of this application (a process has one; tests may have several)."""
        self._app = app
        self._kept.clear()

    @property
    def is_idle(self) -> bool:
        """Whether no sender is at work, and nobody who asks listeners whether they may stay."""
        with self._lock:
            return not self._sending and not self._asking

    @property
    def waiting(self) -> int:
        """How many slices wait to be sent."""
        with self._lock:
            return sum(map(len, self._stale.values()))

    def stale(self, meeting_id: int, slices: frozenset[str]) -> None:
        """Take note of stale slices; start the room's sender if none is at work."""
        with self._lock:
            for name in slices:
                self._version[(meeting_id, name)] = self._version.get((meeting_id, name), 0) + 1
                self._kept.pop((meeting_id, name), None)
            self._stale.setdefault(meeting_id, set()).update(slices)
            if meeting_id in self._sending:
                return
            self._sending.add(meeting_id)
        self.socketio.start_background_task(self._send, meeting_id)

    def _take(self, meeting_id: int) -> set[str]:
        with self._lock:
            slices = self._stale.pop(meeting_id, set())
            if not slices:
                self._sending.discard(meeting_id)
            return slices

    def _send(self, meeting_id: int) -> None:
        if self._app is None:
            raise RuntimeError("the gateway has no application")
        while slices := self._take(meeting_id):
            for name in sorted(slices):
                try:
                    with self._app.app_context():
                        self.emit_slice(meeting_id, name)
                except Exception:
                    # One slice that cannot be read must not silence the room; clients see a gap
                    # at the next envelope and fetch the snapshot.
                    self._app.logger.exception("slice %s of meeting %s", name, meeting_id)
            self.socketio.sleep(INTERVAL_SECONDS)

    def emit_slice(self, meeting_id: int, name: str) -> None:
        """Number, read and emit one slice. The number is taken first: a later reader has a higher one."""
        if name.startswith("mine:"):
            self._emit_private(meeting_id, int(name.removeprefix("mine:")))
            return
        rooms = {a: channel(meeting_id, a) for a in AUDIENCES if a not in self.hidden.get(name, ())}
        numbers = {audience: self.numbers.next(room) for audience, room in rooms.items()}
        views = self.views(meeting_id, name)
        at = clock.now().isoformat()
        for audience, room in rooms.items():
            epoch, seq = numbers[audience]
            envelope = {"epoch": epoch, "seq": seq, "slice": name, "at": at, "data": views.get(audience)}
            self.socketio.emit("slice", envelope, to=room)

    def whisper(self, seat_id: int, name: str, data: Any) -> None:
        """Tell one seat's own screens something that needs no reading (its ballot's receipt)."""
        self.socketio.emit(name, data, to=f"seat:{seat_id}")

    def _emit_private(self, meeting_id: int, seat_id: int) -> None:
        if self.private_reader is not None:
            data = self.private_reader(meeting_id, seat_id)
            self.socketio.emit("mine", data, to=f"seat:{seat_id}")

    def read_all(self, meeting_id: int, audience: str) -> dict[str, Any]:
        """All slices of a room as one audience may see them."""
        return {name: self.views(meeting_id, name).get(audience) for name in self.readers}

    def views(self, meeting_id: int, name: str) -> Views:
        """One slice for every audience, read once for all who ask between two changes.

        What was read is kept only if nothing became stale while it was being read.
        """
        key = (meeting_id, name)
        with self._lock:
            kept, version = self._kept.get(key), self._version.get(key, 0)
        if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
            return kept[1]
        begun = time.monotonic()
        views = self.readers[name](meeting_id)
        with self._lock:
            if self._keeps and self._version.get(key, 0) == version:
                if len(self._kept) >= MAX_KEPT:
                    self._kept.clear()
                self._kept[key] = (begun, views)
        return views

    def recheck(self, person_id: int) -> None:
        """Ask at once, beside the request, whether a person's connections may still hear."""
        if self._queue is not None:
            self._queue.tell("recheck", person_id)
        self._ask_about(person_id)

    def _ask_about(self, person_id: int) -> None:
        found = self.listeners.all(person_id=person_id)
        if found:
            with self._lock:
                self._asking += 1
            self.socketio.start_background_task(self._ask_soon, found)

    def _ask_soon(self, listeners: list[Listener]) -> None:
        try:
            self._ask_again(listeners)
        finally:
            with self._lock:
                self._asking -= 1

    def check_listeners(self) -> None:
        """Ask it of everybody, and note whose browser listens to a meeting that is live (once a minute)."""
        self._ask_again(self.listeners.all())

    def _ask_again(self, listeners: list[Listener]) -> None:
        if self._app is None:
            raise RuntimeError("the gateway has no application")
        for one in listeners:
            with self._app.app_context():
                try:
                    stays, listens = one.may_stay(), bool(one.visit) and self.is_live(one.meeting_id)
                except Exception:
                    # The store may be busy: nobody is cut off for that; the next minute asks again.
                    self._app.logger.exception("could not ask again about a connection")
                    continue
            if not stays:
                self._cut_off(one)
            elif listens:
                self.listeners.note_heard(one.visit)
            self.socketio.sleep(0)  # two hundred questions in a row must not keep a ballot waiting

    def hang_up(self, visit: str) -> None:
        """Cut off every connection of a browser's session that has ended, at every process."""
        if self._queue is not None:
            self._queue.tell("hang_up", visit)
        self._cut_off_visit(visit)

    def _cut_off_visit(self, visit: str) -> None:
        for one in self.listeners.all(visit=visit):
            self._cut_off(one)

    def _cut_off(self, listener: Listener) -> None:
        self.listeners.forget(listener.sid)
        self.listeners.leave(listener.sid)
        with suppress(KeyError):  # it left at this very moment
            self.socketio.server.disconnect(listener.sid)


gateway = Gateway()


def channel(meeting_id: int, audience: str) -> str:
    """The Socket.IO room of one audience of one meeting."""
    return f"meeting:{meeting_id}:{audience}"


def enter(meeting_id: int, audience: str, seat_id: int | None, listener: Listener | None = None) -> None:
    """Put the current connection on the channels it may hear (called by `sockets` after its checks).

    `listener` says how to ask again whether it may.
    """
    join_room(channel(meeting_id, audience))
    if seat_id is not None:
        join_room(f"seat:{seat_id}")
    gateway.listeners.enter(str(getattr(request, "sid", "")), meeting_id, seat_id)
    if listener is not None:
        gateway.listeners.add(listener)
    if gateway.wire is not None:
        gateway.wire.entered(_connection())


def refuse() -> None:
    """Note that what the current connection wanted was refused: who guesses is slowed down."""
    if gateway.wire is not None:
        gateway.wire.was_wrong(_connection())


def _connection() -> str:
    """The current connection's name below Socket.IO."""
    sid = str(getattr(request, "sid", ""))
    return str(gateway.socketio.server.manager.eio_sid_from_sid(sid, "/") or "")
