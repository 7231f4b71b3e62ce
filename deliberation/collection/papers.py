"""What collection prints: the QR code that leads back to one's own topic, and the list as a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno

from deliberation.collection.models import Topic
from deliberation.collection.rules import CATEGORIES, CHANNELS, TOPIC_FLOW
from deliberation.kernel import clock
from deliberation.sheets.writing import sheet

HEAD = ("编号", "议题名称", "类别", "地点", "来源", "状态", "提交日期", "现状", "建议", "并入议题", "回执号")


def qr_svg(address: str) -> bytes:
    """The QR code of an address as SVG, without a size of its own: the page's style prints it ≥ 3 cm."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=1, border=4, omitsize=True, xmldecl=True)
    return out.getvalue()


def topics_csv(topics: Iterable[Topic], *, receipts: bool = False) -> str:
    """The topics as a sheet that Excel opens: with a byte order mark, formulas made harmless (domain 6.5).

    A receipt's number opens the submitter's page: it is in the sheet of those who process topics only (`receipts`).
    """
    head = HEAD if receipts else HEAD[:-1]
    return sheet(head, (_row(topic)[: len(head)] for topic in topics))


def _row(topic: Topic) -> tuple[str, ...]:
    day, target = clock.day_of(topic.created_at), topic.merged_into
    return (
        topic.number or "", topic.title, CATEGORIES[topic.category], topic.place, CHANNELS[topic.channel],
        TOPIC_FLOW.label(topic.state), str(day), topic.situation, topic.proposal,
        f"{target.number or ''}《{target.title}》" if target else "", topic.receipt_code,
    )  # fmt: skip
