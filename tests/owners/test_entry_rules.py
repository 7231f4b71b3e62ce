"""What a clerk types, what he does next with the paper in his hand, and the receipt of a phone."""

from __future__ import annotations

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules.entry import Entered, Step, checked_choices, in_words, next_step, read_number, receipt
from deliberation.owners.rules.papers import Content

APPROVAL = {"number": 1, "method": "APPROVAL", "options": [], "most": 1, "seats": 1}
SERVICES = {
    "number": 2,
    "method": "CHOOSE",
    "most": 2,
    "seats": 1,
    "options": [{"code": "A", "label": "保洁"}, {"code": "B", "label": "停车"}, {"code": "C", "label": "维修"}],
}


@pytest.mark.parametrize(
    "typed",
    [
        "128",
        " 128 ",
        "0128",
        "№128",
        "NO.0128",
        "票号：128",
        "１２８",
        "https://x.example/owners-votes/7/papers/128",
        "https://x.example/desk/jinling/owners-votes/7/papers/128?x=1",
        "1 2 8",
    ],
)
def test_a_number_is_typed_or_scanned(typed: str) -> None:
    assert read_number(typed, 7) == 128


@pytest.mark.parametrize(
    "typed", ["", "abc", "0", "-3", "12.5", "9999999999", "https://x.example/owners-votes/8/papers/128", "一百"]
)
def test_what_is_no_number_of_this_vote_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_number(typed, 7)
    assert refused.value.reason is Reason.INVALID_INPUT


ME, OTHER = 1, 2


@pytest.mark.parametrize(
    ("papers", "step"),
    [
        ([], Step("FIRST", 1)),
        ([Entered(9, 1, "ENTERED_ONCE", OTHER)], Step("SECOND", 1, 9)),
        ([Entered(9, 1, "ENTERED_ONCE", ME)], Step("OWN", 1, 9)),
        ([Entered(9, 1, "CONFIRMED", OTHER)], Step("ASK", 1)),
        ([Entered(9, 1, "DIFFERENT", OTHER)], Step("ASK", 1)),
        ([Entered(8, 1, "CONFIRMED", OTHER), Entered(9, 2, "ENTERED_ONCE", OTHER)], Step("SECOND", 2, 9)),
        ([Entered(8, 1, "ENTERED_ONCE", ME), Entered(9, 2, "ENTERED_ONCE", OTHER)], Step("SECOND", 2, 9)),
    ],
)
def test_the_desk_knows_what_is_next(papers: list[Entered], step: Step) -> None:
    assert next_step(papers, ME) == step
    assert next_step(papers, ME, another=True) == Step("FIRST", len(papers) + 1)


def test_every_question_needs_a_choice_and_options_keep_the_order_of_the_ballot() -> None:
    said = {"1": ("UNCLEAR",), "2": ("C", "A")}
    assert checked_choices(said, [APPROVAL, SERVICES]) == {"1": ("UNCLEAR",), "2": ("A", "C")}
    assert checked_choices({"1": ("AGREE",), "2": ()}, [APPROVAL, SERVICES])["2"] == ()
    for wrong in ({"1": ("AGREE",)}, {"1": ("AGREE",), "2": ("A", "B", "C")}, {"1": (), "2": ("A",)}):
        with pytest.raises(Refused):
            checked_choices(wrong, [APPROVAL, SERVICES])


def test_nobody_is_unclear_on_his_own_phone() -> None:
    with pytest.raises(Refused) as refused:
        checked_choices({"1": ("UNCLEAR",)}, [APPROVAL], unclear=False)
    assert refused.value.reason is Reason.CHOICE_INVALID


def test_a_paper_is_read_back_in_words() -> None:
    content = Content("PROXY", {"1": ("OPPOSE",), "2": ("A", "B")}, note="折角")
    said = dict(in_words(content, [APPROVAL, SERVICES]))
    assert said == {"签名": "代理人", "第 1 项": "反对", "第 2 项": "保洁、停车", "备注": "折角"}
    void = dict(in_words(Content("NONE", {}, "UNSIGNED"), [APPROVAL, SERVICES]))
    assert void == {"签名": "没有签名", "整张作废": "没有签名"}


def test_a_receipt_depends_on_key_paper_and_content() -> None:
    content = Content("OWNER", {"1": ("AGREE",)})
    one = receipt("key", 5, content)
    assert one == receipt("key", 5, content)
    assert len({one, receipt("other", 5, content), receipt("key", 6, content)}) == 3
    assert one != receipt("key", 5, Content("OWNER", {"1": ("OPPOSE",)}))
