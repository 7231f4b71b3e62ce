"""What strangers and broken machines do to a running server, one after another: prints a JSON line for each.

    .venv/bin/python scripts/attacks.py [flood] [payloads] [half] [redis] [held] [hosts]

Each starts its own server over a store of its own (and a Redis of its own), and leaves nothing behind.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import websocket  # noqa: E402 - the path of the tests must be known first

from deliberation.room.queries import open_vote_of  # noqa: E402
from tests.flows.served import an_open_vote  # noqa: E402
from tests.servers import Server  # noqa: E402
from tests.strangers import HEAVY, RAW, ask_health, own_redis, phase, raw_socket  # noqa: E402
from tests.tablets import Tablet, seat_cookie  # noqa: E402

HALF = 4100
WRONG_JOINS = 10_000


@contextmanager
def watched(server: Server) -> Iterator[list[float]]:
    """Ask /healthz all the time; answers how long each took (30 s: none came)."""
    took: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            took.append(ask_health(server)[0])
            over.wait(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield took
    finally:
        over.set()
        watcher.join()


def flood(folder: Path) -> dict[str, Any]:
    """One connection without a cookie sends ten thousand wrong joins."""
    with an_open_vote(folder) as (_app, _hall, (server,)), watched(server) as took:
        live, sent, begun = raw_socket(server), 0, time.monotonic()
        with suppress(OSError, websocket.WebSocketException):
            for number in range(WRONG_JOINS):
                live.send(f'42{number}["join",{{"meeting_id":{number},"audience":"tablet"}}]')
                sent += 1
        time.sleep(3)
        return {"sent": sent, "in_s": round(time.monotonic() - begun, 1), "healthz_max_s": round(max(took), 2)}


def payloads(folder: Path) -> dict[str, Any]:
    """What is no message: each is answered, and nothing of it stands in the log as an error."""
    with an_open_vote(folder) as (_app, _hall, (server,)):
        answered = 0
        wanted = [f"421{json.dumps([event, body])}" for event in ("join", "ballot.cast") for body in HEAVY] + RAW
        for text in wanted:
            live = raw_socket(server)
            live.settimeout(2)
            with suppress(OSError, websocket.WebSocketException):
                live.send(text)
                while True:
                    heard = str(live.recv())
                    if heard.startswith("431"):
                        answered += '"ok":false' in heard
                        break
            live.close()
        log = (folder / "server.log").read_text("utf-8")
        return {"sent": len(wanted), "answered_with_a_refusal": answered, "tracebacks": log.count("Traceback")}


def half(folder: Path) -> dict[str, Any]:
    """Thousands of requests whose headers never end; a delegate comes in meanwhile."""
    with an_open_vote(folder) as (_app, _hall, (server,)), watched(server) as took:
        held = []
        for _each in range(HALF):
            with suppress(OSError):
                one = socket.create_connection(("127.0.0.1", server.port), timeout=2)
                one.sendall(b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
                held.append(one)
        time.sleep(15)
        before = list(took)
        for one in held:
            one.close()
        lost = sum(1 for one in before if one > 29)  # noqa: PLR2004 - no answer within the patience
        return {
            "half_open": len(held),
            "healthz_max_s": round(max(before), 2),
            "without_answer": lost,
            "answered": len(before) - lost,
        }


def held(folder: Path) -> dict[str, Any]:
    """Another process holds SQLite for twenty seconds: who reads, who is told what, and is nothing lost."""
    with an_open_vote(folder) as (app, hall, (server,)):
        open_vote = open_vote_of(hall.meeting_id)
        vote_id = open_vote.id if open_vote else 0
        tablet = Tablet(server.port, seat_cookie(app, hall.seats["张秀兰"]), hall.meeting_id)
        tablet.join()
        other = sqlite3.connect(folder / "hall.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        refused: dict[str, Any] = {}
        casting = threading.Thread(target=lambda: refused.update(tablet.cast(vote_id, "AGREE", "held-0001")))
        casting.start()
        time.sleep(0.2)
        healths, pages = [], []
        while time.monotonic() - begun < 12:  # noqa: PLR2004 - seconds
            healths.append(ask_health(server))
            at = time.monotonic()
            with suppress(OSError):
                urllib.request.urlopen(f"{server.url}/c/jinling/", timeout=30).read()
            pages.append(time.monotonic() - at)
        casting.join()
        other.execute("ROLLBACK")
        again = tablet.cast(vote_id, "AGREE", "held-0001")
        return {
            "healthz_max_s": round(max(took for took, _s, _b in healths), 2),
            "healthz": healths[0][1:],
            "page_max_s": round(max(pages), 2),
            "cast": refused.get("code"),
            "message": refused.get("message"),
            "afterwards": again.get("ok"),
        }


def redis(folder: Path) -> dict[str, Any]:
    """Redis there, killed, back and empty: rooms go on in all phases, both processes in step at the end."""
    with own_redis(folder) as (url, start, kill):  # noqa: SIM117 - Redis is there before the servers
        with an_open_vote(folder, 2, REDIS_URL=url, RATE_LIMITS="1") as (app, hall, (first, second)):
            here, there = seat_cookie(app, hall.seats["张秀兰"]), seat_cookie(app, hall.seats["王志强"])
            found: dict[str, Any] = {"with": phase(first, here, hall.meeting_id)}
            kill()
            time.sleep(2)
            found["away"] = phase(first, here, hall.meeting_id)
            start()
            time.sleep(4)
            found["back_empty"] = phase(first, here, hall.meeting_id)
            found["in_step"] = in_step((first, here), (second, there), hall.meeting_id)
            return found


def in_step(one: tuple[Server, str], other: tuple[Server, str], meeting_id: int) -> bool:
    """Whether a ballot at one process is seen at the other within five seconds."""
    try:
        caster, watcher = (Tablet(server.port, cookie, meeting_id) for server, cookie in (one, other))
        if not (caster.join().get("ok") and watcher.join().get("ok")):
            return False
        open_vote = open_vote_of(meeting_id)
        caster.cast(open_vote.id if open_vote else 0, "AGREE")
        watcher.wait_at_most(5)
        while not any(
            name == "slice" and body["slice"] == "turnout" and body["data"]["cast"] == 1
            for _at, name, body in watcher.heard
        ):
            watcher.listen()
    except (OSError, websocket.WebSocketException):
        return False
    return True


def hosts(folder: Path) -> dict[str, Any]:
    """Foreign names and forged headers at the live door."""
    asked = {
        "own": {},
        "foreign_host": {"Host": "evil.example.org"},
        "foreign_origin": {"Origin": "http://evil.example.org"},
        "forged": {"Origin": "http://evil.example.org", "X-Forwarded-Host": "evil.example.org"},
    }
    found: dict[str, Any] = {}
    with an_open_vote(folder) as (_app, _hall, (server,)):
        for name, headers in asked.items():
            request = urllib.request.Request(f"{server.url}/socket.io/?EIO=4&transport=polling", headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    found[name] = answer.status, "nosniff" in str(answer.headers)
            except urllib.error.HTTPError as error:
                found[name] = error.code, "nosniff" in str(error.headers)
    return found


ATTACKS = {"flood": flood, "payloads": payloads, "half": half, "redis": redis, "held": held, "hosts": hosts}


def main() -> int:
    """Run what was named, or everything."""
    for name in sys.argv[1:] or ATTACKS:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps({name: ATTACKS[name](Path(folder))}, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
