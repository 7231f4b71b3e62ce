"""How people come in: the meeting's code or QR, then the seat with its PIN."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, current_app, redirect, render_template, request, url_for

from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.actions import verify_pin
from deliberation.convening.queries import seats
from deliberation.convening.rules import DOOR_CLOSED_STATES
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.forms import CodeForm, SeatForm
from deliberation.room.queries import meeting_by, seat_stamp
from deliberation.room.views.base import blueprint
from deliberation.web.errors import message_of, status_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor, hold_seat


@blueprint.route("/join", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("30 per minute", methods=["POST"])
def join() -> Any:
    """Ask for the six digits of the meeting."""
    form = CodeForm()
    if form.validate_on_submit():
        meeting = meeting_by(join_code=form.code.data)
        if meeting:
            return redirect(url_for("room.door", join_token=meeting.join_token))
        form.code.errors = [message_of(Refused(Reason.NOT_FOUND))]
    status = 422 if form.is_submitted() else 200
    return render_template("room/join.html", step="code", form=form), status


@blueprint.route("/j/<join_token>", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("60 per minute", methods=["POST"])
def door(join_token: str) -> Any:
    """Choose one's seat and give its PIN; whoever signed in with an account walks straight in."""
    meeting = meeting_by(join_token=join_token)
    if meeting is None or meeting.state in DOOR_CLOSED_STATES:
        raise Refused(Reason.NOT_FOUND)
    own = seat_of(current_actor(), meeting.id)
    form = SeatForm()
    groups = _groups(meeting.id)
    form.seat_id.choices = [(seat_id, name) for _party, people in groups for seat_id, name, _post in people]
    status = 200
    if form.validate_on_submit():
        try:
            seat = verify_pin(meeting, form.seat_id.data, form.pin.data, current_app.config["SECRET_KEY"])
        except Refused as refused:
            form.pin.errors = [message_of(refused)]
            status = status_of(refused.reason)
        else:
            hold_seat(seat.id, seat_stamp(seat))
            return redirect(url_for("room.tablet", meeting_id=meeting.id))
    elif form.is_submitted():
        status = 422
    page = render_template("room/join.html", step="seat", form=form, groups=groups, meeting=meeting, own=own)
    return page, status


def _groups(meeting_id: int) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Seats that may come in by PIN, by party. Chair and secretary use their accounts."""
    groups: dict[str, list[tuple[int, str, str]]] = {}
    for seat in seats(meeting_id):
        if seat.kind in {"delegate", "attendee"}:
            groups.setdefault(seat.party.name, []).append((seat.id, seat.person.name, seat.appointment.post))
    return list(groups.items())


@blueprint.get("/rooms/<int:meeting_id>/join.svg")
@guard("public.read")
def join_image(meeting_id: int) -> Response:
    """The QR code of a meeting's door, for whoever may see the meeting or holds its hall screen."""
    token = request.args.get("hall_token", "")
    meeting = meeting_by(hall_token=token) if token else meeting_for(current_actor(), "meeting.read", meeting_id)
    if meeting is None or meeting.id != meeting_id:
        raise Refused(Reason.NOT_FOUND)
    url = lasting_url("room.door", join_token=meeting.join_token)
    image = io.BytesIO()
    segno.make(url, error="m").save(image, kind="svg", scale=8, border=2, svgclass=None, lineclass=None)
    return Response(image.getvalue(), mimetype="image/svg+xml")
