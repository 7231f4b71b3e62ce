"""Reading proofs of postings, steps and demands with their photos, and what is not proved yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.kernel import clock
from deliberation.owners.models import OwnersEvidence, OwnersVote
from deliberation.owners.queries import elections
from deliberation.owners.rules.evidence import KINDS, gap

EVIDENCE = "owners_evidence"
"""`File.subject_kind` of the photos of a proof."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof and its photos, oldest first."""

    row: OwnersEvidence
    photos: Sequence[File]


def of_vote(vote_id: int) -> list[Proof]:
    """The proofs of a vote, by what they prove and when."""
    wanted = select(OwnersEvidence).where(OwnersEvidence.vote_id == vote_id)
    return _with_photos(list(db.session.scalars(wanted)))


def of_petition(petition_id: int) -> list[Proof]:
    """The proofs of a demand of owners."""
    wanted = select(OwnersEvidence).where(OwnersEvidence.petition_id == petition_id)
    return _with_photos(list(db.session.scalars(wanted)))


def of_resolution(resolution_id: int) -> list[Proof]:
    """The proofs that a resolution of a meeting hung."""
    wanted = select(OwnersEvidence).where(OwnersEvidence.resolution_id == resolution_id)
    return _with_photos(list(db.session.scalars(wanted)))


def _with_photos(rows: list[OwnersEvidence]) -> list[Proof]:
    order = list(KINDS)
    known: dict[int, list[File]] = {}
    for photo in files_of(EVIDENCE, [row.id for row in rows]):
        known.setdefault(photo.subject_id, []).append(photo)
    rows.sort(key=lambda row: (order.index(row.what), row.done_at, row.id))
    return [Proof(row, known.get(row.id, ())) for row in rows]


def gaps(vote: OwnersVote, proofs: Sequence[Proof]) -> list[tuple[str, str]]:
    """What was recorded as posted and is not proved, as (kind, sentence): notice, candidates, result."""
    election = elections.of_vote(vote.id)
    recorded: dict[str, date | None] = {
        "NOTICE": vote.noticed_on,
        "CANDIDATES": election.posted_on if election else None,
        "RESULT": clock.day_of(vote.announced_at) if vote.announced_at else None,
    }
    found = []
    for what, day in recorded.items():
        hung = [clock.day_of(one.row.done_at) for one in proofs if one.row.what == what and not one.row.struck_reason]
        said = gap(day, hung)
        found += [(what, said)] if said else []
    return found
