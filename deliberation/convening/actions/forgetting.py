"""What a sign-in sheet holds of people beyond its time."""

from __future__ import annotations

from datetime import datetime

from deliberation.audit.erasing import note_erased
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import phones
from deliberation.convening.rules import SHEET_PHONE_YEARS
from deliberation.db import transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.days import last_start


def erase_phones(now: datetime) -> list[int]:
    """Erase the phones on the sign-in sheets of meetings of more than a year ago; the ids of the meetings.

    Name, seat, signature and time of signing in stay, and so does the number with which the person is reached today.
    """
    found = phones.with_phones_until(last_start(clock.day_of(now), SHEET_PHONE_YEARS))
    for meeting_id in found:
        with transaction() as session:
            meeting = session.get_one(Meeting, meeting_id)
            seats = phones.seats_with_phone(meeting_id)
            for seat in seats:
                _erase(seat)
            note_erased("sheet_phone", [meeting.compound_id] * len(seats))
            happened(SYSTEM, "meeting.erase_phones", meeting, seats=len(seats))
    return found


def _erase(seat: Seat) -> None:
    seat.phone, seat.phone_erased_on = "", clock.today()
