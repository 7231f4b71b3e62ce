"""What is done to a resolution: drafted, edited, published, objected to, answered, corrected, in force."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from deliberation.audit.erasing import note_erased
from deliberation.collection.rules import make_receipt
from deliberation.convening.access import meeting_for
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.files.rules import Photo
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays, publicity
from deliberation.kernel.actor import ANONYMOUS, SYSTEM, Actor
from deliberation.kernel.days import may_be_settled, settle_end
from deliberation.kernel.details import InPublication
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.permissions import may
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.owners.access import evidence_for
from deliberation.owners.actions import evidence
from deliberation.owners.models import OwnersEvidence
from deliberation.owners.rules.evidence import EvidenceDraft
from deliberation.publication import queries, rules
from deliberation.publication.access import objection_for, published_for, resolution_for
from deliberation.publication.models import PublicObjection, Resolution


@dataclass(frozen=True, slots=True)
class ResolutionEdit:
    """What the secretary may change in a draft: title, text (Markdown), days of the period."""

    title: str
    text: str
    days: int


@dataclass(frozen=True, slots=True)
class ObjectionDraft:
    """What a resident objects to. Only `text` is asked for; the rest may be left out."""

    text: str
    request_key: str
    name: str = ""
    phone: str = ""
    building: str = ""


def draft_resolution(actor: Actor, meeting_id: int) -> Resolution:
    """The resolution of a meeting that has ended, with a first text from its decisions.

    A meeting has one: asking again returns the newest version that there is.
    """
    with transaction() as session:
        meeting = meeting_for(actor, "resolution.prepare", meeting_id, lock=True)
        existing = queries.newest_version(meeting_id)
        if existing is not None:
            return existing
        if meeting.state not in queries.AFTER_THE_MEETING:
            raise Refused(InPublication.MEETING_NOT_CLOSED)
        least = queries.least_period_of(meeting)
        resolution = _new(meeting, queries.first_title(meeting), queries.first_text(meeting_id), least.days)
        session.add(resolution)
        session.flush()  # the audit entry names the id
        happened(actor, "resolution.prepare", resolution, compound_id=meeting.compound_id, version=1)
        return resolution


def _new(meeting: Meeting, title: str, text: str, days: int, version: int = 1) -> Resolution:
    return Resolution(
        public_id=secrets.token_urlsafe(12),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
        version=version,
        title=title,
        kind=meeting.meeting_type.code,
        text=text,
        days=days,
        state=rules.RESOLUTION_FLOW.initial,
        state_since=clock.now(),
    )


def edit_resolution(actor: Actor, resolution_id: int, edit: ResolutionEdit) -> Resolution:
    """Change a draft. What has been published is never changed: correct it with a new version."""
    with transaction():
        resolution = resolution_for(actor, "resolution.prepare", resolution_id, lock=True)
        _must_be_draft(resolution)
        rules.check_period(edit.days, queries.least_period_of(queries.meeting_of(resolution)))
        resolution.title, resolution.text, resolution.days = edit.title, edit.text, edit.days
        happened(actor, "resolution.prepare", resolution, days=edit.days)
        return resolution


def _must_be_draft(resolution: Resolution) -> None:
    flow = rules.RESOLUTION_FLOW
    if resolution.state != flow.initial:
        raise Refused(
            Reason.WRONG_STATE,
            subject=flow.noun,
            state=flow.label(resolution.state),
            move="改动（请出更正版）",
        )


def publish(
    actor: Actor,
    resolution_id: int,
    masking_confirmed: bool,  # noqa: FBT001 - one plain fact
    seen: str | None = None,
) -> Resolution:
    """Show a draft to the residents: a frozen copy with its hash, and the period begins to run.

    Needs the minutes issued, a period as long as the rules ask for, and every possible piece of
    personal data looked at. A newer version takes the place of the one before it. With `seen`, the seal of the
    draft that was looked at, a draft that somebody has changed since is refused.
    """
    with transaction():
        resolution = resolution_for(actor, "resolution.publish", resolution_id, lock=True)
        after = rules.RESOLUTION_FLOW.after(resolution.state, "resolution.publish")
        meeting = queries.meeting_of(resolution)
        if meeting.state != "ISSUED":
            raise Refused(InPublication.MINUTES_NOT_ISSUED)
        if seen is not None:
            rules.check_unchanged(seen, _seal(resolution))
        rules.check_period(resolution.days, queries.least_period_of(meeting))
        publicity.check_masking(queries.suspects(resolution), confirmed=masking_confirmed)
        _supersede(actor, resolution)
        resolution.published_on = clock.today()
        resolution.ends_on = queries.last_day_of(resolution, resolution.published_on)
        resolution.end_is_provisional = bool(holidays.calendar().missing(resolution.ends_on))
        resolution.frozen = queries.frozen_copy(resolution)
        resolution.frozen_hash = rules.fingerprint(resolution.frozen)
        _enter(resolution, after)
        _note(
            actor,
            "resolution.publish",
            resolution,
            hash=resolution.frozen_hash,
            ends_on=str(resolution.ends_on),
        )
        return resolution


def _seal(draft: Resolution) -> str:
    return rules.seal_of_draft(draft.title, draft.text, draft.days)


def _supersede(actor: Actor, resolution: Resolution) -> None:
    # FOR UPDATE: the older version may be receiving an objection at this moment.
    older = db.session.scalars(
        select(Resolution)
        .where(Resolution.meeting_id == resolution.meeting_id, Resolution.state.in_(rules.CURRENT_STATES))
        .with_for_update()
    )
    for version in older:
        _enter(version, rules.RESOLUTION_FLOW.after(version.state, "resolution.correct"))
        _note(actor, "resolution.correct", version, by_version=resolution.version)


def correct(actor: Actor, resolution_id: int) -> Resolution:
    """A new draft version of a published resolution. Until it is published the old one stays in force."""
    with transaction() as session:
        old = resolution_for(actor, "resolution.prepare", resolution_id, lock=True)
        newest = queries.newest_version(old.meeting_id)
        if newest is not None and newest.state == rules.RESOLUTION_FLOW.initial:
            return newest
        rules.RESOLUTION_FLOW.after(old.state, "resolution.correct")
        made = _new(queries.meeting_of(old), old.title, old.text, old.days, old.version + 1)
        session.add(made)
        session.flush()  # the audit entry names the id
        _note(actor, "resolution.prepare", made, corrects=old.version)
        return made


def object_to(public_id: str, draft: ObjectionDraft) -> PublicObjection:
    """Take a resident's objection during the period. Nobody is asked for a name, so nobody is recorded.

    The same form sent twice is one objection.
    """
    with transaction() as session:
        resolution = published_for(public_id, lock=True)
        may(ANONYMOUS, "resolution.object", scope_in(session.get_one(Compound, resolution.compound_id)))
        words = (draft.text, draft.name, draft.phone, draft.building)
        key = stored_key("resolution.object", resolution.id, None, draft.request_key, words)
        again = queries.objection_by_request(key)
        if again is not None:
            return again
        if not draft.text.strip():
            raise Refused(InPublication.OBJECTION_EMPTY)
        if resolution.state != "SUPERSEDED" and resolution.ends_on is not None:
            rules.check_in_period(clock.today(), resolution.ends_on)
        _enter(resolution, rules.RESOLUTION_FLOW.after(resolution.state, "resolution.object"))
        objection = PublicObjection(
            resolution_id=resolution.id,
            receipt_code=make_receipt(secrets.choice),
            request_key=key,
            text=draft.text,
            name=draft.name,
            phone=draft.phone,
            building=draft.building,
            at=clock.now(),
        )
        session.add(objection)
        session.flush()  # the audit entry names the id
        happened(ANONYMOUS, "resolution.object", objection, compound_id=resolution.compound_id)
        return objection


def keep_posting(actor: Actor, resolution_id: int, draft: EvidenceDraft, photos: Sequence[Photo]) -> OwnersEvidence:
    """Keep a proof that a resolution hung: photos with place, moment and who. The same form sent twice is one.

    Raises `INVALID_INPUT`, `NOT_READY` for a draft, which hangs nowhere.
    """
    with transaction():
        resolution = resolution_for(actor, evidence.KEEP, resolution_id, lock=True)
        if resolution.state not in rules.PUBLIC_STATES:
            raise Refused(InPublication.NOT_POSTED)
        if draft.what != rules.POSTING:
            raise Refused(InPublication.OTHER_EVIDENCE)
        return evidence.keep(actor, resolution.compound_id, draft, photos, resolution_id=resolution.id)


def strike_posting(actor: Actor, resolution_id: int, evidence_id: int, reason: str) -> OwnersEvidence:
    """划去 a mistaken proof of this resolution. Raises `NOT_FOUND`, `REASON_REQUIRED`, `ALREADY_DONE`."""
    with transaction():
        resolution = resolution_for(actor, evidence.KEEP, resolution_id)
        found = evidence_for(actor, evidence.KEEP, evidence_id)
        if found.resolution_id != resolution.id:
            raise Refused(Reason.NOT_FOUND)
        return evidence.strike(actor, evidence_id, reason)


def answer_objection(actor: Actor, objection_id: int, answer: str) -> PublicObjection:
    """Answer an objection in public. When none is left open the resolution is in its period again.

    The answer is shown to everybody at once, so nothing that looks like personal data may stand in it.
    """
    with transaction():
        resolution, objection = objection_for(actor, "objection.answer", objection_id)
        if objection.answered_at is not None:
            raise Refused(InPublication.OBJECTION_ANSWERED)
        after = rules.RESOLUTION_FLOW.after(resolution.state, "objection.answer")
        if not answer.strip():
            raise Refused(Reason.REASON_REQUIRED)
        publicity.refuse_personal(answer)
        objection.answer, objection.answered_at, objection.answered_by_id = (
            answer,
            clock.now(),
            actor.person_id,
        )
        happened(actor, "objection.answer", objection, compound_id=resolution.compound_id)
        if _open_objections(resolution.id) == 0:
            _enter(resolution, after)
        return objection


def _open_objections(resolution_id: int) -> int:
    count = db.session.scalar(
        select(func.count())
        .select_from(PublicObjection)
        .where(PublicObjection.resolution_id == resolution_id, PublicObjection.answered_at.is_(None))
    )
    return int(count or 0)


def settle(now: datetime) -> list[int]:
    """Let every resolution take effect whose period has ended without an open objection to any version; their ids."""
    # What a new arrangement of days off makes later must not take effect before: where that fails, this waits too.
    prolong(now)
    today = clock.day_of(now)
    if not queries.due_to_take_effect(today):
        return []
    with transaction() as session:
        # FOR UPDATE: a late objection or a correction decides first, or waits.
        due = session.scalars(select(Resolution).where(queries.is_due(today)).with_for_update()).all()
        for resolution in due:
            _enter(resolution, rules.RESOLUTION_FLOW.after(resolution.state, "resolution.take_effect"))
            _note(SYSTEM, "resolution.take_effect", resolution)
        return [resolution.id for resolution in due]


def prolong(now: datetime) -> list[int]:
    """Work out provisional last days again once their year's arrangement is at hand; the ids of what runs longer.

    A last day only ever becomes later, and only while the period still runs; what is over stays over. The frozen copy
    keeps the day that was first posted, the page says both.
    """
    today, calendar = clock.day_of(now), holidays.calendar()
    found = db.session.scalars(queries.provisional())
    waiting = [r.id for r in found if r.ends_on is None or may_be_settled(r.ends_on, today, calendar)]
    return [resolution_id for resolution_id in waiting if _settle_end(resolution_id, today)]


def _settle_end(resolution_id: int, today: date) -> bool:
    with transaction() as session:
        # FOR UPDATE: an objection, a correction or another server comes before this or after it.
        locked = queries.provisional().where(Resolution.id == resolution_id).with_for_update()
        resolution = session.scalar(locked)
        return resolution is not None and _prolong(resolution, today)


def _prolong(resolution: Resolution, today: date) -> bool:
    before = resolution.ends_on
    if before is None or resolution.published_on is None or resolution.state not in {"PUBLISHED", "OBJECTED"}:
        resolution.end_is_provisional = False
        return False
    anew = queries.last_day_of(resolution, resolution.published_on)
    ends_on, resolution.end_is_provisional = settle_end(before, anew, today, holidays.calendar())
    if ends_on == before:
        return False
    resolution.end_was, resolution.ends_on = resolution.end_was or before, ends_on
    _note(SYSTEM, "resolution.prolong", resolution, before=str(before), ends_on=str(ends_on))
    return True


def erase_phones(now: datetime) -> list[int]:
    """Erase the phones of those whose objection was answered so long ago; the ids of the objections."""
    today = clock.day_of(now)
    if not queries.with_phone_due(today):
        return []
    with transaction() as session:
        due = queries.with_phone_due(today, lock=True)
        compounds = []
        for objection in due:
            objection.phone = ""
            resolution = session.get_one(Resolution, objection.resolution_id)
            happened(SYSTEM, "objection.erase_phone", objection, compound_id=resolution.compound_id)
            compounds.append(resolution.compound_id)
        note_erased("objection_phone", compounds)
        return [objection.id for objection in due]


def _enter(resolution: Resolution, state: str) -> None:
    if resolution.state != state:
        resolution.state, resolution.state_since = state, clock.now()


def _note(actor: Actor, action: str, resolution: Resolution, **facts: Any) -> None:
    happened(actor, action, resolution, version=resolution.version, **facts)
