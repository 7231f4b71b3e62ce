"""Casting: one seat one ballot, receipts, late and foreign ballots."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction, write_connection
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import approval
from deliberation.organisation.models import RuleProfileVersion
from deliberation.room.actions import ballot_store
from deliberation.room.actions.ballots import Cast, accept, cast_ballot
from deliberation.room.actions.recusals import recuse
from deliberation.room.models import Ballot, BallotRequest
from deliberation.room.queries import open_vote_of, turnout
from deliberation.room.queries.tampering import changed_votes
from tests.builders import a_compound
from tests.halls import Hall, an_open_meeting
from tests.refusals import reason_of


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with the first motion before it."""
    opened = an_open_meeting(a_compound())
    opened.to_debate()
    return opened


def refusal(hall: Hall, name: str, choice: str = "AGREE", vote_id: int | None = None) -> Reason:
    """Why the named person's ballot is refused."""
    return reason_of(hall.cast, name, choice, vote_id)


def test_a_ballot_is_stored_as_sent_with_its_receipt_and_an_audit_line_without_the_choice(hall: Hall) -> None:
    vote = hall.open_vote()
    receipt = hall.cast("张秀兰", "OPPOSE")
    (ballot,) = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id))
    assert (ballot.choice, ballot.receipt, ballot.seat_id) == ("OPPOSE", receipt, hall.seats["张秀兰"].id)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "ballot.cast")).one()
    assert line.facts.keys() == {"seat", "mark"}
    assert line.facts["seat"] == ballot.seat_id
    assert "OPPOSE" not in str(line.facts)


def test_the_same_request_again_gives_the_same_receipt_and_one_ballot(hall: Hall) -> None:
    vote = hall.open_vote()
    key = uuid.uuid4().hex
    receipts = {hall.cast("张秀兰", "AGREE", client_id=key) for _ in range(3)}
    assert len(receipts) == 1
    assert turnout(vote.id) == (1, 12)


def test_a_repeated_old_request_does_not_undo_a_change_of_mind(hall: Hall) -> None:
    vote = hall.open_vote()
    first, second = uuid.uuid4().hex, uuid.uuid4().hex
    old = hall.cast("张秀兰", "AGREE", client_id=first)
    hall.cast("张秀兰", "OPPOSE", client_id=second)
    assert hall.cast("张秀兰", "AGREE", client_id=first) == old
    ballot = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)).one()
    assert (ballot.choice, ballot.changes) == ("OPPOSE", 1)


def test_a_ballot_can_be_changed_until_the_vote_closes(hall: Hall) -> None:
    vote = hall.open_vote()
    hall.cast("张秀兰", "AGREE")
    hall.cast("张秀兰", "ABSTAIN")
    assert turnout(vote.id)[0] == 1
    hall.step("close_vote")
    assert refusal(hall, "张秀兰", "AGREE", vote.id) is Reason.VOTE_CLOSED


def test_where_the_rules_say_so_a_ballot_is_final(hall: Hall) -> None:
    with transaction():
        profile = db.session.scalars(select(RuleProfileVersion).filter_by(code="five-party-default")).one()
        profile.data = {**profile.data, "ballot_changeable": False}
    hall.open_vote()
    hall.cast("张秀兰", "AGREE")
    assert refusal(hall, "张秀兰", "OPPOSE") is Reason.BALLOT_FINAL


def test_a_late_ballot_is_refused_and_not_counted(hall: Hall) -> None:
    vote = hall.open_vote()
    hall.cast_all(7)
    hall.step("close_vote")
    assert refusal(hall, "郭颖", "OPPOSE", vote.id) is Reason.VOTE_CLOSED
    db.session.expire_all()
    assert vote.result is not None
    assert approval.totals(vote.result["verdict"]) == {"agree": 7, "oppose": 0, "abstain": 0, "not_cast": 5}
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 7


def test_a_receipt_asked_for_again_after_closing_is_still_given(hall: Hall) -> None:
    vote = hall.open_vote()
    key = uuid.uuid4().hex
    receipt = hall.cast("张秀兰", "AGREE", client_id=key)
    hall.step("close_vote")
    assert hall.cast("张秀兰", "AGREE", vote.id, client_id=key) == receipt


