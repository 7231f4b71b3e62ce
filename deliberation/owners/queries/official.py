"""Reading for the import of a city's voting system: whom a row can mean, which files were read in."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersVoter
from deliberation.owners.rules.official import Asked
from deliberation.owners.rules.papers import Content

STATES = {"PREVIEW": N_("待确认"), "CONFIRMED": N_("已导入"), "DISCARDED": N_("已放弃")}


def asked(vote_id: int) -> list[Asked]:
    """Every owner of a vote, with what an earlier file said for them; two statements."""
    wanted = select(OwnersPaper.voter_id, OwnersPaper.content).where(
        OwnersPaper.vote_id == vote_id, OwnersPaper.channel == "OFFICIAL_IMPORT"
    )
    imported = {row.voter_id: Content.from_json(row.content).choices for row in db.session.execute(wanted)}
    voters = select(
        OwnersVoter.id, OwnersVoter.number, OwnersVoter.building, OwnersVoter.rooms, OwnersVoter.names
    ).where(OwnersVoter.vote_id == vote_id)
    return [
        Asked(row.number, row.building, tuple(row.rooms), tuple(row.names), imported.get(row.id))
        for row in db.session.execute(voters)
    ]


def voter_ids(vote_id: int) -> dict[int, int]:
    """Ballot number → voter; one statement."""
    wanted = select(OwnersVoter.number, OwnersVoter.id).where(OwnersVoter.vote_id == vote_id)
    return {row.number: row.id for row in db.session.execute(wanted)}


def papers_by_voter(vote_id: int) -> dict[int, list[OwnersPaper]]:
    """The papers that are there already, by voter; one statement."""
    found: dict[int, list[OwnersPaper]] = {}
    wanted = select(OwnersPaper).where(OwnersPaper.vote_id == vote_id).order_by(OwnersPaper.sequence)
    for paper in db.session.scalars(wanted):
        found.setdefault(paper.voter_id, []).append(paper)
    return found


def import_with(vote_id: int, file_hash: str) -> OwnersImport | None:
    """The import of this very file, if it was read in before."""
    wanted = select(OwnersImport).where(OwnersImport.vote_id == vote_id, OwnersImport.file_hash == file_hash)
    return db.session.scalar(wanted.order_by(OwnersImport.id.desc()).limit(1))


def imports(vote_id: int) -> list[OwnersImport]:
    """Every file that was read in, newest first."""
    wanted = select(OwnersImport).where(OwnersImport.vote_id == vote_id).order_by(OwnersImport.id.desc())
    return list(db.session.scalars(wanted))


def import_in(vote_id: int, import_id: int) -> OwnersImport:
    """One file that was read in for this vote. Raises `NOT_FOUND`."""
    found = db.session.get(OwnersImport, import_id)
    if found is None or found.vote_id != vote_id:
        raise Refused(Reason.NOT_FOUND)
    return found
