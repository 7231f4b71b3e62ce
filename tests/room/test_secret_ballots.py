"""A secret vote: the store never holds in clear, in any table, which seat chose what; not while open and not after."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.audit.checking import find_breaks
from deliberation.db import db
from deliberation.kernel.methods.drafting import Draft
from deliberation.room.actions.recount import recount
from deliberation.room.actions.voting import void_vote
from deliberation.room.models import Ballot, BallotRequest, SecretChoice, Vote
from deliberation.room.queries.tampering import changed_votes
from deliberation.room.rules.secrecy import Undecipherable, decipher, encipher, key_of
from deliberation.room.snapshot import mine
from tests.audit.test_tampering import change
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import put

ELECTION = Draft("ELECTION", (("甲", 0), ("乙", 0), ("丙", 0)), seats=1)
CHOICES = {"张秀兰": '["A"]', "王志强": '["B"]', "赵立新": '["A"]', "孙玉梅": '["C"]'}


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with a motion that the meeting may decide itself."""
    world = a_compound()
    opened = an_open_meeting(world, [an_accepted_item(world, "高峰疏导")])
    opened.to_debate()
    return opened


@pytest.fixture
def vote(hall: Hall) -> Vote:
    """An election with four ballots in, still open."""
    made = put(hall, ELECTION)
    for name, choice in CHOICES.items():
        hall.cast(name, choice)
    return db.session.get_one(Vote, made.id)


def everything() -> str:
    """Every value of every table, as somebody with a copy of the store reads it."""
    with db.engine.connect() as connection:
        told = [str(tuple(row)) for table in db.metadata.sorted_tables for row in connection.execute(select(table))]
    return "\n".join(told)


def own(hall: Hall, name: str) -> str:
    ballot = mine(hall.meeting_id, hall.seats[name].id)["ballot"]
    assert ballot is not None
    return ballot["choice"]


def test_while_it_is_open_the_store_tells_no_choice_and_equal_choices_look_different(hall: Hall, vote: Vote) -> None:
    told = everything()
    assert not any(choice in told for choice in set(CHOICES.values()))
    stored = db.session.scalars(select(Ballot.choice).where(Ballot.vote_id == vote.id)).all()
    assert len(set(stored)) == len(CHOICES)
    assert len({len(one) for one in stored}) == 1


def test_the_voter_still_sees_his_own_and_changes_it_and_what_he_chose_last_counts(hall: Hall, vote: Vote) -> None:
    assert own(hall, "王志强") == '["B"]'
    hall.cast("王志强", '["A"]')
    assert own(hall, "王志强") == '["A"]'
    hall.step("close_vote")
    assert sorted(db.session.scalars(select(SecretChoice.choice))) == ['["A"]', '["A"]', '["A"]', '["C"]']


def test_the_same_sending_again_gets_the_same_receipt_before_and_after_the_closing(hall: Hall, vote: Vote) -> None:
    key = uuid.uuid4().hex
    first = hall.cast("刘芳", '["C"]', client_id=key)
    assert hall.cast("刘芳", '["C"]', client_id=key) == first
    hall.step("close_vote")
    assert hall.cast("刘芳", '["C"]', vote.id, client_id=key) == first


def test_after_the_closing_who_voted_stays_known_and_no_row_has_both(hall: Hall, vote: Vote) -> None:
    hall.step("close_vote")
    db.session.expire_all()
    seats = set(db.session.scalars(select(Ballot.seat_id).where(Ballot.vote_id == vote.id)))
    assert seats == {hall.seats[name].id for name in CHOICES}
    assert set(db.session.scalars(select(Ballot.choice))) == {""}
    assert set(db.session.scalars(select(BallotRequest.choice))) == {""}
    assert vote.cipher_salt == ""
    apart = db.session.scalars(select(SecretChoice).order_by(SecretChoice.number)).all()
    assert [one.choice for one in apart] == sorted(CHOICES.values()), "their order is their own, not that of the seats"
    assert own(hall, "王志强") == ""


def test_it_is_counted_and_recounted_from_what_lies_apart(hall: Hall, vote: Vote) -> None:
    hall.step("close_vote")
    again = recount(vote.id)
    assert again is not None
    assert again.matches, again.sentence
    assert changed_votes() == []
    assert find_breaks() == []


def test_a_choice_that_was_changed_apart_is_found(hall: Hall, vote: Vote) -> None:
    hall.step("close_vote")
    change(SecretChoice.__table__.update().where(SecretChoice.number == 1).values(choice='["B"]'))
    assert [said.split("：")[1] for said in changed_votes()] == ["选票与结束表决时的不是同一批"]


def test_two_enciphered_ballots_that_were_exchanged_are_found_before_the_closing(hall: Hall, vote: Vote) -> None:
    one, other, *_ = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id).order_by(Ballot.seat_id)).all()
    change(
        Ballot.__table__.update().where(Ballot.seat_id == one.seat_id).values(choice=other.choice),
        Ballot.__table__.update().where(Ballot.seat_id == other.seat_id).values(choice=one.choice),
    )
    assert len(changed_votes()) == 2


def test_a_vote_that_was_voided_keeps_nothing_of_what_was_chosen(hall: Hall, vote: Vote) -> None:
    void_vote(hall.world.chair, hall.meeting_id, vote.id, "选项写错了。")
    db.session.expire_all()
    assert set(db.session.scalars(select(Ballot.choice))) == {""}
    assert db.session.scalars(select(SecretChoice)).all() == []
    assert changed_votes() == []


def test_a_cipher_belongs_to_its_seat_and_its_key() -> None:
    key, other = key_of("one"), key_of("other")
    stored = encipher('["A"]', key, 7)
    assert decipher(stored, key, 7) == '["A"]'
    for wrong_key, seat in ((other, 7), (key, 8)):
        with pytest.raises(Undecipherable):
            decipher(stored, wrong_key, seat)
