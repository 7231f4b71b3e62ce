"""A form with photos that comes back says which photo failed and why, and keeps the others and every word."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from deliberation.app import do_what_is_due
from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.rules import KEPT
from deliberation.kernel import clock, guarded
from deliberation.web import guard
from tests.builders import a_compound
from tests.collection.reports import a_page, a_photo

BOX = "/c/jinling/topics/new"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    a_compound()
    return app.test_client()


def send(client: FlaskClient, *files: tuple[bytes, str], **given: Any) -> Any:
    """The topic box, filled in, with files."""
    return sent(client, BOX, {**a_page(**given), "photos": [(io.BytesIO(data), name) for data, name in files]})


def sent(client: FlaskClient, path: str, data: dict[str, Any]) -> Any:
    """The answer, with the file closed in which the test's browser keeps large bodies."""
    answer = client.post(path, data=data)
    answer.request.environ["wsgi.input"].close()
    return answer


def kept_in(page: str) -> list[str]:
    """The keys of kept photos that a page offers."""
    return re.findall(r'name="photos-kept" value="([^"]+)"', page)


def attached() -> int:
    """How many photos belong to something."""
    return db.session.scalar(select(func.count()).select_from(File).where(File.subject_kind != KEPT)) or 0


def kept() -> int:
    """How many photos wait for their form's next sending."""
    return db.session.scalar(select(func.count()).select_from(File).where(File.subject_kind == KEPT)) or 0


def test_the_photo_that_failed_is_named_and_the_others_are_sent_with_the_form_again(client: FlaskClient) -> None:
    heic = b"\x00\x00\x00\x18ftypheic" + bytes(40)
    back = send(client, (a_photo(), "门口.jpg"), (heic, "IMG_7.HEIC"), (a_photo("PNG")[:-30], "半张.png"))
    assert back.status_code == 422
    for said in ("IMG_7.HEIC", "截屏", "半张.png", "不完整", "三号楼东侧路灯坏了", "已留下：门口.jpg"):
        assert said in back.text
    assert attached() == 0
    (key,) = kept_in(back.text)
    done = send(client, (a_photo(), "侧面.jpg"), **{"photos-kept": key})
    assert done.status_code == 302
    names = db.session.scalars(select(File.filename).where(File.subject_kind != KEPT).order_by(File.id))
    assert list(names) == ["门口.jpg", "侧面.jpg"]


def test_a_form_that_misses_words_keeps_its_photos_too(client: FlaskClient) -> None:
    back = send(client, (a_photo(), "门口.jpg"), situation="")
    assert (back.status_code, len(kept_in(back.text))) == (422, 1)
    again = send(client, situation="", **{"photos-kept": kept_in(back.text)[0]})
    assert kept_in(again.text) == kept_in(back.text)
    assert kept() == 1


def test_an_invented_or_old_key_brings_nothing(client: FlaskClient) -> None:
    assert send(client, **{"photos-kept": "guess"}).status_code == 302
    assert attached() == 0


def test_a_fourth_photo_is_refused_and_kept_ones_count(client: FlaskClient) -> None:
    key = kept_in(send(client, (a_photo(), "1.jpg"), situation="").text)[0]
    back = send(client, *[(a_photo(), f"{n}.jpg") for n in range(3)], **{"photos-kept": key})
    assert (back.status_code, "照片最多 3 张" in back.text) == (422, True)


def test_kept_photos_are_forgotten(client: FlaskClient) -> None:
    key = kept_in(send(client, (a_photo(), "门口.jpg"), situation="").text)[0]
    now = clock.now()
    clock.use(lambda: now + timedelta(hours=13))
    assert "1 张随表退回" in do_what_is_due()
    assert kept() == 0
    send(client, **{"photos-kept": key})
    assert attached() == 0


def test_a_photo_as_heavy_as_a_phone_makes_it_is_taken(client: FlaskClient) -> None:
    photo = a_photo() + bytes(13 * 1024 * 1024)
    assert send(client, (photo, "门口.jpg")).status_code == 302
    assert Image.open(io.BytesIO(db.session.scalars(select(File)).one().data)).size == (60, 40)


def test_who_comes_when_many_photos_are_read_is_told_and_keeps_his_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded, "PATIENCE_SECONDS", 0.05)
    with guarded._turn(), guarded._turn():
        back = send(client, (a_photo(), "门口.jpg"))
    assert (back.status_code, "请再试一次" in back.text, "三号楼东侧路灯坏了" in back.text) == (422, True, True)


def test_a_request_beyond_its_route_is_refused_before_it_is_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = client.application.view_functions["collection.hand_in"]
    monkeypatch.setattr(view, "megabytes", 1)
    back = send(client, (bytes(2 * 1024 * 1024), "大.jpg"))
    assert (back.status_code, "一共最多 1 MB" in back.text, "data-keep-drafts" in back.text) == (413, True, True)
    elsewhere = sent(client, "/login", {"name": "x" * (guard.PLAIN_MEGABYTES + 1) * 1024 * 1024})
    assert elsewhere.status_code == 413