def test_who_is_absent_is_not_on_the_roll(hall: Hall) -> None:
    hall.open_vote()
    assert refusal(hall, "马国庆") is Reason.NOT_ON_ROLL


def test_who_recused_himself_may_not_vote_on_that_item(hall: Hall) -> None:
    recuse(hall.world.actor("高峰"), hall.meeting_id, hall.meeting.current_item_id or 0, "本企业参与报价")
    hall.open_vote()
    assert refusal(hall, "高峰") is Reason.RECUSED
    assert hall.cast("丁娜", "AGREE")


def test_the_chair_has_no_ballot(hall: Hall) -> None:
    hall.open_vote()
    assert refusal(hall, "李建国") is Reason.NOT_ON_ROLL


def test_the_secretary_has_no_ballot(hall: Hall) -> None:
    hall.open_vote()
    assert refusal(hall, "周敏") is Reason.FORBIDDEN


def test_for_somebody_of_another_compound_the_vote_does_not_exist(hall: Hall) -> None:
    vote = hall.open_vote()
    stranger = a_compound("haiwan", "港湾新城").actor("张秀兰")
    with pytest.raises(Refused) as caught:
        cast_ballot(stranger, hall.meeting_id, vote.id, "AGREE", uuid.uuid4().hex)
    assert caught.value.reason is Reason.NOT_FOUND
    assert turnout(vote.id)[0] == 0


def test_the_public_is_asked_to_sign_in(hall: Hall) -> None:
    vote = hall.open_vote()
    with pytest.raises(Refused) as caught:
        cast_ballot(ANONYMOUS, hall.meeting_id, vote.id, "AGREE", uuid.uuid4().hex)
    assert caught.value.reason is Reason.NOT_SIGNED_IN


def test_anything_but_the_three_choices_is_refused(hall: Hall) -> None:
    hall.open_vote()
    for choice in ("", "agree", "YES", "NOT_CAST", "同意"):
        assert refusal(hall, "张秀兰", choice) is Reason.CHOICE_INVALID


def test_a_vote_of_another_meeting_is_not_found_through_this_one(hall: Hall) -> None:
    vote = hall.open_vote()
    with pytest.raises(Refused) as caught:
        cast_ballot(hall.world.actor("张秀兰"), hall.meeting_id + 1, vote.id, "AGREE", uuid.uuid4().hex)
    assert caught.value.reason is Reason.NOT_FOUND


def test_a_request_id_of_somebody_else_gives_a_ballot_and_a_receipt_of_ones_own(hall: Hall) -> None:
    vote = hall.open_vote()
    key = uuid.uuid4().hex
    first = hall.cast("王志强", "OPPOSE", client_id=key)
    mine = hall.cast("张秀兰", "AGREE", client_id=key)
    assert mine != first
    assert (hall.cast("王志强", "OPPOSE", client_id=key), hall.cast("张秀兰", "AGREE", client_id=key)) == (first, mine)
    stored = {b.seat_id: (b.choice, b.receipt) for b in db.session.scalars(select(Ballot))}
    seats = hall.seats
    assert stored == {seats["王志强"].id: ("OPPOSE", first), seats["张秀兰"].id: ("AGREE", mine)}
    assert db.session.scalar(select(func.count()).select_from(BallotRequest)) == 2
    assert turnout(vote.id) == (2, 12)


def test_two_seats_with_one_request_id_in_one_batch_are_two_ballots(hall: Hall) -> None:
    vote = hall.open_vote()
    names = ("王志强", "张秀兰", "王志强")
    casts = [Cast(hall.world.actor(n), hall.meeting_id, vote.id, "AGREE", "0123456789abcdef") for n in names]
    with write_connection() as connection:
        scene = ballot_store.load(connection, list(casts))
        receipts = [accept(scene, cast)[0]["receipt"] for cast in casts]
        ballot_store.save(connection, scene)
    db.session.rollback()  # the next look sees the present
    assert (receipts[0] == receipts[2], receipts[0] == receipts[1]) == (True, False)
    assert turnout(vote.id) == (2, 12)
    hall.step("close_vote")
    assert changed_votes() == []


def test_before_the_vote_there_is_nothing_to_cast(hall: Hall) -> None:
    assert open_vote_of(hall.meeting_id) is None
    assert refusal(hall, "张秀兰", "AGREE", 1) is Reason.NOT_FOUND
