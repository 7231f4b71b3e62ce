"""How people come in: the meeting's code or QR, then the seat with its PIN."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import segno
from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address

from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.actions import verify_pin
from deliberation.convening.queries import seats
from deliberation.convening.queries.door import home_of
from deliberation.convening.rules import LIVE_STATES, door_opens
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.masking import half_named
from deliberation.organisation.queries import doors as queries
from deliberation.organisation.queries.doors import knows
from deliberation.room.access import hall_meeting
from deliberation.room.forms import CodeForm, SeatForm, StrangerForm
from deliberation.room.queries import meeting_by, seat_stamp
from deliberation.room.views.base import blueprint
from deliberation.web.errors import message_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor, hold_seat, knock

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting, Seat
    from deliberation.kernel.knock import Knock

HTTP_FOUND = 302

REFUSED = "door_refused"
"""The session's key for why a seat did not open."""


def _source_at_this_door() -> str:
    """The key of the rate limit: requests of one address to the sign-in page of one meeting."""
    return f"{get_remote_address()} {(request.view_args or {}).get('join_token', '')}"


@blueprint.route("/join", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("60 per minute", methods=["POST"], deduct_when=lambda answer: answer.status_code != HTTP_FOUND)
def join() -> Any:
    """Ask for the six digits of the meeting; of a device that has been to no meeting, for name and PIN with them.

    A stranger learns nothing from a number: unknown, over, not open and open without the right name and PIN are
    answered with one sentence. Who comes in is not counted: two hundred may join from one hall's address in a minute.
    """
    here = knock()
    is_known = queries.knows_any(here)
    form = CodeForm() if is_known else StrangerForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        meeting = meeting_by(join_code=form.code.data)
        if meeting is not None and meeting.state in LIVE_STATES | {"NOTICED"}:
            if _is_at_home(meeting, here):
                return redirect(url_for("room.door", join_token=meeting.join_token))
            seat = None if is_known else _seat_named(meeting, form, here)
            if seat is not None:
                return _come_in(seat)
        if is_known:
            return render_template("room/join.html", step="code", form=_for_stranger(form)), status
        form.pin.errors = [message_of(Refused(Reason.DOOR_UNKNOWN))]
    return render_template("room/join.html", step="code", form=form), status


def _for_stranger(form: CodeForm) -> StrangerForm:
    """The same number once more, with the questions that a device is asked that the compound does not know."""
    asked = StrangerForm(formdata=None, code=form.code.data)
    asked.code.errors = [message_of(Refused(Reason.DOOR_UNKNOWN))]
    return asked


def _seat_named(meeting: Meeting, form: StrangerForm, here: Knock) -> Seat | None:
    """The seat of the name that was typed, if the PIN is its PIN."""
    wanted = "".join((form.name.data or "").split())
    for _party, people in _groups(meeting.id, in_full=True):
        for seat_id, name, _post in people:
            if "".join(name.split()) == wanted:
                with suppress(Refused):
                    return verify_pin(meeting, seat_id, form.pin.data or "", current_app.config["SECRET_KEY"], here)
    return None


def _is_at_home(meeting: Meeting, here: Knock) -> bool:
    """Whether this device has been to a meeting of the compound, or who sits at it has a place in this one."""
    return knows(home_of(meeting), here) or seat_of(current_actor(), meeting.id) is not None


def _come_in(seat: Seat) -> Any:
    hold_seat(seat.id, seat_stamp(seat))
    return redirect(url_for("room.tablet", meeting_id=seat.meeting_id))


@blueprint.route("/j/<join_token>", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("600 per minute", methods=["POST"], key_func=_source_at_this_door)
def door(join_token: str) -> Any:
    """Choose one's seat and give its PIN; whoever signed in with an account walks straight in.

    Names stand in full only on a device that has been here, or before somebody of the meeting.
    """
    meeting = meeting_by(join_token=join_token)
    if meeting is None or not door_opens(meeting.state, meeting.ended_at, clock.now()):
        return render_template("room/over.html"), 404
    here = knock()
    own = seat_of(current_actor(), meeting.id)
    form = SeatForm()
    groups = _groups(meeting.id, in_full=_is_at_home(meeting, here))
    form.seat_id.choices = [(seat_id, name) for _party, people in groups for seat_id, name, _post in people]
    if form.is_submitted():
        seat = _seat_given(meeting, form, here)
        if seat is not None:
            return _come_in(seat)
        # Told on the page that follows, so that the way back does not ask whether to send the PIN again.
        errors = {"seat_id": list(form.seat_id.errors), "pin": list(form.pin.errors)}
        session[REFUSED] = {"door": join_token, "seat_id": form.seat_id.data, "errors": errors}
        return redirect(url_for("room.door", join_token=join_token), 303)
    _say_why(form, join_token)
    return render_template("room/join.html", step="seat", form=form, groups=groups, meeting=meeting, own=own)


def _seat_given(meeting: Meeting, form: SeatForm, here: Knock) -> Seat | None:
    """The seat whose PIN was given, or `None`; then the form holds the reason."""
    if not form.validate():
        return None
    try:
        return verify_pin(meeting, form.seat_id.data, form.pin.data or "", current_app.config["SECRET_KEY"], here)
    except Refused as refused:
        form.pin.errors = [message_of(refused)]
    return None


def _say_why(form: SeatForm, join_token: str) -> None:
    """Why the last sign-in at this meeting failed, shown once, with the name that was chosen."""
    refused = session.pop(REFUSED, None)
    if refused and refused["door"] == join_token:
        form.seat_id.data = refused["seat_id"]
        form.seat_id.errors, form.pin.errors = refused["errors"]["seat_id"], refused["errors"]["pin"]


def _groups(meeting_id: int, *, in_full: bool) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Seats that may come in by PIN, by party. Chair and secretary use their accounts."""
    groups: dict[str, list[tuple[int, str, str]]] = {}
    for seat in seats(meeting_id):
        if seat.kind in {"delegate", "attendee"}:
            name = seat.person.name if in_full else half_named(seat.person.name)
            groups.setdefault(seat.party.name, []).append((seat.id, name, seat.appointment.post))
    return list(groups.items())


@blueprint.get("/rooms/<int:meeting_id>/join.svg")
@guard("public.read")
def join_image(meeting_id: int) -> Response:
    """The QR code of a meeting's sign-in page, for whoever may see the meeting or holds its hall screen."""
    token = request.args.get("hall_token", "")
    if not token and current_actor().is_anonymous:
        raise Refused(Reason.NOT_SIGNED_IN)  # whether there is such a meeting or not
    meeting = hall_meeting(token, meeting_id) if token else meeting_for(current_actor(), "meeting.read", meeting_id)
    url = lasting_url("room.door", join_token=meeting.join_token)
    image = io.BytesIO()
    segno.make(url, error="m").save(image, kind="svg", scale=8, border=2, svgclass=None, lineclass=None)
    return Response(image.getvalue(), mimetype="image/svg+xml")
