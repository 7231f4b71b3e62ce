"""A demand of owners: begun, signed, names taken back, handed over to the committee (物业管理条例 §13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.agenda.rules import MATTERS
from deliberation.db import db, once, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InPetitions
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.publicity import refuse_personal
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound
from deliberation.owners.access import petition_for
from deliberation.owners.models import OwnersPetition, OwnersPetitionSigner
from deliberation.owners.queries import petitions as queries
from deliberation.owners.queries.scope import units_here
from deliberation.owners.rules.electorate import check_parts
from deliberation.owners.rules.petitions import PETITION_FLOW, PETITION_KINDS, due_day
from deliberation.roster.models import RosterOwner
from deliberation.roster.rules.parts import Part, normal

KEEP = "owners_petition.keep"


@dataclass(frozen=True, slots=True)
class PetitionDraft:
    """What is demanded: a key of `PETITION_KINDS`, the matter in words, its item of 民法典 278 where it is known.

    `scope`: the buildings and entrances whose owners demand it; none where all owners may.
    """

    kind: str
    title: str
    text: str
    item: str | None
    request_key: str
    scope: Sequence[Part] = ()


def begin(actor: Actor, compound_id: int, draft: PetitionDraft) -> OwnersPetition:
    """登记提议. The same form sent twice is one demand. Title and text are public: nothing personal in them.

    A recall is a matter of 民法典 278 (3). Raises `INVALID_INPUT`.
    """
    key = stored_key(KEEP, compound_id, actor.person_id, draft.request_key)

    def make() -> OwnersPetition:
        compound = compound_for(actor, KEEP, compound_id)
        again = queries.by_request(key)
        if again is not None:
            return again
        _check(draft)
        _check_scope(compound.id, draft)
        made = OwnersPetition(
            compound_id=compound.id,
            kind=draft.kind,
            title=draft.title.strip(),
            text=draft.text.strip(),
            item="COMMITTEE_ELECTION" if draft.kind == "RECALL" else draft.item,
            state=PETITION_FLOW.initial,
            scope=normal(draft.scope),
            request_key=key,
            created_by_id=actor.person_id,
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # the audit names the id
        _note(actor, KEEP, made)
        return made

    return once(make, lambda: queries.by_request(key))


def _check(draft: PetitionDraft) -> None:
    if draft.kind not in PETITION_KINDS:
        raise Refused(InPetitions.KIND_MISSING)
    if draft.item is not None and draft.item not in MATTERS:
        raise Refused(InPetitions.ITEM_MISSING)
    if not draft.title.strip() or not draft.text.strip():
        raise Refused(InPetitions.TEXT_MISSING)
    refuse_personal(draft.title, draft.text)


def _check_scope(compound_id: int, draft: PetitionDraft) -> None:
    """Parts that the roster in use knows, and not for a recall: all owners elect the committee."""
    if not draft.scope:
        return
    if draft.kind == "RECALL":
        raise Refused(InPetitions.RECALL_OF_PART)
    check_parts(units_here(compound_id), "AFFECTED", normal(draft.scope))


def sign(actor: Actor, petition_id: int, owner_id: int, signed_on: date, paper: str = "") -> OwnersPetitionSigner:
    """登记签名 of one owner of the roster in use, once whatever they own (区分所有权解释 §9).

    Raises `ALREADY_DONE` for a second signature, `NOT_FOUND` for somebody whom the roster does not have, or not in
    the part whose owners demand it.
    """
    with transaction():
        petition = petition_for(actor, KEEP, petition_id, lock=True)
        _must_collect(petition)
        _check_day(signed_on)
        meant = select(RosterOwner.id).where(RosterOwner.id == owner_id)
        owners = queries.owners_of(petition.compound_id, petition.scope, among=meant)
        owner = next((one for one in owners if one.id == owner_id), None)
        if owner is None:
            raise Refused(Reason.NOT_FOUND)
        signer = _row(petition.id, owner.key)
        if signer is not None and signer.withdrawn_on is None:
            raise Refused(InPetitions.SIGNED_ALREADY)
        signer = signer or OwnersPetitionSigner(petition_id=petition.id, owner_key=owner.key)
        signer.names, signer.building, signer.rooms = list(owner.names), owner.building, list(owner.rooms)
        signer.signed_on, signer.paper, signer.withdrawn_on = signed_on, paper.strip(), None
        signer.recorded_by_id, signer.at = actor.person_id, clock.now()
        db.session.add(signer)
        db.session.flush()  # the audit names the id
        _note(actor, "owners_petition.sign", petition, signer=signer.id)
        return signer


def _row(petition_id: int, key: str) -> OwnersPetitionSigner | None:
    wanted = select(OwnersPetitionSigner).where(
        OwnersPetitionSigner.petition_id == petition_id, OwnersPetitionSigner.owner_key == key
    )
    return db.session.scalar(wanted)


def unsign(actor: Actor, petition_id: int, signer_id: int) -> OwnersPetitionSigner:
    """撤回签名, as long as the demand is not handed over. Raises `WRONG_STATE`, `ALREADY_DONE`, `NOT_FOUND`."""
    with transaction():
        petition = petition_for(actor, KEEP, petition_id, lock=True)
        _must_collect(petition)
        signer = db.session.get(OwnersPetitionSigner, signer_id)
        if signer is None or signer.petition_id != petition.id:
            raise Refused(Reason.NOT_FOUND)
        if signer.withdrawn_on is not None:
            raise Refused(InPetitions.WITHDRAWN_ALREADY)
        signer.withdrawn_on = clock.today()
        _note(actor, "owners_petition.unsign", petition, signer=signer.id)
        return signer


def hand_over(actor: Actor, petition_id: int, handed_on: date) -> OwnersPetition:
    """递交: enough owners demand it, the committee must organise it. Figures and rule are kept as they stand.

    Raises `NOT_READY` below the share, `ROSTER_MISSING`, `WRONG_STATE`, `INVALID_INPUT` for a day to come.
    """
    with transaction():
        petition = petition_for(actor, KEEP, petition_id, lock=True)
        state = PETITION_FLOW.after(petition.state, "owners_petition.hand_over")
        _check_day(handed_on)
        found = queries.progress_of([petition], db.session.get_one(Compound, petition.compound_id))[petition.id]
        if not found.whole.heads:
            raise Refused(Reason.ROSTER_MISSING)
        if not found.is_reached:
            now = f"现在 {found.signed.heads} 人（{found.heads_share}）、面积占 {found.area_share}"
            raise Refused(InPetitions.SIGNATURES_SHORT, asked=found.asked, source=found.rule.source, now=now)
        petition.state, petition.handed_on, petition.judged = state, handed_on, found.to_json()
        petition.due_on = due_day(handed_on, found.rule, holidays.calendar())
        _note(actor, "owners_petition.hand_over", petition, heads=found.signed.heads, area=found.signed.area)
        return petition


def drop(actor: Actor, petition_id: int, reason: str) -> OwnersPetition:
    """撤回提议 before it is handed over. Raises `REASON_REQUIRED`, `WRONG_STATE`."""
    with transaction():
        petition = petition_for(actor, KEEP, petition_id, lock=True)
        state = PETITION_FLOW.after(petition.state, "owners_petition.drop")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        petition.state, petition.drop_reason = state, reason.strip()
        _note(actor, "owners_petition.drop", petition)
        return petition


def _must_collect(petition: OwnersPetition) -> None:
    if petition.state != "COLLECTING":
        state = PETITION_FLOW.label(petition.state)
        raise Refused(Reason.WRONG_STATE, subject=petition.title, state=state, move="再登记或撤回签名")


def _check_day(day: date) -> None:
    if day > clock.today():
        raise Refused(InPetitions.DAY_IN_FUTURE)


def _note(actor: Actor, action: str, petition: OwnersPetition, **facts: Any) -> None:
    happened(actor, action, petition, **facts)
