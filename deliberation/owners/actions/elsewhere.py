"""登记在别处选出的业委会: recorded from its papers, corrected beside the original, filed, struck with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deliberation.db import db, once, transaction
from deliberation.files.actions import attach
from deliberation.files.rules import Photo
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InElections
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.organisation.access import compound_for
from deliberation.owners.access import COMMITTEE_PHOTOS, committee_for
from deliberation.owners.models import OwnersCommittee
from deliberation.owners.queries import elections as queries
from deliberation.owners.queries import steps
from deliberation.owners.rules.recorded import Named, RecordDraft, check

KEEP = "owners_turnover.keep"


def record_committee(
    actor: Actor,
    compound_id: int,
    draft: RecordDraft,
    photos: Sequence[Photo] = (),
    corrects_id: int | None = None,
    reason: str = "",
) -> OwnersCommittee:
    """Record a committee that was elected elsewhere; whatever turnover ran until then is over.

    With `corrects_id` it takes the place of that record, which stays; a correction needs its reason. The same form
    sent twice is one record. Raises `INVALID_INPUT`, `REASON_REQUIRED`, `ALREADY_DONE` for what was corrected before.
    """
    key = stored_key(KEEP, compound_id, actor.person_id, draft.request_key)

    def make() -> OwnersCommittee:
        compound = compound_for(actor, KEEP, compound_id)
        again = queries.recorded_by_request(key)
        if again is not None:
            return again
        kept = _corrected(actor, compound.id, corrects_id, reason)
        least = queries.rules_here(compound.id).least(*queries.compound_size(compound.id))
        outcome = check(draft, len(photos) + (1 if kept else 0), least, clock.today())
        made = _committee(draft)
        made.compound_id, made.corrects_id, made.reason = compound.id, kept.id if kept else None, reason.strip()
        made.outcome, made.request_key, made.recorded_by_id = outcome, key, actor.person_id
        db.session.add(made)
        db.session.flush()  # photos and audit name the id
        attach(compound.id, COMMITTEE_PHOTOS, made.id, photos)
        act = "owners_committee.correct" if kept else "owners_committee.record"
        happened(actor, act, made, photos=len(photos))
        _end_turnovers(actor, made)
        return made

    return once(make, lambda: queries.recorded_by_request(key))


def _committee(draft: RecordDraft) -> OwnersCommittee:
    """The row of a committee as it was told, recorded now."""
    return OwnersCommittee(
        elected_on=draft.elected_on,
        agreed=draft.agreed,
        members=_people(draft.members),
        alternates=_people(draft.alternates),
        begins_on=draft.starts_on,
        ends_on=draft.ends_on,
        filed_on=draft.filed_on,
        filing_note=draft.filing_note.strip(),
        document=draft.document.strip(),
        recorded_at=clock.now(),
    )


def _people(named: Sequence[Named]) -> list[dict[str, str]]:
    return [{"name": name, "building": building} for name, building in named]


def _corrected(actor: Actor, compound_id: int, corrects_id: int | None, reason: str) -> OwnersCommittee | None:
    """The record that is corrected, locked: it is corrected once, and its correction after it."""
    if corrects_id is None:
        return None
    found = committee_for(actor, KEEP, corrects_id, lock=True)
    if found.compound_id != compound_id:
        raise Refused(Reason.NOT_FOUND)
    if not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    if found.id not in {one.id for one in queries.recorded(compound_id)}:
        raise Refused(InElections.RECORD_OUTDATED)
    return found


def _end_turnovers(actor: Actor, made: OwnersCommittee) -> None:
    for one in steps.turnovers(made.compound_id):
        if one.ended_on is None and one.began_on <= made.elected_on:
            one.ended_on = made.elected_on
            happened(actor, "owners_turnover.end", one, committee=made.id)


def file_recorded(actor: Actor, committee_id: int, filed_on: date, note: str) -> OwnersCommittee:
    """备案 of a committee elected elsewhere. Raises `ALREADY_DONE`, `INVALID_INPUT`."""
    with transaction():
        found = committee_for(actor, KEEP, committee_id, lock=True)
        if found.filed_on is not None or found.struck_reason:
            raise Refused(InElections.RECORD_FILED)
        if not found.elected_on <= filed_on <= clock.today():
            raise Refused(InElections.FILING_DAY)
        found.filed_on, found.filing_note = filed_on, note.strip()
        happened(actor, "owners_committee.file", found)
        return found


def strike_recorded(actor: Actor, committee_id: int, reason: str) -> OwnersCommittee:
    """划去 a record that is none; it stays readable. Raises `REASON_REQUIRED`, `ALREADY_DONE`."""
    with transaction():
        found = committee_for(actor, KEEP, committee_id, lock=True)
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        if found.id not in {one.id for one in queries.recorded(found.compound_id)}:
            raise Refused(InElections.RECORD_STRUCK)
        found.struck_reason = reason.strip()[:300]
        happened(actor, "owners_committee.strike", found)
        return found
