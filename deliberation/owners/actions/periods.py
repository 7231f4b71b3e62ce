"""公告期: for how long a result is posted, and what a year's arrangement changes in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from deliberation.db import db, transaction
from deliberation.history import periods
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.days import may_be_settled, settle_end
from deliberation.organisation.rules.publication import shown_until
from deliberation.owners import queries
from deliberation.owners.models import EmergencyUse, OwnersPetition, OwnersVote


def posted_until(vote: OwnersVote, posted_on: date) -> date:
    """The last day on which a result that is posted on `posted_on` must hang, by the rules of the vote."""
    return shown_until(posted_on, queries.rules_of(vote.profile), holidays.calendar())


def prolong(now: datetime) -> list[int]:
    """Work out provisional last days again once their year's arrangement is at hand; the ids of votes that run longer.

    A last day only ever becomes later, and only while the result still hangs; what is over stays over.
    """
    today = clock.day_of(now)
    waiting = [vote.id for vote in db.session.scalars(_provisional()) if _may_be_settled(vote, today)]
    return [vote_id for vote_id in waiting if _settle(vote_id, today)]


def _settle(vote_id: int, today: date) -> bool:
    with transaction() as session:
        # FOR UPDATE: two servers come to the same minute together.
        vote = session.scalar(_provisional().where(OwnersVote.id == vote_id).with_for_update(of=OwnersVote))
        return vote is not None and _prolong(vote, today)


def _provisional() -> Select[OwnersVote]:
    return select(OwnersVote).where(OwnersVote.end_is_provisional).order_by(OwnersVote.id)


def _may_be_settled(vote: OwnersVote, today: date) -> bool:
    return vote.announced_until is None or may_be_settled(vote.announced_until, today, holidays.calendar())


def _prolong(vote: OwnersVote, today: date) -> bool:
    before = vote.announced_until
    if before is None or vote.announced_at is None or vote.state != "ANNOUNCED":
        vote.end_is_provisional = False
        return False
    anew = posted_until(vote, clock.day_of(vote.announced_at))
    until, vote.end_is_provisional = settle_end(before, anew, today, holidays.calendar())
    if until == before:
        return False
    vote.end_was, vote.announced_until = vote.end_was or before, until
    facts: dict[str, Any] = {"before": str(before), "until": str(until), "hash": vote.result_hash}
    happened(SYSTEM, "owners_vote.prolong", vote, **facts)
    return True


def lengthen(now: datetime) -> list[int]:
    """Work out again until when open demands must be put to the vote and postings of emergency works hang.

    These last days are never final while they run: where a year's arrangement has come they become later, never
    earlier. The ids of what runs longer.
    """
    today = clock.day_of(now)
    demands = select(OwnersPetition.id).where(OwnersPetition.state == "HANDED_OVER", OwnersPetition.due_on >= today)
    works = select(EmergencyUse.id).where(EmergencyUse.posted_until >= today)
    longer = periods.lengthen(OwnersPetition, "due_on", "owners_petition.prolong", demands)
    return longer + periods.lengthen(EmergencyUse, "posted_until", "emergency_use.prolong", works)
