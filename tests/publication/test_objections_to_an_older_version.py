"""A correction answers nobody: whoever objected to the older version still gets his answer."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication import actions, queries
from deliberation.publication.models import PublicObjection, Resolution
from tests.builders import World, sign_in
from tests.publication.hall import MORNING_AFTER, a_finished_meeting, at


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


def test_a_correction_does_not_take_effect_before_the_older_objection_is_answered(
    world: World, versions: tuple[Resolution, Resolution, PublicObjection]
) -> None:
    _first, second, objection = versions
    over = at(19)
    assert actions.settle(over) == []
    assert second.state == "PUBLISHED"
    actions.answer_objection(world.chair, objection.id, "预算经三家比价。")
    assert actions.settle(over) == [second.id]
    assert second.state == "EFFECTIVE"


def test_the_third_version_waits_for_an_objection_to_the_first(
    world: World, versions: tuple[Resolution, Resolution, PublicObjection]
) -> None:
    _first, second, objection = versions
    third = actions.correct(world.secretary, second.id)
    actions.publish(world.chair, third.id, masking_confirmed=True)
    over = at(19)
    assert actions.settle(over) == []
    actions.answer_objection(world.chair, objection.id, "预算经三家比价。")
    assert actions.settle(over) == [third.id]


def test_an_objection_to_another_meetings_resolution_holds_nothing_back(
    world: World, versions: tuple[Resolution, Resolution, PublicObjection]
) -> None:
    other = actions.draft_resolution(world.secretary, a_finished_meeting(world, key="april").id)
    actions.publish(world.chair, other.id, masking_confirmed=True)
    assert actions.settle(at(19)) == [other.id]


def test_both_pages_say_what_the_correction_waits_for(
    world: World, versions: tuple[Resolution, Resolution, PublicObjection], app: Flask
) -> None:
    _first, second, objection = versions
    said = "对第 1 版的异议还没有答复，答复以前这一版不生效。"
    pages = (f"/desk/jinling/resolutions/{second.id}", f"/c/jinling/resolutions/{second.public_id}")
    secretary = sign_in(app.test_client(), world, "周敏")
    assert [said in secretary.get(page).text for page in pages] == [True, True]
    actions.answer_objection(world.chair, objection.id, "预算经三家比价。")
    assert [said in secretary.get(page).text for page in pages] == [False, False]
