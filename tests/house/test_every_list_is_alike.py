"""Every list of the desk: search, filters kept in the address, a count, and the same lines as a sheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from deliberation.config import ROOT
from deliberation.kernel.actor import Role
from deliberation.kernel.permissions import ROLES, TABLE, Grant
from deliberation.web.listing import Listing
from tests.house.conftest import OpenHouse
from tests.house.people import come_in

DOWNLOAD = re.compile(r'<a class="btn btn-quiet" href="([^"]+)" download>导出表格</a>')
FIELD = re.compile(r'<(?:input|select)[^>]*? name="(\w+)"')
NOTHING = "没有这样的字"


@dataclass(frozen=True)
class List:
    """A list: its address, who reads it, the field for words, a further filter with a value that it knows."""

    address: str
    role: Role
    words: str
    more: str
    value: str


LISTS = (
    List("/desk/jinling/topics/", Role.SECRETARY, "q", "category", "facility"),
    List("/desk/jinling/meetings/", Role.SECRETARY, "q", "when", "all"),
    List("/desk/jinling/orders/", Role.SECRETARY, "q", "state", "ISSUED"),
    List("/desk/jinling/orders/not-solved/", Role.CHAIR, "q", "state", "WAITING"),
    List("/desk/jinling/resolutions/", Role.SECRETARY, "q", "state", "OBJECTED"),
    List("/desk/jinling/documents/", Role.SECRETARY, "q", "kind", "FUND"),
    List("/desk/jinling/inspections/", Role.SECRETARY, "q", "state", "ASKED"),
    List("/desk/jinling/person-requests/", Role.SECRETARY, "q", "state", "ASKED"),
    List("/desk/jinling/owners-votes/archive", Role.SECRETARY, "q", "when", "KEEPING"),
    List("/office/compounds/", Role.ADMINISTRATOR, "q", "community", "1"),
    List("/office/units/", Role.ADMINISTRATOR, "q", "kind", "property_firm"),
    List("/desk/jinling/duties", Role.SECRETARY, "q", "when", "all"),
    List("/office/people/", Role.ADMINISTRATOR, "q", "role", "council_delegate"),
    List("/office/posts/", Role.ADMINISTRATOR, "q", "role", "council_delegate"),
    List("/office/accounts/", Role.ADMINISTRATOR, "q", "role", "council_delegate"),
    List("/audit", Role.AUDITOR, "who", "act", "topic.submit"),
)


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.address)
def test_a_list_is_searched_counted_and_taken_along_as_it_is_filtered(house: OpenHouse, one: List) -> None:
    client = come_in(house.app.test_client(), house.furnished.identities[one.role])
    asked = {one.words: NOTHING, one.more: one.value}
    plain = client.get(one.address).get_data(as_text=True)
    narrowed = client.get(one.address, query_string=asked).get_data(as_text=True)
    assert {one.words, one.more} <= set(FIELD.findall(plain))
    assert re.search(r'class="list-count">共 <strong>\d+</strong>', plain)
    assert 'class="list-count">共 <strong>0</strong>' in narrowed
    assert f'value="{NOTHING}"' in narrowed
    assert ">清除</a>" in narrowed
    (sheet,) = DOWNLOAD.findall(narrowed)
    answer = client.get(unescape(sheet))
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert len(answer.get_data(as_text=True).splitlines()) == 1, "the sheet holds more than the list"


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.address)
def test_the_sheet_of_a_list_holds_its_lines_under_a_chinese_name(house: OpenHouse, one: List) -> None:
    client = come_in(house.app.test_client(), house.furnished.identities[one.role])
    page = client.get(one.address, query_string={one.more: one.value}).get_data(as_text=True)
    (sheet,) = DOWNLOAD.findall(page)
    answer = client.get(unescape(sheet))
    (counted,) = re.findall(r'class="list-count">共 <strong>(\d+)</strong>', page)
    assert int(counted) > 0
    assert len(answer.get_data(as_text=True).splitlines()) >= 1 + int(counted)
    assert "filename*=UTF-8''%" in answer.headers["Content-Disposition"]
    assert "2026-03" in answer.headers["Content-Disposition"]


COUNTED_ELSEWHERE = {
    "collection/merge.html": "topics to choose from, in a form",
    "convening/seats.html": "a meeting's seats, which its sign-in sheet prints",
    "owners/election.html": "candidates, which the posted list prints",
    "owners/official_import.html": "rows of one file, which is at hand as it was read",
    "roster/preview.html": "figures of one file; what is doubtful in it has a list of its own",
    "roster/proposals.html": "proposals to decide on, in a form",
    "roster/roster.html": "names and phones: a permission and a line in the log of its own (`export_roster`)",
}
"""Pages that count something and are no list to take along."""

COUNTS = re.compile(r"\{\{ (?:count|pager|list_pager)\(")
FILES = re.compile(r"\{\{ (?:list_filters|sheets|sheets_of)\(")
BOTH = re.compile(r'href="([^"?]+)\.(csv|xlsx)[^"]*" download>')


def test_every_page_of_the_desk_that_counts_its_lines_offers_both_files() -> None:
    pages = {path.relative_to(ROOT / "templates").as_posix(): path for path in (ROOT / "templates").rglob("*.html")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    desk = {name for name, text in texts.items() if '"desk.html"' in text and COUNTS.search(text)}
    bare = {name for name in desk if not FILES.search(texts[name])}
    assert bare == set(COUNTED_ELSEWHERE)


def listings(house: OpenHouse) -> dict[str, Listing]:
    """Every list of the house by the endpoint of its files."""
    views = house.app.view_functions
    return {name: view.listing for name, view in views.items() if hasattr(view, "listing")}  # type: ignore[attr-defined]


def files_of(house: OpenHouse, client: FlaskClient, endpoint: str) -> list[Any]:
    """What is answered at the two addresses of a list."""
    (rule,) = [one for one in house.app.url_map.iter_rules(endpoint) if "sheet" in one.arguments]
    values = house.furnished.values(endpoint, rule.arguments)
    with house.app.test_request_context():
        addresses = [house.app.url_for(endpoint, **values | {"sheet": kind}) for kind in ("csv", "xlsx")]
    return [client.get(address) for address in addresses]


def test_every_list_gives_the_same_lines_in_both_files(house: OpenHouse) -> None:
    assert len(listings(house)) >= 30
    for endpoint, listing in sorted(listings(house).items()):
        opened = 0
        for role in ROLES:
            client = come_in(house.app.test_client(), house.furnished.identities[role])
            text, book = files_of(house, client, endpoint)
            assert text.status_code == book.status_code, (endpoint, role)
            if text.status_code != 200:
                continue
            opened += 1
            rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"), newline="")))
            page = load_workbook(io.BytesIO(book.data)).active
            assert set(rows[0]) <= {column.title for column in listing.columns}
            assert [cell.value for cell in page[1]] == rows[0], endpoint
            assert len(list(page.rows)) == len(rows), endpoint
        assert opened, f"{endpoint}: nobody gets its files"


def test_the_files_of_a_list_have_as_many_lines_as_its_page_counts(house: OpenHouse) -> None:
    """Lists with a page of their own; topics leave out of the page what stands under another topic."""
    pages = [name for name in listings(house) if len(list(house.app.url_map.iter_rules(name))) > 1]
    for endpoint in sorted(pages):
        rule = next(one for one in house.app.url_map.iter_rules(endpoint) if "sheet" not in one.arguments)
        with house.app.test_request_context():
            address = house.app.url_for(endpoint, **house.furnished.values(endpoint, rule.arguments))
        for role in ROLES:
            client = come_in(house.app.test_client(), house.furnished.identities[role])
            page = client.get(address)
            if page.status_code != 200:
                continue
            counted = re.findall(r'class="list-count">共 <strong>(\d+)</strong>', page.text)
            text, _book = files_of(house, client, endpoint)
            assert text.status_code == 200, (endpoint, role)
            lines = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"), newline="")))[1:]
            if len(counted) == 1 and endpoint not in PARTS:
                assert len(lines) == int(counted[0]), (endpoint, role)
            offered = {kind for path, kind in BOTH.findall(page.text)}
            assert offered == ({"csv", "xlsx"} if lines or endpoint not in WHERE_SOMETHING_IS else set()), (
                endpoint,
                role,
            )


PARTS = {
    "organisation.parties": "a line for each person of a party",
    "agenda.board": "what waits, and the agendas ahead",
}
"""Pages whose one count is not of all their lines."""

WHERE_SOMETHING_IS = {"notices.mine", "organisation.resets", "roster.rosters"}
"""Pages that offer files where there are lines."""


OPENS = {Grant.YES, Grant.DEFAULT_ON}


def test_a_column_for_some_is_on_page_and_in_both_files_of_those_alone(house: OpenHouse) -> None:
    """Who may not read it finds neither its title nor one of its values anywhere; who may has it in both files."""
    kept = [
        (endpoint, column)
        for endpoint, listing in sorted(listings(house).items())
        for column in listing.columns
        if column.needs
    ]
    assert kept
    for endpoint, column in kept:
        found = {role: seen_by(house, endpoint, role) for role in ROLES}
        read = {role: seen for role, seen in found.items() if seen is not None}
        granted = {role for role in read if TABLE[column.needs].grant(role) in OPENS}
        assert granted, endpoint
        assert granted < set(read), f"{endpoint}: who opens it reads {column.title} too"
        values = {value for role in granted for value in read[role].under(column.title)}
        assert values, endpoint
        for role, seen in read.items():
            assert {column.title in sheet[0] for sheet in (seen.text, seen.book)} == {role in granted}, (endpoint, role)
            everything = "\n".join(
                [seen.page, *(cell for sheet in (seen.text, seen.book) for row in sheet for cell in row)]
            )
            shown = {value for value in values if value in everything}
            assert shown == (values if role in granted else set()), (endpoint, role)
            assert f">{column.title}</th>" not in seen.page or role in granted, (endpoint, role)


def seen_by(house: OpenHouse, endpoint: str, role: Role | None) -> Seen | None:
    """What a role is shown of a list; nothing where it does not get in."""
    client = come_in(house.app.test_client(), house.furnished.identities[role])
    text, book = files_of(house, client, endpoint)
    if text.status_code != 200:
        return None
    rule = next(one for one in house.app.url_map.iter_rules(endpoint) if "sheet" not in one.arguments)
    with house.app.test_request_context():
        address = house.app.url_for(endpoint, **house.furnished.values(endpoint, rule.arguments))
    lines = load_workbook(io.BytesIO(book.data)).active.iter_rows(values_only=True)
    rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"), newline="")))
    return Seen(
        client.get(address).text, rows, [["" if cell is None else str(cell) for cell in line] for line in lines]
    )


@dataclass(frozen=True)
class Seen:
    """What one role is shown of a list: its page, and the rows of both files."""

    page: str
    text: list[list[str]]
    book: list[list[str]]

    def under(self, title: str) -> set[str]:
        """What stands in a column of the files."""
        return {row[sheet[0].index(title)] for sheet in (self.text, self.book) for row in sheet[1:]} - {""}
