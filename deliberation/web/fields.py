"""What the fields of every stage's forms share."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wtforms import HiddenField
from wtforms.validators import Length


def strip(value: Any) -> Any:
    """The text without blanks at its ends; whatever is no text as it is. A filter for fields."""
    return value.strip() if isinstance(value, str) else value


def request_key_field(*validators: Any) -> HiddenField:
    """The key of one filled-in form: sent twice, it does its work once. Sent without one, it is a form of its own."""
    return HiddenField(
        default=lambda: uuid4().hex,
        validators=[*validators, Length(max=40)],
        filters=[lambda key: key or (None if validators else uuid4().hex)],
    )
