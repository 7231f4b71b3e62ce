"""Whoever signs, issues, publishes, announces, closes or approves does it to what stood on his page, or is refused."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from tests.conftest import store_path
from tests.house.conftest import OpenHouse
from tests.house.forms_on_pages import Form, forms_of
from tests.house.people import come_in
from tests.house.test_every_route_by_role import address, visits

BOUND = frozenset(
    {
        "agenda.bring_back", "agenda.classify", "agenda.classify_item", "agenda.screen", "collection.merge",
        "collection.unmerge", "convening.cancel", "convening.notify", "convening.publish_agenda",
        "disclosure.complete", "disclosure.grant", "disclosure.point_out", "disclosure.refuse", "disclosure.withdraw",
        "owners.accept_candidate", "owners.cancel_vote", "owners.close_vote", "owners.confirm_import",
        "owners.entry_different", "owners.file_committee", "owners.hand_over_petition", "owners.notify",
        "owners.open_vote", "owners.post_candidates", "owners.take_back_count", "owners.take_off_candidate",
        "owners.use_roster", "owners.void_vote", "publication.answer", "publication.correct", "room.hand_out",
        "room.issue", "room.sign", "supervision.accept", "supervision.annul_owners_result",
        "supervision.announce_owners_result", "supervision.cancel", "supervision.check", "supervision.close",
        "supervision.complete", "supervision.issue", "supervision.issue_all", "supervision.refuse",
        "supervision.reinstate_owners_result", "supervision.rework",
    }
)  # fmt: skip
"""Every act that carries a digest of what its page showed. What is signed or published by a hash of its own:"""

BY_HASH = {
    "owners.certify": "result_hash", "owners.take_back_signature": "result_hash", "publication.publish": "seen",
}  # fmt: skip

CHANGES = {
    "order": "UPDATE orders SET title = title || '（改）' WHERE id = ?",
    "owners_vote": "UPDATE owners_votes SET title = title || '（改）' WHERE id = ?",
    "roster": "UPDATE rosters SET ground = ground || '（改）' WHERE id = ?",
    "petition": "UPDATE owners_petitions SET title = title || '（改）' WHERE id = ?",
    "paper": "UPDATE owners_papers SET settled_reason = '（改）' WHERE id = ?",
    "meeting": "UPDATE meetings SET title = title || '（改）' WHERE id = ?",
    "minutes": "UPDATE minutes_lines SET text = text || '（改）' WHERE meeting_id = ?",
    "topic": "UPDATE topics SET title = title || '（改）' WHERE id = ?",
    "item": "UPDATE agenda_items SET title = title || '（改）' WHERE id = ?",
    "resolution": "UPDATE resolutions SET title = title || '（改）' WHERE id = ?",
    "document": "UPDATE document_versions SET title = title || '（改）' WHERE document_id = ?",
    "inspection": "UPDATE inspection_requests SET due_on = '2027-01-01' WHERE id = ?",
}
"""How each kind of thing is changed by somebody else."""

SAID = "您打开这一页以后，内容又有改动，这一步没有办理。"
WHO = (Role.CHAIR, Role.SECRETARY, Role.UNIT)
TEMPLATES = Path("templates")
FORM = re.compile(r"<form[^>]*?url_for\(['\"]?([a-z_.]+)['\"]?[^>]*>(.{0,200})", re.DOTALL)
BUTTON = re.compile(r"confirm_button\((?:(?!confirm_button).)*?url_for\(['\"]([a-z_.]+)['\"]", re.DOTALL)


def browser(house: OpenHouse, role: Role) -> FlaskClient:
    """A browser in which the holder of a role has signed in."""
    return come_in(house.app.test_client(), house.furnished.identities[role])


@pytest.fixture(scope="module")
def found(furnished_house: OpenHouse) -> dict[str, tuple[Role, Form]]:
    """Each bound act that somebody finds on a page of the furnished house, with the form that he would send."""
    furnished_house.put_back()
    clock.use(lambda: furnished_house.furnished.now)
    acts: dict[str, tuple[Role, Form]] = {}
    for role in WHO:
        client = browser(furnished_house, role)
        for visit in visits(furnished_house.app):
            if visit.method == "GET" and "compound_slug" in visit.rule.arguments:
                url = address(furnished_house, visit)
                for form in _seen_forms(client, url):
                    acts.setdefault(endpoint_of(furnished_house, form.action), (role, form))
    clock.use(None)
    return acts


def _seen_forms(client: FlaskClient, url: str) -> list[Form]:
    answer = client.get(url)
    is_page = answer.status_code == 200 and answer.mimetype == "text/html"
    forms = forms_of(url.partition("?")[0], answer.get_data(as_text=True)) if is_page else []
    answer.close()
    return [form for form in forms if form.fields.get("seen", "").count(":") >= 2]


def endpoint_of(house: OpenHouse, url: str) -> str:
    """The act behind an address."""
    adapter = house.app.url_map.bind("localhost")
    return str(adapter.match(url.partition("?")[0], method="POST")[0])


def change(house: OpenHouse, seen: str) -> None:
    """Somebody else changes the first thing that the form has seen."""
    kind, number, _digest = seen.split(",", maxsplit=1)[0].split(":")
    connection = sqlite3.connect(store_path(house.app))
    connection.execute(CHANGES[kind], (int(number),))
    connection.commit()
    connection.close()


def test_the_furnished_house_shows_many_of_these_acts(found: dict[str, tuple[Role, Form]]) -> None:
    assert set(found) <= BOUND
    assert len(found) >= 14, sorted(found)


def test_each_is_refused_where_the_thing_changed_in_between_and_not_otherwise(
    house: OpenHouse, found: dict[str, tuple[Role, Form]]
) -> None:
    wrong = []
    for endpoint, (role, form) in sorted(found.items()):
        for changed in (True, False):
            house.put_back()
            if changed:
                change(house, form.fields["seen"])
            answer = browser(house, role).post(form.action, data=form.filled())
            refused = SAID in answer.get_data(as_text=True)
            if refused is not changed and answer.status_code != 422:
                wrong.append(f"{endpoint}: changed {changed}, refused {refused}, {answer.status_code}")
    assert wrong == []


def sources() -> list[str]:
    """The text of every template."""
    return [path.read_text("utf-8") for path in sorted(TEMPLATES.rglob("*.html"))]


def calls(text: str) -> list[tuple[str, str]]:
    """Every act of a template that is a form or a button which asks again, with the piece that would carry `seen`."""
    made = [(m[1], m[0]) for m in FORM.finditer(text)]
    return made + [(m[1], text[m.start() : m.end() + 260]) for m in BUTTON.finditer(text)]


def test_no_page_offers_one_of_these_acts_without_what_it_shows() -> None:
    wrong = [
        f"{endpoint}: {piece[:60]}"
        for text in sources()
        for endpoint, piece in calls(text)
        if (endpoint in BOUND and "seen" not in piece) or (endpoint in BY_HASH and BY_HASH[endpoint] not in piece)
    ]
    assert wrong == []
