"""Calendars: the file of one meeting, the address that a person subscribes to, and what stands there."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.convening import actions
from deliberation.convening.papers.calendar import MEDIA_TYPE, feed, invitation
from deliberation.convening.queries import calendar as reading
from deliberation.convening.queries.calendar import Entry
from deliberation.convening.rules import feed_code, feed_code_matches
from deliberation.convening.views.frame import blueprint, here
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries.accounts import has_left
from deliberation.web.acting import attempt
from deliberation.web.extensions import limiter
from deliberation.web.feeds import FETCHES, subscribed
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/calendar.ics")
@guard("meeting.read")
def meeting_file(meeting_id: int) -> Response:
    """The meeting for one's own calendar."""
    entry = reading.of_meeting(here("meeting.read", meeting_id).id)
    if entry is None:
        raise Refused(Reason.NOT_FOUND)
    return Response(invitation(entry, desk_page(entry)), content_type=MEDIA_TYPE)


def desk_page(entry: Entry) -> str:
    """The whole address of a meeting's page at the desk."""
    return lasting_url("convening.meeting", compound_slug=entry.slug, meeting_id=entry.meeting_id)


@blueprint.get("/account/calendar")
@guard("calendar.renew")
def my_calendar() -> Any:
    """The visitor's own calendar: its secret address, and how to subscribe to it."""
    return _my_page()


@blueprint.post("/account/calendar")
@guard("calendar.renew")
def renew_calendar() -> Any:
    """A calendar for whoever has none yet, another secret address for whoever has one."""
    return attempt(
        lambda: actions.renew_feed(current_actor()),
        _my_page,
        lambda _made: redirect(url_for("convening.my_calendar")),
        _("订阅地址已经生成。以前有过地址的，旧的不能用了。"),
    )


def _my_page(problem: str = "") -> str:
    found = reading.feed_of(current_actor().person_id)
    address = ""
    if found is not None:
        code = feed_code(found.id, found.salt, current_app.config["SECRET_KEY"])
        address = lasting_url("convening.person_feed", feed_id=found.id, code=code)
    return render_template("convening/my_calendar.html", feed=found, address=address, problem=problem)


@blueprint.get("/calendar/<int:feed_id>/<code>.ics")
@guard("public.read")
@limiter.limit(FETCHES)
def person_feed(feed_id: int, code: str) -> Response:
    """The called meetings of one person, for whoever knows the secret address; gone when the person has left."""
    found = reading.feed(feed_id)
    if found is None or not feed_code_matches(code, found.id, found.salt, current_app.config["SECRET_KEY"]):
        raise Refused(Reason.NOT_FOUND)
    if has_left(found.person_id):
        raise Refused(Reason.FEED_OVER)
    body = feed(_("我的会议"), reading.of_person(found.person_id), desk_page)
    return subscribed(body, MEDIA_TYPE, "private, no-cache")
