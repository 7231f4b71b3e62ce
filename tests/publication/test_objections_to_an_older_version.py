"""A correction answers nobody: whoever objected to the older version still gets his answer."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication import actions, queries
from deliberation.publication.models import PublicObjection, Resolution
from tests.builders import World, a_compound, sign_in
from tests.publication.hall import MORNING_AFTER, a_finished_meeting


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


@pytest.fixture
def versions(world: World) -> tuple[Resolution, Resolution, PublicObjection]:
    """An objected resolution, its correction that has been published, and the objection."""
    clock.use(lambda: MORNING_AFTER)
    first = actions.draft_resolution(world.secretary, a_finished_meeting(world).id)
    actions.publish(world.chair, first.id, masking_confirmed=True)
    objection = actions.object_to(first.public_id, actions.ObjectionDraft("第一条预算太高。", uuid.uuid4().hex))
    second = actions.correct(world.secretary, first.id)
    actions.publish(world.chair, second.id, masking_confirmed=True)
    return first, second, objection


def test_it_waits_for_its_answer_and_gets_it_once(
    world: World, versions: tuple[Resolution, Resolution, PublicObjection], app: Flask
) -> None:
    first, second, objection = versions
    assert [w.label for w in queries.waiting(world.chair, world.compound.id)] == ["更正前的异议待答复"]
    address = f"/desk/jinling/resolutions/{first.id}"
    assert f"objections/{objection.id}/answer" in sign_in(app.test_client(), world, "李建国").get(address).text
    actions.answer_objection(world.chair, objection.id, "预算经三家比价。")
    assert (first.state, second.state, objection.answer) == ("SUPERSEDED", "PUBLISHED", "预算经三家比价。")
    assert queries.waiting(world.chair, world.compound.id) == []
    with pytest.raises(Refused) as caught:
        actions.answer_objection(world.chair, objection.id, "再答一次。")
    assert caught.value.reason is Reason.ALREADY_DONE
