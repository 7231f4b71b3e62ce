"""登记凭证: photos with place, moment and who; struck with a reason, never removed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.files.actions import attach
from deliberation.files.rules import Photo
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.owners.access import evidence_for, owners_vote_for, petition_for
from deliberation.owners.models import OwnersEvidence
from deliberation.owners.queries.evidence import EVIDENCE
from deliberation.owners.queries.steps import needs_of
from deliberation.owners.rules.evidence import EvidenceDraft, check

KEEP = "owners_evidence.keep"


def keep_of_vote(actor: Actor, vote_id: int, draft: EvidenceDraft, photos: Sequence[Photo]) -> OwnersEvidence:
    """Keep a proof of a vote: a posting, or a step that this vote needs. The same form sent twice is one proof.

    Raises `INVALID_INPUT` (`rules.evidence.check`), `NOT_FOUND` for a step of another vote.
    """
    with transaction():
        vote = owners_vote_for(actor, KEEP, vote_id, lock=True)
        if draft.what in {"PETITION", "RESOLUTION"}:
            raise Refused(InOutcome.EVIDENCE_ELSEWHERE)
        steps = {(need.requirement.code, need.title) for need in needs_of(vote)}
        if draft.what == "STEP" and (draft.code, draft.title) not in steps:
            raise Refused(Reason.NOT_FOUND)
        return keep(actor, vote.compound_id, draft, photos, vote_id=vote.id)


def keep_of_petition(actor: Actor, petition_id: int, draft: EvidenceDraft, photos: Sequence[Photo]) -> OwnersEvidence:
    """Keep photos of a demand: the sheets with the signatures, its handing over. Raises `INVALID_INPUT`."""
    with transaction():
        petition = petition_for(actor, KEEP, petition_id, lock=True)
        if draft.what != "PETITION":
            raise Refused(InOutcome.EVIDENCE_OF_PETITION)
        return keep(actor, petition.compound_id, draft, photos, petition_id=petition.id)


def keep(actor: Actor, compound_id: int, draft: EvidenceDraft, photos: Sequence[Photo], **of: int) -> OwnersEvidence:
    """Keep a proof of what `of` names (`vote_id`, `petition_id`, `resolution_id`), which the caller has locked."""
    (of_what, place), *_none = of.items()  # two sendings about one thing stand in line at its row
    key = stored_key(f"{KEEP}.{of_what}", place, actor.person_id, draft.request_key)
    again = db.session.scalar(select(OwnersEvidence).where(OwnersEvidence.request_key == key))
    if again is not None:
        return again
    check(draft, len(photos), clock.now())
    made = OwnersEvidence(
        compound_id=compound_id,
        what=draft.what,
        code=draft.code,
        title=draft.title,
        place=draft.place.strip(),
        done_at=draft.done_at,
        done_by=draft.done_by.strip(),
        note=draft.note.strip(),
        request_key=key,
        recorded_by_id=actor.person_id,
        recorded_at=clock.now(),
        **of,
    )
    db.session.add(made)
    db.session.flush()  # photos and audit name the id
    attach(compound_id, EVIDENCE, made.id, photos)
    happened(actor, KEEP, made, compound_id=compound_id, what=draft.what, photos=len(photos))
    return made


def strike(actor: Actor, evidence_id: int, reason: str) -> OwnersEvidence:
    """划去 a mistaken proof, with the reason; row and photos stay. Raises `REASON_REQUIRED`, `ALREADY_DONE`."""
    with transaction():
        found = evidence_for(actor, KEEP, evidence_id, lock=True)
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        if found.struck_reason:
            raise Refused(InOutcome.EVIDENCE_STRUCK)
        found.struck_reason = reason.strip()[:200]
        happened(actor, "owners_evidence.strike", found)
        return found
