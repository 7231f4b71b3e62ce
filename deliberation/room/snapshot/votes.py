"""The vote of the open item, its turnout, and a seat's own ballot."""

from __future__ import annotations

from deliberation.convening.queries import seats
from deliberation.kernel.methods import METHODS
from deliberation.kernel.methods.base import Question
from deliberation.kernel.methods.scores import points
from deliberation.kernel.recounting import verdicts_of
from deliberation.room import events
from deliberation.room.models import Vote
from deliberation.room.queries import ballot_of, ballots_of, last_vote, missing_names, open_vote_of
from deliberation.room.queries import turnout as count_turnout
from deliberation.room.queries.secrecy import choice_in
from deliberation.room.rules.questions import is_kept_secret, question_of
from deliberation.room.snapshot.common import Views, iso, meeting_of, same


def vote(meeting_id: int) -> Views:
    """`vote`: the result only after closing; open ballots then go to members, never to the hall."""
    m = meeting_of(meeting_id)
    found = last_vote(m.current_item_id) if m.current_item_id else None
    if found is None:
        return same(None)
    closed, question = found.state == "CLOSED", question_of(found.frozen)
    hall = events.VoteSlice(
        id=found.id,
        motion_id=found.motion_id,
        number=found.frozen["number"],
        round=found.frozen.get("round", 1),
        text=found.frozen["text"],
        question=_question(question),
        binds_label=found.frozen["binds_label"],
        needs_owners=found.frozen["needs_owners"],
        state=found.state,
        changeable=bool(found.frozen["profile"].get("ballot_changeable", True)),
        opened_at=found.opened_at.isoformat(),
        closed_at=iso(found.closed_at),
        roll=len(found.frozen["roll"]),
        entitled=found.frozen["entitled"],
        present=found.frozen["present"],
        result={"verdict": verdicts_of(found.result)[""]} if closed and found.result else None,
        ballots=None,
    )
    inside = {**hall, "ballots": _open_ballots(found) if closed and not is_kept_secret(question) else None}
    return {"hall": hall, "tablet": inside, "chair": inside}


def _question(question: Question) -> events.QuestionView:
    return events.QuestionView(
        method=question.method,
        method_label=METHODS[question.method].name,
        most=question.most,
        seats=question.seats,
        options=[events.OptionView(code=o.code, label=o.label, top=o.top) for o in question.options],
        line="" if question.line is None else points(question.line),
    )


def _open_ballots(found: Vote) -> list[events.BallotView]:
    """Who chose what, in the order of the seats; a chair who has a vote is opened last (domain 2.5 rule 3)."""
    cast = {b.seat_id: b.choice for b in ballots_of(found.id)}
    roll = set(found.frozen["roll"])
    voters = sorted((s for s in seats(found.meeting_id) if s.id in roll), key=lambda seat: seat.kind == "chair")
    return [events.BallotView(name=s.holder, party=s.party.name, choice=cast.get(s.id, "NOT_CAST")) for s in voters]


def turnout(meeting_id: int) -> Views:
    """`turnout` of the open vote; who has not cast is named to the chair only."""
    found = open_vote_of(meeting_id)
    if found is None:
        return same(None)
    cast, roll = count_turnout(found.id)
    everyone = events.TurnoutSlice(vote_id=found.id, cast=cast, roll=roll, missing=None)
    return {"hall": everyone, "tablet": everyone, "chair": {**everyone, "missing": missing_names(found.id)}}


def my_ballot(found: Vote | None, seat_id: int) -> events.MyBallot | None:
    """What the seat has chosen in this vote and its receipt; `None` before it has voted."""
    ballot = ballot_of(found.id, seat_id) if found else None
    if found is None or ballot is None:
        return None
    return events.MyBallot(
        vote_id=ballot.vote_id,
        choice=choice_in(ballot, found),
        cast_at=ballot.cast_at.isoformat(),
        receipt=ballot.receipt,
    )
