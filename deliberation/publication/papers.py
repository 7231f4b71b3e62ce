"""What publication prints: the QR code that leads to the public page, and the list of resolutions as a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno

from deliberation.publication.models import Resolution
from deliberation.publication.rules import RESOLUTION_FLOW
from deliberation.sheets.writing import PROVISIONAL, sheet

HEAD = ("标题", "版本", "状态", "公示开始", "公示截止", "截止说明", "公示天数", "正文")


def qr_svg(address: str) -> bytes:
    """The QR code of an address as SVG, without a size of its own: the page's style prints it ≥ 3 cm."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=1, border=4, omitsize=True, xmldecl=True)
    return out.getvalue()


def resolutions_csv(resolutions: Iterable[Resolution]) -> str:
    """The resolutions, drafts too, as CSV; a draft has no dates yet."""
    return sheet(HEAD, (_row(resolution) for resolution in resolutions))


def _row(one: Resolution) -> tuple[str, ...]:
    days = (day.isoformat() if day else "" for day in (one.published_on, one.ends_on))
    note = PROVISIONAL if one.end_is_provisional else ""
    return (one.title, str(one.version), RESOLUTION_FLOW.label(one.state), *days, note, str(one.days), one.text)
