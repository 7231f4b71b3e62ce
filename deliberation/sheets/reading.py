"""Reading a sheet from a file's bytes: .xlsx, or text with commas, tabs or semicolons."""

from __future__ import annotations

from deliberation.kernel.details import InSheets
from deliberation.kernel.errors import Refused
from deliberation.sheets.grid import Sheet
from deliberation.sheets.textfile import read_text
from deliberation.sheets.workbook import read_workbook

MOST_BYTES = 8 * 1024 * 1024


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file, judged by its content: an .xlsx that is called .xls is read, an old .xls is not."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not content.strip():
        raise Refused(InSheets.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(InSheets.TOO_MANY_BYTES)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Refused(InSheets.LOCKED if locked else InSheets.OLD_FORMAT)
    if start.startswith(b"<") and any(
        sign in start for sign in (b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta")
    ):
        raise Refused(InSheets.WEB_PAGE)
    return read_workbook(content) if content.startswith(b"PK") else read_text(name, content)
