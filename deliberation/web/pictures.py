"""The one place where a picture from outside is decoded: called in a child only (`web.apart`).

What a picture is stands in its first bytes; how many pixels it has is read from its header before anything is
decoded. A phone's JPEG of 50, 108 or 200 million pixels is decoded at a half to an eighth of its size, which its
format allows; other formats must be decoded whole and may have fewer pixels. Of a picture of several frames (MPO,
animated PNG and WebP) the first one is kept.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits

FORMATS = ("JPEG", "PNG", "WEBP")
MILLION = 1_000_000
SCALED_PIXELS = 220 * MILLION
"""Baseline JPEG: phones of 2026 take up to 16,320 × 12,240."""
WHOLE_PIXELS = 52 * MILLION
"""Decoded whole, at four bytes a pixel: 8,192 × 6,144 is what the 50-megapixel mode of phones gives."""
WEBP_PIXELS = 20 * MILLION
"""Decoded whole, at sixteen bytes a pixel; no camera writes it, what is sent so comes from a screen."""
LONGEST_SIDE = 2000
QUALITY = 85
LIMITS = Limits(megabytes=560, cpu_seconds=12, seconds=40.0, answer_megabytes=8)
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def anew(data: bytes, name: str) -> bytes:
    """The picture as a small upright JPEG without anything hidden (EXIF, place, profiles, what hangs behind it).

    Raises `PHOTO_HEIC`, `PHOTO_BROKEN` (known format, unreadable), `FILE_TYPE`, `PHOTO_TOO_MANY_PIXELS`.
    """
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        raise Refused(Reason.PHOTO_HEIC, name=name)
    Image.MAX_IMAGE_PIXELS = None  # the limits here are lower, and differ by format
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check(image, name)
            return _written(_small(image))
    except UnidentifiedImageError:
        raise Refused(Reason.FILE_TYPE, name=name) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise Refused(Reason.PHOTO_BROKEN, name=name) from None


def _check(image: Image.Image, name: str) -> None:
    most = _most_pixels(image)
    if image.width * image.height > most:
        raise Refused(Reason.PHOTO_TOO_MANY_PIXELS, limit=most // 10_000, name=name)


def _most_pixels(image: Image.Image) -> int:
    if image.format == "WEBP":
        return WEBP_PIXELS
    is_scaled = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    return SCALED_PIXELS if is_scaled else WHOLE_PIXELS


def _small(image: Image.Image) -> Image.Image:
    # Small first: a JPEG is decoded at the nearest fraction of its size, and only the small copy is turned.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
    if image.mode.startswith(("I", "F")):
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    return ImageOps.exif_transpose(image)


def _written(image: Image.Image) -> bytes:
    flat = Image.new("RGB", image.size, "white")
    layered = image.convert("RGBA")
    flat.paste(layered, mask=layered.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
