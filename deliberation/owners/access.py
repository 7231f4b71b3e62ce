"""Loading owners' votes and ballots with lock and check."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select

from deliberation.collection.models import Attachment
from deliberation.db import Base, db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import may
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
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

Thing = TypeVar("Thing", OwnersVote, OwnersPetition, OwnersEvidence, OwnersCommittee)


def owners_vote_for(
    actor: Actor, permission: str, vote_id: int, *, lock: bool = False, states: frozenset[str] | None = None
) -> OwnersVote:
    """The owners' vote, if the table grants `permission` in its compound.

    `lock` takes the row for change: closing, counting and entering papers of one vote stand in line.
    With `states`, any other state is refused (`WRONG_STATE`).
    """
    # FOR UPDATE: nothing is entered while the vote is being closed or counted.
    vote = db.session.get(OwnersVote, vote_id, with_for_update={"of": OwnersVote} if lock else None)
    found = _checked(actor, permission, vote, vote.compound_id if vote else 0)
    if states is not None and found.state not in states:
        label = OWNERS_VOTE_FLOW.label(found.state)
        raise Refused(Reason.WRONG_STATE, subject=found.title, state=label, move="这样做")
    if lock:
        seen.check("owners_vote", found)
    return found


def petition_for(actor: Actor, permission: str, petition_id: int, *, lock: bool = False) -> OwnersPetition:
    """The demand of owners, if the table grants `permission` in its compound."""
    # FOR UPDATE: names are counted and taken back one after another, and none while it is handed over.
    row = db.session.get(OwnersPetition, petition_id, with_for_update={"of": OwnersPetition} if lock else None)
    found = _checked(actor, permission, row, row.compound_id if row else 0)
    if lock:
        seen.check("petition", found)
    return found


def evidence_for(actor: Actor, permission: str, evidence_id: int, *, lock: bool = False) -> OwnersEvidence:
    """A proof of a vote or a demand, if the table grants `permission` in its compound."""
    # FOR UPDATE: a proof is struck once.
    found = db.session.get(OwnersEvidence, evidence_id, with_for_update={"of": OwnersEvidence} if lock else None)
    return _checked(actor, permission, found, found.compound_id if found else 0)


def reads_evidence(actor: Actor, photo: Attachment) -> bool:
    """Whether the actor keeps the proofs of the vote or demand that the photo belongs to."""
    try:
        return bool(evidence_for(actor, "owners_evidence.keep", photo.subject_id))
    except Refused:
        return False


COMMITTEE_PHOTOS = "owners_committee"
"""`Attachment.subject_kind` of the photos of a committee that was recorded from elsewhere."""


def committee_for(actor: Actor, permission: str, committee_id: int, *, lock: bool = False) -> OwnersCommittee:
    """A committee recorded from elsewhere, if the table grants `permission` in its compound."""
    # FOR UPDATE: a record is corrected, filed and struck one after another.
    found = db.session.get(OwnersCommittee, committee_id, with_for_update={"of": OwnersCommittee} if lock else None)
    return _checked(actor, permission, found, found.compound_id if found else 0)


def reads_committee_photo(actor: Actor, photo: Attachment) -> bool:
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


def _checked(actor: Actor, permission: str, thing: Thing | None, compound_id: int) -> Thing:
    compound = db.session.get(Compound, compound_id) if thing is not None else None
    if thing is None or compound is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, scope_in(compound))
    return thing
