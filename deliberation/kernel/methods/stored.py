"""A question as it is frozen with its vote, in JSON, and as older votes have it.

Schema 2: `{"method", "options": [{"code", "label", "top"}], "most", "seats", "least_seats", "second_round", "women",
"woman_seat", "kin", "kin_elected", "spare", "limit", "line", "mean"}`. Schema 1 is a part of it: what is missing has
its default, and a meeting's vote without a question was one of 同意, 反对, 弃权. What else stands beside these keys
(the text of an owners' question, its class) is not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from deliberation.kernel.methods.base import Option, Question

_KEPT = frozenset(field.name for field in fields(Question)) - {"options", "advisory"}
_LISTS = frozenset({"women", "kin_elected"})


def to_json(question: Question) -> dict[str, Any]:
    """The question as it is frozen; whether a majority is advice follows from the motion and is not repeated."""
    written = asdict(question)
    del written["advisory"]
    return written | {"options": [asdict(option) for option in question.options]}


def from_json(data: Mapping[str, Any], *, advisory: bool = False) -> Question:
    """The question that was frozen, by whichever schema."""
    options = tuple(Option(o["code"], o["label"], o.get("top", 0)) for o in data["options"])
    said: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in data.items() if key in _KEPT
    }
    if "kin" in said:
        said["kin"] = tuple((one, other) for one, other in said["kin"])
    return Question(**said, options=options, advisory=advisory)
