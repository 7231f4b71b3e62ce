"""A ballot that is printed again while its old code is being used: either the old one counts, or the new one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.course import reissue
from deliberation.owners.actions.online import fill_in
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from tests.builders import World, a_compound
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.test_online import CHOSEN, SECRET, SERVICES, code_of
from tests.races.conftest import Together

ROUNDS = 12


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


@pytest.fixture
def vote(world: World) -> OwnersVote:
    a_roster(world, heads_of(ROUNDS))
    found = an_open_vote(world, a_prepared_vote(world, (SERVICES,), kind="HOUSEHOLDS", online=True))
    moment = found.opens_at
    clock.use(lambda: moment)
    return found


def test_no_ballot_comes_in_by_a_code_that_is_worthless_by_then(
    world: World, vote: OwnersVote, together: Together
) -> None:
    committee, vote_id = world.actor("陈海涛"), vote.id
    codes = {number: code_of(vote, number) for number in range(1, ROUNDS + 1)}
    for number, code in codes.items():
        db.session.rollback()
        answers = together(
            lambda n=number, c=code: fill_in(vote_id, n, c, CHOSEN, SECRET).id,
            lambda n=number: reissue(committee, vote_id, n).issue,
        )
        (why,) = [a for a in answers if isinstance(a, Exception)]
        assert isinstance(why, Refused), why
        assert why.reason in {Reason.WRONG_CODE, Reason.ALREADY_DONE}
    db.session.rollback()
    replaced = select(OwnersVoter.id).where(OwnersVoter.issue > 1)
    assert not db.session.scalars(select(OwnersPaper.id).where(OwnersPaper.voter_id.in_(replaced))).all()
