"""Loading organisations and people with the check that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from deliberation.db import Base, db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, allowed, may
from deliberation.organisation.models import (
    Account,
    Appointment,
    Building,
    Community,
    Compound,
    CompoundMeetingType,
    DutyLine,
    Entrance,
    GridArea,
    Handover,
    InstallationRole,
    MeetingType,
    Party,
    Person,
    RuleProfileVersion,
    Subdistrict,
    Unit,
    Venue,
)
from deliberation.organisation.rules import OwnersRules, RuleProfile, parse_any
from deliberation.organisation.rules.places import chain

Thing = TypeVar("Thing", bound=Base)


class Loader(Generic[Thing]):
    """Loads one thing of a kind, once: the row, its compound, the permission there.

    `kind`: what a page of it shows (`kernel.seen`), compared when the row is taken for change. `scope` says what else
    of the thing the table asks for (`scope_in`): whether it is the actor's own, whether they have a seat in it.
    """

    def __init__(
        self, model: type[Thing], kind: str = "", scope: Callable[[Actor, Thing], Mapping[str, Any]] | None = None
    ) -> None:
        self.model, self.kind, self.scope = model, kind, scope

    def __call__(self, actor: Actor, permission: str, thing_id: int, *, lock: bool = False, **scope: Any) -> Thing:
        """The thing, if the table grants `permission` in its compound; `scope` adds to what the loader knows of it.

        `lock` takes the row alone (FOR UPDATE) inside the open transaction: acts on one thing follow each other.
        Raises `NOT_FOUND`, `NOT_SIGNED_IN`, `FORBIDDEN`.
        """
        thing = db.session.get(self.model, thing_id, with_for_update={"of": self.model} if lock else None)
        if thing is None:
            raise Refused(Reason.NOT_FOUND)
        known = dict(self.scope(actor, thing)) if self.scope is not None else {}
        may(actor, permission, scope_in(_compound_of(thing), **known | scope))
        if lock and self.kind:
            seen.check(self.kind, thing)
        return thing


def _compound_of(thing: Any) -> Compound:
    return thing if isinstance(thing, Compound) else db.session.get_one(Compound, thing.compound_id)


compound_for = Loader(Compound)
"""A compound, by whoever may do something anywhere in it."""


def scope_in(
    compound: Compound,
    *,
    meeting_id: int | None = None,
    own: bool = False,
    in_meeting: bool = False,
    chairs: bool = False,
) -> Scope:
    """The scope of an act in a compound, with the options that the compound has switched."""
    options = frozenset(compound.options)
    return Scope(compound.id, meeting_id, own=own, in_meeting=in_meeting, chairs=chairs, options=options)


def own_account(actor: Actor) -> Account:
    """The actor's own account, locked for change."""
    if actor.account_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    # FOR UPDATE: two sign-ins or password changes of one account must not overwrite each other.
    account = db.session.get(Account, actor.account_id, with_for_update={"of": Account})
    if account is None:
        raise Refused(Reason.NOT_FOUND)
    return account


def _kept_by_the_office(model: type[Thing], permission: str, kind: str = "") -> Callable[[Actor, int], Thing]:
    """A loader of what belongs to no compound: permission, the row alone locked for change, what its reader saw."""

    def load(actor: Actor, thing_id: int) -> Thing:
        may(actor, permission, Scope())
        # FOR UPDATE: two administrators who change one thing follow each other.
        thing = db.session.get(model, thing_id, with_for_update={"of": model})
        if thing is None:
            raise Refused(Reason.NOT_FOUND)
        if kind:
            seen.check(kind, thing)
        return thing

    return load


account_to_manage = _kept_by_the_office(Account, "account.manage")
"""Somebody's account; closing, resetting and a sign-in that counts failures follow each other."""
person_to_change = _kept_by_the_office(Person, "appointment.manage", "person")
"""Somebody on record."""
appointment_to_change = _kept_by_the_office(Appointment, "appointment.manage", "appointment")
"""A post: it ends once, and is handed on once."""
role_to_change = _kept_by_the_office(InstallationRole, "appointment.manage", "installation_role")
"""A post above the compounds."""


