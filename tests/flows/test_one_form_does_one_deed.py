"""A form sent twice does its work once, and its key stops nobody else: no other compound, act or person."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import UniqueConstraint

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import Base
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.keys import LENGTH, own_key, stored_key
from deliberation.supervision import actions as supervision
from deliberation.supervision import queries as orders
from tests.builders import World, a_compound, sign_in
from tests.flows.keyed_deeds import Place, deeds, furnished
from tests.supervision.hall import a_decided_meeting, a_draft, at, motions

USES = {
    "collection/actions/__init__.py:submit_topic": "topic, topic of a resident",
    "convening/actions/planning.py:plan_meeting": "meeting",
    "disclosure/actions/documents.py:publish": "document",
    "disclosure/actions/documents.py:replace": "new version",
    "disclosure/actions/requests.py:ask": "inspection",
    "disclosure/actions/requests.py:enter": "inspection entered",
    "organisation/actions/editing.py:keyed": "venue",
    "organisation/actions/meeting_types.py:add_type": "kind of meeting",
    "organisation/actions/people.py:add_person": "person",
    "organisation/actions/profiles.py:add_profile": "rules",
    "owners/actions/emergency.py:record_use": "emergency",
    "owners/actions/elsewhere.py:record_committee": "committee",
    "owners/actions/evidence.py:keep": "proof of a vote, proof of another vote, proof of a demand, proof of a posting",
    "owners/actions/petitions.py:begin": "petition",
    "privacy/actions.py:enter": "person request",
    "publication/actions.py:object_to": "objection",
    "room/actions/motions.py:record_motion": "motion",
    "supervision/actions/drafting.py:draft_order": "order",
    "supervision/actions/drafting.py:_first_draft": "",
}
"""Where a key is made to be stored, with the deeds below that try it; `_first_draft` has a test of its own."""

PROOFS = "proof of a vote, proof of another vote, proof of a demand, proof of a posting"
SENT = {
    "collection/forms.py:TopicForm": "topic, topic of a resident",
    "convening/forms/__init__.py:PlanForm": "meeting",
    "disclosure/forms.py:VersionForm": "document, new version",
    "disclosure/forms.py:RequestForm": "inspection, inspection entered",
    "organisation/forms/places.py:OfficeForm": "venue",
    "organisation/forms/meeting_types.py:TypeForm": "kind of meeting",
    "organisation/forms/people.py:PersonForm": "person",
    "organisation/forms/profiles.py:ProfileForm": "rules",
    "owners/forms/emergency.py:EmergencyForm": "emergency",
    "owners/forms/evidence.py:EvidenceForm": PROOFS,
    "owners/forms/recorded.py:RecordForm": "committee",
    "owners/forms/petitions.py:PetitionForm": "petition",
    "privacy/forms.py:RequestForm": "person request",
    "publication/forms.py:ObjectionForm": "objection",
    "supervision/forms.py:OrderForm": "order",
    "room/views/acts.py:record_motion": "motion",
    "room/views/acts.py:cast": "",
    "room/sockets.py:cast": "",
}
"""Where a key comes in from a browser, with the deeds that it may do; a ballot's is tried below."""

KEYS = ["k", "motion-12", "line-1-0", "x" * 40, "有", "\x00'\"", own_key("order.draft", 1)]
ROOT = Path("deliberation")


@pytest.fixture
def here(app: Flask) -> World:
    at(3, 2)
    return a_compound()


@pytest.fixture
def there(here: World) -> World:
    return a_compound("bohai", "渤海明珠")


def holders(wanted: Callable[[ast.AST], bool]) -> set[str]:
    """Every innermost named function or class at the top of a file of ours that holds such a piece of code."""
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        for top in ast.parse(path.read_text("utf-8")).body:
            if isinstance(top, (ast.FunctionDef, ast.ClassDef)) and any(wanted(node) for node in ast.walk(top)):
                found.add(f"{path.relative_to(ROOT).as_posix()}:{top.name}")
    return found


def calls(*names: str) -> Callable[[ast.AST], bool]:
    """A call of one of these functions by its bare name."""
    return lambda node: isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def reads_a_key(node: ast.AST) -> bool:
    """A key taken from a field of a form or out of JSON."""
    sent = {"request_key", "client_id"}
    is_word = calls("word", "_word")(node) and any(
        isinstance(part, ast.Constant) and part.value in sent for part in getattr(node, "args", ())
    )
    return is_word or calls("request_key_field")(node)


def test_every_place_where_a_key_is_stored_or_comes_in_has_a_deed() -> None:
    assert holders(calls("stored_key", "own_key")) == set(USES)
    assert holders(reads_a_key) == set(SENT)
    assert named(*SENT.values()) == named(*USES.values())


