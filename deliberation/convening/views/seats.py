"""The seats of a meeting: who sits for which party, who attends, leave, PINs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from deliberation.convening import actions, queries
from deliberation.convening.forms import LeaveForm, ReplaceForm, SeatForm
from deliberation.convening.queries.door import tries_of, wrong_tries
from deliberation.convening.queries.handing import vacancies
from deliberation.convening.queries.substitutes import sendings
from deliberation.convening.rules import SEAT_KINDS
from deliberation.convening.views.frame import attempt, blueprint, here, said
from deliberation.organisation import queries as organisation
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting, Seat
    from deliberation.organisation.models import Appointment


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/seats")
@guard("meeting.plan")
def seats(meeting_id: int) -> Any:
    """The seats: add, remove, replace; record leave; renew a PIN."""
    return seats_page(here("meeting.plan", meeting_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats")
@guard("meeting.plan")
def add_seat(meeting_id: int) -> Any:
    """Add a delegate or an attendee."""
    appointment_id, kind = asking.pressed_number("appointment_id"), request.form.get("kind", "")
    act = partial(actions.add_seat, current_actor(), meeting_id, appointment_id, kind)
    return attempt("meeting.plan", meeting_id, act, seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/remove")
@guard("meeting.plan")
def remove_seat(meeting_id: int, seat_id: int) -> Any:
    """Take a seat away."""
    act = partial(actions.remove_seat, current_actor(), meeting_id, seat_id)
    return attempt("meeting.plan", meeting_id, act, seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/replace")
@guard("meeting.plan")
def replace_seat(meeting_id: int, seat_id: int) -> Any:
    """Put another person of the party into the seat."""
    appointment_id = asking.pressed_number("appointment_id")
    act = partial(actions.replace_seat, current_actor(), meeting_id, seat_id, appointment_id)
    return attempt("meeting.plan", meeting_id, act, seats_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/leave")
@guard("leave.record")
def record_leave(meeting_id: int, seat_id: int) -> Any:
    """Enter the leave of somebody who telephoned."""

    def act() -> Any:
        reason, instead = said("reason", 200), asking.pressed_number("appointment_id")
        if request.form.get("appointment_id"):
            return actions.record_substitute(current_actor(), meeting_id, seat_id, instead, reason)
        return actions.record_leave(current_actor(), meeting_id, seat_id, reason)

    return attempt("leave.record", meeting_id, act, seats_page, _("已登记。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/substitute/take-back")
@guard("leave.record")
def take_back_substitute(meeting_id: int, seat_id: int) -> Any:
    """Whoever was invited comes after all."""
    act = partial(actions.take_back_substitute, current_actor(), meeting_id, seat_id)
    return attempt("leave.record", meeting_id, act, seats_page, _("代替已撤销，请重新打印签到条。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/<int:seat_id>/pin")
@guard("pin.print")
def renew_pin(meeting_id: int, seat_id: int) -> Any:
    """Give a seat a new PIN."""
    act = partial(actions.renew_pin, current_actor(), meeting_id, seat_id)
    return attempt("pin.print", meeting_id, act, seats_page, _("口令已更换，请重新打印签到条。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/seats/admit")
@guard("pin.print")
def admit_devices(meeting_id: int) -> Any:
    """Let devices try again that the compound does not know."""
    act = partial(actions.admit_devices, current_actor(), meeting_id)
    return attempt("pin.print", meeting_id, act, seats_page, _("已放行，新来的设备可以凭口令进入。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/addresses")
@guard("pin.print")
def renew_addresses(meeting_id: int) -> Any:
    """Give the meeting new addresses of hall screen and sign-in, and a new number."""
    act = partial(actions.renew_addresses, current_actor(), meeting_id)
    done = _("地址和会议号已更换，原来的立刻失效。请重新打开大屏，重新打印签到条和通知。")
    return attempt("pin.print", meeting_id, act, seats_page, done)


def seats_page(found: Meeting, problem: str = "") -> Any:
    """The seats of a meeting; with a refusal, said at its top under the refusal's status."""
    its_seats = queries.seats(found.id)
    seated = {seat.person_id for seat in its_seats}
    free = [a for a in organisation.appointments(compound().id) if a.person_id not in seated]
    form = SeatForm()
    form.appointment_id.choices = [(a.id, _appointment_label(a)) for a in free]
    return render_template(
        "convening/seats.html",
        meeting=found,
        seats=its_seats,
        vacant=vacancies(found.id),
        frozen=found.roll_frozen_at is not None,
        seat_kinds=SEAT_KINDS,
        form=form,
        replace_form=ReplaceForm(),
        leave_form=LeaveForm(),
        sendings=sendings(found, its_seats, its_seats),
        substitutes=_substitutes(its_seats, free),
        tries=tries_of(found),
        wrong_tries=partial(wrong_tries, found),
        problem=problem,
    )


def _appointment_label(appointment: Appointment) -> str:
    return f"{appointment.party.name} {appointment.person.name} {appointment.post}".strip()


def _substitutes(its_seats: list[Seat], free: list[Appointment]) -> dict[int, list[tuple[int, str]]]:
    """For each seat, who else of its party could take it."""
    return {seat.id: [(a.id, _appointment_label(a)) for a in free if a.party_id == seat.party_id] for seat in its_seats}
