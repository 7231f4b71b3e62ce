"""Kinds of meetings 会议种类: shipping those of the platform, adding, changing, using them in a compound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from deliberation.db import db, once, transaction, values_of
from deliberation.history.acts import happened
from deliberation.kernel import seen
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import house
from deliberation.organisation.access import compound_for, may_manage_types, scope_in
from deliberation.organisation.models import Compound, CompoundMeetingType, MeetingType
from deliberation.organisation.queries import kinds_of_meeting as queries
from deliberation.organisation.rules.bodies import check_neighbourhood
from deliberation.organisation.rules.meeting_types import (
    STANDING,
    TypeDraft,
    check_stand_ins,
    check_type,
    shipped_types,
)
from deliberation.organisation.rules.shipped import parse_any


def ship_meeting_types(codes: Iterable[str] | None = None) -> int:
    """Write the kinds of meetings that come with the platform and are not there yet; answers how many.

    `codes`: only these. Done again it changes nothing: a kind that was changed here stays as it is.
    """
    with transaction() as session:
        known = set(session.scalars(select(MeetingType.code)))
        wanted = None if codes is None else set(codes)
        new = [one for one in shipped_types() if one["code"] not in known]
        made = [MeetingType(**_columns(one)) for one in new if wanted is None or one["code"] in wanted]
        session.add_all(made)
        session.flush()  # the audit names the ids
        for row in made:
            happened(SYSTEM, "meeting_type.ship", row, compound_id=None, code=row.code)
        return len(made)


def _columns(written: Mapping[str, Any]) -> dict[str, Any]:
    draft = {key: value for key, value in written.items() if key != "code"}
    return {"code": written["code"], **TypeDraft(**draft).values()}


def add_type(actor: Actor, draft: TypeDraft) -> MeetingType:
    """A new kind of meeting (`meeting_type.manage`). The same form sent twice makes one."""
    code = f"own-{stored_key('meeting_type.manage', 0, actor.person_id, draft.request_key)[:12]}"

    def made_before() -> MeetingType | None:
        return db.session.scalar(select(MeetingType).where(MeetingType.code == code))

    def make() -> MeetingType:
        _may_manage_anywhere(actor)
        _check(draft)
        known = made_before()
        if known is not None:
            return known
        _demand_name(draft, None)
        made = MeetingType(code=code, **draft.values())
        db.session.add(made)
        db.session.flush()  # the audit names the id
        happened(actor, "meeting_type.manage", made, compound_id=None, code=code)
        return made

    return once(make, made_before)


def change_type(actor: Actor, meeting_type_id: int, draft: TypeDraft) -> MeetingType:
    """Change a kind of meeting; meetings that are planned keep the parties with which they were planned.

    Raises `FORBIDDEN` where it reaches a compound that is not the actor's.
    """
    with transaction():
        row = type_to_manage(actor, meeting_type_id)
        _check(draft)
        _demand_name(draft, row)
        for name, value in draft.values().items():
            setattr(row, name, value)
        happened(actor, "meeting_type.manage", row, compound_id=None, code=row.code)
        return row


def type_to_manage(actor: Actor, meeting_type_id: int) -> MeetingType:
    """A kind of meeting, locked, if the actor may manage it wherever it is used."""
    # FOR UPDATE: two who change one kind of meeting follow each other.
    row = db.session.get(MeetingType, meeting_type_id, with_for_update={"of": MeetingType})
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    used = select(Compound).join(CompoundMeetingType, CompoundMeetingType.compound_id == Compound.id)
    places = db.session.scalars(used.where(CompoundMeetingType.meeting_type_id == row.id)).unique().all()
    _may_manage_anywhere(actor)
    if not all(allowed(actor, "meeting_type.manage", scope_in(one)) for one in places):
        raise Refused(Reason.FORBIDDEN, who="系统管理员，或管得到全部有关小区的街道工作人员")
    seen.check("meeting_type", row)
    return row


seen.describe("meeting_type", lambda row: [values_of(row)])


def _may_manage_anywhere(actor: Actor) -> None:
    if not may_manage_types(actor):
        raise Refused(Reason.FORBIDDEN, who="系统管理员、街道工作人员")


def _check(draft: TypeDraft) -> None:
    check_type(draft, queries.item_kinds())
    row = queries.profile_row(draft.profile_code)
    if row is None or (draft.profile_code, "") not in {(code, "") for code, _name in queries.rules_to_choose()}:
        raise Refused(InOrganisation.TYPE_RULES_UNKNOWN)
    rules: Any = parse_any(row.data)
    if draft.organiser == "neighbourhood_committee":
        check_neighbourhood(rules)


def _demand_name(draft: TypeDraft, own: MeetingType | None) -> None:
    other = queries.type_named(draft.name.strip())
    if other is not None and other is not own:
        raise Refused(InOrganisation.TYPE_NAME_TAKEN, name=other.name)


# In one compound


def switch_on(actor: Actor, compound_id: int, meeting_type_id: int) -> CompoundMeetingType:
    """启用: the compound uses a kind of meeting, as the last in its order; again: the same."""
    with transaction():
        compound = _compound(actor, compound_id)
        kind = queries.type_by_id(meeting_type_id)
        if kind is None:
            raise Refused(InOrganisation.TYPE_NOT_CHOSEN)
        used = queries.uses(compound.id)
        known = next((one for one in used if one.meeting_type_id == kind.id), None)
        if known is not None:
            return known
        last = max((one.position for one in used), default=-1)
        made = CompoundMeetingType(compound_id=compound.id, meeting_type=kind, position=last + 1)
        db.session.add(made)
        db.session.flush()  # read back by the pages of this act
        happened(actor, "meeting_type.switch_on", kind, compound_id=compound.id, code=kind.code)
        return made


def switch_off(actor: Actor, compound_id: int, meeting_type_id: int) -> None:
    """停用: no meeting of this kind is planned here any more; those that were held stay.

    Raises `ALREADY_DONE` while a series or a meeting of this kind is still going on.
    """
    with transaction():
        compound = _compound(actor, compound_id)
        use = _use(compound.id, meeting_type_id)
        ask = house().offers.goes_on
        if ask is not None and ask(compound.id, meeting_type_id):
            raise Refused(InOrganisation.TYPE_IN_USE_HERE)
        kind = use.meeting_type
        db.session.delete(use)
        happened(actor, "meeting_type.switch_off", kind, compound_id=compound.id, code=kind.code)


def move_up(actor: Actor, compound_id: int, meeting_type_id: int) -> None:
    """One place up in the order; the first is the one that is proposed."""
    with transaction():
        compound = _compound(actor, compound_id)
        use = _use(compound.id, meeting_type_id)
        order = queries.uses(compound.id)
        at = order.index(use)
        if at:
            order[at - 1], order[at] = order[at], order[at - 1]
            for position, one in enumerate(order):
                one.position = position
            happened(actor, "meeting_type.order", use.meeting_type, compound_id=compound.id, position=at - 1)


def set_here(
    actor: Actor, compound_id: int, meeting_type_id: int, stand_ins: Mapping[str, str], standing: Iterable[str]
) -> CompoundMeetingType:
    """Who sits in whose place here, and which of the kind's standing items stand on the agenda here."""
    with transaction():
        compound = _compound(actor, compound_id)
        use = _use(compound.id, meeting_type_id)
        given = {kind: other for kind, other in stand_ins.items() if other and other != kind}
        check_stand_ins(use.meeting_type.parties, given)
        on = set(standing)
        use.stand_ins = given
        use.standing_off = [code for code in STANDING if code not in on]
        happened(
            actor,
            "meeting_type.set_here",
            use.meeting_type,
            compound_id=compound.id,
            stand_ins=sorted(given.values()),
            standing=sorted(on),
        )
        return use


