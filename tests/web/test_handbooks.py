"""帮助: every reader finds their handbook, every page its place in one, and a handbook names only what is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.config import ROOT
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.web import handbook

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAID = re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')""")
TAIL = re.compile(r"[：（]?\s*%\(.*$|[：:]\s*$")
NAMED = re.compile(r"「([^」]+)」")


@cache
def words() -> frozenset[str]:
    """What pages and code say, each without what is filled in at its end."""
    pages = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")]
    said = {one or other for text in pages for one, other in SAID.findall(text)}
    for path in (ROOT / "deliberation").rglob("*.py"):
        said |= {
            node.value
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
        }
    return frozenset(said | {TAIL.sub("", one) for one in said})


@pytest.mark.parametrize("role", handbook.BOOKS)
def test_every_button_that_a_handbook_names_stands_on_a_page(role: str) -> None:
    named = set(NAMED.findall(handbook.source(role)))
    unknown = {name for name in named if not {name, name.removeprefix("确认")} & words()}
    assert unknown == set()


def test_handbooks_name_many_buttons_and_one_that_is_gone_would_be_found() -> None:
    assert sum(len(NAMED.findall(handbook.source(role))) for role in handbook.BOOKS) > 150
    assert "这个按钮没有" not in words()


@pytest.mark.parametrize("role", [role for role in handbook.BOOKS if role != "operator"])
def test_a_handbook_has_no_word_of_another_language(role: str) -> None:
    text = re.sub(r"\{#[\w-]+\}|\]\([^)]*\)", "", handbook.source(role))
    assert set(re.findall(r"[A-Za-z]{2,}", text)) <= {"Excel"}


def test_there_is_a_handbook_for_every_file_and_a_file_for_every_handbook() -> None:
    assert {path.stem for path in handbook.FOLDER.glob("*.md")} == set(handbook.BOOKS)


@pytest.mark.parametrize("role", handbook.BOOKS)
def test_everybody_reads_every_handbook_and_its_pictures_and_links_lead_somewhere(
    client: FlaskClient, role: str
) -> None:
    page = client.get(f"/help/{role}")
    assert page.status_code == 200
    (text,) = re.findall(r'<article class="handbook">(.*?)</article>', page.text, re.DOTALL)
    assert "<h1>" in text
    assert "{#" not in text
    for address in re.findall(r'(?:src|href)="([^"#]+)[^"]*"', text):
        assert client.get(address).status_code == 200, address
    assert set(re.findall(r'<h2 id="([\w-]+)"', text)) == handbook.anchors(role)


def test_the_list_of_handbooks_leads_to_each_and_an_unknown_one_is_not_found(client: FlaskClient) -> None:
    page = client.get("/help/").text
    assert set(re.findall(r'href="/help/(\w+)"', page)) == set(handbook.BOOKS)
    assert client.get("/help/nobody").status_code == 404
    assert client.get("/help/images/..%2Fdecisions.md").status_code == 404


def test_every_place_of_a_handbook_is_named_after_a_page_or_a_stage(app: Flask) -> None:
    pages = {rule.endpoint.replace(".", "-") for rule in app.url_map.iter_rules()}
    known = pages | set(app.blueprints)
    for role in handbook.BOOKS:
        assert handbook.anchors(role) - known == set(), role


def test_every_role_has_a_handbook_of_its_own() -> None:
    for role in Role:
        books = handbook.books_of(Actor("某人", person_id=1, posts=(Post(role, 7),)), 7)
        assert books
        assert (books == [handbook.RESIDENTS]) == (role in (Role.OWNER, Role.PUBLIC)), role
    assert handbook.books_of(Actor("某人", person_id=1, posts=(Post(Role.CHAIR, 7),)), 8) == [handbook.RESIDENTS]
    assert handbook.books_of(Actor("代表", seat_id=3, meeting_id=2)) == ["delegate"]
