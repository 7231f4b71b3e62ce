"""What the pages of publication share: the blueprint, and the compound of the address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from deliberation.kernel.errors import Reason, Refused
from deliberation.web.session import compound

blueprint = Blueprint("publication", __name__)


def here(thing: Any) -> Any:
    """The thing, if it belongs to the compound in the address."""
    if thing.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return thing
