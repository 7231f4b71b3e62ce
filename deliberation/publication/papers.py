"""What publication prints: the QR code that leads to the public page, and the list of resolutions."""

from __future__ import annotations

import io

import segno

from deliberation.publication.rules import RESOLUTION_FLOW
from deliberation.sheets.writing import PROVISIONAL
from deliberation.web.listing import Column, Listing, Pick, Words


def qr_svg(address: str) -> bytes:
    """The QR code of an address as SVG, without a size of its own: the page's style prints it ≥ 3 cm."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=1, border=4, omitsize=True, xmldecl=True)
    return out.getvalue()


RESOLUTIONS = Listing(
    "决议",  # drafts too, which have no dates yet
    columns=(
        Column("标题", lambda one: one.title, 40),
        Column("版本", lambda one: one.version, 8),
        Column("状态", lambda one: RESOLUTION_FLOW.label(one.state), 12),
        Column("公示开始", lambda one: one.published_on, 12),
        Column("公示截止", lambda one: one.ends_on, 12),
        Column("截止说明", lambda one: PROVISIONAL if one.end_is_provisional else "", 20),
        Column("公示天数", lambda one: one.days, 10),
        Column("正文", lambda one: one.text, 80),
    ),
    filters=(Words("q", "搜索", "标题、正文"), Pick("state", "状态", RESOLUTION_FLOW.states.items)),
)

OBJECTIONS = Listing(
    "异议",  # without name, phone and building
    columns=(
        Column("时间", lambda one: one.at, 18),
        Column("内容", lambda one: one.text, 80),
        Column("答复", lambda one: one.answer, 80),
        Column("答复时间", lambda one: one.answered_at, 18),
    ),
)
