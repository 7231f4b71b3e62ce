"""Photos are judged by what they are, not by what they are called, and read within bounds."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image, PngImagePlugin

from deliberation.kernel.errors import Reason, Refused
from deliberation.web import pictures, uploads
from deliberation.web.pictures import anew
from deliberation.web.uploads import checked_photo
from tests.collection.reports import a_photo


def _reason(data: bytes, name: str = "照片.jpg") -> Reason:
    with pytest.raises(Refused) as refused:
        anew(data, name)
    return refused.value.reason


def _read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(anew(data, "照片.jpg")))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_jpg_png_and_webp_are_photos_and_are_kept_as_jpg(form: str) -> None:
    photo = checked_photo(a_photo(form), "C:\\fakepath\\门口.png")
    assert (photo.filename, photo.media_type) == ("门口.png", "image/jpeg")
    assert Image.open(io.BytesIO(photo.data)).format == "JPEG"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<script>alert(1)</script>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0 not a picture",
        a_photo("GIF"),
        a_photo("TIFF"),
        a_photo("BMP"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert _reason(data) in {Reason.FILE_TYPE, Reason.PHOTO_BROKEN}


def test_a_cut_off_photo_is_said_to_be_broken() -> None:
    assert _reason(a_photo("JPEG", (400, 300))[:300]) is Reason.PHOTO_BROKEN
    assert _reason(a_photo("PNG", (400, 300))[:-40]) is Reason.PHOTO_BROKEN


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_heic_photo_is_told_how_to_come_as_jpg(brand: bytes) -> None:
    with pytest.raises(Refused) as refused:
        anew(b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 40, "IMG_0012.HEIC")
    assert refused.value.reason is Reason.PHOTO_HEIC
    assert "IMG_0012.HEIC" in refused.value.message
    assert "截屏" in refused.value.message


def test_where_and_when_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9003], exif[0x0112] = "a camera", "2026:02:24 07:10:00", 6
    with_data = a_photo(exif=exif)
    assert b"a camera" in with_data
    written = anew(with_data, "a.jpg")
    assert b"Exif" not in written
    assert Image.open(io.BytesIO(written)).size == (40, 60)


def test_a_large_photo_is_made_small() -> None:
    assert _read(a_photo("PNG", (4000, 1000))).size == (2000, 500)


@pytest.mark.parametrize("size", [(8192, 6144), (12000, 9000), (16320, 12240)])
def test_photos_of_fifty_to_two_hundred_million_pixels_are_read(size: tuple[int, int]) -> None:
    photo = checked_photo(a_large_jpeg(*size), "照片.jpg")
    assert Image.open(io.BytesIO(photo.data)).size == (2000, 1500)


def a_large_jpeg(width: int, height: int) -> bytes:
    """A grey JPEG of any size, put together from one coded row of blocks: nothing large is made."""
    small = io.BytesIO()
    Image.new("L", (16, 8), 128).save(small, "JPEG", restart_marker_blocks=1)
    data = bytearray(small.getvalue())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    scan = data.index(b"\xff\xda")
    begin = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    block = bytes(data[begin : data.index(b"\xff\xd0")])
    blocks = -(-width // 8) * -(-height // 8)
    marks = [b"\xff" + bytes([0xD0 + i]) for i in range(8)]
    eight = b"".join(block + mark for mark in marks)
    return bytes(data[:begin]) + (eight * (blocks // 8 + 1))[: blocks * (len(block) + 2) - 2] + b"\xff\xd9"


def a_hollow_png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG that says it is so large; its lines are zeros, well packed, and fewer than promised."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\x00\x00\x00"
    lines = zlib.compress(bytes(100_000), 9)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", lines), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize(
    "data",
    [
        a_hollow_png(30_000, 30_000),
        a_hollow_png(2**31 - 1, 2**31 - 1),
        a_large_jpeg(1600, 800).replace(b"\x03\x20\x06\x40", b"\xff\xdc\xff\xdc"),
    ],
    ids=["900 million", "four trillion", "a JPEG of 4.3 billion"],
)
def test_too_many_pixels_are_refused_by_the_header(data: bytes) -> None:
    assert _reason(data) is Reason.PHOTO_TOO_MANY_PIXELS


def test_a_webp_photo_may_be_as_large_as_a_screen_and_not_larger() -> None:
    assert checked_photo(a_photo("WEBP", (5000, 4000)), "门口.webp").media_type == "image/jpeg"
    assert _reason(a_photo("WEBP", (5001, 4000))) is Reason.PHOTO_TOO_MANY_PIXELS


def test_a_progressive_jpeg_may_have_fewer_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WHOLE_PIXELS", 100)
    assert _reason(a_photo(progressive=True)) is Reason.PHOTO_TOO_MANY_PIXELS
    assert anew(a_photo(), "a.jpg")


def test_giant_text_and_profiles_in_a_png_are_refused_or_dropped() -> None:
    bomb = zlib.compress(bytes(80_000_000), 9)
    assert _reason(a_hollow_png(8, 8, (b"zTXt", b"a\0\0" + bomb))) is Reason.PHOTO_BROKEN
    profile = (b"iCCP", b"a\0\0" + bomb)
    assert _reason(a_hollow_png(8, 8, profile)) is Reason.PHOTO_BROKEN
    text = PngImagePlugin.PngInfo()
    text.add_text("who", "李建国")
    assert "李建国".encode() not in anew(a_photo("PNG", pnginfo=text), "a.png")


def frames() -> Iterator[tuple[str, bytes]]:
    """One file of several pictures in each format that has them."""
    for form in ("PNG", "WEBP", "MPO"):
        more = [Image.new("RGB", (60, 40), colour) for colour in ("green", "blue")]
        yield form, a_photo(form, save_all=True, append_images=more)


@pytest.mark.parametrize(("form", "data"), list(frames()), ids=[form for form, _data in frames()])
def test_of_several_frames_the_first_is_kept(form: str, data: bytes) -> None:
    photo = _read(data)
    red, green, blue = photo.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
    assert form
    assert red - max(green, blue) > 100


def test_what_hangs_behind_a_photo_is_gone() -> None:
    assert b"<script>" not in anew(a_photo() + b"PK\x03\x04<script>alert(1)</script>", "a.jpg")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "I;16", "1"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (60, 40)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert _read(out.getvalue()).size == (60, 40)


def test_more_bytes_than_a_photo_has_are_refused_before_they_are_read() -> None:
    with pytest.raises(Refused) as refused:
        checked_photo(b"x" * (uploads.BYTE_LIMIT + 1), "大.jpg")
    assert refused.value.reason is Reason.FILE_TOO_LARGE


def test_a_picture_that_asks_for_too_much_memory_or_time_is_refused_and_the_worker_does_not_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import resource  # noqa: PLC0415 - of this test only

    monkeypatch.setattr(pictures, "LIMITS", pictures.Limits(megabytes=200, cpu_seconds=5, seconds=20))
    bomb = a_photo("PNG", (8000, 6400))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused) as refused:
        checked_photo(bomb, "炸弹.png")
    assert refused.value.reason is Reason.PHOTO_BROKEN
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
