"""Recording how each ballot reached its owner: by whom, when, who signed, with what proof (274号 §22)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from deliberation.audit import reading
from deliberation.db import db, transaction
from deliberation.files.actions import attach
from deliberation.files.rules import Photo
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.owners.access import owners_vote_for, voter_in
from deliberation.owners.models import DeliveryProof, OwnersVote, OwnersVoter
from deliberation.owners.models.votes import PROOF
from deliberation.owners.rules.delivery import SELF
from deliberation.owners.rules.flows import DELIVERY_WAYS

WHILE = frozenset({"OPEN"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one ballot arrived: a key of `DELIVERY_WAYS`, who signed for it, when (empty: now)."""

    way: str
    received_by: str = SELF
    at: datetime | None = None
    note: str = ""


def deliver(actor: Actor, vote_id: int, number: int, delivery: Delivery) -> OwnersVoter:
    """登记送达 of one ballot. Recorded again, it replaces what was recorded; the audit keeps that it was."""
    with transaction():
        vote = _vote(actor, vote_id)
        voter = voter_in(vote, number, lock=True)
        _check(vote, delivery)
        _write(actor, voter, delivery)
        happened(actor, "owners_vote.deliver", vote, number=number, way=delivery.way)
        return voter


def deliver_many(actor: Actor, vote_id: int, numbers: Collection[int], way: str) -> int:
    """登记送达 of many ballots that their owners signed for in person; answers how many were new.

    What was recorded for one of them before stays.
    """
    with transaction():
        vote = _vote(actor, vote_id)
        delivery = Delivery(way)
        _check(vote, delivery)
        wanted = select(OwnersVoter).where(
            OwnersVoter.vote_id == vote.id, OwnersVoter.number.in_(set(numbers)), OwnersVoter.delivery == "PENDING"
        )
        # FOR UPDATE in the order of numbers: two clerks with overlapping lists wait for each other, never cross.
        found = list(db.session.scalars(wanted.order_by(OwnersVoter.number).with_for_update()))
        for voter in found:
            _write(actor, voter, delivery)
        happened(actor, "owners_vote.deliver", vote, ballots=len(found), way=way)
        return len(found)


def give_up(actor: Actor, vote_id: int, number: int, note: str) -> OwnersVoter:
    """无法送达: nobody could be reached; `note` says what was tried. Never counted as taking part (domain 3.3)."""
    with transaction():
        vote = _vote(actor, vote_id)
        voter = voter_in(vote, number, lock=True)
        if not note.strip():
            raise Refused(Reason.REASON_REQUIRED)
        voter.delivery, voter.delivery_way, voter.received_by = "UNDELIVERABLE", "", ""
        voter.delivered_at, voter.delivered_by_id, voter.delivery_note = None, actor.person_id, note.strip()
        happened(actor, "owners_vote.deliver", vote, number=number, way="NONE")
        return voter


def add_proof(actor: Actor, vote_id: int, number: int, photo: Photo) -> DeliveryProof:
    """送达证明: a photo of the signed stub, kept for the desk only."""
    with transaction():
        vote = _vote(actor, vote_id)
        voter = voter_in(vote, number, lock=True)
        proof = DeliveryProof(voter_id=voter.id, at=clock.now())
        db.session.add(proof)
        db.session.flush()  # photo and page name the id
        attach(vote.compound_id, PROOF, proof.id, [photo])
        happened(actor, "owners_vote.deliver", vote, number=number, proof=proof.id)
        return proof


def note_reading(actor: Actor, vote: OwnersVote) -> None:
    """Write down, once a day for each vote, that somebody looked at photos of signed stubs."""
    reading.note_reading(actor, "owners_proofs.look", Ref(OwnersVote.KIND, vote.id), vote.compound_id)


def _vote(actor: Actor, vote_id: int) -> OwnersVote:
    """The vote, locked: what proves a delivery is counted, so none is written beside a closing or a count."""
    return owners_vote_for(actor, "owners_vote.deliver", vote_id, lock=True, states=WHILE)


def _check(vote: OwnersVote, delivery: Delivery) -> None:
    if delivery.way not in DELIVERY_WAYS:
        raise Refused(InEntry.DELIVERY_MISSING)
    if delivery.way != "POSTED" and not delivery.received_by.strip():
        raise Refused(InEntry.RECEIVER_MISSING)
    at = delivery.at or clock.now()
    if at > clock.now() or (vote.opened_at is not None and at < vote.opened_at):
        raise Refused(InEntry.DELIVERY_TIME)


def _write(actor: Actor, voter: OwnersVoter, delivery: Delivery) -> None:
    posted = delivery.way == "POSTED"
    voter.delivery = "UNDELIVERABLE" if posted else "DELIVERED"
    voter.delivery_way = delivery.way
    voter.received_by = "" if posted else delivery.received_by.strip()
    voter.delivered_at, voter.delivered_by_id = delivery.at or clock.now(), actor.person_id
    voter.delivery_note = delivery.note.strip()
