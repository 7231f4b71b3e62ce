"""Reading what is put to the owners: matters, votes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.rules.owners import OwnersRules, parse_owners
from deliberation.owners.models import OwnersMatter, OwnersQuestion, OwnersVote


def matter(matter_id: int) -> OwnersMatter | None:
    """A matter by id."""
    return db.session.get(OwnersMatter, matter_id)


def matter_of(motion_id: int) -> OwnersMatter | None:
    """The matter that a motion was put to the owners as, if it was."""
    return db.session.scalar(select(OwnersMatter).where(OwnersMatter.motion_id == motion_id))


def waiting_matter_of_topic(topic_id: int) -> OwnersMatter | None:
    """The matter of a topic that waits for the owners, if one does."""
    wanted = select(OwnersMatter).where(OwnersMatter.topic_id == topic_id, OwnersMatter.state == "PROPOSED")
    return db.session.scalar(wanted.order_by(OwnersMatter.id.desc()).limit(1))


def waiting_matters(compound_id: int) -> list[OwnersMatter]:
    """What waits for the owners in a compound, oldest first."""
    wanted = select(OwnersMatter).where(OwnersMatter.compound_id == compound_id, OwnersMatter.state == "PROPOSED")
    return list(db.session.scalars(wanted.order_by(OwnersMatter.proposed_at, OwnersMatter.id)))


def states_of(matter_ids: Iterable[int]) -> dict[int, str]:
    """The states of these matters, by id, in one statement at most."""
    ids = set(matter_ids)
    if not ids:
        return {}
    wanted = select(OwnersMatter.id, OwnersMatter.state).where(OwnersMatter.id.in_(ids))
    return {row.id: row.state for row in db.session.execute(wanted)}


def rules_of(profile: RuleProfileVersion) -> OwnersRules:
    """The owners' rules that a stored version holds. Raises `INVALID_INPUT` for rules of another body."""
    return parse_owners(profile.data)


def question_json(question: OwnersQuestion) -> dict[str, Any]:
    """What of a question is frozen with the vote."""
    return {
        "number": question.number,
        "title": question.title,
        "text": question.text,
        "class": question.decision_class,
        "item": question.item,
        "method": question.method,
        "options": question.options,
        "most": question.most,
        "seats": question.seats,
    }


def owners_vote(vote_id: int) -> OwnersVote | None:
    """A vote by id, unchecked: for what has been checked already."""
    return db.session.get(OwnersVote, vote_id)
