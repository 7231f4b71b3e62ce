"""Loading owners' votes and ballots with lock and check."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.db import Base, db, values_of
from deliberation.files.models import File
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import Loader
from deliberation.owners.models import (
    OwnersCandidate,
    OwnersCommittee,
    OwnersElection,
    OwnersEntry,
    OwnersEvidence,
    OwnersInterested,
    OwnersPaper,
    OwnersPetition,
    OwnersPetitionSigner,
    OwnersQuestion,
    OwnersSignature,
    OwnersVote,
    OwnersVoter,
    OwnersVoteStep,
)
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW


def owners_vote_for(
    actor: Actor, permission: str, vote_id: int, *, lock: bool = False, states: frozenset[str] | None = None
) -> OwnersVote:
    """The owners' vote, if the table grants `permission` in its compound.

    `lock` takes the row for change: closing, counting and entering papers of one vote stand in line.
    With `states`, any other state is refused (`WRONG_STATE`).
    """
    # Locked, nothing is entered while the vote is being closed or counted.
    found = _vote(actor, permission, vote_id, lock=lock)
    if states is not None and found.state not in states:
        label = OWNERS_VOTE_FLOW.label(found.state)
        raise Refused(Reason.WRONG_STATE, subject=found.title, state=label, move="这样做")
    if lock:
        seen.check("owners_vote", found)
    return found


_vote = Loader(OwnersVote)

petition_for = Loader(OwnersPetition, "petition")
"""A demand of owners. Locked, names are counted and taken back one by one, and none while it is handed over."""

evidence_for = Loader(OwnersEvidence)
"""A proof of a vote or a demand. Locked, it is struck once."""


def reads_evidence(actor: Actor, photo: File) -> bool:
    """Whether the actor keeps the proofs of the vote or demand that the photo belongs to."""
    try:
        return bool(evidence_for(actor, "owners_evidence.keep", photo.subject_id))
    except Refused:
        return False


COMMITTEE_PHOTOS = "owners_committee"
"""`File.subject_kind` of the photos of a committee that was recorded from elsewhere."""


committee_for = Loader(OwnersCommittee)
"""A committee recorded from elsewhere. Locked, a record is corrected, filed and struck one after another."""


def reads_committee_photo(actor: Actor, photo: File) -> bool:
    """Whether the actor records committees where the photo belongs."""
    try:
        return bool(committee_for(actor, "owners_turnover.keep", photo.subject_id))
    except Refused:
        return False


def voter_in(vote: OwnersVote, number: int, *, lock: bool = False) -> OwnersVoter:
    """The owner with ballot `number` in this vote."""
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id, OwnersVoter.number == number)
    # FOR UPDATE: two papers of one owner, or two deliveries, are recorded one after another.
    voter = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if voter is None:
        raise Refused(Reason.NOT_FOUND)
    return voter


def paper_in(vote: OwnersVote, paper_id: int, number: int | None = None) -> OwnersPaper:
    """A returned paper of this vote, locked for change; with `number`, of the owner with that ballot."""
    # FOR UPDATE: two second entries of one paper cannot both be the second.
    paper = db.session.get(OwnersPaper, paper_id, with_for_update={"of": OwnersPaper})
    if paper is None or paper.vote_id != vote.id or number not in {None, paper.voter.number}:
        raise Refused(Reason.NOT_FOUND)
    seen.check("paper", paper)
    return paper


def _rows(model: type[Base], vote: OwnersVote) -> list[Any]:
    """What hangs on a vote, row by row."""
    rows = db.session.scalars(select(model).where(model.vote_id == vote.id))  # type: ignore[attr-defined]
    return sorted(str(values_of(row)) for row in rows)


def _sight_of_vote(vote: OwnersVote) -> list[Any]:
    """A vote with all that is asked, who stands for what, who is out and in, the steps kept and who has signed."""
    parts = (OwnersQuestion, OwnersElection, OwnersInterested, OwnersVoteStep, OwnersSignature)
    standing = select(OwnersCandidate).join(OwnersElection, OwnersElection.id == OwnersCandidate.election_id)
    candidates = db.session.scalars(standing.where(OwnersElection.vote_id == vote.id))
    rows = sorted(str(values_of(row)) for row in candidates)
    return [values_of(vote), rows, *(_rows(model, vote) for model in parts)]


def _sight_of_petition(petition: OwnersPetition) -> list[Any]:
    signers = select(OwnersPetitionSigner).where(OwnersPetitionSigner.petition_id == petition.id)
    return [values_of(petition), sorted(str(values_of(row)) for row in db.session.scalars(signers))]


def _sight_of_paper(paper: OwnersPaper) -> list[Any]:
    """A paper and its entries: who settles a difference has both before them."""
    entries = select(OwnersEntry).where(OwnersEntry.paper_id == paper.id).order_by(OwnersEntry.round)
    return [values_of(paper), *(values_of(row) for row in db.session.scalars(entries))]


seen.describe("owners_vote", _sight_of_vote)
seen.describe("petition", _sight_of_petition)
seen.describe("paper", _sight_of_paper)
