"""Photos that people send: judged by their content, made small, freed of hidden data (domain 6.6).

Whatever the browser called it, a file is a photo only if it reads as JPG, PNG or WebP; it is decoded apart from the
service (`web.pictures`).
"""

from __future__ import annotations

from deliberation.files.rules import Photo
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Overrun
from deliberation.web import pictures
from deliberation.web.apart import apart

BYTE_LIMIT = 20 * 1024 * 1024
"""A photo of 108 million pixels has some fifteen megabytes as it leaves the camera."""
FORM_MEGABYTES = 2
"""What a form's words may have beside its files."""
MOST_BYTES_TEXT = "20 MB"


def megabytes_for(photos: int) -> int:
    """What a request with so many photos may have, each as it left the camera."""
    return photos * BYTE_LIMIT // (1024 * 1024) + FORM_MEGABYTES


def checked_photo(data: bytes, filename: str) -> Photo:
    """One photo, from its bytes; the name only serves the messages.

    Raises `FILE_TYPE`, `FILE_TOO_LARGE`, `PHOTO_HEIC`, `PHOTO_BROKEN`, `PHOTO_TOO_MANY_PIXELS`, `BUSY`.
    """
    name = filename.replace("\\", "/").rsplit("/", 1)[-1][:120]
    if len(data) > BYTE_LIMIT:
        raise Refused(Reason.FILE_TOO_LARGE, limit=MOST_BYTES_TEXT, name=name)
    try:
        return Photo(name, apart(pictures.anew, data, name, limits=pictures.LIMITS))
    except Overrun as overrun:
        raise Refused(Reason.PHOTO_BROKEN, name=name) from overrun
