"""The calendar of a compound's meetings, for everybody: what the public page shows, and no person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from deliberation.convening.papers.calendar import MEDIA_TYPE, feed
from deliberation.convening.queries import calendar as reading
from deliberation.kernel import publicity
from deliberation.publication.views.frame import blueprint
from deliberation.web.extensions import limiter
from deliberation.web.feeds import FETCHES, subscribed
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import compound

if TYPE_CHECKING:
    from flask import Response

    from deliberation.convening.queries.calendar import Entry


@blueprint.get("/c/<compound_slug>/meetings.ics")
@guard("public.read")
@limiter.limit(FETCHES)
def calendar() -> Response:
    """The called meetings of the compound, to subscribe to."""
    here = compound()
    entries = [_public(one) for one in reading.of_compound(here.id)]
    body = feed(
        _("%(name)s会议", name=here.name), entries, lambda one: lasting_url(".meetings", compound_slug=one.slug)
    )
    return subscribed(body, MEDIA_TYPE, "public, max-age=900")


def _public(entry: Entry) -> Entry:
    return replace(entry, title=publicity.masked(entry.title), why=publicity.masked(entry.why))
