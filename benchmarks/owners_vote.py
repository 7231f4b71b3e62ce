"""A vote of 2,000 owners on the embedded store: what its steps cost, beside the same vote of 200.

    .venv/bin/python benchmarks/owners_vote.py [--owners 2000] [--beside 200] [--papers 60]

Server time only: actions are called as the pages call them, pages through the application itself (SQLite
with synchronous=FULL, no network). Prints one JSON line: milliseconds by step for both sizes and their ratio.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.preparing import open_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.papers import Content
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import a_compound, sign_in
from tests.owners.hall import a_noticed_vote, a_prepared_vote, a_roster, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

AGREE = Content("OWNER", {"1": ("AGREE",)})


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def page(client: FlaskClient, address: str) -> Callable[[], None]:
    """A visit that must succeed."""

    def visit() -> None:
        answer = client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004 - found
            raise SystemExit(f"{address}: {answer.status_code}")

    return visit


def run(owners: int, papers: int) -> dict[str, float]:
    """The steps of one vote in a store of its own; milliseconds by step, the median where it is repeated."""
    db.drop_all()
    db.create_all()
    world = a_compound()
    a_roster(world, heads_of(owners))
    first, second = (world.actor(name) for name in tellers(world))
    vote = a_noticed_vote(world, a_prepared_vote(world))
    moment = vote.opens_at
    clock.use(lambda: moment)
    took = {"open": timed(lambda: open_vote(world.actor("陈海涛"), vote.id))}
    client = sign_in(create_client(), world, tellers(world)[0])
    desk = f"/desk/jinling/owners-votes/{vote.id}"
    took["entry page"] = timed(page(client, f"{desk}/entry?number=7"))
    took |= _entered(vote, papers, first, second)
    hand_in(vote, voter_ids(vote)[papers:], "AGREE")
    close(vote)
    took["tally"] = timed(lambda: count(world.secretary, vote.id))
    took["count page"] = timed(page(client, f"{desk}/count"))
    certify(first, vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    took["announce"] = timed(lambda: announce_owners_result(world.actor("陈海涛"), vote.id))
    took["result page"] = timed(page(client, f"/c/jinling/owners-votes/{vote.id}"))
    return took


def _entered(vote: OwnersVote, papers: int, first: Any, second: Any) -> dict[str, float]:
    """The two entries of so many papers."""
    once, twice, ids = [], [], []
    for number in range(1, papers + 1):
        once.append(timed(lambda n=number: ids.append(register(first, vote.id, n, FirstEntry(AGREE)).id)))  # type: ignore[misc]
        twice.append(timed(lambda: enter_again(second, vote.id, ids[-1], AGREE)))
    return {"first entry": statistics.median(once), "second entry": statistics.median(twice)}


def create_client() -> FlaskClient:
    """A browser of the running application."""
    from flask import current_app  # noqa: PLC0415 - the one of the open context

    client: FlaskClient = current_app.test_client()  # type: ignore[attr-defined]
    return client


def main() -> None:
    """Run both sizes, print the line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--owners", type=int, default=2000)
    parser.add_argument("--beside", type=int, default=200)
    parser.add_argument("--papers", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/store.sqlite",
            secret_key=secrets.token_hex(16),
            data_dir=Path(folder),
            rate_limits=False,
            testing=True,
            extra={"WTF_CSRF_ENABLED": False},
        )
        with create_app(settings, async_mode="threading").app_context():
            run(given.beside, 1)  # templates are compiled on first sight
            small, large = run(given.beside, given.papers), run(given.owners, given.papers)
    ratios = {step: round(large[step] / small[step], 2) for step in large}
    shown = {
        name: {step: round(ms, 1) for step, ms in took.items()} for name, took in (("ms", large), ("beside_ms", small))
    }
    sys.stdout.write(json.dumps({"owners": given.owners, "beside": given.beside, **shown, "ratio": ratios}) + "\n")


if __name__ == "__main__":
    main()
