"""The address of a photo, whichever stage it belongs to."""

from __future__ import annotations

from flask import Blueprint, Response

from deliberation.files.access import file_for
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

blueprint = Blueprint("files", __name__)


@blueprint.get("/photos/<public_id>")
@guard("public.read")
def photo(public_id: str) -> Response:
    """A photo, to whom it may be shown."""
    found = file_for(current_actor(), public_id)
    return Response(found.data, mimetype=found.media_type)
