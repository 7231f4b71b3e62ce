"""Faults in the middle of a vote: is every acknowledged ballot stored and counted, and does the room go on?

    .venv/bin/python scripts/fault_check.py [sqlite] [postgresql] [restart] [redis] [disk] [stop] [--rounds N]

`sqlite`: kill -9, thirty times. `postgresql`: in turn kill -9 of the server and the end of all its connections by
the database, eighteen times (TEST_DATABASE_URL). `restart`: a PostgreSQL of its own is restarted, in turn fast and
immediate. `redis`: a Redis of its own is killed and comes back empty, under two servers. `disk`: the disk of the store
is filled to the last byte and freed (a file system in memory, which only root may mount). `stop`: the server is told to
stop with fifty screens connected and forms under way, and started again. Twelve delegates vote and change their votes
all the time. Prints a JSON line for each; exits 1 if a ballot that was acknowledged is missing, differs from what was
counted, a room did not go on, or one of the things happened that are named at each check.
"""

from __future__ import annotations

import argparse
import http.client
import http.cookiejar
import json
import random
import re
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 - the path of the tests must be known first
from flask import Flask  # noqa: E402
from sqlalchemy import select  # noqa: E402

from deliberation.audit.checking import find_breaks  # noqa: E402
from deliberation.db import db  # noqa: E402
from deliberation.kernel.methods import approval  # noqa: E402
from deliberation.kernel.recounting import verdicts_of  # noqa: E402
from deliberation.room.models import BallotRequest, Vote  # noqa: E402
from deliberation.room.queries import ballots_of  # noqa: E402
from tests.flows.served import an_open_vote  # noqa: E402
from tests.halls import Hall  # noqa: E402
from tests.house.stores import throwaway_database  # noqa: E402
from tests.machines import Unavailable, fill, own_postgresql, small_disk  # noqa: E402
from tests.rush import CHOICES, Rush, rush_of  # noqa: E402
from tests.servers import Server  # noqa: E402
from tests.strangers import HalfSent, ask_health, own_redis  # noqa: E402
from tests.tablets import PARTING, Tablet  # noqa: E402

ROUNDS = {"sqlite": 30, "postgresql": 18, "restart": 6, "redis": 6, "disk": 3, "stop": 5}
GOES_ON_SECONDS = 60
SCREENS, FORMS = 38, 10
"""Connected beside the twelve who vote, and half sent, when a server is told to stop."""


def judge(hall: Hall, rush: Rush) -> dict[str, Any]:
    """Compare what was acknowledged with what is stored, and what is stored with what is counted."""
    db.session.rollback()
    rows = db.session.execute(select(BallotRequest.__table__).where(BallotRequest.vote_id == rush.vote_id)).all()
    stored = {row.client_id: (row.seat_id, row.choice, row.receipt) for row in rows}
    lost = [key for key, told in rush.acknowledged.items() if stored.get(key) != told]
    newest: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: row.at):
        newest[row.seat_id] = row.receipt
    differing = [one.seat_id for one in ballots_of(rush.vote_id) if newest.get(one.seat_id) != one.receipt]
    cast = {choice: sum(one.choice == choice for one in ballots_of(rush.vote_id)) for choice in CHOICES}
    db.session.rollback()
    hall.step("close_vote")
    result = db.session.get_one(Vote, rush.vote_id).result or {}
    totals = approval.totals(verdicts_of(result)[""]) or {}
    counted = {choice: totals[choice.lower()] for choice in CHOICES}
    return {
        "acknowledged": len(rush.acknowledged),
        "lost": len(lost),
        "ballots": sum(cast.values()),
        "ballots_differing": len(differing),
        "counted_as_stored": counted == cast,
        "refused": rush.refused,
        "log_breaks": len(list(find_breaks())),
    }


