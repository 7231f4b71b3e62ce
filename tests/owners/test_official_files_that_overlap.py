"""Two files of the city's system with the same owners in them, and who answers for what came from a file."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import official
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersVote
from tests.builders import World
from tests.owners.clerks import a_vote_to_enter
from tests.owners.papers import close

HEAD = "票号,表决意见"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def read(world: World, vote: OwnersVote, *lines: str) -> OwnersImport:
    content = "\n".join((HEAD, *lines)).encode()
    return official.preview(world.actor("陈海涛"), vote.id, "市业主电子投票系统", "结果.csv", content)


def test_a_file_is_read_again_when_another_one_has_brought_the_same_owner(world: World, vote: OwnersVote) -> None:
    first, second = read(world, vote, "1,同意", "2,同意"), read(world, vote, "2,反对", "3,反对")
    official.confirm(world.secretary, vote.id, first.id)
    with pytest.raises(Refused) as refused:
        official.confirm(world.secretary, vote.id, second.id)
    assert refused.value.reason is Reason.INVALID_INPUT
    assert db.session.scalar(select(func.count()).select_from(OwnersPaper)) == 2


def test_two_files_without_a_common_owner_are_both_taken_over(world: World, vote: OwnersVote) -> None:
    for found in (read(world, vote, "1,同意", "2,同意"), read(world, vote, "3,反对")):
        official.confirm(world.secretary, vote.id, found.id)
    assert db.session.scalar(select(func.count()).select_from(OwnersPaper)) == 3


def test_whoever_brought_a_file_in_is_no_scrutineer_of_its_votes(world: World, vote: OwnersVote) -> None:
    official.confirm(world.secretary, vote.id, read(world, vote, "1,同意").id)
    close(vote)
    count(world.secretary, vote.id)
    for person in (world.actor("陈海涛"), world.secretary):
        with pytest.raises(Refused) as refused:
            certify(person, vote.id, "SCRUTINEER")
        assert refused.value.reason is Reason.SAME_PERSON
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
