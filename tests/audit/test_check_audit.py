"""`deliberation check-audit` on a store in which votes were held: ballots, requests and results against the log."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.queries import head_of
from deliberation.audit.record import record
from deliberation.cli import main
from deliberation.db import db, transaction
from deliberation.kernel.actor import SYSTEM
from deliberation.room.models import Ballot, BallotRequest, RollEntry, Vote
from deliberation.room.queries.tampering import changed_votes
from tests.audit.test_tampering import change
from tests.builders import a_compound
from tests.halls import Hall, an_open_meeting


def check(app: Flask, *arguments: str) -> tuple[int, str]:
    """What an operator reads, and the exit code."""
    db.session.rollback()
    answer = app.test_cli_runner().invoke(main.commands["check-audit"], list(arguments))
    db.session.rollback()
    return answer.exit_code, answer.output


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with the first motion before it."""
    opened = an_open_meeting(a_compound())
    opened.to_debate()
    return opened


@pytest.fixture
def voted(hall: Hall) -> Vote:
    """A vote that was closed, with three ballots that differ."""
    vote = hall.open_vote()
    for name, choice in (("张秀兰", "AGREE"), ("王志强", "OPPOSE"), ("高峰", "ABSTAIN")):
        hall.cast(name, choice)
    hall.step("close_vote")
    assert changed_votes() == []
    return db.session.get_one(Vote, vote.id)


def ballots(vote: Vote) -> list[Ballot]:
    return list(db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id).order_by(Ballot.seat_id)))


def swap(table: Any, one: Ballot, other: Ballot) -> list[Any]:
    """Statements that exchange what two seats chose."""
    here = table.vote_id == one.vote_id
    return [
        update(table).where(here, table.seat_id == one.seat_id).values(choice=other.choice),
        update(table).where(here, table.seat_id == other.seat_id).values(choice=one.choice),
    ]


def test_a_store_that_nobody_touched_is_whole(app: Flask, voted: Vote) -> None:
    assert check(app) == (0, "ok\n")


def test_a_motion_whose_number_is_that_of_a_vote_raises_no_alarm(app: Flask, voted: Vote) -> None:
    with transaction():
        record(SYSTEM, "vote.close", "motion", voted.id, voted.meeting.compound_id, ended=True)
    assert check(app) == (0, "ok\n")


def test_the_ballots_of_two_seats_exchanged_are_found(app: Flask, voted: Vote) -> None:
    one, other, _third = ballots(voted)
    change(*swap(Ballot, one, other))
    code, said = check(app)
    assert (code, said.count("与发送记录不符")) == (1, 2)


def test_they_are_found_too_where_the_requests_were_exchanged_with_them(app: Flask, voted: Vote) -> None:
    one, other, _third = ballots(voted)
    change(*swap(Ballot, one, other), *swap(BallotRequest, one, other))
    code, said = check(app)
    assert (code, said.count("与日志里的记号不符")) == (1, 2)


def test_a_choice_that_was_changed_with_its_line_in_the_log_is_found(app: Flask, voted: Vote) -> None:
    one, _other, _third = ballots(voted)
    here = (AuditEntry.action == "ballot.cast") & (AuditEntry.subject_id == voted.id)
    line = next(e for e in db.session.scalars(select(AuditEntry).where(here)) if e.facts["seat"] == one.seat_id)
    change(
        update(Ballot).where(Ballot.id == one.id).values(choice="ABSTAIN"),
        update(BallotRequest).where(BallotRequest.seat_id == one.seat_id).values(choice="ABSTAIN"),
        update(AuditEntry).where(AuditEntry.id == line.id).values(facts={"seat": one.seat_id}),
    )
    code, said = check(app)
    assert code == 1
    assert f"{line.stream} {line.seq} hash" in said


@pytest.mark.parametrize("table", [Ballot, RollEntry])
def test_a_ballot_or_a_name_on_the_roll_that_is_gone_is_found(app: Flask, voted: Vote, table: Any) -> None:
    one, *_others = ballots(voted)
    change(delete(table).where(table.vote_id == voted.id, table.seat_id == one.seat_id))
    assert check(app)[0] == 1


def test_a_result_that_was_written_anew_with_its_hash_is_found(app: Flask, voted: Vote) -> None:
    from deliberation.kernel.sealing import result_hash  # noqa: PLC0415

    result = {**(voted.result or {}), "tally": {"agree": 3, "oppose": 0, "abstain": 0, "not_cast": 9}}
    change(update(Vote).values(result=result, result_hash=result_hash(voted.frozen, voted.frozen_hash, result)))
    code, said = check(app)
    assert (code, "结果与日志里记下的不符" in said) == (1, True)


def test_a_head_from_paper_is_held_against_the_log(app: Flask, voted: Vote) -> None:
    head = head_of(voted.meeting.compound_id)
    assert head is not None
    assert check(app, "--since", head.written) == (0, "ok\n")
    other = head.written[:-1] + ("0" if head.written[-1] != "0" else "1")
    assert check(app, "--since", other)[0] == 1
    code, said = check(app, "--since", "nonsense")
    assert (code, "日志校验码" in said) == (2, True)


def test_a_head_that_was_deleted_is_named_in_words(app: Flask, voted: Vote) -> None:
    change(delete(AuditHead).where(AuditHead.stream == f"compound:{voted.meeting.compound_id}"))
    code, said = check(app)
    assert (code, "有记录，没有链头" in said) == (1, True)
