"""A request that does not end is given up, a crowd that only waits makes room, a slow reader gets all of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from deliberation.live import worker
from deliberation.live.worker import Line, Places


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end and the visitor's."""
    here, there = socket.socketpair()
    yield here, there
    here.close()
    there.close()


def test_headers_that_never_end_are_given_up(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HEADER_SECONDS", 0.2)
    line = Line(pair[0], "a", Places())
    pair[1].sendall(b"GET / HTTP/1.1\r\n")
    assert line.recv(8192) == b"GET / HTTP/1.1\r\n"
    begun = time.monotonic()
    while time.monotonic() - begun < 3:
        pair[1].sendall(b"X")  # a byte now and then does not lengthen it
        if line.recv(8192) == b"":
            break
    assert time.monotonic() - begun < 2


def test_a_connection_that_says_nothing_is_given_up(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "FIRST_BYTE_SECONDS", 0.1)
    assert Line(pair[0], "a", Places()).recv(8192) == b""


def test_a_body_that_stands_still_is_given_up_and_one_that_comes_is_read(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "STALL_SECONDS", 0.2)
    line = Line(pair[0], "a", Places())
    line.begin(100, live=False)
    pair[1].sendall(b"text=")
    assert line.recv(8192) == b"text="
    assert line.recv(8192) == b""


def test_the_longest_waiting_of_the_fullest_address_makes_room() -> None:
    places = Places()
    ends = [socket.socketpair() for _each in range(4)]
    crowd = [Line(ends[number][0], "crowd", places) for number in range(3)]
    delegate = Line(ends[3][0], "delegate", places)
    places.taken = 4
    places.make_room(3)
    ends[0][1].settimeout(1)
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


def test_a_live_connection_is_sent_everything_however_slowly_it_reads(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    line = Line(pair[0], "a", Places())
    line.begin(0, live=True)
    heard: list[bytes] = []

    def read() -> None:
        while sum(map(len, heard)) < 2_000_000:
            heard.append(pair[1].recv(65536))

    reader = threading.Thread(target=read)
    reader.start()
    assert line.send(b"x" * 2_000_000) == 2_000_000
    reader.join(10)
    assert sum(map(len, heard)) == 2_000_000


def test_a_live_connection_that_sends_without_end_is_left_to_wait(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LIVE_BURST", 8192)
    line = Line(pair[0], "a", Places())
    line.begin(0, live=True)
    pair[1].sendall(b"x" * 40_000)
    begun, taken = time.monotonic(), 0
    while taken < 40_000:
        taken += len(line.recv(4096))
    assert time.monotonic() - begun > 0.6  # 32 KB a second after the first eight
