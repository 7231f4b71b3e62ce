"""What convening prints: QR codes, the seats by party, the list of meetings."""

from __future__ import annotations

import io

import segno

from deliberation.convening.models import Seat
from deliberation.convening.queries import Counted, counted
from deliberation.convening.rules import MEETING_FLOW
from deliberation.kernel import clock
from deliberation.web.listing import Column, Listing, Tabs, Words


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


def _at(one: Counted) -> str:
    return f"{one.meeting.starts_at.astimezone(clock.BEIJING):%H:%M}"


WHEN = {"coming": "将要开的", "over": "开过的", "all": "全部"}

MEETINGS = Listing(
    "会议",
    columns=(
        Column("会议", lambda one: one.meeting.title, 40),
        Column("种类", lambda one: one.meeting.kind_name, 16),
        Column("日期", lambda one: clock.day_of(one.meeting.starts_at), 12),
        Column("时间", _at, 8),
        Column("地点", lambda one: one.meeting.venue and one.meeting.venue.name, 20),
        Column("主持人", lambda one: one.meeting.chair and one.meeting.chair.name, 10),
        Column("会议秘书", lambda one: one.meeting.secretary and one.meeting.secretary.name, 10),
        Column("状态", lambda one: MEETING_FLOW.label(one.meeting.state), 10),
        Column("应到", lambda one: one.entitled, 8),
        Column("议程项数", lambda one: one.items, 10),
    ),
    filters=(Words("q", "搜索", "会议名称"), Tabs("when", "哪些会议", WHEN)),
    told=counted,
)
