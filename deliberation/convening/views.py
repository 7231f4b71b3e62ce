"""The pages of convening: the list, the plan, one meeting, its seats, its papers, the rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.agenda.queries import items_of, pool
from deliberation.agenda.rules import AUTHORITIES, ITEM_KINDS, needs_owners
from deliberation.convening import actions, queries
from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.forms import (
    CancelForm,
    LeaveForm,
    PlaceForm,
    PlanForm,
    ReplaceForm,
    SeatForm,
    WaiverForm,
)
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.papers import by_party, qr_svg, rules_in_words
from deliberation.convening.rules import LIVE_STATES, MEETING_FLOW, SEAT_KINDS
from deliberation.kernel import clock
from deliberation.kernel.days import day_text, is_weekend
from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.queries import notices_of_meeting
from deliberation.organisation import queries as organisation
from deliberation.organisation.models import Appointment
from deliberation.organisation.rules import PARTY_KINDS, parse_profile
from deliberation.web.errors import message_of, status_of
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.session import compound, current_actor

blueprint = Blueprint("convening", __name__)

PASSED_ON = frozenset({Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.NOT_SIGNED_IN})
"""Refusals that are pages of their own; every other one is said on the page where the act was tried."""


@blueprint.get("/desk/<compound_slug>/meetings/")
@guard("meeting.read")
def meetings() -> Any:
    """Upcoming and past meetings of the compound."""
    when = request.args.get("when", "coming")
    when = when if when in {"coming", "over", "all"} else "coming"
    found = queries.meetings(compound().id, request.args.get("page", 1, int), when)
    ids = [meeting.id for meeting in found.items]
    return render_template(
        "convening/meetings.html",
        page=found,
        when=when,
        flow=MEETING_FLOW,
        seat_counts=queries.seat_counts(ids),
        item_counts=queries.item_counts(ids),
    )


@blueprint.route("/desk/<compound_slug>/meetings/new", methods=["GET", "POST"])
@guard("meeting.plan")
def new_meeting() -> Any:
    """Plan a meeting; the next deliberation day is proposed."""
    form = _plan_form(PlanForm())
    series = queries.series_of(compound().id, _chosen_type(form))
    if request.method == "GET" and form.meeting_type_id.choices:
        _propose(form, series)
    if form.validate_on_submit():
        try:
            draft = form.draft(series.id if series else None)
            meeting = actions.plan_meeting(current_actor(), compound().id, draft)
        except Refused as refused:
            return _plan_page(form, None, refused)
        flash(_("会议已建立，席位已按各方现任人员排好，请核对。"))
        return _to(meeting.id)
    return _plan_page(form, None)


@blueprint.route("/desk/<compound_slug>/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@guard("meeting.plan")
def edit_meeting(meeting_id: int) -> Any:
    """Change the plan while no notice has gone out."""
    meeting = _here("meeting.plan", meeting_id)
    form = _plan_form(PlanForm(data=_plan_of(meeting)), meeting)
    if form.validate_on_submit():
        try:
            actions.edit_plan(current_actor(), meeting.id, form.draft(meeting.series_id))
        except Refused as refused:
            return _plan_page(form, meeting, refused)
        flash(_("会议安排已修改。"))
        return _to(meeting_id)
    return _plan_page(form, meeting)


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>")
@guard("meeting.read")
def meeting(meeting_id: int) -> Any:
    """One meeting: what it lacks, its agenda, its seats, who confirmed."""
    return _meeting_page(_here("meeting.read", meeting_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/place")
@guard("agenda.order")
def place_item(meeting_id: int) -> Any:
    """Put a waiting item on the agenda."""
    item_id = request.form.get("item_id", 0, int)
    return _try("agenda.order", meeting_id, lambda: actions.put_on_agenda(current_actor(), meeting_id, item_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/<int:item_id>/<any(up, down):direction>")
@guard("agenda.order")
def move_item(meeting_id: int, item_id: int, direction: str) -> Any:
    """Move an item one place up or down."""
    return _try(
        "agenda.order",
        meeting_id,
        lambda: actions.move_on_agenda(current_actor(), meeting_id, item_id, direction),
    )


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/<int:item_id>/off")
@guard("agenda.order")
def take_off_item(meeting_id: int, item_id: int) -> Any:
    """Send an item back to the pool."""
    return _try("agenda.order", meeting_id, lambda: actions.take_off_agenda(current_actor(), meeting_id, item_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/publish")
@guard("agenda.publish")
def publish_agenda(meeting_id: int) -> Any:
    """Publish the agenda."""
    act = lambda: actions.publish_agenda(current_actor(), meeting_id)  # noqa: E731 - one act, named for reading
    return _try("agenda.publish", meeting_id, act, _("议程已发布，居民可以看到。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/notify")
@guard("meeting.notify")
def notify(meeting_id: int) -> Any:
    """Send the notice and freeze the roll."""
    waiver = request.form.get("waiver", "")[:500]
    act = lambda: actions.notify(current_actor(), meeting_id, waiver)  # noqa: E731 - one act, named for reading
    return _try("meeting.notify", meeting_id, act, _("会议通知已发出，应到名册已锁定。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/cancel")
@guard("meeting.cancel")
def cancel(meeting_id: int) -> Any:
    """Call the meeting off."""
    reason = request.form.get("reason", "")[:500]
    act = lambda: actions.cancel_meeting(current_actor(), meeting_id, reason)  # noqa: E731 - one act, named
    return _try("meeting.cancel", meeting_id, act, _("会议已取消，议题退回待上会。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/confirm")
@guard("notice.confirm")
def confirm(meeting_id: int) -> Any:
    """Confirm the notice 回执."""
    act = lambda: actions.confirm_notice(current_actor(), meeting_id)  # noqa: E731 - one act, named for reading
    return _try("notice.confirm", meeting_id, act, _("已确认收到通知。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/leave")
@guard("leave.ask")
def ask_leave(meeting_id: int) -> Any:
    """Ask leave for oneself, or take it back."""
    if request.form.get("take_back"):
        return _try("leave.ask", meeting_id, lambda: actions.withdraw_leave(current_actor(), meeting_id))
    reason = request.form.get("reason", "")[:200]
    act = lambda: actions.ask_leave(current_actor(), meeting_id, reason)  # noqa: E731 - one act, named for reading
    return _try("leave.ask", meeting_id, act, _("已请假。您仍在应到名册里，计为未到。"))


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/seats")
@guard("meeting.plan")
def seats(meeting_id: int) -> Any:
    """The seats: add, remove, replace; record leave; renew a PIN."""
    return _seats_page(_here("meeting.plan", meeting_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats")
@guard("meeting.plan")
def add_seat(meeting_id: int) -> Any:
    """Add a delegate or an attendee."""
    appointment_id, kind = request.form.get("appointment_id", 0, int), request.form.get("kind", "")
    act = lambda: actions.add_seat(current_actor(), meeting_id, appointment_id, kind)  # noqa: E731 - one act
    return _try("meeting.plan", meeting_id, act, page=_seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/remove")
@guard("meeting.plan")
def remove_seat(meeting_id: int, seat_id: int) -> Any:
    """Take a seat away."""
    act = lambda: actions.remove_seat(current_actor(), meeting_id, seat_id)  # noqa: E731 - one act
    return _try("meeting.plan", meeting_id, act, page=_seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/replace")
@guard("meeting.plan")
def replace_seat(meeting_id: int, seat_id: int) -> Any:
    """Put another person of the party into the seat."""
    appointment_id = request.form.get("appointment_id", 0, int)
    act = lambda: actions.replace_seat(current_actor(), meeting_id, seat_id, appointment_id)  # noqa: E731 - one act
    return _try("meeting.plan", meeting_id, act, page=_seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/leave")
@guard("leave.record")
def record_leave(meeting_id: int, seat_id: int) -> Any:
    """Enter the leave of somebody who telephoned."""
    reason = request.form.get("reason", "")[:200]
    act = lambda: actions.record_leave(current_actor(), meeting_id, seat_id, reason)  # noqa: E731 - one act
    return _try("leave.record", meeting_id, act, _("请假已登记。"), page=_seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/pin")
@guard("pin.print")
def renew_pin(meeting_id: int, seat_id: int) -> Any:
    """Give a seat a new PIN."""
    act = lambda: actions.renew_pin(current_actor(), meeting_id, seat_id)  # noqa: E731 - one act
    return _try("pin.print", meeting_id, act, _("口令已更换，请重新打印签到条。"), page=_seats_page)


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/notice")
@guard("meeting.read")
def notice(meeting_id: int) -> Any:
    """The notice for the board, on A4."""
    found = _here("meeting.read", meeting_id)
    return render_template("convening/notice.html", **_paper(found), items=items_of(found.id),
                           kinds=ITEM_KINDS, needs_owners=needs_owners)  # fmt: skip


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/slips")
@guard("pin.print")
def slips(meeting_id: int) -> Any:
    """The slips 签到条, one for each seat, with its PIN."""
    found = _here("pin.print", meeting_id)
    secret = current_app.config["SECRET_KEY"]
    its_seats = queries.seats(found.id)
    pins = {seat.id: actions.pin_of(seat, secret) for seat in its_seats}
    return render_template("convening/slips.html", **_paper(found, its_seats), pins=pins)


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/sign-in-sheet")
@guard("pin.print")
def sign_in_sheet(meeting_id: int) -> Any:
    """The sign-in sheet 签到表, on A4."""
    return render_template("convening/sign_in_sheet.html", **_paper(_here("pin.print", meeting_id)))


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/join.svg")
@guard("meeting.read")
def join_code(meeting_id: int) -> Response:
    """The QR code that leads to the meeting's door, as an image."""
    found = _here("meeting.read", meeting_id)
    return Response(qr_svg(_join_address(found)), mimetype="image/svg+xml")


