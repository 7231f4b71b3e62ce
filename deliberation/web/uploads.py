"""Photos that people send: judged by their content, made small, freed of hidden data.

Whatever the browser called it, a file is a photo only if Pillow reads it as JPG, PNG or WebP. It is
written anew, so that place, time and camera (EXIF) and anything hung behind the image are gone
(domain 6.6: photos are freed of EXIF).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import gevent
from gevent import monkey
from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from deliberation.kernel.errors import Reason, Refused

Done = TypeVar("Done")

FORMATS = ("JPEG", "PNG", "WEBP")
BYTE_LIMIT = 8 * 1024 * 1024
PIXEL_LIMIT = 50_000_000
WEBP_PIXEL_LIMIT = 12_000_000
"""Two kilobytes of WebP can hold fifty million pixels, and its reader lets no other thread work meanwhile."""
LONGEST_SIDE = 2000
QUALITY = 85


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that was checked and written anew: always JPEG, at most `LONGEST_SIDE` pixels."""

    filename: str
    data: bytes
    media_type: str = "image/jpeg"


def checked_photos(files: Iterable[FileStorage], limit: int = 3) -> tuple[Photo, ...]:
    """The photos of a form's file field; empty fields are left out.

    Raises `FILE_TYPE` for anything that is not a photo, `FILE_TOO_LARGE` above 8 MB or 50 million
    pixels (WebP: 12), `INVALID_INPUT` for more than `limit` photos.
    """
    given = [f for f in files if f and f.filename]
    if len(given) > limit:
        raise Refused(Reason.INVALID_INPUT, what=f"照片最多 {limit} 张。")
    return tuple(checked_photo(f.stream.read(BYTE_LIMIT + 1), f.filename or "") for f in given)


def checked_photo(data: bytes, filename: str) -> Photo:
    """One photo, from its bytes; the name only serves the messages."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1][:120]
    if len(data) > BYTE_LIMIT:
        raise Refused(Reason.FILE_TOO_LARGE, limit="8 MB", name=name)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            most = WEBP_PIXEL_LIMIT if image.format == "WEBP" else PIXEL_LIMIT
            if image.width * image.height > most:
                raise Refused(Reason.FILE_TOO_LARGE, limit=f"{most // 10_000} 万像素", name=name)
            return Photo(name, beside_the_hall(_anew, image))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(Reason.FILE_TYPE, name=name) from error


def beside_the_hall(work: Callable[..., Done], *given: Any) -> Done:
    """Do heavy work in a thread of its own where gevent serves: a few seconds there are a hall without answers."""
    if not monkey.is_module_patched("threading"):
        return work(*given)
    done: Done = gevent.get_hub().threadpool.apply(work, given)
    return done


def _anew(image: Image.Image) -> bytes:
    # Small first: a phone's photo is then read at half size, and only the small copy is turned.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", upright.size, "white")
    layered = upright.convert("RGBA")
    flat.paste(layered, mask=layered.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
