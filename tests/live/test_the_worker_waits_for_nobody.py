"""A request that does not end is given up, a crowd that only waits makes room, a slow reader gets all of it.

What is asserted is what became of a connection, never how long it took; `PATIENCE_SECONDS` only ends a wait for what
would not come, and `NEVER` puts every other time limit out of reach.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import gevent
import pytest
from gevent import socket as green

from deliberation.live import worker
from deliberation.live.worker import Line, Places

PATIENCE_SECONDS = 60
NEVER = 24 * 3600.0


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end and the visitor's; a time limit is out of reach until a test sets the one that it is about."""
    for name in ("FIRST_BYTE_SECONDS", "HEADER_SECONDS", "STALL_SECONDS", "BODY_SECONDS", "SEND_SECONDS"):
        monkeypatch.setattr(worker, name, NEVER)
    here, there = socket.socketpair()
    yield here, there
    here.close()
    there.close()


def in_the_end(ask: Callable[[], bytes]) -> bytes | None:
    """What a wait comes to; `None`: it does not end."""
    found: list[bytes] = []
    waiting = threading.Thread(target=lambda: found.append(ask()), daemon=True)
    waiting.start()
    waiting.join(PATIENCE_SECONDS)
    return found[0] if found else None


def test_headers_that_never_end_are_given_up(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HEADER_SECONDS", 0.2)
    line = Line(pair[0], "a", Places())
    pair[1].sendall(b"GET / HTTP/1.1\r\n")
    assert line.recv(8192) == b"GET / HTTP/1.1\r\n"
    latest, found = time.monotonic() + PATIENCE_SECONDS, b"X"
    while found and time.monotonic() < latest:
        pair[1].sendall(b"X")  # a byte now and then does not lengthen it
        found = line.recv(8192)
    assert found == b""


def test_a_connection_that_says_nothing_is_given_up(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "FIRST_BYTE_SECONDS", 0.1)
    line = Line(pair[0], "a", Places())
    assert in_the_end(lambda: line.recv(8192)) == b""


def test_a_body_that_stands_still_is_given_up_and_one_that_comes_is_read(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "STALL_SECONDS", 0.2)
    line = Line(pair[0], "a", Places())
    line.begin(100, live=False)
    pair[1].sendall(b"text=")
    assert line.recv(8192) == b"text="
    assert in_the_end(lambda: line.recv(8192)) == b""


def test_the_longest_waiting_of_the_fullest_address_makes_room() -> None:
    places = Places()
    ends = [socket.socketpair() for _each in range(4)]
    crowd = [Line(ends[number][0], "crowd", places) for number in range(3)]
    delegate = Line(ends[3][0], "delegate", places)
    places.taken = 4
    places.make_room(3)
    ends[0][1].settimeout(PATIENCE_SECONDS)
    assert ends[0][1].recv(1) == b""  # the oldest of the crowd was hung up on
    for _here, there in ends[1:]:
        there.setblocking(False)
        with pytest.raises(BlockingIOError):
            there.recv(1)
    assert crowd[0].address == "crowd"
    assert delegate.address == "delegate"
    for here, there in ends:
        here.close()
        there.close()


def test_nobody_is_sent_away_while_he_is_served(pair: tuple[socket.socket, socket.socket]) -> None:
    places = Places()
    line = Line(pair[0], "a", places)
    line.begin(0, live=False)
    places.taken = 2
    places.make_room(1)
    pair[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        pair[1].recv(1)
    line.rest()
    places.make_room(1)
    assert pair[1].recv(1) == b""


@pytest.fixture
def green_pairs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[green.socket, green.socket]]]:
    """Two connections as the worker has them: who waits at one lets the others go on."""
    monkeypatch.setattr(worker, "SEND_SECONDS", NEVER)
    pairs = [green.socketpair() for _each in range(2)]
    yield pairs
    for here, there in pairs:
        here.close()
        there.close()


def a_live_line(here: green.socket) -> Line:
    line = Line(here, "a", Places())
    line.begin(0, live=True)
    return line


def test_a_live_connection_is_sent_everything_however_slowly_it_reads(
    green_pairs: list[tuple[green.socket, green.socket]],
) -> None:
    (here, there), _other = green_pairs
    line, heard, told = a_live_line(here), 0, 2_000_000
    sending = gevent.spawn(line.send, b"x" * told)
    with gevent.Timeout(PATIENCE_SECONDS, False):
        while heard < told:
            heard += len(there.recv(65536))
    assert heard == told
    assert sending.get(timeout=PATIENCE_SECONDS) == told


def test_while_one_live_connection_sends_without_end_the_other_is_heard(
    green_pairs: list[tuple[green.socket, green.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LIVE_BURST", 8192)
    monkeypatch.setattr(worker, "LIVE_PER_SECOND", 1)  # what is beyond the burst waits for hours
    taken: list[int] = []

    def flood(line: Line) -> None:
        while True:
            taken.append(len(line.recv(4096)))

    (flooded, flooder), (heard, speaker) = green_pairs
    flooder.sendall(b"x" * 80_000)
    flooding, line = gevent.spawn(flood, a_live_line(flooded)), a_live_line(heard)
    with gevent.Timeout(PATIENCE_SECONDS):
        for _each in range(100):  # each lets the flood come in between
            speaker.sendall(b"ballot")
            assert line.recv(4096) == b"ballot"
    flooding.kill()
    assert 8192 <= sum(taken) <= 8192 + 4096


def test_who_was_held_back_is_heard_to_the_end(
    green_pairs: list[tuple[green.socket, green.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LIVE_BURST", 8192)
    (here, there), _other = green_pairs
    line, taken = a_live_line(here), 0
    there.sendall(b"x" * 40_000)
    with gevent.Timeout(PATIENCE_SECONDS):
        while taken < 40_000:
            taken += len(line.recv(4096))
    assert taken == 40_000
