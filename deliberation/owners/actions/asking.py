"""Whom a vote asks: the scope checked against the roster, applicant and claimants by 民法典 279, the electorate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import owners_vote_for
from deliberation.owners.models import OwnersInterested, OwnersVote
from deliberation.owners.queries import scope as scopes
from deliberation.owners.queries.scope import APPLICANT, CLAIMANT
from deliberation.owners.rules.electorate import Voter, check_parts, eligible, voters
from deliberation.owners.rules.interested import (
    Door,
    Interest,
    check_alone,
    check_claimant,
    count_interested,
    interested_units,
)
from deliberation.roster.queries import units_of
from deliberation.roster.rules.parts import Part
from deliberation.roster.rules.units import Unit
from deliberation.sheets.text import without_id

PERMISSION = "owners_vote.prepare"


def check_scope(compound_id: int, kind: str, scope: Sequence[Part], classes: Sequence[str]) -> None:
    """Raise `INVALID_INPUT` for a scope that the roster in use cannot tell apart, or that 民法典 279 does not allow."""
    check_alone(classes, scope)
    if not any(part.entrance for part in scope):
        return
    units = scopes.units_here(compound_id)
    if not units:
        raise Refused(InPreparing.ROSTER_FOR_ENTRANCE)
    check_parts(units, kind, scope)


def asked_now(vote: OwnersVote, roster_id: int) -> list[Voter]:
    """Who is asked by this roster, numbered. Raises `INVALID_INPUT` where it lacks what was announced."""
    units = units_of(roster_id)
    check_parts(units, vote.kind, vote.scope)
    return voters(units, vote.kind, vote.scope, _interest(vote))


def frozen_interest(vote: OwnersVote, roster_id: int) -> dict[str, Any]:
    """What of 民法典 279 stands fixed with the vote: applicant, claimants with their reasons, how many of each side."""
    interest = _interest(vote)
    if interest is None:
        return {}
    counted = count_interested(eligible(units_of(roster_id), vote.kind), vote.scope, interest)
    claimants = [row for row in scopes.interest_rows(vote.id) if row.part == CLAIMANT]
    return {
        "interested": {
            "applicant": interest.applicant.to_json(),
            "inside": counted.inside,
            "outside": counted.outside,
            "claimants": [scopes.door_of(row).to_json() | {"reason": row.reason} for row in claimants],
        }
    }


def check_applicant(vote: OwnersVote) -> None:
    """Before the notice: `NOT_READY` while a vote by 民法典 279 names no applicant, `INVALID_INPUT` for a wrong one."""
    interest = _interest(vote)
    units = scopes.units_here(vote.compound_id) if interest else []
    if interest is not None and units:
        interested_units(eligible(units, vote.kind), vote.scope, interest)


def _interest(vote: OwnersVote) -> Interest | None:
    found = scopes.interest_of(vote)
    if vote.is_unanimous and found is None:
        raise Refused(InPreparing.APPLICANT_MISSING)
    return found


# Applicant and claimants


def name_applicant(actor: Actor, vote_id: int, door: Door) -> OwnersVote:
    """Write down whose dwelling is to become a business: that owner is not asked. Until the notice is posted."""
    with transaction():
        vote, units = _being_prepared(actor, vote_id)
        rows = scopes.interest_rows(vote.id)
        claimants = tuple(scopes.door_of(row) for row in rows if row.part == CLAIMANT)
        if door in claimants:
            raise Refused(InPreparing.CLAIMANT_ALREADY)
        interested_units(units, vote.scope, Interest(door))  # the door is known and stands in the building
        for row in rows:
            if row.part == APPLICANT:
                db.session.delete(row)
        db.session.flush()  # one applicant at a time
        _add(actor, vote, APPLICANT, door)
        happened(actor, "owners_vote.name_applicant", vote)
        return vote


def add_claimant(actor: Actor, vote_id: int, door: Door, reason: str) -> OwnersVote:
    """Add an owner from outside the building who proves an interest (区分所有权解释 §11), with their reason.

    Raises `NOT_READY` before the applicant is named, `INVALID_INPUT` for somebody who is asked already.
    """
    with transaction():
        vote, units = _being_prepared(actor, vote_id)
        interest = _interest(vote)
        if interest is None:
            raise Refused(InPreparing.CLAIMANTS_NOT_ASKED)
        tidy = without_id(" ".join(reason.split()))
        check_claimant(units, vote.scope, interest, door, tidy)
        _add(actor, vote, CLAIMANT, door, tidy)
        happened(actor, "owners_vote.add_claimant", vote)
        return vote


def remove_claimant(actor: Actor, vote_id: int, claimant_id: int) -> OwnersVote:
    """Take a claimant off again, until the notice is posted."""
    with transaction():
        vote, _units = _being_prepared(actor, vote_id)
        row = db.session.get(OwnersInterested, claimant_id)
        if row is None or row.vote_id != vote.id or row.part != CLAIMANT:
            raise Refused(Reason.NOT_FOUND)
        db.session.delete(row)
        happened(actor, "owners_vote.remove_claimant", vote)
        return vote


def _being_prepared(actor: Actor, vote_id: int) -> tuple[OwnersVote, list[Unit]]:
    """A vote by 民法典 279 that may still be changed, locked, and the units that count in the roster in use."""
    vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True)
    if vote.state != "PREPARED":
        raise Refused(Reason.AGENDA_LOCKED)
    if not vote.is_unanimous:
        raise Refused(InPreparing.NO_CHANGE_OF_USE)
    units = eligible(scopes.units_here(vote.compound_id), vote.kind)
    if not units:
        raise Refused(Reason.ROSTER_MISSING)
    return vote, units


def _add(actor: Actor, vote: OwnersVote, part: str, door: Door, reason: str = "") -> None:
    db.session.add(
        OwnersInterested(
            vote_id=vote.id,
            part=part,
            **door.to_json(),
            reason=reason,
            added_by_id=actor.person_id,
            added_at=clock.now(),
        )
    )
