"""Two subdistricts on one installation: staff of one find nothing of the other."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import transaction
from deliberation.kernel.actor import ANONYMOUS
from deliberation.organisation.models import Community, Subdistrict
from tests.builders import World, a_compound, an_officer, sign_in


@pytest.fixture
def here(app: Flask) -> World:
    return a_compound()


@pytest.fixture
def there(here: World) -> World:
    """A compound of another subdistrict in another city."""
    world = a_compound("haitang", "海棠花园")
    with transaction() as session:
        other = Subdistrict(name="湖畔街道", city="济南市", province="山东省")
        session.add(other)
        session.flush()  # its community names the id
        session.get_one(Community, world.compound.community_id).subdistrict_id = other.id
    return world


def test_an_officer_of_one_subdistrict_has_no_compound_of_another(app: Flask, here: World, there: World) -> None:
    officer = an_officer(here, "subdistrict_officer", "曾伟")
    assert officer.compound_ids == {here.compound.id}
    browser = sign_in(app.test_client(), here, "曾伟")
    topic = submit_topic(ANONYMOUS, there.compound.id, TopicDraft("路灯不亮。", "facility", "k"))
    for page in ("", "topics/", "orders/", "meetings/", "parties", f"topics/{topic.id}", "owners-votes/", "rosters/"):
        assert browser.get(f"/desk/haitang/{page}").status_code == 404, page
        if not page.startswith("topics/"):
            assert browser.get(f"/desk/jinling/{page}").status_code in {200, 403, 404}, page
    door = browser.get("/desk/", follow_redirects=True).text
    assert there.compound.name not in door
    assert here.compound.name in door


def test_staff_of_a_compound_find_nothing_of_another_subdistrict(app: Flask, here: World, there: World) -> None:
    browser = sign_in(app.test_client(), here, "周敏")
    topic = submit_topic(ANONYMOUS, there.compound.id, TopicDraft("路灯不亮。", "facility", "k"))
    assert browser.get("/desk/haitang/topics/").status_code == 404
    assert browser.get(f"/desk/jinling/topics/{topic.id}").status_code == 404
    assert browser.post(f"/desk/jinling/topics/{topic.id}/take-up").status_code == 404
    assert browser.get("/desk/jinling/topics/").status_code == 200
