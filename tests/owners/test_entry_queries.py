"""The desk asks the store as often for two thousand owners as for a few, and the public is shown nothing."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.papers import Content
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import OPPOSE, a_vote_to_enter, clerks, entered_once, entered_twice
from tests.queries import counted_statements

FEW, MANY = 6, 60
PAGES = (
    "entry",
    "entry?number=3",
    "papers/1",
    "papers/2",
    "papers/3",
    "entry/waiting",
    "progress",
    "proxies",
    "official",
)


def statements(app: Flask, slug: str, owners: int) -> list[int]:
    """How many statements each page and an entry take, with papers in every state."""
    world = a_compound(slug, slug)
    vote = a_vote_to_enter(world, owners=owners)
    for number in range(1, owners - 2, 3):
        entered_twice(world, vote, number)
        entered_twice(world, vote, number + 1, second=OPPOSE)
        entered_once(world, vote, number + 2)
    client = sign_in(app.test_client(), world, "周敏")
    spent = [_of_page(client, f"/desk/{slug}/owners-votes/{vote.id}/{page}") for page in PAGES]
    clerks(world)
    with counted_statements() as seen:
        entered_twice(world, vote, owners)
    return [*spent, len(seen)]


def _of_page(client: FlaskClient, address: str) -> int:
    with counted_statements() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_number_of_statements_does_not_grow_with_the_owners(app: Flask) -> None:
    few, many = statements(app, "jinling", FEW), statements(app, "haitang", MANY)
    assert few == many
    assert max(few[:-1]) <= 18  # each page reads for itself who asks, of which compound and vote


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def test_no_name_and_no_choice_reaches_log_or_public_page(
    app: Flask, client: FlaskClient, world: World, vote: OwnersVote, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clerk = sign_in(app.test_client(), world, "郑月")
    marks = {"mode": "FIRST", "sequence": "1", "signer": "OWNER", "q-1": "OPPOSE", "note": "王小丽代交"}
    assert clerk.post(f"/desk/jinling/owners-votes/{vote.id}/papers/1", data=marks).status_code == 302
    entered_twice(world, vote, 2, Content("OWNER", {"1": ("OPPOSE",)}))
    for secret in ("OPPOSE", "王小丽", "业主0001", "业主0002"):
        assert secret not in caplog.text
    for address in (
        f"/c/jinling/owners-votes/{vote.id}",
        "/c/jinling/owners-votes",
        f"/ballot/{vote.id}/1",
        "/c/jinling/",
    ):
        page = client.get(address, follow_redirects=True).get_data(as_text=True)
        assert all(secret not in page for secret in ("业主0001", "王小丽", "反对", "已交票"))
