"""Checking written texts: `deliberation gate-check FILE` says of each whether a person is asked who may decide.

A file is a JSON list of objects with `id` (a line of text or a number) and `text`; other fields are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deliberation.agenda.rules.wording import matters_in


class BadTexts(ValueError):
    """A file that cannot be checked; the message is one line that says where and why."""


def lines(content: bytes) -> Iterator[str]:
    """A line of JSON for each text of a file, in its order. Raises `BadTexts` before the first line is given."""
    return (_line(name, text) for name, text in read(content))


def _line(name: str | float, text: str) -> str:
    matters = [finding.matter for finding in matters_in(text)]
    return json.dumps({"id": name, "asks": bool(matters), "matters": matters}, ensure_ascii=False)


def read(content: bytes) -> list[tuple[str | float, str]]:
    """The ids and texts of a file. Raises `BadTexts` for the first that is wrong."""
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadTexts("文件不是有效的 JSON（UTF-8）。") from None
    if not isinstance(found, list):
        raise BadTexts("文件的最外层须是列表，每条含 id 和 text。")
    return [_text(written, place) for place, written in enumerate(found, start=1)]


def _no_number(name: str) -> None:
    raise ValueError(name)


def _text(written: Any, place: int) -> tuple[str | float, str]:
    if not isinstance(written, dict):
        raise BadTexts(f"第 {place} 条须是对象，含 id 和 text。")
    name, text = written.get("id"), written.get("text")
    if not isinstance(name, str | int | float) or isinstance(name, bool) or not _is_line(str(name)):
        raise BadTexts(f"第 {place} 条：id 须是一行不空的文字或一个数。")
    if not isinstance(text, str):
        raise BadTexts(f"第 {place} 条（id {name}）：text 须是文字。")
    return name, text


def _is_line(name: str) -> bool:
    return bool(name.strip()) and name.isprintable()
