"""Who reads of a submitter: those who process his topic, and nobody else."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace

from flask import Flask

from deliberation.agenda.actions import screen
from deliberation.collection import actions, papers, queries
from deliberation.collection.actions import TopicDraft
from deliberation.collection.models import Topic
from deliberation.kernel.actor import ANONYMOUS
from deliberation.sheets.answers import write_csv
from tests.builders import World, a_compound, sign_in


def handed_in(world: World, situation: str, name: str = "") -> Topic:
    """A resident's topic."""
    draft = TopicDraft(
        situation=situation,
        category="property_service",
        request_key=uuid.uuid4().hex,
        submitter_name=name,
        submitter_phone="13812345678",
    )
    return actions.submit_topic(ANONYMOUS, world.compound.id, draft)


def test_the_firm_reads_a_complaint_and_not_who_complained(world: World, app: Flask) -> None:
    topic = handed_in(world, "物业不修门禁。", "欧阳玉兰")
    address = f"/desk/jinling/topics/{topic.id}"
    secretary = sign_in(app.test_client(), world, "周敏").get(address).text
    firm = sign_in(app.test_client(), world, "高峰").get(address).text
    assert "欧阳玉兰" in secretary
    assert "13812345678" in secretary
    assert "欧阳**" in firm
    assert "玉兰" not in firm
    assert "13812345678" not in firm


def test_who_was_merged_does_not_read_what_the_other_submitter_added(world: World) -> None:
    target, merged = handed_in(world, "门禁坏了。"), handed_in(world, "大门刷不开。")
    actions.merge(world.secretary, target.id, [merged.id])
    screen(world.chair, target.id, "return", "请写明是哪个门。")
    actions.resubmit(target.receipt_code, "是我家楼下的东门，我姓孙。")
    assert "补充：是我家楼下的东门，我姓孙。" in [step.text for step in queries.history(target)]
    assert "补充：是我家楼下的东门，我姓孙。" not in [step.text for step in queries.history(merged)]
    assert "topic.return" in [step.act for step in queries.history(merged)]
    assert len(queries.history(merged, internal=True)) == len(queries.history(merged)) + 1


def test_one_form_sent_to_two_compounds_never_shows_the_others_receipt(world: World) -> None:
    here, there = world.compound.id, a_compound("haiming", "渤海明珠").compound.id
    draft = TopicDraft(situation="门禁坏了。", category="other", request_key="k" * 20)
    mine = actions.submit_topic(ANONYMOUS, here, draft)
    assert actions.submit_topic(ANONYMOUS, here, draft).id == mine.id
    others = [
        actions.submit_topic(ANONYMOUS, there, draft),
        actions.submit_topic(ANONYMOUS, here, replace(draft, situation="试一试。")),
        actions.submit_topic(world.secretary, here, draft),
    ]
    assert len({mine.id, *(topic.id for topic in others)}) == 4


def test_no_cell_of_the_sheet_is_a_formula(world: World) -> None:
    topics = [handed_in(world, text) for text in ("=1+1", "＝cmd|calc", "@SUM(A1)", "门禁坏了")]
    columns, file = papers.TOPICS.columns, io.BytesIO()
    write_csv(file, "议题", [one.title for one in columns], [], [[one.value(t) for one in columns] for t in topics])
    rows = file.getvalue().decode("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["'=1+1", "'＝cmd|calc", "'@SUM(A1)", "门禁坏了"]
