"""What is printed for a meeting, its QR code, and the rules in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, current_app, render_template

from deliberation.agenda.queries import items_of
from deliberation.agenda.rules import ITEM_KINDS, needs_owners
from deliberation.convening import actions, queries
from deliberation.convening.papers import by_party, qr_svg
from deliberation.convening.queries.handing import vacancies
from deliberation.convening.queries.residents import called_because
from deliberation.convening.rules import SEAT_KINDS
from deliberation.convening.views.frame import blueprint, here
from deliberation.kernel import clock
from deliberation.kernel.stage import house
from deliberation.organisation import queries as organisation
from deliberation.organisation.papers import rules_in_words
from deliberation.organisation.queries.profiles import owners_rules_here
from deliberation.organisation.rules import PARTY_KINDS, parse_profile
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import compound

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting, Seat


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/notice")
@guard("meeting.read")
def notice(meeting_id: int) -> Any:
    """The notice for the board, on A4."""
    found = here("meeting.read", meeting_id)
    return render_template(
        "convening/notice.html",
        **_paper(found),
        items=items_of(found.id),
        kinds=ITEM_KINDS,
        needs_owners=needs_owners,
        demanded=called_because(found, queries.profile_of(found).body),
    )


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/slips")
@guard("pin.print")
def slips(meeting_id: int) -> Any:
    """The slips 签到条, one for each seat, with its PIN."""
    found = here("pin.print", meeting_id)
    secret = current_app.config["SECRET_KEY"]
    its_seats = queries.seats(found.id)
    pins = {seat.id: actions.pin_of(seat, secret) for seat in its_seats}
    return render_template("convening/slips.html", **_paper(found, its_seats), pins=pins)


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/sign-in-sheet")
@guard("pin.print")
def sign_in_sheet(meeting_id: int) -> Any:
    """The sign-in sheet 签到表, on A4."""
    return render_template("convening/sign_in_sheet.html", **_paper(here("pin.print", meeting_id)))


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/join.svg")
@guard("meeting.read")
def join_code(meeting_id: int) -> Response:
    """The QR code that leads to the meeting's sign-in page, as an image."""
    found = here("meeting.read", meeting_id)
    return Response(qr_svg(_join_address(found)), mimetype="image/svg+xml")


@blueprint.get("/desk/<compound_slug>/rules")
@guard("rules.read")
def rules_page() -> Any:
    """The rules of procedure in force today, in plain words, and the duty list of the parties."""
    compound_id = compound().id
    in_force = []
    for meeting_type in organisation.meeting_types(compound_id):
        version = organisation.profile_in_force(meeting_type.profile_code, clock.today())
        profile = parse_profile(version.data) if version else None
        lines = rules_in_words(profile) if profile else []
        in_force.append((meeting_type, version, profile, lines))
    return render_template(
        "convening/rules_page.html",
        in_force=in_force,
        owners_rules=owners_rules_here(compound(), clock.today()),
        parties=organisation.parties(compound_id),
        kinds=PARTY_KINDS,
    )


def _join_address(found: Meeting) -> str:
    return lasting_url(house().places["door"], join_token=found.join_token)


def _paper(found: Meeting, its_seats: list[Seat] | None = None) -> dict[str, Any]:
    """What every printed paper of a meeting needs."""
    its_seats = queries.seats(found.id) if its_seats is None else its_seats
    return {
        "meeting": found,
        "seats": its_seats,
        "vacant": vacancies(found.id),
        "groups": by_party([seat for seat in its_seats if seat.kind != "attendee"]),
        "attendees": [seat for seat in its_seats if seat.kind == "attendee"],
        "seat_kinds": SEAT_KINDS,
        "entitled": sum(seat.has_vote for seat in its_seats),
        "join_address": _join_address(found),
        "today": clock.today(),
    }
