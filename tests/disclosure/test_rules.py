"""Deadlines and keeping, to the day; what a document and a refusal must say."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.disclosure import rules
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.holidays import Arrangement, Calendar


def test_every_item_of_article_thirteen_has_a_kind() -> None:
    said = "".join(kind.source for kind in rules.KINDS.values())
    assert [item for item in "一二三四五" if f"解释第十三条第{item}项" not in said] == []


def test_an_answer_is_due_on_the_fifteenth_day_and_late_from_the_next() -> None:
    due = rules.due_on(date(2026, 3, 2))
    assert due == date(2026, 3, 17)
    assert not rules.is_overdue("ASKED", due, date(2026, 3, 17))
    assert rules.is_overdue("ASKED", due, date(2026, 3, 18))
    assert not rules.is_overdue("GRANTED", due, date(2026, 3, 18))


def test_a_last_day_on_a_holiday_moves_behind_it() -> None:
    calendar = Calendar({2026: Arrangement(frozenset(date(2026, 10, day) for day in range(1, 8)))})
    assert rules.due_on(date(2026, 9, 16), calendar) == date(2026, 10, 8)


def test_who_asked_is_forgotten_after_a_year_and_not_a_day_earlier() -> None:
    assert not rules.is_forgotten(date(2026, 3, 2), date(2027, 3, 2))
    assert rules.is_forgotten(date(2026, 3, 2), date(2027, 3, 3))


@pytest.mark.parametrize(
    ("kind", "text", "has_file", "looked_at", "said"),
    [
        ("SECRET", "正文", False, False, "种类"),
        ("FUND", " ", False, False, "正文"),
        ("FUND", "", True, False, "附件"),
    ],
)
def test_a_document_needs_a_kind_something_to_read_and_a_file_that_was_looked_through(
    kind: str, text: str, has_file: bool, looked_at: bool, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_document(kind, text, has_file=has_file, file_looked_at=looked_at)
    assert refused.value.reason is Reason.INVALID_INPUT
    assert said in refused.value.message
    rules.check_document("FUND", "", has_file=True, file_looked_at=True)


@pytest.mark.parametrize(("ground", "text"), [("", "因为"), ("BECAUSE", "因为"), ("NOT_HELD", " ")])
def test_a_refusal_needs_a_ground_of_the_law_and_a_sentence(ground: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_refusal(ground, text)
    assert refused.value.reason is Reason.REASON_REQUIRED
    rules.check_refusal("NOT_HELD", "原件在街道档案室。")


def test_an_answer_changes_in_favour_of_who_asked_only() -> None:
    flow = rules.REQUEST_FLOW
    assert flow.after("REFUSED", "inspection.grant") == "GRANTED"
    for act in ("inspection.refuse", "inspection.point_out"):
        assert not flow.can("GRANTED", act)


def test_the_hash_changes_with_every_word() -> None:
    said = {"title": "收支", "text": "余额 1 元"}
    assert rules.content_hash(said) == rules.content_hash(dict(reversed(said.items())))
    assert rules.content_hash(said) != rules.content_hash({**said, "text": "余额 2 元"})
