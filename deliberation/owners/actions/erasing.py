"""到期删除: what a vote kept of persons goes once the time of keeping is over (个人信息保护法 §19, §47).

Ballots, their entries, proofs of delivery and authorisations are deleted, the frozen voters lose names, rooms and
phones. Result, totals, areas, hashes and papers without a person stay, and so does the log, which holds ids only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.engine import CursorResult

from deliberation.audit.erasing import note_erased
from deliberation.db import Model, db, transaction
from deliberation.files.models import File
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Refused
from deliberation.owners.access import owners_vote_for
from deliberation.owners.models import (
    DeliveryProof,
    OwnersEntry,
    OwnersPaper,
    OwnersProxy,
    OwnersRepresentative,
    OwnersVote,
    OwnersVoter,
)
from deliberation.owners.models.votes import PROOF
from deliberation.owners.queries import archive as queries
from deliberation.owners.queries.archive import until_of
from deliberation.owners.rules import retention

ERASE = "owners_archive.erase"


def erase_papers(actor: Actor, vote_id: int) -> dict[str, int]:
    """Erase what a vote kept of persons; answers how many of each were erased.

    Raises `NOT_READY` before the last day of keeping is over, `ALREADY_DONE`.
    """
    with transaction():
        vote = owners_vote_for(actor, ERASE, vote_id, lock=True)
        if vote.papers_erased_on is not None:
            raise Refused(InOutcome.PAPERS_ERASED, day=day_text(vote.papers_erased_on))
        until = until_of(vote)
        if until is None:
            raise Refused(InOutcome.PAPERS_OF_RUNNING)
        if not retention.may_go(until, clock.today()):
            raise Refused(InOutcome.PAPERS_KEPT, day=day_text(until))
        erased = _erase(vote)
        vote.papers_erased_on = clock.today()
        happened(actor, ERASE, vote, **erased)
        note_erased("owners_archive", [vote.compound_id] * sum(erased.values()))
        return erased


def forget_proofs(now: datetime) -> list[int]:
    """Delete photos, receivers and notes of deliveries whose time is over; the ids of the votes.

    Ballots and the frozen voters stay until somebody erases the archive; that a delivery took place, and when, too.
    """
    found = queries.with_proofs_over(clock.day_of(now))
    for vote_id in found:
        with transaction() as session:
            # FOR UPDATE: somebody may be erasing the archive by hand.
            vote = session.get_one(OwnersVote, vote_id, with_for_update=True)
            number = _erase_proofs(vote)
            note_erased("delivery_proof", [vote.compound_id] * number)
            happened(SYSTEM, "owners_proofs.forget", vote, proofs=number)
    return found


def _erase_proofs(vote: OwnersVote) -> int:
    """Proofs with their photos, and the words about deliveries; of how many voters and photos something was erased."""
    of_vote = OwnersVoter.vote_id == vote.id
    proofs = select(DeliveryProof.id).where(DeliveryProof.voter_id.in_(select(OwnersVoter.id).where(of_vote)))
    ids = list(db.session.scalars(proofs))
    _delete(File, (File.subject_kind == PROOF) & File.subject_id.in_(proofs))
    _delete(DeliveryProof, DeliveryProof.id.in_(ids))
    said = of_vote & queries.says_who_received()
    done = db.session.execute(update(OwnersVoter).where(said).values(received_by="", delivery_note=""))
    return len(ids) + (done.rowcount if isinstance(done, CursorResult) else 0)


def _erase(vote: OwnersVote) -> dict[str, Any]:
    voters = select(OwnersVoter.id).where(OwnersVoter.vote_id == vote.id)
    papers = select(OwnersPaper.id).where(OwnersPaper.vote_id == vote.id)
    proofs = select(DeliveryProof.id).where(DeliveryProof.voter_id.in_(voters))
    _delete(OwnersEntry, OwnersEntry.paper_id.in_(papers))
    _delete(File, (File.subject_kind == PROOF) & File.subject_id.in_(proofs))
    found = {
        "papers": _delete(OwnersPaper, OwnersPaper.vote_id == vote.id),
        "proofs": _delete(DeliveryProof, DeliveryProof.voter_id.in_(voters)),
        "proxies": _delete(OwnersProxy, OwnersProxy.vote_id == vote.id),
        "representatives": _delete(OwnersRepresentative, OwnersRepresentative.vote_id == vote.id),
        "voters": int(db.session.scalar(select(func.count()).select_from(voters.subquery())) or 0),
    }
    nobody = {
        "names": [],
        "voter_name": "",
        "phone": "",
        "rooms": [],
        "received_by": "",
        "delivery_note": "",
        "search": "",
    }
    db.session.execute(update(OwnersVoter).where(OwnersVoter.vote_id == vote.id).values(owner_id=None, **nobody))
    return found


def _delete(model: type[Model], which: ColumnElement[bool]) -> int:
    done = db.session.execute(delete(model).where(which))
    return done.rowcount if isinstance(done, CursorResult) else 0
