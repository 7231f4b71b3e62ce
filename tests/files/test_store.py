"""One store of bytes: a file is shown to whom the stage that has its thing lets see it, and to nobody else."""

from __future__ import annotations

from hashlib import sha256

import pytest
from flask import Flask

from deliberation.db import transaction
from deliberation.files.access import file_for
from deliberation.files.actions import attach, keep_photos
from deliberation.files.queries import files_of, kept_photos
from deliberation.files.rules import Photo
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason, Refused
from tests.builders import World, a_compound, sign_in

PICTURE = Photo("门口.jpg", b"\xff\xd8 a gate")


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    return a_compound()


def stored(world: World, kind: str, *, is_public: bool = False) -> str:
    """The address's id of a photo of a thing of this kind."""
    with transaction():
        (made,) = attach(world.compound.id, kind, 1, [PICTURE], is_public=is_public)
    return made.public_id


def test_a_file_is_stored_with_its_size_and_hash(world: World) -> None:
    stored(world, "topic")
    (found,) = files_of("topic", [1, 2])
    assert (found.size, found.hash) == (len(PICTURE.data), sha256(PICTURE.data).hexdigest())
    assert (found.filename, found.media_type, found.data) == ("门口.jpg", "image/jpeg", PICTURE.data)


def test_a_file_of_a_kind_that_nobody_judges_is_shown_to_nobody(world: World) -> None:
    public_id = stored(world, "secret")
    for actor in (world.chair, world.secretary, ANONYMOUS):
        with pytest.raises(Refused) as refused:
            file_for(actor, public_id)
        assert refused.value.reason is Reason.NOT_FOUND


def test_the_judge_of_its_kind_says_who_sees_a_file(world: World) -> None:
    public_id = stored(world, "topic")
    assert file_for(world.secretary, public_id).public_id == public_id
    with pytest.raises(Refused):
        file_for(ANONYMOUS, public_id)
    released = stored(world, "secret", is_public=True)
    assert file_for(ANONYMOUS, released).public_id == released


def test_the_key_of_a_form_that_came_back_is_no_address(app: Flask, world: World) -> None:
    (kept,) = keep_photos([PICTURE])
    assert [photo for _kept, photo in kept_photos([kept.key])] == [PICTURE]
    assert app.test_client().get(f"/photos/{kept.key}").status_code == 404
    assert sign_in(app.test_client(), world, "陈海涛").get(f"/photos/{kept.key}").status_code == 404
    public_id = stored(world, "topic")
    assert kept_photos([public_id]) == []
