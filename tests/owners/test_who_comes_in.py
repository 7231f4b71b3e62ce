"""Every door of the owners' side, tried by those who have no business there: another compound, the firm, nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.owners.actions import official
from deliberation.owners.actions.delivery import add_proof
from deliberation.owners.models import OwnersPaper, OwnersVote
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import a_vote_to_enter, entered_twice

DESK = ("/desk/<compound_slug>/owners-votes/<", "/desk/<compound_slug>/rosters/<", "/owners-votes/<")
AWAY = {403, 404, 405}


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """A vote in the middle of everything: delivered, entered, a file read in, a photo kept."""
    found = a_vote_to_enter(world, owners=2)
    entered_twice(world, found, 1)
    official.preview(world.actor("陈海涛"), found.id, "市系统", "结果.csv", "票号,表决意见\n2,同意".encode())
    add_proof(world.actor("陈海涛"), found.id, 1, Photo("存根.jpg", b"x"))
    return found


def doors(app: Flask, slug: str) -> Iterator[tuple[str, str]]:
    """Every address below a vote or a roster, under the compound `slug`; each thing has the id 1."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(DESK):
            continue
        named = {"compound_slug": slug, "sheet": "csv"}
        values = {name: named.get(name, 1) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None
        yield from ((method, built[1]) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def let_in(app: Flask, client: FlaskClient, slug: str) -> list[tuple[str, str, int]]:
    answers = [(method, path, client.open(path, method=method).status_code) for method, path in doors(app, slug)]
    assert len(answers) > 45
    return [answer for answer in answers if answer[2] not in AWAY]


def written() -> int:
    db.session.rollback()
    wanted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action.startswith("owners"))
    return db.session.scalar(wanted) or 0


@pytest.mark.parametrize("slug", ["jinling", "bohai"])
@pytest.mark.parametrize("name", ["周敏", "陈海涛"])
def test_another_compound_finds_nothing_under_either_address(
    app: Flask, client: FlaskClient, vote: OwnersVote, slug: str, name: str
) -> None:
    sign_in(client, a_compound("bohai", "渤海明珠"), name)
    before = written()
    assert let_in(app, client, slug) == []
    assert written() == before


@pytest.mark.parametrize("name", ["高峰", "丁娜"])
def test_the_firm_whose_contract_may_be_at_stake_gets_nowhere(
    app: Flask, client: FlaskClient, world: World, vote: OwnersVote, name: str
) -> None:
    sign_in(client, world, name)
    before = written()
    assert let_in(app, client, "jinling") == []
    assert written() == before


def test_who_has_not_signed_in_is_asked_to_and_changes_nothing(
    app: Flask, client: FlaskClient, vote: OwnersVote
) -> None:
    before = written()
    for method, path in doors(app, "jinling"):
        answer = client.open(path, method=method)
        assert answer.status_code in {302, 401, 404}, (method, path, answer.status_code)
        assert "业主0001" not in answer.get_data(as_text=True)
    assert written() == before


def test_a_teller_enters_and_counts_and_decides_nothing(
    app: Flask, client: FlaskClient, world: World, vote: OwnersVote
) -> None:
    sign_in(client, world, "郑月")
    late = vote.closes_at + timedelta(hours=1)
    clock.use(lambda: late)
    for act in ("edit", "notify", "open", "close", "cancel", "void", "announce", "official", "official/1/confirm"):
        answer = client.post(f"/desk/jinling/owners-votes/{vote.id}/{act}", data={"reason": "不要了。"})
        assert answer.status_code == 403, act
    for door in [path for method, path in doors(app, "jinling") if method == "POST" and "/rosters/" in path]:
        assert client.post(door).status_code == 403, door
    db.session.rollback()
    assert (vote.state, db.session.scalar(select(func.count()).select_from(OwnersPaper))) == ("OPEN", 1)
