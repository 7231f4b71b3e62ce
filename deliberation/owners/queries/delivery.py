"""Reading the delivery of ballots: building by building, who has one, who lacks the proof."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_
from deliberation.owners.models import DeliveryProof, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.models.votes import PROOF
from deliberation.owners.queries.entry import is_meant, standing_in
from deliberation.owners.queries.results import proved, signed_for_by
from deliberation.roster.rules.parts import Part
from deliberation.rows import Rows

PER_PAGE = 60
STATES = {
    "PENDING": N_("未登记"),
    "DELIVERED": N_("已送达"),
    "UNDELIVERABLE": N_("无法送达"),
    "UNPROVED": N_("还不能证明送达"),
}
"""What the list can be narrowed to. 还不能证明送达: not given up, and no record with way, receiver and time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which owners are listed; empty means all. `words` are part of a room, or a ballot number.

    `entrance` may be NO_ENTRANCE.
    """

    building: str = ""
    state: str = ""
    words: str = ""
    entrance: str = ""

    @property
    def place(self) -> Part:
        """Where they stand."""
        return Part(self.building, self.entrance)


@dataclass(frozen=True, slots=True)
class Line:
    """One owner in the list: how many photos prove the delivery, and whether their paper has come back."""

    voter: OwnersVoter
    photos: int
    is_returned: bool


def lines(vote_id: int, wanted: Wanted) -> Rows:
    """The owners of a vote by ballot number, as `Line`; five statements at most a page, whatever the size."""
    return Rows(_voters(vote_id, wanted), _with_marks)


def line(vote: OwnersVote, number: int) -> Line:
    """One owner. Raises `NOT_FOUND`."""
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id, OwnersVoter.number == number)
    voter = db.session.scalar(wanted)
    if voter is None:
        raise Refused(Reason.NOT_FOUND)
    return _with_marks([voter])[0]


def _voters(vote_id: int, wanted: Wanted) -> Select[OwnersVoter]:
    query = select(OwnersVoter).where(OwnersVoter.vote_id == vote_id, *standing_in(wanted.place))
    if wanted.state == "UNPROVED":
        query = query.where(_unproved(vote_id))
    elif wanted.state:
        query = query.where(OwnersVoter.delivery == wanted.state)
    if wanted.words:
        query = query.where(is_meant(wanted.words))
    return query.order_by(OwnersVoter.number)


def _unproved(vote_id: int) -> ColumnElement[bool]:
    return (OwnersVoter.delivery != "UNDELIVERABLE") & ~func.coalesce(proved(signed_for_by(vote_id)), False)


def _with_marks(voters: list[OwnersVoter]) -> list[Line]:
    ids = [voter.id for voter in voters]
    photos = select(DeliveryProof.voter_id, func.count()).where(DeliveryProof.voter_id.in_(ids))
    counted = {row[0]: row[1] for row in db.session.execute(photos.group_by(DeliveryProof.voter_id))}
    returned = set(db.session.scalars(select(OwnersPaper.voter_id).where(OwnersPaper.voter_id.in_(ids))))
    return [Line(voter, counted.get(voter.id, 0), voter.id in returned) for voter in voters]


def unproved(vote_id: int) -> int:
    """How many owners would not be counted where silence counts, because nothing proves their delivery."""
    unproved = _unproved(vote_id)
    wanted = select(func.count()).select_from(OwnersVoter).where(OwnersVoter.vote_id == vote_id, unproved)
    return db.session.scalar(wanted) or 0


def pending_numbers(vote_id: int, place: Part) -> list[int]:
    """The ballots of a building, or of one entrance, whose delivery nobody has recorded."""
    wanted = select(OwnersVoter.number).where(
        OwnersVoter.vote_id == vote_id, OwnersVoter.delivery == "PENDING", *standing_in(place)
    )
    return list(db.session.scalars(wanted.order_by(OwnersVoter.number)))


def proof_ids(voter_id: int) -> list[int]:
    """The photos that prove one delivery, oldest first; not their content."""
    wanted = select(DeliveryProof.id).where(DeliveryProof.voter_id == voter_id)
    return list(db.session.scalars(wanted.order_by(DeliveryProof.id)))


def proof(vote: OwnersVote, number: int, proof_id: int) -> File:
    """One photo of this owner's delivery. Raises `NOT_FOUND` for a photo of anybody else's."""
    found = db.session.get(DeliveryProof, proof_id)
    if found is None or found.voter_id != line(vote, number).voter.id:
        raise Refused(Reason.NOT_FOUND)
    (photo,) = files_of(PROOF, [found.id])
    return photo
