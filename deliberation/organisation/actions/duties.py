"""The administrator's hand: the 职责清单 of a compound, line by line, each from a day to a day."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.text import say as _
from deliberation.organisation.actions.editing import change, from_to, to_manage, told
from deliberation.organisation.actions.places import added, there
from deliberation.organisation.models import Compound, DutyLine, Party


def add_duty(
    actor: Actor, compound_id: int, party_id: int, matter: str, starts_on: date, *, ends_on: date | None = None
) -> DutyLine:
    """新增职责: from `starts_on` a matter is the duty of a party.

    Raises `INVALID_INPUT` for a party of another compound or one that has ended by then, for a last day before the
    first, and where the matter is somebody's duty in those days already.
    """
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Compound, compound_id)
        matter = matter.strip()
        if not matter:
            raise Refused(InOrganisation.NAME_MISSING)
        if ends_on is not None and ends_on < starts_on:
            raise Refused(
                InOrganisation.TERM_BACKWARDS, starts=told("starts_on", starts_on), ends=told("ends_on", ends_on)
            )
        _party(compound_id, party_id, starts_on)
        _demand_free(compound_id, matter, starts_on, ends_on)
        made = DutyLine(compound_id=compound_id, party_id=party_id, matter=matter, starts_on=starts_on, ends_on=ends_on)
        return added(actor, "duty.add", made, compound_id)


def end_duty(actor: Actor, line_id: int, ends_on: date | None) -> DutyLine:
    """结束职责: `ends_on` is the last day of a line; `None`: it goes on."""
    with transaction():
        row = to_manage(actor, DutyLine, line_id)
        if ends_on is not None and ends_on < row.starts_on:
            starts, ends = told("starts_on", row.starts_on), told("ends_on", ends_on)
            raise Refused(InOrganisation.TERM_BACKWARDS, starts=starts, ends=ends)
        _demand_free(row.compound_id, row.matter, row.starts_on, ends_on, but=row.id)
        return change(actor, "duty.end", row, {"ends_on": ends_on}, row.compound_id)


def replace_duty(actor: Actor, line_id: int, party_id: int, starts_on: date) -> DutyLine:
    """交给另一方: the line ends the day before, and a new one of another party begins; answers the new one.

    Orders that were issued under the old one stay where they are, and a line that was over before never grows longer.
    Raises `INVALID_INPUT` for such a line, for a day that is not after its first, and as `add_duty`.
    """
    with transaction() as session:
        row = to_manage(actor, DutyLine, line_id)
        if starts_on <= row.starts_on:
            raise Refused(InOrganisation.DUTY_BEGINS_TOO_EARLY, starts=told("starts_on", row.starts_on))
        if row.ends_on is not None and row.ends_on < starts_on:
            raise Refused(InOrganisation.DUTY_OVER, ends=told("ends_on", row.ends_on))
        new = _party(row.compound_id, party_id, starts_on)
        if new.id == row.party_id:
            raise Refused(InOrganisation.DUTY_TWICE, matter=row.matter, party=new.name)
        _demand_free(row.compound_id, row.matter, starts_on, None, but=row.id)
        text = from_to(row.matter, row.party.name, new.name) + _("；从%(day)s起", day=told("starts_on", starts_on))
        row.ends_on = starts_on - timedelta(days=1)
        made = DutyLine(compound_id=row.compound_id, party_id=new.id, matter=row.matter, starts_on=starts_on)
        session.add(made)
        session.flush()  # the history names the id
        for line in (row, made):
            happened(actor, "duty.replace", line, text=text, party=new.id, starts_on=starts_on.isoformat())
        return made


def _party(compound_id: int, party_id: int, on: date) -> Party:
    party = there(Party, party_id)
    if party.compound_id != compound_id:
        raise Refused(InOrganisation.PARTY_ELSEWHERE)
    if party.ends_on is not None and party.ends_on < on:
        raise Refused(InOrganisation.PARTY_ENDED, name=party.name)
    return party


def _demand_free(compound_id: int, matter: str, starts_on: date, ends_on: date | None, *, but: int = 0) -> None:
    """Refuse where another line of the same matter counts on one of these days."""
    # FOR UPDATE: of two lines of one matter the second sees the first.
    db.session.get(Compound, compound_id, with_for_update={"of": Compound})
    others = select(DutyLine).where(
        DutyLine.compound_id == compound_id,
        DutyLine.matter == matter,
        DutyLine.id != but,
        DutyLine.ends_on.is_(None) | (DutyLine.ends_on >= starts_on),
    )
    if ends_on is not None:
        others = others.where(DutyLine.starts_on <= ends_on)
    found = db.session.scalar(others.order_by(DutyLine.starts_on).limit(1))
    if found is not None:
        raise Refused(InOrganisation.DUTY_TWICE, matter=matter, party=found.party.name)
