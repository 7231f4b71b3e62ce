"""Reading what a count needs, and what it found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from deliberation.db import db
from deliberation.history.models import Event
from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.models import (
    OwnersCandidate,
    OwnersElection,
    OwnersEntry,
    OwnersImport,
    OwnersPaper,
    OwnersSignature,
    OwnersVote,
    OwnersVoter,
)
from deliberation.owners.rules.delivery import PROVING_WAYS, SELF, WAYS_BY_SIGNATURE
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.representatives import CHANNEL as REPRESENTATIVE
from deliberation.owners.rules.tally import Box, Counted, Marks, marks_of

ON_PAPER = ("owners_paper", "owners_proxy")
"""Kinds of which somebody who entered, changed or removed one has had papers of the vote in hand."""

POSTED = ("ANNOUNCED", "ANNULLED")
"""States in which everybody reads the result: an annulled one stays where it is, and says so."""


def proved(signed_for_by: str) -> ColumnElement[bool]:
    """Whether a delivery is on record with way, receiver and time; a posted notice alone is none (domain 3.3).

    `signed_for_by`: whose signature the rules ask for, see `PROVING_WAYS`.
    """
    himself = OwnersVoter.delivery_way.in_(WAYS_BY_SIGNATURE[signed_for_by]) & (OwnersVoter.received_by == SELF)
    return (
        (OwnersVoter.delivery == "DELIVERED")
        & (OwnersVoter.delivery_way.in_(PROVING_WAYS[signed_for_by]) | himself)
        & (OwnersVoter.received_by != "")
        & OwnersVoter.delivered_at.is_not(None)
    )


def signed_for_by(vote_id: int) -> str:
    """Whose signature proves a delivery in this vote: by its frozen rules, before the opening by those it was given."""
    vote = db.session.get_one(OwnersVote, vote_id)
    return parse_owners((vote.frozen or {}).get("profile") or vote.profile.data).signed_for_by


def box_of(vote_id: int) -> Box:
    """Every voter and every confirmed paper of a vote; three statements at most, whatever its size."""
    voters = db.session.execute(
        select(OwnersVoter.id, OwnersVoter.area, proved(signed_for_by(vote_id)).label("proved"))
        .where(OwnersVoter.vote_id == vote_id)
        .order_by(OwnersVoter.number)
    )
    rows = db.session.execute(
        select(OwnersPaper.voter_id, OwnersPaper.sequence, OwnersPaper.channel, OwnersPaper.content)
        .where(OwnersPaper.vote_id == vote_id, OwnersPaper.state == "CONFIRMED")
        .order_by(OwnersPaper.voter_id, OwnersPaper.sequence)
    ).all()
    return Box(
        voters=[Counted(row.id, row.area, bool(row.proved)) for row in voters],
        papers=[
            Paper(row.voter_id, row.sequence, Content.from_json(row.content), row.channel == REPRESENTATIVE)
            for row in rows
        ],
        channels={(row.voter_id, row.sequence): row.channel for row in rows},
    )


def marks(vote: OwnersVote) -> list[Marks]:
    """Written abstentions, blanks and unreadable marks of a counted vote, for its record; none before the count."""
    return marks_of(vote.frozen, box_of(vote.id).papers) if vote.result and vote.frozen else []


def unfinished_papers(vote_id: int) -> dict[str, int]:
    """How many papers are entered once only, or differently, or are to be entered anew: state → number."""
    rows = db.session.execute(
        select(OwnersPaper.state, func.count())
        .where(OwnersPaper.vote_id == vote_id, OwnersPaper.state != "CONFIRMED")
        .group_by(OwnersPaper.state)
    )
    return {row[0]: row[1] for row in rows}


def signatures(vote_id: int) -> dict[str, OwnersSignature]:
    """Who has confirmed the count, by part (TELLER, SCRUTINEER)."""
    found = db.session.scalars(select(OwnersSignature).where(OwnersSignature.vote_id == vote_id))
    return {signature.part: signature for signature in found}


def stands_for_election(vote_id: int, name: str) -> bool:
    """Whether somebody of this name stands in the vote's election: who then neither counts nor watches the count."""
    standing = (
        select(OwnersCandidate.name)
        .join(OwnersElection, OwnersElection.id == OwnersCandidate.election_id)
        .where(OwnersElection.vote_id == vote_id, OwnersCandidate.state.in_(("PROPOSED", "ACCEPTED")))
    )
    return "".join(name.split()) in {"".join(one.split()) for one in db.session.scalars(standing)}


def has_entered(vote_id: int, people: frozenset[int]) -> bool:
    """Whether one of these persons ever entered papers of this vote (and so is no scrutineer of it).

    By hand or from a file; also papers whose entries were thrown away, by what happened to
    them. Who only took an entry back is one of them, having had the paper in hand.
    """
    in_hand = select(Event.id).where(
        Event.person_id.in_(people), Event.kind.in_(ON_PAPER), Event.facts["vote"].as_integer() == vote_id
    )
    if db.session.scalar(in_hand.limit(1)) is not None:
        return True
    file = select(OwnersImport.id).where(
        OwnersImport.vote_id == vote_id,
        OwnersImport.state == "CONFIRMED",
        OwnersImport.imported_by_id.in_(people) | OwnersImport.confirmed_by_id.in_(people),
    )
    if db.session.scalar(file.limit(1)) is not None:
        return True
    wanted = (
        select(OwnersEntry.id)
        .join(OwnersPaper, OwnersPaper.id == OwnersEntry.paper_id)
        .where(OwnersPaper.vote_id == vote_id, OwnersEntry.entered_by_id.in_(people))
    )
    return db.session.scalar(wanted.limit(1)) is not None


def who_entered(vote_id: int) -> set[int]:
    """Everybody who entered papers of this vote, by hand or from a file."""
    files = select(OwnersImport.imported_by_id, OwnersImport.confirmed_by_id).where(
        OwnersImport.vote_id == vote_id, OwnersImport.state == "CONFIRMED"
    )
    by_hand = (
        select(OwnersEntry.entered_by_id)
        .join(OwnersPaper, OwnersPaper.id == OwnersEntry.paper_id)
        .where(OwnersPaper.vote_id == vote_id)
        .distinct()
    )
    found = {person_id for row in db.session.execute(files) for person_id in row}
    return {person_id for person_id in (*found, *db.session.scalars(by_hand)) if person_id is not None}


def announced_votes(compound_id: int) -> list[OwnersVote]:
    """Votes whose result was posted, newest first, an annulled one among them: what residents may read."""
    wanted = select(OwnersVote).where(OwnersVote.compound_id == compound_id, OwnersVote.state.in_(POSTED))
    return list(db.session.scalars(wanted.order_by(OwnersVote.announced_at.desc())))


def running_votes(compound_id: int) -> list[OwnersVote]:
    """Votes whose notice is posted and whose result is not yet: title, period and rule are public, nothing else."""
    states = ("NOTICED", "OPEN", "CLOSED", "COUNTED", "CERTIFIED")
    wanted = select(OwnersVote).where(OwnersVote.compound_id == compound_id, OwnersVote.state.in_(states))
    return list(db.session.scalars(wanted.order_by(OwnersVote.opens_at)))


def verdict_json(vote: OwnersVote, number: int) -> dict[str, Any] | None:
    """The verdict on question `number` as it was counted, if it was."""
    found: dict[str, Any] | None = (vote.result or {}).get("questions", {}).get(str(number))
    return found
