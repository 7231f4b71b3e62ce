"""The whole demonstration, read by residents, chairs and secretaries: nothing that owners must decide is 通过 yet."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.demo import loader
from tests.outcome_words import claims_in, undecided, walk

BOOK = loader.read_book()
SLUGS = [compound["slug"] for compound in BOOK["compounds"]]


def account_of(slug: str, post: str) -> str:
    """The account of a compound's chair or secretary."""
    (compound,) = [one for one in BOOK["compounds"] if one["slug"] == slug]
    return next(p[1] for party in compound["parties"] for p in party["people"] if p[0] == compound[post])


@pytest.mark.parametrize("slug", SLUGS)
def test_residents_read_of_no_majority_that_decides_for_the_owners(demo: Flask, slug: str) -> None:
    matters, pages, wrong = undecided(), 0, []
    for url, text, mimetype in walk(demo.test_client(), f"/c/{slug}/", (f"/c/{slug}/",)):
        pages += 1
        wrong += [f"{url}: {claim}" for claim in claims_in(text, mimetype, matters)]
    assert matters
    assert pages > 6
    assert wrong == []


@pytest.mark.parametrize("post", ["chair", "secretary"])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_desk_its_papers_and_its_sheets_say_so_neither(demo: Flask, slug: str, post: str) -> None:
    matters, pages, wrong = undecided(), 0, []
    browser = demo.test_client()
    browser.post("/login", data={"username": account_of(slug, post), "password": BOOK["password"]})
    for url, text, mimetype in walk(browser, f"/desk/{slug}/", (f"/desk/{slug}/", f"/c/{slug}/", "/meetings/")):
        pages += 1
        wrong += [f"{url}: {claim}" for claim in claims_in(text, mimetype, matters)]
    assert pages > 20
    assert wrong == []
