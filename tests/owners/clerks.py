"""Papers as two clerks enter them, for tests: 郑月 first, 陶平 second."""

from __future__ import annotations

from datetime import datetime, timedelta

from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.rules.papers import Content
from tests.builders import World
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers

AGREE = Content("OWNER", {"1": ("AGREE",)})
OPPOSE = Content("OWNER", {"1": ("OPPOSE",)})


def a_vote_to_enter(world: World, owners: int = 5) -> OwnersVote:
    """An open vote of so many owners with 100.00 ㎡ each; the clock stands a day after its opening."""
    a_roster(world, heads_of(owners))
    tellers(world)
    vote = an_open_vote(world, a_prepared_vote(world))
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return vote


def clerks(world: World) -> tuple[Actor, Actor]:
    """郑月 and 陶平 as they act."""
    first, second = tellers(world)
    return world.actor(first), world.actor(second)


def entered_once(
    world: World,
    vote: OwnersVote,
    number: int,
    content: Content = AGREE,
    *,
    sequence: int = 1,
    received_at: datetime | None = None,
) -> OwnersPaper:
    """郑月 enters the paper of owner `number`."""
    return register(clerks(world)[0], vote.id, number, FirstEntry(content, sequence, received_at))


def entered_twice(
    world: World,
    vote: OwnersVote,
    number: int,
    content: Content = AGREE,
    second: Content | None = None,
    *,
    sequence: int = 1,
    received_at: datetime | None = None,
) -> OwnersPaper:
    """郑月 and then 陶平 enter it; `second` is what he reads, the same if not given."""
    paper = entered_once(world, vote, number, content, sequence=sequence, received_at=received_at)
    return enter_again(clerks(world)[1], vote.id, paper.id, second or content)
