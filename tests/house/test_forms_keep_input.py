"""Every form of every page, filled badly: a clear refusal, the words kept, nothing half-written, never a 500."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from tests.conftest import store_path
from tests.house.conftest import OpenHouse
from tests.house.forms_on_pages import Form, forms_of
from tests.house.people import come_in
from tests.house.test_every_route_by_role import Visit, address, visits

WHO = (Role.PUBLIC, Role.CHAIR, Role.SECRETARY, Role.FIRM_DELEGATE, Role.UNIT)
TOO_LONG = 30_000
SAID = re.compile(r'class="(?:field-error|error-summary|notice|flash|lead|problem)[^"]*"|data-keep-drafts|role="alert"')
LEFT_OUT = ("/login", "/logout", "/j/", "/join")
"""Doors count failed attempts and take nothing but digits; leaving is open to all. Their tests are elsewhere."""
ODD = ("²", "٣", "9" * 30, "10^30", "a\x00b")
"""What somebody might send where a number, a day or a word is asked for."""
COUNTED = (
    "topics",
    "agenda_items",
    "meetings",
    "orders",
    "resolutions",
    "public_objections",
    "events",
    "seats",
    "documents",
    "document_versions",
    "inspection_requests",
)


@dataclass(frozen=True)
class Found:
    """A form and somebody who sees it."""

    role: Role
    form: Form

    def __str__(self) -> str:
        return f"{self.role.value} {self.form.action}"


@pytest.fixture(scope="module")
def crowded(furnished_house: OpenHouse, tmp_path_factory: pytest.TempPathFactory) -> tuple[OpenHouse, list[Found]]:
    """The furnished house with a meeting being planned and an item that waits; and every form that is seen in it."""
    furnished_house.put_back()
    clock.use(lambda: furnished_house.furnished.now)
    secretary = browser(furnished_house, Role.SECRETARY)
    for page in ("/desk/jinling/meetings/new", "/desk/jinling/agenda/new"):
        (form,) = [f for f in forms_of(page, secretary.get(page).get_data(as_text=True)) if f.action == page]
        assert secretary.post(page, data=form.filled()).status_code == 302
    kept = tmp_path_factory.mktemp("crowded") / "kept.sqlite"
    connection = sqlite3.connect(store_path(furnished_house.app))
    connection.execute("VACUUM INTO ?", (str(kept),))
    connection.close()
    forms = _all_forms(furnished_house)
    clock.use(None)
    furnished_house.put_back()
    return OpenHouse(furnished_house.app, kept, furnished_house.furnished), forms


def _all_forms(house: OpenHouse) -> list[Found]:
    """Every form that these people see, each once, on the pages of every GET route and of every meeting."""
    seen: dict[str, Found] = {}
    for role in WHO:
        client = browser(house, role)
        for visit in [v for v in visits(house.app) if v.method == "GET"]:
            many = {"meeting_id", "compound_slug"} <= visit.rule.arguments
            places = [{"meeting_id": str(n)} for n in (1, 2, 3)] if many else [{}]
            if visit.endpoint == "collection.receipt":
                places.append({"receipt_code": house.furnished.returned})
            for instead in places:
                for form in _forms(client, house, visit, instead):
                    seen.setdefault(form.action, Found(role, form))
    return [one for one in seen.values() if not one.form.action.startswith(LEFT_OUT)]


@pytest.fixture
def found(crowded: tuple[OpenHouse, list[Found]]) -> list[Found]:
    return crowded[1]


@pytest.fixture
def house(house: OpenHouse, crowded: tuple[OpenHouse, list[Found]]) -> OpenHouse:
    """The crowded house, at the moment and under the care of the furnished one."""
    crowded[0].put_back()
    return crowded[0]


def browser(house: OpenHouse, role: Role) -> FlaskClient:
    """A browser in which the holder of a role has signed in."""
    return come_in(house.app.test_client(), house.furnished.identities[role])


def _forms(client: FlaskClient, house: OpenHouse, visit: Visit, instead: dict[str, str]) -> Iterator[Form]:
    url = address(house, visit, **instead)
    answer = client.get(url)
    if answer.status_code == 200 and answer.mimetype == "text/html":
        yield from forms_of(url.partition("?")[0], answer.get_data(as_text=True))
    answer.close()


def rows_of(app: Flask) -> dict[str, int]:
    """A fingerprint of every table: how many rows, and what they say. Read again only after a write."""
    path = store_path(app)
    files = [one for one in (path, path.with_name(f"{path.name}-wal")) if one.exists() and one.stat().st_size]
    return _rows_in(path, tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in files))


@lru_cache(maxsize=8)
def _rows_in(path: Path, _written: tuple[tuple[str, int, int], ...]) -> dict[str, int]:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    told = {name: hash(tuple(connection.execute(f'SELECT * FROM "{name}"'))) for name in tables}
    connection.close()
    return told


def count_of(app: Flask) -> list[int]:
    """How many topics, meetings, orders … there are."""
    with closing(sqlite3.connect(store_path(app))) as connection:
        return [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in COUNTED]


def send(house: OpenHouse, one: Found, data: dict[str, str]) -> tuple[TestResponse, str, list[str]]:
    """Send a form; answers the response, its text, and which tables changed."""
    before = rows_of(house.app)
    answer = browser(house, one.role).post(one.form.action, data=data)
    after = rows_of(house.app)
    is_page = (answer.mimetype or "").startswith("text/")  # a form may answer with a file, but refuses in words
    text = answer.get_data(as_text=True) if is_page else ""
    return answer, text, [name for name in after if after[name] != before[name]]


def judge(one: Found, answer: TestResponse, text: str, changed: list[str]) -> list[str]:
    """What is wrong with the answer to a form that may be refused."""
    status = answer.status_code
    if status >= 500:
        return [f"{one}: {status}"]
    if status < 400:
        return []
    wrong = [f"{one}: {status}, yet {changed} changed"] if changed else []
    if not re.search(r"[\u4e00-\u9fff]{4}", text) or not SAID.search(text):
        wrong.append(f"{one}: {status} says nothing")
    return wrong


def test_there_are_many_forms(found: list[Found]) -> None:
    assert len(found) > 60, "\n".join(map(str, found))
    assert any(one.form.action.endswith("/resubmit") for one in found)  # a returned topic is supplemented by its holder


def test_words_that_are_too_long_come_back_and_nothing_is_written(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        for name in one.form.typed:
            start = f"长话{name}开头"
            data = one.form.filled(**{name: start + "字" * TOO_LONG})
            answer, text, changed = send(house, one, data)
            wrong += judge(one, answer, text, changed)
            if answer.status_code < 400:
                wrong.append(f"{one}: {TOO_LONG} signs in {name} were taken")
                house.put_back()
            elif start not in text and answer.status_code == 422:
                wrong.append(f"{one}: what was typed in {name} is lost")
    assert wrong == []


def test_an_empty_form_is_refused_in_words_or_does_no_harm(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        data = {name: value for name, value in one.form.fields.items() if one.form.kinds[name] == "hidden"}
        answer, text, changed = send(house, one, data)
        wrong += judge(one, answer, text, changed)
        house.put_back()
    assert wrong == []


def test_a_value_of_the_wrong_type_is_never_an_error_of_ours(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        for name, kind in one.form.kinds.items():
            if kind in {"select", "radio", "checkbox", "number", "date", "time", "hidden"}:
                answer, text, changed = send(house, one, one.form.filled(**{name: "蛇" * 50}))
                wrong += judge(one, answer, text, changed)
                if answer.status_code < 400:
                    house.put_back()
    assert wrong == []


def test_odd_digits_and_unseen_signs_are_never_an_error_of_ours(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        names = [name for name, kind in one.form.kinds.items() if name != "csrf_token" and kind != "file"]
        for turn in range(2):
            odd = {name: ODD[(at + 3 * turn) % len(ODD)] for at, name in enumerate(names)}
            answer, text, changed = send(house, one, one.form.filled(**odd))
            wrong += judge(one, answer, text, changed)
            if answer.status_code < 400:
                house.put_back()
    assert wrong == []


def test_a_double_submit_makes_nothing_twice(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        data = one.form.filled()
        first = browser(house, one.role).post(one.form.action, data=data)
        counted = count_of(house.app)
        again = browser(house, one.role).post(one.form.action, data=data)
        if first.status_code >= 500 or again.status_code >= 500:
            wrong.append(f"{one}: {first.status_code}, then {again.status_code}")
        if count_of(house.app) != counted:
            wrong.append(f"{one}: the second made more ({dict(zip(COUNTED, counted, strict=True))})")
        house.put_back()
    assert wrong == []


def test_whose_session_has_gone_is_told_and_nothing_is_written(house: OpenHouse, found: list[Found]) -> None:
    wrong = []
    for one in found:
        if one.role is not Role.PUBLIC:
            answer, text, changed = send(house, Found(Role.PUBLIC, one.form), one.form.filled())
            wrong += judge(one, answer, text, changed)
            if answer.status_code not in {401, 403, 404}:
                wrong.append(f"{one}: {answer.status_code} without a session")
    assert wrong == []


def test_a_form_without_its_token_is_refused_in_words(house: OpenHouse, found: list[Found]) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        wrong = []
        for one in found:
            answer, text, changed = send(house, one, one.form.filled())
            wrong += judge(one, answer, text, changed)
            if answer.status_code != 400:
                wrong.append(f"{one}: {answer.status_code} without the token")
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False
    assert wrong == []
