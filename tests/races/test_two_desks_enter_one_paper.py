"""Two desks with one paper at the same moment: it is one paper, entered as often as people entered it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.audit.checking import find_breaks
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.entry import FirstEntry, enter_again, register, take_back
from deliberation.owners.actions.proxies import record_proxy
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersProxy, OwnersVote
from tests.builders import World, a_compound
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_once
from tests.owners.test_proxies import DAUGHTER, with_rules
from tests.races.conftest import Together

ROUNDS = 10


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world, owners=ROUNDS)


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def reasons(answers: list[object]) -> list[Reason]:
    """Why those were refused who were; anything else that went wrong is raised."""
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer
    return [answer.reason for answer in answers if isinstance(answer, Refused)]


def entering(person: object, vote_id: int, number: int, first: FirstEntry) -> Callable[[], int]:
    return lambda: register(person, vote_id, number, first).id  # type: ignore[arg-type]


def again(person: object, vote_id: int, paper_id: int) -> Callable[[], str]:
    return lambda: enter_again(person, vote_id, paper_id, AGREE).state  # type: ignore[arg-type]


def test_two_desks_enter_the_same_paper_and_one_is_told(world: World, vote: OwnersVote, together: Together) -> None:
    people, vote_id = (*clerks(world), world.secretary), vote.id
    for number in range(1, ROUNDS + 1):
        db.session.rollback()
        answers = together(*(entering(person, vote_id, number, FirstEntry(AGREE)) for person in people))
        assert reasons(answers) == [Reason.ALREADY_DONE] * (len(people) - 1)
    assert (how_many(OwnersPaper), how_many(OwnersEntry)) == (ROUNDS, ROUNDS)


def test_two_second_entries_at_once_are_one_second_entry(world: World, vote: OwnersVote, together: Together) -> None:
    others, vote_id = (clerks(world)[1], world.secretary), vote.id
    ids = [entered_once(world, vote, number).id for number in range(1, ROUNDS + 1)]
    for paper_id in ids:
        db.session.rollback()
        answers = together(*(again(person, vote_id, paper_id) for person in others))
        assert reasons(answers) == [Reason.ALREADY_DONE]
        assert "CONFIRMED" in answers
    assert how_many(OwnersEntry) == 2 * ROUNDS


def test_one_button_pressed_three_times_is_one_entry(world: World, vote: OwnersVote, together: Together) -> None:
    person, vote_id = clerks(world)[0], vote.id
    db.session.rollback()
    answers = together(*(entering(person, vote_id, 1, FirstEntry(OPPOSE)) for _tap in range(3)))
    assert reasons(answers) == []
    assert (len(set(answers)), how_many(OwnersEntry)) == (1, 1)


def test_a_paper_is_entered_before_the_count_or_not_at_all(world: World, vote: OwnersVote, together: Together) -> None:
    person, teller, vote_id, in_time = clerks(world)[0], world.secretary, vote.id, vote.closes_at
    for number in range(1, ROUNDS + 1):
        with transaction():
            vote.state, vote.closed_at = "CLOSED", vote.closes_at
        clock.use(lambda: in_time)
        entry = entering(person, vote_id, number, FirstEntry(AGREE, received_at=in_time))
        db.session.rollback()
        answers = together(entry, lambda: count(teller, vote_id).state)
        (refused,) = reasons(answers)
        assert refused is (Reason.WRONG_STATE if "COUNTED" in answers else Reason.ENTRY_PENDING)
        db.session.rollback()
        for paper in db.session.scalars(select(OwnersPaper)).all():
            take_back(person, vote_id, paper.id)


def test_one_agent_at_two_desks_stays_within_the_limit(world: World, vote: OwnersVote, together: Together) -> None:
    with_rules(vote, {"proxy": {"max": 1}})
    people, vote_id = clerks(world), vote.id
    db.session.rollback()
    acts = [lambda who=who, n=n: record_proxy(who, vote_id, n, DAUGHTER).id for n, who in enumerate(people, start=1)]
    assert reasons(together(*acts)) == [Reason.PROXY_LIMIT]
    assert how_many(OwnersProxy) == 1
    assert list(find_breaks()) == []