@blueprint.get("/desk/<compound_slug>/rules")
@guard("rules.read")
def rules_page() -> Any:
    """The rules of procedure in force today, in plain words, and the duty list of the parties."""
    here = compound()
    in_force = []
    for meeting_type in organisation.meeting_types(here.id):
        version = organisation.profile_in_force(meeting_type.profile_code, clock.today())
        profile = parse_profile(version.data) if version else None
        lines = rules_in_words(profile) if profile else []
        in_force.append((meeting_type, version, profile, lines))
    return render_template(
        "convening/rules_page.html", in_force=in_force, parties=organisation.parties(here.id), kinds=PARTY_KINDS
    )


def _here(permission: str, meeting_id: int) -> Meeting:
    """The meeting, which must belong to the compound of the address."""
    found = meeting_for(current_actor(), permission, meeting_id)
    if found.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return found


def _to(meeting_id: int, endpoint: str = "convening.meeting") -> Any:
    return redirect(url_for(endpoint, compound_slug=compound().slug, meeting_id=meeting_id))


Page = Callable[..., Any]


def _try(
    permission: str, meeting_id: int, act: Callable[[], Any], done: str = "", page: Page | None = None
) -> Any:
    """Do one act of a meeting's page; a refusal is said on the same page, with what was typed."""
    _here(permission, meeting_id)
    try:
        act()
    except Refused as refused:
        if refused.reason in PASSED_ON:
            raise
        return (page or _meeting_page)(_here(permission, meeting_id), refused)
    if done:
        flash(done)
    return _to(meeting_id, "convening.seats" if page else "convening.meeting")


