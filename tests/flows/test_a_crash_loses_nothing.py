"""A server that dies in the middle of a vote: every acknowledged ballot is there when it comes back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask import Flask

from deliberation.audit.checking import find_breaks
from deliberation.convening.models import Seat
from deliberation.db import db
from deliberation.kernel.methods import approval
from deliberation.room.models import Vote
from deliberation.room.queries import ballots_of
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.tablets import Tablet, seat_cookie


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Flask, Hall, Server]]:
    """A server process and, beside it, the same store with a vote open."""
    with an_open_vote(tmp_path) as (app, hall, (server,)):
        yield app, hall, server


def test_after_kill_9_in_a_vote_every_receipt_is_still_good_and_the_vote_goes_on(
    service: tuple[Flask, Hall, Server],
) -> None:
    app, hall, server = service
    vote_id = db.session.query(Vote).one().id
    voters = [seat for seat in hall.seats.values() if seat.has_vote and seat.signed_in_at]
    cookies = {seat.id: seat_cookie(app, seat) for seat in voters}
    keys = {seat.id: uuid.uuid4().hex for seat in voters}
    before = {}
    with ExitStack() as table:

        def tablet_of(seat: Seat) -> Tablet:
            return table.enter_context(closing(Tablet(server.port, cookies[seat.id], hall.meeting_id)))

        for seat in voters[:7]:
            tablet = tablet_of(seat)
            tablet.join()
            before[seat.id] = tablet.cast(vote_id, "AGREE", keys[seat.id])["ballot"]["receipt"]
        server.kill()
        server.start()
        tablet = tablet_of(voters[0])
        assert tablet.join()["ok"] is True
        assert tablet.cast(vote_id, "AGREE", keys[voters[0].id])["ballot"]["receipt"] == before[voters[0].id]
        for seat in voters[7:]:
            assert tablet_of(seat).cast(vote_id, "OPPOSE", keys[seat.id])["ok"] is True
    db.session.rollback()
    assert {b.seat_id: b.receipt for b in ballots_of(vote_id) if b.choice == "AGREE"} == before
    hall.step("close_vote")
    vote = db.session.get(Vote, vote_id)
    assert vote is not None
    assert vote.result is not None
    assert approval.totals(vote.result["verdict"]) == {"agree": 7, "oppose": 5, "abstain": 0, "not_cast": 0}
    assert list(find_breaks()) == []