def named(*lists: str) -> set[str]:
    """The deeds that these lists name."""
    return {name for names in lists for name in names.split(", ") if name}


def test_whatever_is_stored_with_a_key_is_one_of_its_kind() -> None:
    columns = [
        (mapper.local_table, mapper.local_table.c["request_key"])
        for mapper in Base.registry.mappers
        if "request_key" in mapper.local_table.c
    ]
    assert len(columns) == 12
    for table, column in columns:
        together = [set(one.columns.keys()) for one in table.constraints if isinstance(one, UniqueConstraint)]
        assert column.unique or {"item_id", "request_key"} in together, table.name
        assert column.type.length == LENGTH


def test_a_key_from_anywhere_does_its_own_work_once(here: World, there: World) -> None:
    places = [furnished(here), furnished(there)]
    made: dict[str, set[tuple[str, int]]] = {}
    for key in KEYS:
        for place in places:
            for by in (0, 1):
                for name, deed in deeds(place, by, key).items():
                    row = deed()
                    assert deed().id == row.id, (name, key)
                    found = made.setdefault(f"{name} {key}", set())
                    assert row.id not in found, (name, key)
                    found.add(row.id)
    assert {len(found) for found in made.values()} == {len(places) * 2}
    assert set(deeds(places[0], 0, "k")) == named(*USES.values())
    _no_stored_key_names_anything(*places)


def _no_stored_key_names_anything(first: Place, second: Place) -> None:
    """A form sends the very key that stands in the store, whoever's it is."""
    for name, deed in deeds(first, 0, "mine").items():
        row = deed()
        stored = getattr(row, "request_key", "") or getattr(row, "facts", {}).get("request_key", "")
        for place, by in ((first, 0), (first, 1), (second, 0)):
            assert deeds(place, by, stored or "mine-too")[name]().id != row.id, name


def test_no_key_of_a_form_stops_the_drafting_of_what_a_meeting_decided(here: World, there: World) -> None:
    meeting_id = a_decided_meeting(here)
    names = [f"motion-{motion.id}" for motion in motions(meeting_id)]
    names += [own_key("order.draft", motion.id) for motion in motions(meeting_id)]
    for name in names:
        for world in (here, there):
            supervision.draft_order(world.secretary, world.compound.id, a_draft(world, request_key=name))
    made = supervision.draft_from_decisions(here.chair, meeting_id)
    assert len(made) == 3
    assert supervision.draft_from_decisions(here.chair, meeting_id) == []
    assert {order.motion_id for order in made} == {motion.id for motion in motions(meeting_id)[:3]}


def test_the_key_of_another_persons_form_gives_away_nothing(here: World) -> None:
    mine = TopicDraft(situation="楼上漏水，我的电话…", category="other", request_key="demo-1-0001")
    made = submit_topic(ANONYMOUS, here.compound.id, mine)
    assert submit_topic(ANONYMOUS, here.compound.id, mine).receipt_code == made.receipt_code
    for guess in (replace(mine, situation="试一试。"), replace(mine, situation="")):
        try:
            found = submit_topic(ANONYMOUS, here.compound.id, guess).receipt_code
        except Exception:  # noqa: BLE001 - refused in words is right, too
            found = ""
        assert found != made.receipt_code
    assert submit_topic(here.secretary, here.compound.id, mine).id != made.id
    assert submit_topic(here.chair, here.compound.id, mine).id != made.id


def test_an_order_form_without_a_key_is_a_form_of_its_own(app: Flask, here: World) -> None:
    meeting_id = a_decided_meeting(here)
    browser: FlaskClient = sign_in(app.test_client(), here, "周敏")
    form = {
        "title": "疏导",
        "requirement": "",
        "due_on": "2026-03-25",
        "responsible_id": "0",
        "item_id": "0",
        "lead_party_id": str(here.parties["property_firm"].id),
        "request_key": "",
        "own_duty": "物业自己的职责。",
    }
    for count in (1, 2):
        assert browser.post(f"/desk/jinling/meetings/{meeting_id}/orders/new", data=form).status_code == 302
        assert len(orders.orders_of_meeting(meeting_id)) == count


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40), st.integers(), st.integers())
def test_keys_of_different_things_differ(given_key: str, other: str, place: int, by: int) -> None:
    stored = stored_key("order.draft", place, by, given_key)
    assert len(stored) == LENGTH
    assert stored == stored_key("order.draft", place, by, given_key, [other])
    assert (
        len(
            {
                stored,
                stored_key("topic.submit", place, by, given_key),
                stored_key("order.draft", place + 1, by, given_key),
                stored_key("order.draft", place, by + 1, given_key),
                stored_key("order.draft", place, None, given_key),
                stored_key("order.draft", place, by, f"{given_key}x"),
                own_key("order.draft", place),
            }
        )
        == 7
    )