def under(
    faults: int, fault: Callable[[int, list[Server], Rush], None], app: Flask, hall: Hall, servers: list[Server]
) -> dict[str, Any]:
    """Let everybody vote, do the fault so many times, judge."""
    rush = rush_of(app, hall, servers)
    rush.begin()
    went_on = 0
    for number in range(faults):
        rush.grows(5)
        time.sleep(random.uniform(0.0, 0.3))  # noqa: S311 - no secret
        fault(number, servers, rush)
        went_on += rush.grows(GOES_ON_SECONDS)
    rush.end()
    return {"faults": faults, "went_on": went_on, **judge(hall, rush)}


def kill(_number: int, servers: list[Server], _rush: Rush) -> None:
    """kill -9, and start again."""
    for server in servers:
        server.kill()
        server.start()


def sqlite(folder: Path, rounds: int) -> dict[str, Any]:
    """The server over SQLite is killed."""
    with an_open_vote(folder) as (app, hall, servers):
        return under(rounds, kill, app, hall, servers)


def postgresql(folder: Path, rounds: int) -> dict[str, Any]:
    """The server over PostgreSQL is killed, or all its connections are ended by the database."""
    with throwaway_database() as url:

        def fault(number: int, servers: list[Server], rush: Rush) -> None:
            if number % 2:
                kill(number, servers, rush)
                return
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        with an_open_vote(folder, url=url) as (app, hall, servers):
            return under(rounds, fault, app, hall, servers)


def redis(folder: Path, rounds: int) -> dict[str, Any]:
    """Redis is killed under two servers, and comes back empty."""
    with own_redis(folder) as (url, start, stop):

        def fault(_number: int, _servers: list[Server], _rush: Rush) -> None:
            stop()
            time.sleep(3)
            start()

        with an_open_vote(folder, 2, REDIS_URL=url) as (app, hall, servers):
            return under(rounds, fault, app, hall, servers)


@contextmanager
def visited(server: Server) -> Iterator[Counter[str]]:
    """Somebody reads a public page again and again; answers what he got: a status, or that there was no answer."""
    got: Counter[str] = Counter()
    over = threading.Event()

    def visit() -> None:
        while not over.wait(0.1):
            try:
                with urllib.request.urlopen(f"{server.url}/c/jinling/", timeout=20) as page:
                    got[str(page.status)] += len(page.read()) > 0
            except urllib.error.HTTPError as error:
                got[str(error.code)] += 1
            except (OSError, http.client.HTTPException):
                got["none"] += 1

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        yield got
    finally:
        over.set()
        visitor.join()


def restart(_folder: Path, rounds: int) -> dict[str, Any]:
    """PostgreSQL is restarted: no page says 500 meanwhile, and afterwards every page is there."""
    with tempfile.TemporaryDirectory() as data, own_postgresql() as (url, again):

        def fault(number: int, _servers: list[Server], _rush: Rush) -> None:
            again("immediate" if number % 2 else "fast")

        with an_open_vote(Path(data), url=url) as (app, hall, servers):
            with visited(servers[0]) as pages:
                found = under(rounds, fault, app, hall, servers)
            with visited(servers[0]) as afterwards:
                time.sleep(5)
    wrong = [*(["pages"] if pages["500"] else []), *(["afterwards"] if set(afterwards) != {"200"} else [])]
    return {**found, "pages": dict(pages), "pages_afterwards": dict(afterwards), "wrong": wrong}


def disk(folder: Path, rounds: int) -> dict[str, Any]:
    """The disk is full: who reads goes on, who writes is told which trouble it is, and /healthz says `full`."""
    seen: Counter[str] = Counter()
    with small_disk(folder, 48) as place, an_open_vote(place) as (app, hall, servers):

        def fault(_number: int, servers: list[Server], rush: Rush) -> None:
            before, latest = rush.refused.get("store_full", 0), time.monotonic() + GOES_ON_SECONDS
            while rush.refused.get("store_full", 0) < before + len(rush.cookies) and time.monotonic() < latest:
                ballast = fill(place)  # again: the store gives room back
                time.sleep(0.2)
            seen[f"page {_status(servers[0], '/c/jinling/')}"] += 1
            seen[f"form {_sign_in(servers[0])}"] += 1
            seen["healthz {} {}".format(*_health(servers[0]))] += 1
            ballast.unlink()

        found = under(rounds, fault, app, hall, servers)
    wanted = {"page 200", "form 507 told", "healthz 503 full"}
    return {**found, "while_full": dict(seen), "wrong": sorted(set(seen) ^ wanted)}


