"""Two hundred tablets in one room on the embedded store: do all ballots arrive, and are the screens right?

    .venv/bin/python benchmarks/room_load.py [--tablets 200] [--within 5] [--burst]

Furnishes a hall with that many delegates in a store of its own, opens a vote, starts the real server
(gunicorn, one gevent worker, SQLite with synchronous=FULL) and connects one live socket a seat and a hall
screen. Every tablet casts once: at a random moment within `--within` seconds, or all at once with
`--burst`. Prints one JSON line; exits 1 if a ballot was lost or a screen ended wrong.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import argparse  # noqa: E402 - the standard library must be patched first
import json  # noqa: E402
import random  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import gevent  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from deliberation.app import create_app  # noqa: E402
from deliberation.config import Settings  # noqa: E402
from deliberation.db import db  # noqa: E402
from deliberation.kernel import clock  # noqa: E402
from deliberation.live import outbox  # noqa: E402
from deliberation.room.models import Vote  # noqa: E402
from deliberation.room.queries import ballots_of  # noqa: E402
from tests.builders import a_compound, add_delegates  # noqa: E402
from tests.halls import DELEGATES, Hall, an_open_meeting  # noqa: E402
from tests.servers import SECRET, Server  # noqa: E402
from tests.tablets import Tablet, seat_cookie  # noqa: E402


def furnish(tablets: int) -> tuple[Hall, int]:
    """A hall with `tablets` present delegates and an open vote; answers the hall and the vote's id."""
    db.create_all()
    world = a_compound()
    crowd = add_delegates(world, "residents_council", max(0, tablets - len(DELEGATES)))
    hall = an_open_meeting(world, absent=(), crowd=tuple(crowd))
    hall.to_debate()
    vote_id = hall.open_vote().id
    db.session.rollback()
    return hall, vote_id


def cast_once(tablet: Tablet, vote_id: int, wait: float) -> tuple[float, float, bool]:
    """One voter: waits, casts, measures; answers the moment of the receipt, the delay, whether it came."""
    gevent.sleep(wait)
    begun = time.monotonic()
    answer = tablet.cast(vote_id, random.choice(["AGREE", "OPPOSE", "ABSTAIN"]))
    ended = time.monotonic()
    return ended, ended - begun, bool(answer.get("ok"))


def hear_until(tablet: Tablet, total: int, seconds: float) -> float | None:
    """When this screen showed the full turnout, or `None` if it did not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        shown = [at for at, name, body in tablet.heard if _turnout(name, body) == total]
        if shown:
            return shown[0]
        with gevent.Timeout(deadline - time.monotonic(), exception=False):
            tablet.listen()
    return None


def _turnout(name: str, body: Any) -> int | None:
    data = body.get("data") if name == "slice" and body["slice"] == "turnout" else None
    return data["cast"] if data else None


def measure(server: Server, cookies: list[str], hall: Hall, vote_id: int, within: float) -> dict[str, Any]:
    """Connect everybody, let everybody cast, watch every screen."""
    begun = time.monotonic()
    tablets = [Tablet(server.port, cookie, hall.meeting_id) for cookie in cookies]
    for tablet in tablets:
        tablet.join()
    connected = time.monotonic() - begun
    start = time.monotonic()
    jobs = [gevent.spawn(cast_once, t, vote_id, random.uniform(0, within)) for t in tablets]
    results = [job.get() for job in jobs]
    last = max(ended for ended, _delay, _ok in results)
    screens = [gevent.spawn(hear_until, t, len(tablets), 5) for t in tablets]
    shown = [screen.get() for screen in screens]
    delays = sorted(delay for _ended, delay, _ok in results)
    for tablet in tablets:
        tablet.close()
    late = [at - last for at in shown if at is not None]
    return {
        "tablets": len(tablets),
        "within_s": within,
        "connect_s": round(connected, 2),
        "acknowledged": sum(ok for _e, _d, ok in results),
        "ack_ms_p50": round(statistics.median(delays) * 1000, 1),
        "ack_ms_p99": round(delays[int(len(delays) * 0.99)] * 1000, 1),
        "ack_ms_max": round(delays[-1] * 1000, 1),
        "ballots_per_s": round(len(delays) / (last - start), 1),
        "screens_right": len(late),
        "screens_right_after_last_ack_ms": round(max(late, default=float("nan")) * 1000, 1),
    }


def main() -> int:
    """Furnish, serve, measure, check the store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tablets", type=int, default=200)
    parser.add_argument("--within", type=float, default=5.0)
    parser.add_argument("--burst", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/hall.sqlite"
        app = create_app(Settings(url, SECRET, Path(folder), rate_limits=False), async_mode="threading")
        outbox.listen(None)
        with app.app_context():
            hall, vote_id = furnish(options.tablets)
            clock.use(None)
            voters = [s for s in hall.seats.values() if s.has_vote and s.signed_in_at]
            cookies = [seat_cookie(app, seat) for seat in voters]
            server = Server(Path(folder), url)
            server.set_clock(hall.at)
            server.start()
            try:
                figures = measure(server, cookies, hall, vote_id, 0.0 if options.burst else options.within)
            finally:
                server.stop()
            db.session.rollback()
            vote = db.session.get(Vote, vote_id)
            figures["stored"] = len(ballots_of(vote.id)) if vote else 0
            db.session.remove()
    print(json.dumps(figures))
    complete = figures["acknowledged"] == figures["stored"] == figures["screens_right"] == figures["tablets"]
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
