"""Two people press the same button, or two that exclude each other: one of them is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.audit.checking import find_breaks
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.owners.actions import official
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.course import close_vote, void_vote
from deliberation.owners.actions.preparing import VoteDraft, open_vote, prepare
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersMatter, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, a_compound
from tests.owners.clerks import a_vote_to_enter
from tests.owners.hall import (
    CLOSES,
    FEE,
    OPENS,
    a_noticed_vote,
    a_prepared_vote,
    a_roster,
    an_open_vote,
    heads_of,
    profile_for,
    tellers,
)
from tests.owners.papers import close, hand_in, voter_ids
from tests.races.conftest import Together
from tests.races.test_two_desks_enter_one_paper import reasons


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


def a_matter(world: World) -> int:
    with transaction() as session:
        matter = OwnersMatter(
            compound_id=world.compound.id,
            decision_authority="OWNERS_ORDINARY",
            matter=FEE.item,
            state="PROPOSED",
            proposed_at=clock.now(),
        )
        session.add(matter)
    return matter.id


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_matter_is_put_on_one_ballot(world: World, together: Together) -> None:
    draft = VoteDraft(
        kind="OWNERS",
        title="物业费调整的业主表决",
        opens_at=OPENS,
        closes_at=CLOSES,
        profile_id=profile_for("owners_assembly").id,
        questions=(replace(FEE, matter_id=a_matter(world)),),
    )
    compound_id, committee = world.compound.id, world.actor("陈海涛")
    db.session.rollback()
    answers = together(*[lambda: prepare(committee, compound_id, draft).id] * 3)
    assert reasons(answers) == [Reason.ALREADY_DONE] * 2
    assert how_many(OwnersVote) == 1


def test_the_roster_is_frozen_once(world: World, together: Together) -> None:
    a_roster(world, heads_of(30))
    vote = a_noticed_vote(world, a_prepared_vote(world))
    opens, vote_id, committee = vote.opens_at, vote.id, world.actor("陈海涛")
    clock.use(lambda: opens)
    db.session.rollback()
    answers = together(*[lambda: open_vote(committee, vote_id).state] * 3)
    assert reasons(answers) == [Reason.WRONG_STATE] * 2
    assert how_many(OwnersVoter) == 30


def a_counted_vote(world: World) -> OwnersVote:
    a_roster(world, heads_of(10))
    vote = an_open_vote(world, a_prepared_vote(world, (replace(FEE, matter_id=a_matter(world)),)))
    hand_in(vote, voter_ids(vote), "AGREE")
    close(vote)
    return count(world.secretary, vote.id)


def test_a_result_is_posted_once_or_the_vote_is_void(world: World, together: Together) -> None:
    vote, teller = a_counted_vote(world), world.actor(tellers(world)[0])
    certify(teller, vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    vote_id, committee = vote.id, world.actor("陈海涛")
    db.session.rollback()
    answers = together(
        *[lambda: announce_owners_result(committee, vote_id).state] * 2,
        lambda: void_vote(committee, vote_id, "另一方提出异议。").state,
    )
    assert reasons(answers) == [Reason.WRONG_STATE] * 2
    db.session.rollback()
    matter = db.session.scalars(select(OwnersMatter)).one()
    posted = db.session.get_one(OwnersVote, vote_id).state == "ANNOUNCED"
    assert matter.state == ("PASSED" if posted else "PROPOSED")
    assert list(find_breaks()) == []


def test_one_person_with_two_browsers_does_not_sign_twice(world: World, together: Together) -> None:
    vote_id, teller = a_counted_vote(world).id, world.actor(tellers(world)[0])
    db.session.rollback()
    answers = together(
        lambda: certify(teller, vote_id, "TELLER").state, lambda: certify(teller, vote_id, "SCRUTINEER").state
    )
    assert reasons(answers) == [Reason.SAME_PERSON]


def test_a_file_is_in_the_count_or_refused(world: World, together: Together) -> None:
    vote = a_vote_to_enter(world, owners=20)
    lines = "\n".join(["票号,表决意见", *(f"{n},同意" for n in range(1, 21))]).encode()
    found = official.preview(world.actor("陈海涛"), vote.id, "市系统", "结果.csv", lines)
    close(vote)
    vote_id, import_id, clerk = vote.id, found.id, world.secretary
    db.session.rollback()
    answers = together(
        *[lambda: official.confirm(clerk, vote_id, import_id).state] * 2, lambda: count(clerk, vote_id).state
    )
    said = reasons(answers)
    db.session.rollback()
    counted = db.session.get_one(OwnersVote, vote_id)
    assert set(said) == {Reason.WRONG_STATE}
    assert how_many(OwnersPaper) in {0, 20}
    again = recount(counted.id)
    assert again is not None
    assert again.matches


def test_nobody_closes_a_vote_twice(world: World, together: Together) -> None:
    vote = a_vote_to_enter(world)
    closes, vote_id, committee = vote.closes_at, vote.id, world.actor("陈海涛")
    clock.use(lambda: closes)
    db.session.rollback()
    answers = together(*[lambda: close_vote(committee, vote_id).state] * 2)
    assert reasons(answers) == [Reason.WRONG_STATE]