def _meeting_page(found: Meeting, refused: Refused | None = None) -> Any:
    its_seats, items = queries.seats(found.id), items_of(found.id)
    mine = seat_of(current_actor(), found.id)
    receipts = notices_of_meeting(found.id, "meeting") if found.notified_at else {}
    lines = queries.readiness(found, its_seats, items) if found.state == "PLANNED" else []
    waiting_items = pool(compound().id) if found.state == "PLANNED" and can("agenda.order") else []
    page = render_template(
        "convening/meeting.html",
        meeting=found,
        flow=MEETING_FLOW,
        live=found.state in LIVE_STATES,
        lines=lines,
        ready=all(line.done for line in lines if line.blocks),
        notice_days=queries.notice_days(found),
        items=items,
        pool=waiting_items,
        kinds=ITEM_KINDS,
        authorities=AUTHORITIES,
        groups=by_party(its_seats),
        entitled=sum(seat.has_vote for seat in its_seats),
        on_leave=sum(seat.leave_at is not None for seat in its_seats if seat.has_vote),
        seat_kinds=SEAT_KINDS,
        receipts=receipts,
        mine=mine,
        my_notice=receipts.get(mine.person_id) if mine else None,
        waiver_form=WaiverForm(),
        leave_form=LeaveForm(),
        cancel_form=CancelForm(),
        place_form=PlaceForm(),
        problem=message_of(refused) if refused else "",
        too_short=bool(refused and refused.reason is Reason.NOTICE_TOO_SHORT),
        weekend=is_weekend(found.starts_at.astimezone(clock.BEIJING).date()),
    )
    return page, status_of(refused.reason) if refused else 200


