"""A table as an answer: a file that the browser saves, named in Chinese with the day."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from deliberation.kernel import clock


def sheet_answer(name: str, text: str) -> Response:
    """The .csv `text` as a download called like 督办台账-2026-11-20.csv."""
    day = clock.today().isoformat()
    # A header is ASCII: the Chinese name goes encoded (RFC 6266), with a plain one for old programs.
    named = f"attachment; filename=\"sheet-{day}.csv\"; filename*=UTF-8''{quote(f'{name}-{day}.csv')}"
    return Response(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": named})
