"""Reading a sheet from a file's bytes: .xlsx, or text with commas, tabs or semicolons."""

from __future__ import annotations

from deliberation.kernel.errors import Reason, Refused
from deliberation.sheets.grid import Sheet
from deliberation.sheets.textfile import read_text
from deliberation.sheets.workbook import read_workbook

MOST_BYTES = 8 * 1024 * 1024

_SAVE_AS = "请用 WPS 或 Excel 打开，点“文件→另存为”，类型选“Excel 工作簿（.xlsx）”，再导入新文件。"


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file, judged by its content: an .xlsx that is called .xls is read, an old .xls is not."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    wrong = ""
    if not content.strip():
        wrong = "文件是空的。"
    elif len(content) > MOST_BYTES:
        wrong = "文件超过 8 MB。请删掉图片和多余的工作表，或按楼分开导入。"
    elif content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        wrong = (
            f"文件加了密码，读不了。请先取消密码。{_SAVE_AS}"
            if locked
            else f"这是旧格式（.xls 或 .et）的表格，读不了。{_SAVE_AS}"
        )
    elif start.startswith(b"<") and any(
        sign in start for sign in (b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta")
    ):
        wrong = f"这个文件其实是网页或 XML，不是 Excel 表格（有些系统导出的 .xls 就是这样）。{_SAVE_AS}"
    if wrong:
        raise Refused(Reason.INVALID_INPUT, what=wrong)
    return read_workbook(content) if content.startswith(b"PK") else read_text(name, content)
