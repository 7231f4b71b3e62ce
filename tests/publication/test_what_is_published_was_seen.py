"""What goes public is what stood on the page of who pressed 公示: the saved text, and not an older one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.publication import actions
from deliberation.publication.models import Resolution
from tests.builders import World, sign_in
from tests.publication.hall import a_finished_meeting
from tests.publication.test_views import desk_of, seal_on

UNSAVED = "正文改过还没有保存，先保存草稿再公示。"


@pytest.fixture
def draft(world: World, client: FlaskClient) -> Resolution:
    """A draft that may be published; the chair is signed in."""
    made = actions.draft_resolution(world.secretary, a_finished_meeting(world).id)
    sign_in(client, world, "李建国")
    return made


def changed(world: World, draft: Resolution, words: str) -> None:
    actions.edit_resolution(world.secretary, draft.id, actions.ResolutionEdit(draft.title, words, draft.days))


def state_of(draft: Resolution) -> str:
    db.session.expire_all()
    return draft.state


def test_the_question_names_the_title_and_the_first_words(client: FlaskClient, world: World, draft: Resolution) -> None:
    changed(world, draft, "一、每晚十点关灯。")
    assert f"公示《{draft.title}》，正文开头是“一、每晚十点关灯。”" in client.get(desk_of(draft)).text


def test_a_draft_that_another_has_changed_is_not_published_unseen(
    client: FlaskClient, world: World, draft: Resolution
) -> None:
    seen = seal_on(client, draft)
    changed(world, draft, "一、每晚十点关灯。")
    refused = client.post(f"{desk_of(draft)}/publish", data={"seen": seen})
    assert refused.status_code == 409
    assert "草稿又改过并保存了" in refused.text
    assert "一、每晚十点关灯。" in refused.text
    assert state_of(draft) == "DRAFT"
    again = client.post(f"{desk_of(draft)}/publish", data={"seen": seal_on(client, draft)})
    assert again.status_code == 302
    assert state_of(draft) == "PUBLISHED"


def test_a_request_that_does_not_say_what_was_seen_publishes_nothing(client: FlaskClient, draft: Resolution) -> None:
    assert client.post(f"{desk_of(draft)}/publish").status_code == 409
    assert state_of(draft) == "DRAFT"


def test_words_that_were_refused_are_saved_before_anything_is_published(client: FlaskClient, draft: Resolution) -> None:
    page = client.post(desk_of(draft), data={"title": "新标题", "text": "一、刚写的话。", "days": "1"}).text
    assert UNSAVED in page
    assert "/publish" not in page
    assert "没有发现电话" not in page


def test_the_script_that_locks_publishing_finds_its_places(client: FlaskClient, draft: Resolution) -> None:
    page = client.get(desk_of(draft)).text
    for place in ("data-saved-form", "<div data-unsaved hidden>", "<div data-saved>", "js/publication/draft_saved.js"):
        assert place in page
