"""Files that were checked and are not stored yet, and those of a form that came back. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

KEPT = "kept"
"""`File.subject_kind` of photos of forms that came back: they belong to nothing until the form is sent again."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that was checked and written anew (`web.uploads.checked_photo`): always a small JPEG."""

    filename: str
    data: bytes
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that was checked (`web.documents.judged`); `filename` has the ending that its content deserves."""

    filename: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo of a form that came back: the key under which it waits for the form's next sending; `size` in bytes."""

    key: str
    filename: str
    size: int


def hash_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
