"""Files that are put before the owners: judged by their content, kept as they are, handed out as downloads.

Whatever the browser called it, a file is what its first bytes say. Pictures are written anew like every photo,
so that place, time and camera (EXIF) are gone; a PDF or an office file is kept byte for byte, since its hash
stands beside it. Files with macros are refused.
"""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import FileStorage

from deliberation.files.rules import DocumentFile
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits, Overrun
from deliberation.web.apart import apart
from deliberation.web.uploads import checked_photo

BYTE_LIMIT = 16 * 1024 * 1024
"""Sixteen megabytes: a scanned contract of some forty pages. What one form may send at most is twice that."""

REQUEST_MEGABYTES = 34
MOST_ENTRIES = 2000
LIMITS = Limits(megabytes=384, cpu_seconds=5, seconds=30.0, answer_megabytes=1)
PDF = "application/pdf"
JPEG = "image/jpeg"
OFFICE = {
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
"""Which entry of the archive makes an office file what it is: its ending and its media type."""

NEVER_SHOWN = "default-src 'none'; sandbox"


def checked_document(file: FileStorage | None) -> DocumentFile | None:
    """The file of a form's field; `None` for an empty field.

    Raises `FILE_TOO_LARGE` above sixteen megabytes, `DOCUMENT_TYPE` for anything but a PDF, a
    picture (JPG, PNG) or an .xlsx or .docx without macros.
    """
    if file is None or not file.filename:
        return None
    return judged(file.stream.read(BYTE_LIMIT + 1), file.filename)


def judged(data: bytes, filename: str) -> DocumentFile:
    """One file from its bytes; the name serves the messages and the download."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1][:100]
    if len(data) > BYTE_LIMIT:
        raise Refused(Reason.FILE_TOO_LARGE, limit="16 MB", name=name)
    if data.startswith(b"%PDF-"):
        return DocumentFile(_ending(name, "pdf"), data, PDF)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return DocumentFile(_ending(name, "jpg"), checked_photo(data, name).data, JPEG)
    found = _office_apart(data)
    if found is None:
        raise Refused(Reason.DOCUMENT_TYPE, name=name)
    return DocumentFile(_ending(name, found[0]), data, found[1])


def _office_apart(data: bytes) -> tuple[str, str] | None:
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        return apart(_office, data, limits=LIMITS)
    except Overrun:
        return None


def _office(data: bytes) -> tuple[str, str] | None:
    """The ending and media type of an office file; only the archive's directory is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry.filename for entry in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    has_macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names)
    if has_macros or len(names) > MOST_ENTRIES or "[Content_Types].xml" not in names:
        return None
    return next((OFFICE[name] for name in names if name in OFFICE), None)


def _ending(name: str, wanted: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() == wanted:
        return name
    return f"{stem if dot and len(ending) <= 5 else name}.{wanted}"  # noqa: PLR2004 - .jpeg, .xlsx


def document_answer(name: str, media_type: str, data: bytes) -> Response:
    """The file as a download under its Chinese name: no browser opens it as a page of ours."""
    plain = f"document.{name.rpartition('.')[2]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": named, "Content-Security-Policy": NEVER_SHOWN}
    return Response(data, content_type=media_type, headers=headers)