def _compound(actor: Actor, compound_id: int) -> Compound:
    compound = compound_for(actor, "meeting_type.manage", compound_id)
    # FOR UPDATE: the order of a compound's kinds of meetings is changed by one person at a time.
    db.session.get(Compound, compound.id, with_for_update={"of": Compound})
    seen.check("compound_types", compound)
    return compound


def _sight(compound: Compound) -> list[Any]:
    return [values_of(one) for one in queries.uses(compound.id)]


seen.describe("compound_types", _sight)


def _use(compound_id: int, meeting_type_id: int) -> CompoundMeetingType:
    use = queries.use_of(compound_id, meeting_type_id)
    if use is None:
        raise Refused(InOrganisation.TYPE_NOT_USED_HERE)
    return use


def copied(kind: MeetingType, **changes: Any) -> TypeDraft:
    """What a kind of meeting says, as a draft to change."""
    names = ("name", "profile_code", "organiser", "chaired_by", "title_template", "notice_template")
    flags = ("has_guests", "is_public", "is_urgent")
    draft = TypeDraft(
        **{name: getattr(kind, name) for name in (*names, *flags)},
        parties=tuple(kind.parties),
        item_kinds=tuple(kind.item_kinds),
        standing=tuple(kind.standing),
    )
    return replace(draft, **changes)
