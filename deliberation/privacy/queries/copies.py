"""What the platform holds of one person in a compound, for the copy that they may ask for (个人信息保护法 §45).

Only what is theirs: posts, attendance, ballots of their own seat, notices to them, the topics whose receipts they hold.
Of a secret vote it holds that they voted and nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.collection.rules import normal_receipt
from deliberation.convening.models import Meeting, Seat
from deliberation.db import db
from deliberation.kernel.methods.approval import CHOICES
from deliberation.notices.models import ContactWay, Notice, Sending
from deliberation.organisation.models import Appointment, Party, Person
from deliberation.room.models import Ballot, Vote
from deliberation.room.queries.secrecy import choice_in, is_secret
from deliberation.room.rules.questions import ballot_of, is_plain, question_of

UNKNOWN = "秘密投票，平台不知道您选了什么"


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything of one person in one compound, as rows; `person` is `None` without a post."""

    person: Person | None
    ways: Sequence[ContactWay]
    posts: Sequence[Appointment]
    seats: Sequence[tuple[Seat, Meeting]]
    ballots: Sequence[tuple[Ballot, Vote]]
    notices: Sequence[tuple[Notice, Sending | None]]
    topics: Sequence[Topic]


def people_called(compound_id: int, name: str) -> list[tuple[int, str]]:
    """The persons of that very name who have or had a post in the compound: id, and what tells them apart."""
    posts = (
        select(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .join(Party, Party.id == Appointment.party_id)
        .where(Party.compound_id == compound_id, Person.name == name)
        .order_by(Appointment.person_id, Appointment.id)
    )
    found: dict[int, str] = {}
    for post in db.session.scalars(posts):
        found.setdefault(post.person_id, f"{post.person.name}（{post.party.name} {post.post}）".replace(" ）", "）"))
    return list(found.items())


def topics_of(compound_id: int, receipts: Sequence[str]) -> list[Topic]:
    """The topics of these receipt numbers, however they were typed, as far as they are the compound's."""
    codes = {normal_receipt(one) for one in receipts}
    wanted = select(Topic).where(Topic.compound_id == compound_id, Topic.receipt_code.in_(codes))
    return list(db.session.scalars(wanted.order_by(Topic.id)))


def copy_of(compound_id: int, person_id: int | None, topics: Sequence[Topic]) -> Copy:
    """The copy; seven statements, however much it is."""
    if person_id is None:
        return Copy(None, (), (), (), (), (), topics)
    posts = select(Appointment).join(Party, Party.id == Appointment.party_id)
    here = posts.where(Appointment.person_id == person_id, Party.compound_id == compound_id)
    ways = select(ContactWay).where(ContactWay.person_id == person_id)
    return Copy(
        db.session.get_one(Person, person_id),
        list(db.session.scalars(ways.order_by(ContactWay.id))),
        list(db.session.scalars(here.order_by(Appointment.starts_on, Appointment.id))),
        _seats(compound_id, person_id),
        _ballots(compound_id, person_id),
        _notices(compound_id, person_id),
        topics,
    )


def _seats(compound_id: int, person_id: int) -> list[tuple[Seat, Meeting]]:
    wanted = select(Seat, Meeting).join(Meeting, Meeting.id == Seat.meeting_id)
    own = wanted.where(Seat.person_id == person_id, Meeting.compound_id == compound_id)
    return [(seat, meeting) for seat, meeting in db.session.execute(own.order_by(Meeting.starts_at, Seat.id))]


def _ballots(compound_id: int, person_id: int) -> list[tuple[Ballot, Vote]]:
    wanted = (
        select(Ballot, Vote)
        .join(Vote, Vote.id == Ballot.vote_id)
        .join(Seat, Seat.id == Ballot.seat_id)
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .where(Seat.person_id == person_id, Meeting.compound_id == compound_id)
    )
    return [(ballot, vote) for ballot, vote in db.session.execute(wanted.order_by(Vote.id))]


def _notices(compound_id: int, person_id: int) -> list[tuple[Notice, Sending | None]]:
    wanted = select(Notice, Sending).outerjoin(Sending, Sending.notice_id == Notice.id)
    own = wanted.where(Notice.person_id == person_id, Notice.compound_id == compound_id)
    return [(notice, sending) for notice, sending in db.session.execute(own.order_by(Notice.id, Sending.id))]


def choice_said(ballot: Ballot, vote: Vote) -> str:
    """What somebody chose with their own ballot, in words; of a secret vote only that it was one."""
    if is_secret(vote):
        return UNKNOWN
    question, choice = question_of(vote.frozen), choice_in(ballot, vote)
    if is_plain(question):
        return CHOICES.get(choice, choice)
    given, labels = ballot_of(question, choice), {one.code: one.label for one in question.options}
    return "、".join(labels.get(one, one) for one in given.choices) or choice
