"""The log names what its lines are about; however many lines, in a fixed number of statements."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Ref, house
from deliberation.owners.models import OwnersPaper
from tests.builders import World
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids
from tests.queries import counted_statements


def test_many_papers_of_a_vote_are_named_by_as_many_statements_as_one(world: World) -> None:
    a_roster(world, heads_of(30))
    vote = an_open_vote(world, a_prepared_vote(world))
    hand_in(vote, voter_ids(vote), "AGREE")
    ids, title = list(db.session.scalars(select(OwnersPaper.id))), vote.title

    def asked(some: list[int]) -> int:
        db.session.expunge_all()
        with counted_statements() as seen:
            named = house().subjects({Ref("owners_paper", ident) for ident in some})
        assert {one.text for one in named.values()} == {title}
        return len(seen)

    assert asked(ids[:1]) == asked(ids)
    assert len(ids) == 30
