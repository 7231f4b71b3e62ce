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
from tests.builders import World, sign_in

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
        assert client.get(address, buffered=True).status_code == 200, address
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


def way(client: FlaskClient, address: str) -> str:
    """Where 帮助 leads in the head of a page."""
    page = client.get(address)
    assert page.status_code == 200, address
    (led,) = re.findall(r'class="help-link" href="([^"]+)"', page.text)
    return str(led)


def test_from_a_page_of_the_desk_the_way_leads_to_its_place_in_the_handbook_of_ones_role(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, world, "周敏")
    assert way(client, "/desk/jinling/") == "/help/secretary#desk"
    assert way(client, "/desk/jinling/topics/") == "/help/secretary#collection"
    assert way(client, "/desk/jinling/meetings/") == "/help/secretary#convening"
    assert way(client, "/notices/") == "/help/secretary#notices"
    assert '<h2 id="convening">' in client.get("/help/secretary").text


def test_who_chairs_and_who_has_to_carry_out_are_led_to_their_own(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "李建国")
    assert way(client, "/desk/jinling/orders/") == "/help/chair#supervision"
    assert way(client, "/rules") == "/help/chair"  # no place about it: the handbook's first page


def test_a_firm_s_manager_finds_orders_in_the_handbook_of_units(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "高峰")
    assert way(client, "/desk/jinling/orders/") == "/help/unit#supervision-orders"
    assert way(client, "/desk/jinling/meetings/") == "/help/delegate#convening"


def test_residents_are_led_to_theirs_without_an_account(world: World, client: FlaskClient) -> None:
    assert world.compound.slug == "jinling"
    assert way(client, "/c/jinling/") == "/help/residents#publication"
    assert way(client, "/c/jinling/topics/new") == "/help/residents#collection"
    assert way(client, "/receipt") == "/help/residents#collection-look_up"
    assert way(client, "/join") == "/help/residents#room"
    assert way(client, "/help/") == way(client, "/login") == "/help/"


def test_on_paper_a_handbook_has_neither_head_nor_way_back() -> None:
    hidden = (ROOT / "static" / "css" / "print.css").read_text("utf-8")
    (rule,) = re.findall(r"^(\.public-top,[^{]*)\{\s*display: none", hidden, re.MULTILINE)
    assert {".public-top", ".public-foot", ".back-link", ".help-link", ".no-print"} <= set(
        re.findall(r"[.][\w-]+", rule)
    )
