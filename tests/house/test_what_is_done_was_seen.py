"""Whoever signs, issues, publishes, announces, closes or approves does it to what stood on his page, or is refused.

The doors say which acts are bound (`web.guard`, `shows`), and every one of them is tried: in the furnished house where
it offers the act, else in a scene of its own (`tests.house.scenes`).
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from deliberation.live import outbox
from deliberation.organisation.actions import open_visit
from tests.builders import a_compound
from tests.house.bound_acts import BY_HASH, bound, changing, free
from tests.house.conftest import OpenHouse, put_store
from tests.house.forms_on_pages import forms_of
from tests.house.people import come_in
from tests.house.scenes import SCENES, Scene, tablet_form
from tests.house.test_every_route_by_role import address, visits
from tests.house.tries import Act, wrong_with

WHO = (Role.CHAIR, Role.SECRETARY, Role.UNIT, Role.COMMITTEE_DELEGATE)
TEMPLATES = Path("templates")
FORM = re.compile(r"<form[^>]*?url_for\(['\"]?([a-z_.]+)['\"]?[^>]*>(.{0,200})", re.DOTALL)
BUTTON = re.compile(r"confirm_button\((?:(?!confirm_button).)*?url_for\(['\"]([a-z_.]+)['\"]", re.DOTALL)


def endpoint_of(app: Flask, url: str) -> str:
    """The act behind an address."""
    return str(app.url_map.bind("localhost").match(url.partition("?")[0], method="POST")[0])


def acts_on(app: Flask, identity: str | None, url: str) -> list[Act]:
    """The bound acts on a page, for whoever comes in."""
    answer = come_in(app.test_client(), identity).get(url)
    page, text = url.partition("?")[0], answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    forms = forms_of(page, text) if answer.status_code == 200 else []
    if answer.is_json and page.endswith("/minutes"):
        forms = [tablet_form(int(page.split("/")[2]), answer.get_json()["seen"])]
    answer.close()
    found = [Act(endpoint_of(app, form.action), identity, form) for form in forms]
    return [act for act in found if act.form.fields.get(act.field)]


@pytest.fixture(scope="module")
def furnished(furnished_house: OpenHouse) -> dict[str, Act]:
    """Each bound act that somebody finds on a page of the furnished house."""
    furnished_house.put_back()
    clock.use(lambda: furnished_house.furnished.now)
    acts: dict[str, Act] = {}
    for role in WHO:
        for visit in visits(furnished_house.app):
            if visit.method == "GET" and "compound_slug" in visit.rule.arguments:
                identity = furnished_house.furnished.identities[role]
                for act in acts_on(furnished_house.app, identity, address(furnished_house, visit)):
                    acts.setdefault(act.endpoint, act)
    clock.use(None)
    return acts


def test_every_act_is_bound_or_says_why_it_need_not_be(running_app: Flask) -> None:
    named = [set(bound(running_app)), free(), set(BY_HASH)]
    assert set.union(*named) == changing(running_app)
    assert sum(map(len, named)) == len(changing(running_app))


def test_every_bound_act_is_tried_somewhere(running_app: Flask, furnished: dict[str, Act]) -> None:
    in_scenes = {name for names in SCENES.values() for name in names.split()}
    assert set(bound(running_app)) - in_scenes - set(furnished) == set()


def test_in_the_furnished_house_each_is_refused_unless_the_thing_is_as_it_was_seen(
    house: OpenHouse, furnished: dict[str, Act]
) -> None:
    in_scenes = {name for names in SCENES.values() for name in names.split()}
    here = [act for name, act in sorted(furnished.items()) if name not in in_scenes and name not in BY_HASH]
    wrong = [wrong for act in here for wrong in wrong_with(house.app, act, house.put_back)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_in_its_scene_each_is_refused_unless_the_thing_is_as_it_was_seen(
    running_app: Flask, blank_store: Path, scene: Scene, tmp_path: Path
) -> None:
    kept, names = tmp_path / "kept.sqlite", SCENES[scene].split()
    put_store(running_app, blank_store)
    pages = _played(running_app, scene, kept)
    acts = {act.endpoint: act for who, page in pages for act in acts_on(running_app, who, page)}
    assert set(names) <= set(acts)
    put_back = partial(put_store, running_app, kept)
    wrong = [wrong for name in names for wrong in wrong_with(running_app, acts[name], put_back)]
    put_store(running_app, blank_store)
    assert not wrong, "\n".join(wrong)


def _played(app: Flask, scene: Scene, kept: Path) -> list[tuple[str, str]]:
    """Play a scene and keep the store; answers each identity with the page that it opens."""
    outbox.listen(None)
    with app.app_context():
        world = a_compound()
        pages = scene(world)
        accounts = {who: world.accounts[who] for who, _page in pages}
        for account in accounts.values():
            open_visit(f"visit-{account.id}", account.id)
        found = [(f"{accounts[who].id}:{accounts[who].session_key}", page) for who, page in pages]
        db.session.remove()
        connection = db.engine.raw_connection()  # without the BEGIN that an engine's connection sends
        connection.cursor().execute("VACUUM INTO ?", (str(kept),))
        connection.close()
    put_store(app, kept)
    return found


def sources() -> list[str]:
    """The text of every template."""
    return [path.read_text("utf-8") for path in sorted(TEMPLATES.rglob("*.html"))]


def calls(text: str) -> list[tuple[str, str]]:
    """Every act of a template that is a form or a button which asks again, with the piece that would carry `seen`."""
    made = [(m[1], m[0]) for m in FORM.finditer(text)]
    return made + [(m[1], text[m.start() : m.end() + 260]) for m in BUTTON.finditer(text)]


def test_no_page_offers_one_of_these_acts_without_what_it_shows(running_app: Flask) -> None:
    demanded = dict.fromkeys(bound(running_app), "seen") | BY_HASH
    made = [call for text in sources() for call in calls(text)]
    assert [f"{endpoint}: {piece[:60]}" for endpoint, piece in made if demanded.get(endpoint, "") not in piece] == []
