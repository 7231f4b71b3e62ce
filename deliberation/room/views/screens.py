"""The room's screens: chair, tablet, record and hall are views of one snapshot."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request

from deliberation.agenda import rules as agenda_rules
from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.queries import may_hand_over, profile_of
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.election import WOMAN
from deliberation.room.access import hall_meeting, place_inside
from deliberation.room.rules.questions import OFFERED
from deliberation.room.snapshot.whole import whole
from deliberation.room.views.base import blueprint
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor, stay_in


def _screen(template: str, meeting: Any, audience: str, **more: Any) -> str:
    if audience != "hall":
        stay_in(meeting.id)
    return render_template(
        template,
        meeting=meeting,
        audience=audience,
        join_url=lasting_url("room.door", join_token=meeting.join_token),
        **more,
    )


@blueprint.get("/rooms/<int:meeting_id>/tablet")
@guard("room.enter")
def tablet(meeting_id: int) -> Any:
    """A delegate's screen."""
    meeting = meeting_for(current_actor(), "room.enter", meeting_id)
    seat = seat_of(current_actor(), meeting_id)
    if seat is None:
        raise Refused(Reason.NOT_FOUND)
    return _screen("room/tablet.html", meeting, "tablet", seat=seat)


@blueprint.app_template_global("ballot_methods")
def ballot_methods() -> list[str]:
    """The codes of the methods that a chair can choose, each of which has a file of macros."""
    return list(OFFERED)


@blueprint.get("/rooms/<int:meeting_id>/chair")
@guard("room.chair")
def chair(meeting_id: int) -> Any:
    """The chair's screen, with the one large next step."""
    meeting = meeting_for(current_actor(), "room.chair", meeting_id)
    can_hand_over = may_hand_over(current_actor(), meeting)
    return _screen(
        "room/chair.html",
        meeting,
        "chair",
        can_chair=True,
        can_record=True,
        can_hand_over=can_hand_over,
        methods=OFFERED,
        agenda_rules=agenda_rules,
        composition=profile_of(meeting).composition,
        woman=WOMAN,
    )


@blueprint.get("/rooms/<int:meeting_id>/record")
@guard("attendance.correct")
def record(meeting_id: int) -> Any:
    """The secretary's screen: motions, minutes, attendance."""
    meeting = meeting_for(current_actor(), "attendance.correct", meeting_id)
    return _screen("room/record.html", meeting, "chair", can_chair=False, can_record=True, agenda_rules=agenda_rules)


@blueprint.get("/hall/<hall_token>")
@guard("public.read")
def hall(hall_token: str) -> Any:
    """The big screen: opened by its secret address, no personal data on it."""
    try:
        meeting = hall_meeting(hall_token)
    except Refused:
        return render_template("room/over.html"), 404
    typed = lasting_url("room.join").split("://", 1)[-1]  # nobody types the scheme
    return _screen("room/hall.html", meeting, "hall", hall_token=hall_token, typed_address=typed)


@blueprint.get("/hall/<hall_token>/snapshot")
@guard("public.read")
def hall_snapshot(hall_token: str) -> Any:
    """The whole state as the hall may see it."""
    return jsonify(whole(hall_meeting(hall_token).id, "hall", None))


@blueprint.get("/rooms/<int:meeting_id>/snapshot")
@guard("room.enter")
def snapshot(meeting_id: int) -> Any:
    """The whole state as this visitor may see it."""
    audience = request.args.get("audience", "tablet")
    seat_id = place_inside(current_actor(), meeting_id, audience)
    return jsonify(whole(meeting_id, audience, seat_id))
