"""到期删除: three years after the posting ballots, proofs, letters and names may go; result and log stay."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.files.models import File
from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.owners.actions.delivery import add_proof
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import DeliveryProof, OwnersEntry, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries.tampering import changed_owners_votes
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, an_officer, sign_in
from tests.flows.boxes import count_and_certify
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids

PLACE = "/desk/jinling/owners-votes"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """A posted vote of three owners with their papers and the photo of a stub."""
    a_roster(world, heads_of(3))
    made = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    hand_in(made, voter_ids(made), "AGREE")
    add_proof(world.actor("陈海涛"), made.id, 1, Photo("存根.jpg", b"x"))
    count_and_certify(world, made, clock.beijing(2026, 4, 3, 10))
    announce_owners_result(world.actor("陈海涛"), made.id)
    return made


def years_later(years: int, day: int = 3) -> None:
    clock.use(lambda: clock.beijing(2026 + years, 4, day, 9))


def kept() -> list[int]:
    return [db.session.query(model).count() for model in (OwnersPaper, OwnersEntry, DeliveryProof, File)]


def test_after_three_years_the_committee_erases_and_result_and_log_stay(
    world: World, vote: OwnersVote, client: FlaskClient
) -> None:
    result, before = dict(vote.result or {}), kept()
    years_later(3, 4)
    sign_in(client, world, "陈海涛")
    assert "删除票和凭证" in client.get(f"{PLACE}/archive").get_data(as_text=True)
    assert client.post(f"{PLACE}/{vote.id}/erase").status_code == 302
    db.session.expire_all()
    assert (before[0] > 0, kept()) == (True, [0, 0, 0, 0])
    assert {(tuple(v.names), v.phone, v.voter_name, tuple(v.rooms)) for v in db.session.query(OwnersVoter)} == {
        ((), "", "", ())
    }
    assert vote.result == result
    said = db.session.query(AuditEntry).filter_by(action="owners_archive.erase").one()
    assert said.facts == {"papers": 3, "proofs": 1, "proxies": 0, "representatives": 0, "voters": 3}
    page = client.get(f"{PLACE}/archive").get_data(as_text=True)
    assert "已删除" in page
    assert "删除票和凭证" not in page
    assert client.post(f"{PLACE}/{vote.id}/erase").status_code == 409
    again = recount(vote.id)
    assert again is not None
    assert (again.matches, "不能再计一遍" in again.sentence) == (True, True)
    assert changed_owners_votes() == []
    assert client.get(f"/c/jinling/owners-votes/{vote.id}").status_code == 200


def test_on_the_last_day_of_keeping_nothing_goes(world: World, vote: OwnersVote, client: FlaskClient) -> None:
    before = kept()
    years_later(3)
    answer = sign_in(client, world, "陈海涛").post(f"{PLACE}/{vote.id}/erase")
    assert answer.status_code in {409, 422}
    assert kept() == before


@pytest.mark.parametrize(("who", "status"), [("高峰", 403), ("周敏", 403), ("系统管理员", 302)])
def test_secretary_and_firm_erase_nothing_and_an_administrator_may(
    world: World, vote: OwnersVote, client: FlaskClient, who: str, status: int
) -> None:
    an_officer(world, "administrator", "系统管理员")
    years_later(3, 4)
    assert sign_in(client, world, who).post(f"{PLACE}/{vote.id}/erase").status_code == status


def test_papers_that_are_gone_without_a_note_in_the_log_are_found(vote: OwnersVote) -> None:
    with transaction():
        vote.papers_erased_on = clock.today()
    assert any("日志里没有这次删除" in line for line in changed_owners_votes())
