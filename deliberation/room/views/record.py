"""The full record as a page of the desk: read, print, sign, issue."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.agenda.queries import items_of
from deliberation.convening.access import chairs, meeting_for, seat_of
from deliberation.convening.queries import seats
from deliberation.convening.queries.handing import vacancies
from deliberation.kernel import seen
from deliberation.kernel.errors import Refused
from deliberation.room.actions import minutes as record
from deliberation.room.actions.correcting import sentence
from deliberation.room.forms import IssueForm
from deliberation.room.queries import attendance, decisions, minutes_of, signatures_of
from deliberation.room.queries.corrections import corrected_lines, corrections_in
from deliberation.room.rules.correcting import CORRECTABLE
from deliberation.room.rules.record import is_put_right, may_write
from deliberation.room.views.base import blueprint
from deliberation.web.acting import told
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.session import current_actor, here


def _here(meeting_id: int) -> Any:
    return here(meeting_for(current_actor(), "minutes.read", meeting_id))


def _page(meeting: Any, form: IssueForm, status: int = 200) -> Any:
    shown = seen.value("minutes", meeting)  # before the lines: a line that comes in between makes it old, never new
    lines = minutes_of(meeting.id)
    items = [(item, [line for line in lines if line.item_id == item.id]) for item in items_of(meeting.id)]
    general = [line for line in lines if line.item_id is None]
    signed, corrections = signatures_of(meeting.id), corrections_in(meeting.id)
    invited = seats(meeting.id)
    came = [s for s in invited if s.signed_in_at is not None]
    missing = [s for s in invited if s.signed_in_at is None] if meeting.opened_at else []
    own = seat_of(current_actor(), meeting.id)
    writes = can("minutes.write", meeting_id=meeting.id)
    issues = can("minutes.issue", chairs=chairs(current_actor(), meeting))
    put_right = is_put_right(meeting.facts, signed=bool(signed))
    unsigned = record.unsigned(meeting.id)
    if unsigned:
        form.reason.flags.required = True  # the page says 必填 and the browser asks for it
    page = render_template(
        "room/minutes.html",
        meeting=meeting,
        seen=shown,
        attendance=attendance(meeting.id),
        items=[(None, general), *items],
        kinds=record.LINE_KINDS,
        corrected=corrected_lines(lines, corrections),
        corrections=[(one, sentence(one)) for one in corrections],
        decided=[d for d in decisions(meeting.id) if d.outcome in CORRECTABLE],
        vacant=vacancies(meeting.id),
        on_leave=[s.holder for s in missing if s.leave_at],
        absent=[s.holder for s in missing if not s.leave_at],
        signatures=[(s, signed[s.id].at if s.id in signed else None) for s in came],
        can_sign=bool(own and own.signed_in_at and own.id not in signed and meeting.state == "ENDED" and put_right),
        put_right=put_right,
        can_hand_out=meeting.state == "ENDED" and not put_right and (issues or writes),
        can_write=may_write(meeting.state, signed=bool(signed)) and writes,
        can_issue=meeting.state in {"ENDED", "MINUTES_SIGNED"} and issues,
        unsigned=unsigned,
        issue_form=form,
    )
    return page, status


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/minutes")
@guard("minutes.read")
def minutes(meeting_id: int) -> Any:
    """The full record."""
    return _page(_here(meeting_id), IssueForm())


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/minutes/ready")
@guard("minutes.sign", shows="minutes")
def hand_out(meeting_id: int) -> Any:
    """记录整理好了，请大家签字: the secretary's word, or the chair's."""
    meeting = _here(meeting_id)
    record.hand_out(current_actor(), meeting.id)
    flash(_("大家现在可以在会议记录上签字。"))
    return redirect(url_for("room.minutes", meeting_id=meeting.id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/minutes/sign")
@guard("minutes.sign", shows="minutes")
def sign(meeting_id: int) -> Any:
    """Sign the record at the desk."""
    meeting = _here(meeting_id)
    record.sign(current_actor(), meeting.id)
    flash(_("您已在会议记录上签字。"))
    return redirect(url_for("room.minutes", meeting_id=meeting.id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/minutes/issue")
@guard("minutes.issue", shows="minutes")
def issue(meeting_id: int) -> Any:
    """Issue the minutes 签发."""
    meeting = _here(meeting_id)
    form = IssueForm()
    if not form.validate_on_submit():
        return _page(meeting, form, 422)
    try:
        record.issue(current_actor(), meeting.id, form.reason.data)
    except Refused as refused:
        said, status = told(refused)
        form.reason.errors = [said]
        return _page(_here(meeting_id), form, status)
    flash(_("会议记录已签发。"))
    return redirect(url_for("room.minutes", meeting_id=meeting.id))
