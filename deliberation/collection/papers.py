"""What collection prints: the QR code that leads back to one's own topic, and the list of topics."""

from __future__ import annotations

import io

import segno

from deliberation.collection.models import Topic
from deliberation.collection.rules import CATEGORIES, CHANNELS, TOPIC_FLOW
from deliberation.kernel import clock
from deliberation.web.layout import can
from deliberation.web.listing import Column, Listing, Pick, Words


def qr_svg(address: str) -> bytes:
    """The QR code of an address as SVG, without a size of its own: the page's style prints it ≥ 3 cm."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=1, border=4, omitsize=True, xmldecl=True)
    return out.getvalue()


PROCESSES = "topic.merge"


def _merged_into(topic: Topic) -> str:
    target = topic.merged_into
    return f"{target.number or ''}《{target.title}》" if target else ""


def _where() -> str:
    personal = can(PROCESSES)
    return "编号、名称、内容、地点、回执号、姓名、电话" if personal else "编号、名称、内容、地点、回执号"


TOPICS = Listing(
    "议题",  # without names and phones
    columns=(
        Column("编号", lambda one: one.number, 12),
        Column("议题名称", lambda one: one.title, 40),
        Column("类别", lambda one: CATEGORIES[one.category], 12),
        Column("地点", lambda one: one.place, 20),
        Column("来源", lambda one: CHANNELS[one.channel], 10),
        Column("状态", lambda one: TOPIC_FLOW.label(one.state), 10),
        Column("提交日期", lambda one: clock.day_of(one.created_at), 12),
        Column("现状", lambda one: one.situation, 60),
        Column("建议", lambda one: one.proposal, 60),
        Column("并入议题", _merged_into, 30),
        # A receipt's number opens the submitter's page: it is in the sheet of those who process topics only.
        Column("回执号", lambda one: one.receipt_code, 16, needs=PROCESSES),
    ),
    filters=(
        Words("q", "搜索", _where),
        Pick("state", "状态", TOPIC_FLOW.states.items),
        Pick("category", "类别", CATEGORIES.items),
    ),
)
