"""Files for the owners are judged by what they are, and leave as downloads."""

from __future__ import annotations

import io
import zipfile

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.web import documents
from deliberation.web.documents import document_answer, judged
from tests.collection.reports import a_photo
from tests.roster.sheets import HEAD, xlsx


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kept_as", "media_type"),
    [
        (b"%PDF-1.7 x", "合同.pdf", "合同.pdf", "application/pdf"),
        (b"%PDF-1.7 x", "C:\\fakepath\\合同.exe", "合同.pdf", "application/pdf"),
        (a_photo("PNG"), "公示栏.png", "公示栏.jpg", "image/jpeg"),
        (a_photo("JPEG"), "公示栏.JPG", "公示栏.JPG", "image/jpeg"),
        (xlsx([HEAD]), "收支.xlsx", "收支.xlsx", documents.OFFICE["xl/workbook.xml"][1]),
        (office("word/document.xml"), "规约", "规约.docx", documents.OFFICE["word/document.xml"][1]),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, name: str, kept_as: str, media_type: str) -> None:
    found = judged(data, name)
    assert (found.filename, found.media_type) == (kept_as, media_type)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"MZ\x90",
        b"\xd0\xcf\x11\xe0 an old .xls",
        b"PK\x03\x04 broken",
        office("a.txt"),
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        office("word/document.xml", "a.js"),
    ],
)
def test_anything_else_and_macros_are_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        judged(data, "资料.pdf")
    assert refused.value.reason is Reason.DOCUMENT_TYPE


def test_a_pdf_and_a_sheet_are_kept_byte_for_byte() -> None:
    for data in (b"%PDF-1.7 x", xlsx([HEAD])):
        assert judged(data, "一").data == data


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        judged(b"%PDF-" + b"x" * documents.BYTE_LIMIT, "大.pdf")
    assert refused.value.reason is Reason.FILE_TOO_LARGE


def test_a_download_is_no_page_of_ours() -> None:
    answer = document_answer("合同.pdf", "application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E5%90%88%E5%90%8C.pdf" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
