"""What is fetched again and again by programs: how often, and how they are told that nothing has changed."""

from __future__ import annotations

from flask import Response, request

FETCHES = "600 per hour"
"""From one address: a phone asks once an hour, and an office's people come from one address."""


def subscribed(body: bytes, media_type: str, cache: str) -> Response:
    """The answer with its ETag; to who has it already only that (304). `cache`: who may keep it, and for how long."""
    answer = Response(body, content_type=media_type, headers={"Cache-Control": cache})
    answer.add_etag()
    answer.make_conditional(request)
    return answer