def _seats_page(found: Meeting, refused: Refused | None = None) -> Any:
    its_seats = queries.seats(found.id)
    seated = {seat.person_id for seat in its_seats}
    free = [a for a in organisation.appointments(compound().id) if a.person_id not in seated]
    form = SeatForm()
    form.appointment_id.choices = [(a.id, _appointment_label(a)) for a in free]
    page = render_template(
        "convening/seats.html",
        meeting=found,
        seats=its_seats,
        frozen=found.roll_frozen_at is not None,
        seat_kinds=SEAT_KINDS,
        form=form,
        replace_form=ReplaceForm(),
        leave_form=LeaveForm(),
        substitutes=_substitutes(its_seats, free),
        now=clock.now(),
        problem=message_of(refused) if refused else "",
    )
    return page, status_of(refused.reason) if refused else 200


def _appointment_label(appointment: Appointment) -> str:
    return f"{appointment.party.name} {appointment.person.name} {appointment.post}".strip()


def _substitutes(its_seats: list[Seat], free: list[Appointment]) -> dict[int, list[tuple[int, str]]]:
    """For each seat, who else of its party could take it."""
    return {
        seat.id: [(a.id, _appointment_label(a)) for a in free if a.party_id == seat.party_id] for seat in its_seats
    }


def _plan_form(form: PlanForm, found: Meeting | None = None) -> PlanForm:
    here = compound()
    types = [found.meeting_type] if found else organisation.meeting_types(here.id)
    people = organisation.appointments(here.id)
    form.offer(
        [(t.id, t.name) for t in types],
        [(str(v.id), v.name) for v in organisation.venues(here.id)],
        _people(people, actions.planning.CHAIR_ROLES),
        _people(people, actions.planning.SECRETARY_ROLES),
    )
    return form


def _people(appointments: list[Appointment], roles: tuple[str, ...]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for a in appointments:
        if a.role in roles:
            found.setdefault(str(a.person_id), f"{a.person.name} {a.post}".strip())
    return list(found.items())


def _chosen_type(form: PlanForm) -> int | None:
    offered = [choice[0] for choice in form.meeting_type_id.choices or []]
    wanted = form.meeting_type_id.data if form.is_submitted() else request.args.get("type", type=int)
    return wanted if wanted in offered else (offered[0] if offered else None)


def _propose(form: PlanForm, series: Any) -> None:
    """The next deliberation day, the usual place and people."""
    form.meeting_type_id.data = _chosen_type(form)
    for field in (form.chair_id, form.secretary_id):
        if len(field.choices) > 1:
            field.data = int(field.choices[1][0])
    if series is not None:
        form.day.data = queries.next_day_of(series)
        form.time.data = clock.datetime.strptime(series.time, "%H:%M").time()
        form.venue_id.data = series.venue_id
    elif len(form.venue_id.choices) > 1:
        form.venue_id.data = int(form.venue_id.choices[1][0])


def _plan_of(found: Meeting) -> dict[str, Any]:
    local = found.starts_at.astimezone(clock.BEIJING)
    return {
        "meeting_type_id": found.meeting_type_id, "title": found.title, "day": local.date(), "time": local.time(),
        "venue_id": found.venue_id, "chair_id": found.chair_id, "secretary_id": found.secretary_id,
    }  # fmt: skip


def _plan_page(form: PlanForm, found: Meeting | None, refused: Refused | None = None) -> Any:
    if refused is not None:
        if refused.reason in PASSED_ON:
            raise refused
        form.form_errors.append(message_of(refused))
    day = form.day.data
    page = render_template(
        "convening/plan.html",
        form=form,
        meeting=found,
        weekend=day_text(day) if day and is_weekend(day) else "",
        action=request.path,
    )
    if refused is not None:
        return page, status_of(refused.reason)
    return page, 422 if form.is_submitted() else 200


def _join_address(found: Meeting) -> str:
    return f"{request.url_root}j/{found.join_token}"


def _paper(found: Meeting, its_seats: list[Seat] | None = None) -> dict[str, Any]:
    """What every printed paper of a meeting needs."""
    its_seats = queries.seats(found.id) if its_seats is None else its_seats
    return {
        "meeting": found,
        "seats": its_seats,
        "groups": by_party([seat for seat in its_seats if seat.kind != "attendee"]),
        "attendees": [seat for seat in its_seats if seat.kind == "attendee"],
        "seat_kinds": SEAT_KINDS,
        "entitled": sum(seat.has_vote for seat in its_seats),
        "join_address": _join_address(found),
        "today": clock.today(),
    }
