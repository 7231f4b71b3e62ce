"""Who reads a roster or a proof of delivery stands in the log, once a day."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.owners.actions.delivery import add_proof
from deliberation.owners.models import DeliveryProof
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.roster.rosters import in_use


def noted(act: str) -> list[tuple[str, int | None]]:
    db.session.expire_all()
    found = db.session.query(AuditEntry).filter_by(action=act).order_by(AuditEntry.id)
    return [(entry.actor_name, entry.subject_id) for entry in found]


def at(day: int) -> None:
    moment = clock.beijing(2026, 3, day, 9)
    clock.use(lambda: moment)


def a_world(app: Flask) -> World:
    assert app
    at(1)
    return a_compound()


def test_reading_a_roster_is_noted_once_a_day(app: Flask, client: FlaskClient) -> None:
    world = a_world(app)
    roster = in_use(world)
    sign_in(client, world, "陈海涛")
    for _ in range(2):
        assert client.get(f"/desk/jinling/rosters/{roster.id}").status_code == 200
    assert noted("roster.look") == [("陈海涛", roster.id)]
    at(2)
    sign_in(client, world, "陈海涛").get(f"/desk/jinling/rosters/{roster.id}")
    assert noted("roster.look") == [("陈海涛", roster.id)] * 2
    client.post("/logout")
    assert sign_in(client, world, "高峰").get(f"/desk/jinling/rosters/{roster.id}").status_code == 403
    assert len(noted("roster.look")) == 2


def test_looking_at_a_signed_stub_is_noted(app: Flask, client: FlaskClient) -> None:
    world = a_world(app)
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    add_proof(world.actor("陈海涛"), vote.id, 1, Photo("存根.jpg", b"x"))
    proof = db.session.query(DeliveryProof).one()
    sign_in(client, world, "陈海涛")
    assert client.get(f"/desk/jinling/owners-votes/{vote.id}/delivery/1/proof/{proof.id}").data == b"x"
    assert noted("owners_proofs.look") == [("陈海涛", vote.id)]
