"""What convening prints: QR codes, and the seats by party."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import segno

from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import MEETING_FLOW
from deliberation.kernel import clock
from deliberation.sheets.writing import sheet


def qr_svg(address: str) -> bytes:
    """A QR code as an SVG image of its own (no inline markup), scaled by the page that shows it."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", scale=4, border=4, svgclass=None, lineclass=None)
    return out.getvalue()


def by_party(seats: list[Seat]) -> list[tuple[str, list[Seat]]]:
    """The seats grouped by party, in the order in which the parties first appear."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.party.name, []).append(seat)
    return list(groups.items())


MEETINGS_HEAD = ("会议", "种类", "日期", "时间", "地点", "主持人", "会议秘书", "状态", "应到", "议程项数")


def meetings_csv(meetings: Iterable[Meeting], entitled: Mapping[int, int], items: Mapping[int, int]) -> str:
    """The meetings as CSV; `entitled` and `items` count seats with a vote and agenda items by meeting."""
    return sheet(MEETINGS_HEAD, (_meeting_row(m, entitled.get(m.id, 0), items.get(m.id, 0)) for m in meetings))


def _meeting_row(meeting: Meeting, entitled: int, items: int) -> tuple[str, ...]:
    local = meeting.starts_at.astimezone(clock.BEIJING)
    people = (person.name if person else "" for person in (meeting.chair, meeting.secretary))
    return (
        meeting.title, meeting.meeting_type.name, local.date().isoformat(), f"{local:%H:%M}",
        meeting.venue.name if meeting.venue else "", *people, MEETING_FLOW.label(meeting.state), str(entitled),
        str(items),
    )  # fmt: skip
