"""What a compound has switched on holds at both doors, the live connection and the request."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.organisation.models import RuleProfileVersion
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_open_meeting


def opened(*options: str) -> Hall:
    """A hall with an open vote, in a compound that has switched these permissions."""
    with transaction():
        world = a_compound()
        world.compound.options = list(options)
        profile = db.session.query(RuleProfileVersion).filter_by(code="five-party-default").one()
        profile.data = {**profile.data, "chair_votes": True}
    hall = an_open_meeting(world)
    hall.to_debate()
    hall.open_vote()
    return hall


@pytest.mark.parametrize(("options", "status"), [(("ballot.cast",), 200), ((), 403)])
def test_a_chair_with_a_vote_casts_by_request_where_his_compound_says_so(
    app: Flask, options: tuple[str, ...], status: int
) -> None:
    hall = opened(*options)
    chair = sign_in(app.test_client(), hall.world, "李建国")
    ballot = {"vote_id": 1, "choice": "AGREE", "client_id": uuid.uuid4().hex}
    answer = chair.post(f"/rooms/{hall.meeting_id}/ballots", json=ballot)
    assert answer.status_code == status
    assert status == 200 or answer.get_json()["code"] == Reason.FORBIDDEN.code
