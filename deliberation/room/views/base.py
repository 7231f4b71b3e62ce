"""The blueprint that the room's pages share, and how a room act is answered."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, jsonify, request

from deliberation.agenda.rules import Classing
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods.drafting import Draft

blueprint = Blueprint("room", __name__)

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What JSON can say and no store can keep: NUL, and halves of characters."""


def sent() -> dict[str, Any]:
    """The JSON object that a screen sent; anything else is refused."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refused(InRoom.FIELD_WRONG, field="JSON")
    return body


def number(body: dict[str, Any], key: str) -> int:
    """A whole number of the body."""
    value = optional_number(body, key)
    if value is None:
        raise Refused(InRoom.FIELD_WRONG, field=key)
    return value


def optional_number(body: dict[str, Any], key: str) -> int | None:
    """A whole number of the body, or `None`."""
    value = body.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) < value < 2**31:
        raise Refused(InRoom.FIELD_WRONG, field=key)
    return value


def word(body: dict[str, Any], key: str) -> str:
    """A text of the body; missing means empty, another type is refused."""
    value = body.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str) or UNSTORABLE.search(value):
        raise Refused(InRoom.FIELD_WRONG, field=key)
    return value


def draft_of(body: dict[str, Any]) -> Draft:
    """The question that the chair's form sent: `options` are objects with `label` and, for scores, `top`."""
    options = body.get("options")
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        raise Refused(InRoom.FIELD_WRONG, field="options")
    return Draft(
        method=word(body, "method"),
        options=tuple((word(option, "label"), optional_number(option, "top") or 0) for option in options),
        most=optional_number(body, "most") or 0,
        seats=number(body, "seats"),
        least_seats=optional_number(body, "least_seats") or 0,
        second_round=body.get("second_round") is True,
        line=word(body, "line"),
        mean=word(body, "mean") or "MEAN",
        woman=word(body, "woman"),
        women=_names(body, "women"),
        kin=_pairs(body),
        kin_elected=_names(body, "kin_elected"),
    )


def _names(body: dict[str, Any], key: str) -> tuple[str, ...]:
    """Names in the order in which they were typed."""
    found = body.get(key) or []
    if not isinstance(found, list):
        raise Refused(InRoom.FIELD_WRONG, field=key)
    named = (" ".join(word({key: name}, key).split()) for name in found)
    return tuple(name for name in named if name)


def _pairs(body: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    found = body.get("kin") or []
    if not isinstance(found, list):
        raise Refused(InRoom.FIELD_WRONG, field="kin")
    return tuple(_names({"kin": pair}, "kin") for pair in found)


def classing_of(body: dict[str, Any]) -> Classing:
    """Who may decide a motion, as the form of the page says it."""
    answers = body.get("answers") or []
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise Refused(InRoom.FIELD_WRONG, field="answers")
    return Classing(
        authority=word(body, "authority"),
        matter=word(body, "matter") or None,
        answers=tuple(answers),
        reason=word(body, "reason"),
    )


def done(**facts: Any) -> Any:
    """The answer to an act that was done."""
    return jsonify({"ok": True, **facts})
