"""Reading what a vote is prepared from: the rules of the place, the matters and topics that can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Compound, RuleProfileVersion
from deliberation.organisation.queries.profiles import owners_rules_for
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.owners.models import OwnersMatter, OwnersVote
from deliberation.owners.queries import rules_of
from deliberation.owners.queries.votes import running_on
from deliberation.owners.rules import PROPOSABLE_TOPICS
from deliberation.owners.rules.electorate import BODIES
from deliberation.room.models import Motion
from deliberation.roster.queries import active_roster
from deliberation.roster.queries.rosters import places
from deliberation.roster.rules.parts import Part

SURVEYED = PROPOSABLE_TOPICS | {"SCHEDULED", "IN_MEETING", "RESOLVED"}
"""States of a topic on which households may be asked for their opinion."""

MOST_TOPICS = 100


@dataclass(frozen=True, slots=True)
class Place:
    """The version of the rules that counts here for one kind of vote."""

    row: RuleProfileVersion
    rules: OwnersRules


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter that waits: its title, the text to vote on, and what the gate made of it.

    `item` is the matter of 民法典 278 (`None`: still to be chosen). `place` is where the topic says it is.
    """

    id: int
    title: str
    text: str
    authority: str
    item: str | None
    place: str = ""


def rules_here(compound: Compound, on: date) -> dict[str, Place]:
    """The owners' rules that count in a compound on a day, by kind of vote; a kind without rules is left out."""
    found = {}
    for kind, body in BODIES.items():
        with suppress(Refused):
            row = owners_rules_for(compound, body, on)
            found[kind] = Place(row, rules_of(row))
    return found


def asked(compound_id: int, matter_ids: Iterable[int]) -> dict[int, Asked]:
    """These matters of a compound, by id; two statements at most. Raises `NOT_FOUND` for one of another compound."""
    ids = set(matter_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        select(OwnersMatter, Topic.title, Topic.proposal, Topic.place, Motion.text)
        .outerjoin(Topic, Topic.id == OwnersMatter.topic_id)
        .outerjoin(Motion, Motion.id == OwnersMatter.motion_id)
        .where(OwnersMatter.id.in_(ids), OwnersMatter.compound_id == compound_id)
    )
    found = {
        row.OwnersMatter.id: Asked(
            row.OwnersMatter.id,
            row.title or "",
            row.text or row.proposal or "",
            row.OwnersMatter.decision_authority,
            row.OwnersMatter.matter,
            row.place or "",
        )
        for row in rows
    }
    if set(found) != ids:
        raise Refused(Reason.NOT_FOUND)
    return found


def open_matters(compound_id: int, vote_id: int | None) -> list[Asked]:
    """The matters that wait and stand on no ballot but that of `vote_id`, oldest first."""
    wanted = select(OwnersMatter.id).where(OwnersMatter.compound_id == compound_id, OwnersMatter.state == "PROPOSED")
    ids = list(db.session.scalars(wanted.order_by(OwnersMatter.proposed_at, OwnersMatter.id)))
    taken = {matter_id for matter_id, vote in running_on(ids).items() if vote.id != vote_id}
    known = asked(compound_id, set(ids) - taken)
    return [known[matter_id] for matter_id in ids if matter_id in known]


def topics(compound_id: int) -> list[Topic]:
    """The topics on which households may be asked, newest first."""
    wanted = select(Topic).where(Topic.compound_id == compound_id, Topic.state.in_(SURVEYED))
    return list(db.session.scalars(wanted.order_by(Topic.id.desc()).limit(MOST_TOPICS)))


def topic_here(compound_id: int, topic_id: int) -> Topic:
    """A topic on which the households of this compound may be asked. Raises `NOT_FOUND`."""
    topic = db.session.get(Topic, topic_id)
    if topic is None or topic.compound_id != compound_id or topic.state not in SURVEYED:
        raise Refused(Reason.NOT_FOUND)
    return topic


def parts(compound_id: int) -> list[Part]:
    """What a scope can be made of: each building of the roster in use, as a whole and by entrance, in its order."""
    roster = active_roster(compound_id)
    if roster is None:
        return []
    return list(dict.fromkeys(part for one in places(roster.id) for part in (Part(one.building), one)))


def same_vote(compound_id: int, title: str, opens_at: datetime, person_id: int | None) -> OwnersVote | None:
    """A vote that this person has just begun under this title: a form that was sent twice makes one vote."""
    wanted = select(OwnersVote).where(
        OwnersVote.compound_id == compound_id,
        OwnersVote.state == "PREPARED",
        OwnersVote.title == title,
        OwnersVote.opens_at == opens_at,
        OwnersVote.created_by_id == person_id,
    )
    return db.session.scalar(wanted.order_by(OwnersVote.id.desc()).limit(1))
