"""Photos are judged by what they are, not by what they are called."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage

from deliberation.kernel.errors import Reason, Refused
from deliberation.web import uploads
from deliberation.web.uploads import checked_photo, checked_photos
from tests.builders import a_compound
from tests.collection.reports import a_page, a_photo


def _reason(data: bytes, name: str = "照片.jpg") -> Reason:
    with pytest.raises(Refused) as refused:
        checked_photo(data, name)
    return refused.value.reason


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_jpg_png_and_webp_are_photos_and_are_kept_as_jpg(form: str) -> None:
    photo = checked_photo(a_photo(form), "C:\\fakepath\\门口.png")
    assert (photo.filename, photo.media_type) == ("门口.png", "image/jpeg")
    assert Image.open(io.BytesIO(photo.data)).format == "JPEG"


@pytest.mark.parametrize(
    "data",
    [b"", b"<script>alert(1)</script>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 not a picture", a_photo("GIF")],
)
def test_anything_else_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert _reason(data) is Reason.FILE_TYPE


def test_a_cut_off_photo_is_refused() -> None:
    assert _reason(a_photo("JPEG", (400, 300))[:300]) is Reason.FILE_TYPE


def test_where_and_when_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif[0x9003] = "2026:02:24 07:10:00"
    with_data = a_photo(exif=exif)
    assert b"a camera" in with_data
    assert b"Exif" not in checked_photo(with_data, "a.jpg").data


def test_a_large_photo_is_made_small() -> None:
    photo = checked_photo(a_photo("PNG", (4000, 1000)), "a.png")
    assert Image.open(io.BytesIO(photo.data)).size == (2000, 500)


def test_more_than_eight_megabytes_or_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _reason(b"x" * (uploads.BYTE_LIMIT + 1)) is Reason.FILE_TOO_LARGE
    monkeypatch.setattr(uploads, "PIXEL_LIMIT", 100)
    assert _reason(a_photo()) is Reason.FILE_TOO_LARGE


def test_a_webp_photo_may_be_as_large_as_a_phones_and_not_larger() -> None:
    assert checked_photo(a_photo("WEBP", (4000, 3000)), "门口.webp").media_type == "image/jpeg"
    assert _reason(a_photo("WEBP", (4001, 3000)), "门口.webp") is Reason.FILE_TOO_LARGE


def test_empty_fields_are_left_out_and_a_fourth_photo_is_refused() -> None:
    def files(count: int) -> list[FileStorage]:
        return [FileStorage(io.BytesIO(a_photo()), f"{i}.jpg") for i in range(count)]

    assert len(checked_photos([*files(3), FileStorage(io.BytesIO(b""), "")])) == 3
    with pytest.raises(Refused) as refused:
        checked_photos(files(4))
    assert refused.value.reason is Reason.INVALID_INPUT


def test_who_sent_too_large_a_photo_is_told_what_to_do(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_compound()
    monkeypatch.setattr(uploads, "BYTE_LIMIT", 100)
    sent = {**a_page(), "photos": (io.BytesIO(a_photo()), "p10.jpg")}
    refused = client.post("/c/jinling/topics/new", data=sent)
    assert refused.status_code == 413
    assert "p10.jpg。照片请少选几张，或换一张小一点的再传。" in refused.get_data(as_text=True)
