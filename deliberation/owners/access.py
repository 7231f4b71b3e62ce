"""Loading owners' votes and ballots with lock and check."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from deliberation.db import Base, db, values_of
from deliberation.files.models import File
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound
from deliberation.organisation.queries.units import preparatory_among
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
    Raises `PREPARATORY_BODY` as `demand_no_preparatory_body`.
    """
    # Locked, nothing is entered while the vote is being closed or counted.
    found = _vote(actor, permission, vote_id, lock=lock)
    demand_no_preparatory_body(actor, permission, found.compound_id)
    if states is not None and found.state not in states:
        label = OWNERS_VOTE_FLOW.label(found.state)
        raise Refused(Reason.WRONG_STATE, subject=found.title, state=label, move="这样做")
    if lock:
        seen.check("owners_vote", found)
    return found


_vote = Loader(OwnersVote)

FOR_THE_OWNERS = frozenset(
    {
        "owners_vote.prepare",
        "owners_vote.notify",
        "owners_vote.open",
        "owners_vote.announce",
        "owners_vote.void",
    }
)
"""What is done in the owners' name: to begin their vote, to call it, to say what they have decided."""


def demand_no_preparatory_body(actor: Actor, permission: str, compound_id: int) -> None:
    """Raise `PREPARATORY_BODY` where somebody acts for the owners by a post in a body that is still being formed.

    Whoever holds the permission by another post as well acts by that one.
    """
    if permission not in FOR_THE_OWNERS:
        return
    forming = preparatory_among(actor.party_ids_in(compound_id))
    if not forming:
        return
    by_other_posts = replace(actor, posts=tuple(post for post in actor.posts if post.party_id not in forming))
    if not allowed(by_other_posts, permission, scope_in(db.session.get_one(Compound, compound_id), own=True)):
        raise Refused(Reason.PREPARATORY_BODY)


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