def appointment_at(appointment_id: int) -> Appointment:
    """The post of an address, unchecked: for a page whose guard and action check it. Raises `NOT_FOUND`."""
    found = db.session.get(Appointment, appointment_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def role_at(role_id: int) -> InstallationRole:
    """The post above the compounds of an address, unchecked as `appointment_at`. Raises `NOT_FOUND`."""
    found = db.session.get(InstallationRole, role_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


handover_for = Loader(Handover, scope=lambda actor, one: {"own": actor.person_id in {one.leaver_id, one.follower_id}})
"""A 交接清单; own is that of who leaves and of who takes over."""

for _kind in ("person", "appointment", "installation_role"):
    seen.describe(_kind, lambda thing: [values_of(thing)])


def compounds_under(rules: RuleProfile | OwnersRules) -> list[Compound]:
    """The compounds that a change of these rules reaches.

    Rules of a meeting: those that use a meeting type held under them. Rules of owners: those in that place.
    """
    if isinstance(rules, OwnersRules):
        everywhere = db.session.scalars(select(Compound).order_by(Compound.id))
        return [one for one in everywhere if rules.place in places_of(one)]
    wanted = (
        select(Compound)
        .join(CompoundMeetingType, CompoundMeetingType.compound_id == Compound.id)
        .join(MeetingType, MeetingType.id == CompoundMeetingType.meeting_type_id)
        .where(MeetingType.profile_code == rules.code)
        .order_by(Compound.id)
    )
    return list(db.session.scalars(wanted).unique())


def places_of(compound: Compound) -> tuple[str, ...]:
    """The places whose rules count in a compound, the nearest first, the country ("") last."""
    subdistrict = compound.community.subdistrict
    return chain(subdistrict.city, subdistrict.province)


def may_manage_rules(actor: Actor, rules: RuleProfile | OwnersRules) -> None:
    """Whether `actor` may write these rules: one set counts in many compounds, each of which must permit it.

    Raises `FORBIDDEN` where the rules reach a compound that is not the actor's; rules that nobody uses
    yet need the permission anywhere.
    """
    reached = compounds_under(rules)
    if all(allowed(actor, "rules.manage", scope_in(one)) for one in reached) and (reached or may_write_rules(actor)):
        return
    if actor.is_anonymous:
        raise Refused(Reason.NOT_SIGNED_IN)
    raise Refused(Reason.FORBIDDEN, who="系统管理员，或管得到全部有关小区的街道工作人员")


def may_write_rules(actor: Actor) -> bool:
    """Whether `actor` may write rules for at least somebody."""
    if allowed(actor, "rules.manage", Scope()):
        return True
    own = db.session.scalars(select(Compound).where(Compound.id.in_(actor.compound_ids)))
    return any(allowed(actor, "rules.manage", scope_in(one)) for one in own)


def may_manage_types(actor: Actor) -> bool:
    """Whether `actor` may manage kinds of meetings anywhere."""
    places = [Scope(), *(Scope(one) for one in actor.compound_ids)]
    return any(allowed(actor, "meeting_type.manage", one) for one in places)


def rules_to_revise(actor: Actor, code: str) -> RuleProfileVersion:
    """The newest version of a set of rules, if `actor` may revise it. Raises `NOT_FOUND`, `FORBIDDEN`."""
    one_writer_of_rules()
    newest = db.session.scalar(
        select(RuleProfileVersion)
        .where(RuleProfileVersion.code == code)
        .order_by(RuleProfileVersion.version.desc())
        .limit(1)
    )
    if newest is None:
        raise Refused(Reason.NOT_FOUND)
    may_manage_rules(actor, parse_any(newest.data))
    return newest


def one_writer_of_rules() -> None:
    """Whoever writes rules waits here for whoever writes rules: what is read next is what the other wrote."""
    # FOR UPDATE of the oldest row: of two revisions of one version the second must be told so.
    db.session.scalar(select(RuleProfileVersion.id).order_by(RuleProfileVersion.id).limit(1).with_for_update())


OF_THE_OFFICE: Mapping[str, type[Any]] = {
    one.KIND: one
    for one in (Subdistrict, Community, Compound, GridArea, Building, Entrance, Venue, Unit, Party, DutyLine)
}
"""What whoever manages the organisation registers, by its kind."""


def to_show(actor: Actor, kind: str, row_id: int) -> Any:
    """A row of a kind for a page of whoever manages the organisation. Raises `FORBIDDEN`, `NOT_FOUND`."""
    may(actor, "organisation.manage", Scope())
    found = db.session.get(OF_THE_OFFICE[kind], row_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found
