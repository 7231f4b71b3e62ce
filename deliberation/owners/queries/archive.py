"""The archive of owners' votes: what papers there are of each, and until when they are to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.days import last_start
from deliberation.owners.models import DeliveryProof, OwnersPaper, OwnersProxy, OwnersVote, OwnersVoter
from deliberation.owners.rules import retention
from deliberation.rows import Rows
from deliberation.search import matches

KEEPING, TIME_IS_OVER = "KEEPING", "OVER"


@dataclass(frozen=True, slots=True)
class Archived:
    """A vote that is over with what is kept of it: papers that came in, photos of deliveries, authorisations."""

    vote: OwnersVote
    until: date
    papers: int
    proofs: int
    proxies: int

    @property
    def may_go(self) -> bool:
        """Whether the time of keeping is over today, and something is kept still."""
        return self.vote.papers_erased_on is None and retention.may_go(self.until, clock.today())


def until_of(vote: OwnersVote) -> date | None:
    """The last day on which the papers of a vote are to be kept; nothing while it is under way."""
    announced = clock.day_of(vote.announced_at) if vote.announced_at else None
    return retention.kept_until(vote.state, announced, clock.day_of(vote.closed_at or vote.closes_at))


def says_who_received() -> ColumnElement[bool]:
    """Whether it stands beside a voter who took their paper, or what was noted of the delivery."""
    return (OwnersVoter.received_by != "") | (OwnersVoter.delivery_note != "")


def with_proofs_over(today: date) -> list[int]:
    """Votes that still hold proofs of delivery whose time of keeping is over, oldest first; their ids."""
    has_photo = exists().where(DeliveryProof.voter_id == OwnersVoter.id)
    holds = exists().where(OwnersVoter.vote_id == OwnersVote.id, says_who_received() | has_photo)
    latest = last_start(today, retention.PROOF_YEARS)
    before = clock.beijing(latest.year, latest.month, latest.day) + timedelta(days=1)
    since = func.coalesce(OwnersVote.announced_at, OwnersVote.closed_at, OwnersVote.closes_at)
    wanted = select(OwnersVote.id).where(OwnersVote.state.in_(retention.OVER), since < before, holds)
    return list(db.session.scalars(wanted.order_by(OwnersVote.id)))


def archive(compound_id: int, q: str = "", when: str = "") -> Rows:
    """The votes that are over, newest first. `when`: KEEPING or OVER, as of today."""
    query = select(OwnersVote).where(OwnersVote.compound_id == compound_id, OwnersVote.state.in_(retention.OVER))
    if q:
        query = query.where(matches(q, OwnersVote.search))
    if when:
        # The rule says which are over: it is asked for each, since years are no fixed number of days.
        ids = [v.id for v in db.session.scalars(query) if _is_over(v) is (when == TIME_IS_OVER)]
        query = query.where(OwnersVote.id.in_(ids))
    return Rows(query.order_by(OwnersVote.id.desc()), _archived)


def _is_over(vote: OwnersVote) -> bool:
    return retention.may_go(until_of(vote), clock.today())


def _archived(votes: Sequence[OwnersVote]) -> list[Archived]:
    ids = [vote.id for vote in votes]
    papers = _counts(select(OwnersPaper.vote_id, func.count()).where(OwnersPaper.vote_id.in_(ids)), OwnersPaper.vote_id)
    proxies = _counts(
        select(OwnersProxy.vote_id, func.count()).where(OwnersProxy.vote_id.in_(ids)), OwnersProxy.vote_id
    )
    of_voters = select(OwnersVoter.vote_id, func.count()).join(DeliveryProof, DeliveryProof.voter_id == OwnersVoter.id)
    proofs = _counts(of_voters.where(OwnersVoter.vote_id.in_(ids)), OwnersVoter.vote_id)
    return [
        Archived(v, until, papers.get(v.id, 0), proofs.get(v.id, 0), proxies.get(v.id, 0))
        for v in votes
        if (until := until_of(v)) is not None
    ]


def _counts(query: Any, by: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query.group_by(by))}