def _health(server: Server) -> tuple[int, str]:
    """What /healthz says once it has looked again (it looks once a second)."""
    time.sleep(1.5)
    _took, status, body = ask_health(server)
    return status, body.get("disk", "")


def _status(server: Server, path: str) -> int:
    with urllib.request.urlopen(server.url + path, timeout=30) as page:
        return int(page.status)


def _sign_in(server: Server) -> str:
    """Send a form that leaves a trace (a wrong password); answers the status, and whether the page tells why."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with browser.open(f"{server.url}/login", timeout=30) as page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    typed = {"username": "zhangxiulan", "password": "wrong", "csrf_token": token[1] if token else ""}
    try:
        with browser.open(f"{server.url}/login", urllib.parse.urlencode(typed).encode(), timeout=30) as page:
            return str(page.status)
    except urllib.error.HTTPError as error:
        return f"{error.code} told" if "磁盘满了" in error.read().decode() else str(error.code)


def stop(folder: Path, rounds: int) -> dict[str, Any]:
    """The server is told to stop: forms under way are answered, every screen is sent away before the process ends."""
    seen: Counter[str] = Counter()
    ended: list[float] = []

    def fault(_number: int, servers: list[Server], rush: Rush) -> None:
        (server,), cookies = servers, list(rush.cookies.values())
        with ExitStack() as room:
            screens = [
                room.enter_context(closing(Tablet(server.port, cookies[number % len(cookies)], rush.meeting_id)))
                for number in range(SCREENS)
            ]
            seen["joined"] += sum(screen.join()["ok"] for screen in screens)
            forms = [room.enter_context(closing(HalfSent(server))) for _each in range(FORMS)]
            begun = time.monotonic()
            server.ask_to_stop()
            seen["answered"] += sum(form.finish()[0] == http.client.BAD_REQUEST for form in forms)
            for screen in screens:
                with suppress(OSError):
                    seen["sent away"] += PARTING not in screen.until_closed()
            code = server.process.wait(30) if server.process else -1
            ended.append(round(time.monotonic() - begun, 1))
            seen["ended well"] += code == 0
        server.start()

    with an_open_vote(folder) as (app, hall, servers):
        found = under(rounds, fault, app, hall, servers)
    wanted = {"joined": SCREENS, "answered": FORMS, "sent away": SCREENS, "ended well": 1}
    wrong = [name for name, each in wanted.items() if seen[name] != each * rounds]
    return {**found, "seconds_to_end": ended, "seen": dict(seen), "wrong": wrong}


CHECKS = {"sqlite": sqlite, "postgresql": postgresql, "restart": restart, "redis": redis, "disk": disk, "stop": stop}


def is_good(found: dict[str, Any]) -> bool:
    """Whether nothing acknowledged was lost, what is stored was counted, and the room went on each time."""
    whole = found["lost"] == found["ballots_differing"] == found["log_breaks"] == 0
    return bool(whole and found["counted_as_stored"] and found["went_on"] == found["faults"] and not found.get("wrong"))


def main() -> int:
    """Run what was named, or everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checks", nargs="*", help=", ".join(CHECKS))
    parser.add_argument("--rounds", type=int, default=0)
    options = parser.parse_args()
    good = True
    for name in options.checks or CHECKS:
        try:
            with tempfile.TemporaryDirectory() as folder:
                found = CHECKS[name](Path(folder), options.rounds or ROUNDS[name])
            good = is_good(found) and good
        except Unavailable as why:
            found, good = {"not_done": str(why)}, False
        print(json.dumps({name: found}, ensure_ascii=False), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
