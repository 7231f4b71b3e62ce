"""Faults in the middle of a vote: is every acknowledged ballot stored and counted, and does the room go on?

    .venv/bin/python scripts/fault_check.py [sqlite] [postgresql] [redis] [--rounds N]

`sqlite`: kill -9, thirty times. `postgresql`: in turn kill -9 of the server and the end of all its connections by
the database, eighteen times (TEST_DATABASE_URL). `redis`: a Redis of its own is killed and comes back empty, six times,
under two servers. Twelve delegates vote and change their votes all the time. Prints a JSON line for each; exits 1 if a
ballot that was acknowledged is missing, differs from what was counted, or a room did not go on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 - the path of the tests must be known first
from flask import Flask  # noqa: E402
from sqlalchemy import select  # noqa: E402

from deliberation.audit.checking import find_breaks  # noqa: E402
from deliberation.db import db  # noqa: E402
from deliberation.room.models import BallotRequest, Vote  # noqa: E402
from deliberation.room.queries import ballots_of  # noqa: E402
from tests.flows.served import an_open_vote  # noqa: E402
from tests.halls import Hall  # noqa: E402
from tests.house.stores import throwaway_database  # noqa: E402
from tests.rush import CHOICES, Rush, rush_of  # noqa: E402
from tests.servers import Server  # noqa: E402
from tests.strangers import own_redis  # noqa: E402

ROUNDS = {"sqlite": 30, "postgresql": 18, "redis": 6}


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
    counted = {choice: result["tally"][choice.lower()] for choice in CHOICES}
    return {
        "acknowledged": len(rush.acknowledged), "lost": len(lost), "ballots": sum(cast.values()),
        "ballots_differing": len(differing), "counted_as_stored": counted == cast, "refused": rush.refused,
        "log_breaks": len(list(find_breaks())),
    }  # fmt: skip


def under(
    faults: int, fault: Callable[[int, list[Server]], None], app: Flask, hall: Hall, servers: list[Server]
) -> dict[str, Any]:
    """Let everybody vote, do the fault so many times, judge."""
    rush = rush_of(app, hall, servers)
    rush.begin()
    went_on = 0
    for number in range(faults):
        rush.grows(5)
        time.sleep(random.uniform(0.0, 0.3))  # noqa: S311 - no secret
        fault(number, servers)
        went_on += rush.grows(15)
    rush.end()
    return {"faults": faults, "went_on": went_on, **judge(hall, rush)}


def kill(_number: int, servers: list[Server]) -> None:
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

        def fault(number: int, servers: list[Server]) -> None:
            if number % 2:
                kill(number, servers)
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

        def fault(_number: int, _servers: list[Server]) -> None:
            stop()
            time.sleep(3)
            start()

        with an_open_vote(folder, 2, REDIS_URL=url) as (app, hall, servers):
            return under(rounds, fault, app, hall, servers)


CHECKS = {"sqlite": sqlite, "postgresql": postgresql, "redis": redis}


def is_good(found: dict[str, Any]) -> bool:
    """Whether nothing acknowledged was lost, what is stored was counted, and the room went on each time."""
    whole = found["lost"] == found["ballots_differing"] == found["log_breaks"] == 0
    return bool(whole and found["counted_as_stored"] and found["went_on"] == found["faults"])


def main() -> int:
    """Run what was named, or all three."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checks", nargs="*", help=", ".join(CHECKS))
    parser.add_argument("--rounds", type=int, default=0)
    options = parser.parse_args()
    good = True
    for name in options.checks or CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            found = CHECKS[name](Path(folder), options.rounds or ROUNDS[name])
        good = is_good(found) and good
        print(json.dumps({name: found}, ensure_ascii=False), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
