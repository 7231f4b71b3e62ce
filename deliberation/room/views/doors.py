"""How people come in: the meeting's code or QR, then the seat with its PIN."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext

from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.actions import verify_pin
from deliberation.convening.queries import seats
from deliberation.convening.rules import DOOR_CLOSED_STATES, LIVE_STATES
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_
from deliberation.room.forms import CodeForm, SeatForm
from deliberation.room.queries import meeting_by, seat_stamp
from deliberation.room.views.base import blueprint
from deliberation.web.errors import message_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor, hold_seat

TO_SIGN = N_("这次会议已经结束。看会议记录、签字，请扫签到条上的二维码，或找会议秘书。")
OVER = {
    "ENDED": TO_SIGN,
    "MINUTES_SIGNED": TO_SIGN,
    "ISSUED": N_("这次会议已经结束。要看会议记录，请找会议秘书。"),
    "CANCELLED": N_("这次会议已经取消。请看会议通知，或问会议秘书。"),
}
"""What the number of a meeting that is over is answered with."""

REFUSED = "door_refused"
"""The session's key for why a seat did not open."""


@blueprint.route("/join", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("30 per minute", methods=["POST"])
def join() -> Any:
    """Ask for the six digits of the meeting."""
    form = CodeForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        meeting = meeting_by(join_code=form.code.data)
        state = meeting.state if meeting else ""
        if meeting and state in LIVE_STATES | {"NOTICED"}:
            return redirect(url_for("room.door", join_token=meeting.join_token))
        if state in OVER:
            form.code.errors, status = [gettext(OVER[state])], 409
        else:
            form.code.errors = [gettext("没有这个会议号。请核对签到条或会议通知上的 6 位数字。")]
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
    if form.is_submitted():
        seat = _seat_given(meeting, form)
        if seat is None:
            # Told on the page that follows, so that the way back does not ask whether to send the PIN again.
            errors = {"seat_id": list(form.seat_id.errors), "pin": list(form.pin.errors)}
            session[REFUSED] = {"door": join_token, "seat_id": form.seat_id.data, "errors": errors}
            return redirect(url_for("room.door", join_token=join_token), 303)
        hold_seat(seat.id, seat_stamp(seat))
        return redirect(url_for("room.tablet", meeting_id=meeting.id))
    _say_why(form, join_token)
    return render_template("room/join.html", step="seat", form=form, groups=groups, meeting=meeting, own=own)


def _seat_given(meeting: Any, form: SeatForm) -> Any:
    """The seat whose PIN was given, or `None`; then the form holds the reason."""
    if not form.validate():
        return None
    try:
        return verify_pin(meeting, form.seat_id.data, form.pin.data, current_app.config["SECRET_KEY"])
    except Refused as refused:
        form.pin.errors = [message_of(refused)]
    return None


def _say_why(form: SeatForm, join_token: str) -> None:
    """Why the last try at this door failed, once, with the name that was chosen."""
    refused = session.pop(REFUSED, None)
    if refused and refused["door"] == join_token:
        form.seat_id.data = refused["seat_id"]
        form.seat_id.errors, form.pin.errors = refused["errors"]["seat_id"], refused["errors"]["pin"]


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
