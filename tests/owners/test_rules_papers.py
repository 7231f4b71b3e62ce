"""What a paper says, how two entries of it are compared, and which of an owner's papers counts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.owners.rules import OWNERS_MATTER_STATES, PROPOSABLE, PROPOSABLE_TOPICS, frees
from deliberation.owners.rules.papers import VOID_REASONS, Content, Paper, first_valid, voided
from tests.owners.boxes import ALWAYS_ALIKE

AGREED = Content("OWNER", {"1": ("AGREE",), "2": ("A", "B")}, note="折角")
UNSIGNED = Content("NONE", {}, "UNSIGNED")


def test_a_paper_is_written_down_in_a_fixed_order_and_read_back_whole() -> None:
    written = Content("PROXY", {"2": ("A", "B"), "1": ("AGREE",)}, "", "折角").to_json()
    assert written == {
        "signer": "PROXY",
        "choices": {"1": ["AGREE"], "2": ["A", "B"]},
        "void_reason": "",
        "note": "折角",
    }
    assert list(written["choices"]) == ["1", "2"]
    for one in (AGREED, UNSIGNED):
        assert Content.from_json(one.to_json()) == one
    assert Content.from_json({"signer": "NONE", "choices": {}, "void_reason": "UNSIGNED"}) == UNSIGNED
    assert UNSIGNED.note == ""
    assert Content("OWNER", {}).void_reason == ""


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (AGREED, ()),
        (Content("OWNER", AGREED.choices, note="另一条"), ()),
        (Content("PROXY", AGREED.choices), ("signer",)),
        (Content("OWNER", AGREED.choices, "OTHER"), ("void_reason",)),
        (Content("OWNER", {"1": ("OPPOSE",), "2": ("A", "B")}), ("choices.1",)),
        (Content("OWNER", {"1": ("AGREE",)}), ("choices.2",)),
        (Content("OWNER", {**AGREED.choices, "3": ()}), ("choices.3",)),
        (UNSIGNED, ("signer", "void_reason", "choices.1", "choices.2")),
    ],
)
def test_two_entries_differ_in_what_counts_and_not_in_their_notes(other: Content, apart: tuple[str, ...]) -> None:
    assert AGREED.differs_from(other) == apart
    assert other.differs_from(AGREED) == apart


def paper(voter_id: int, sequence: int, why: str = "") -> Paper:
    return Paper(voter_id, sequence, Content("OWNER", {"1": ("AGREE",)}, why))


def test_the_first_valid_paper_counts_and_a_later_one_is_a_duplicate() -> None:
    papers = [
        paper(1, 3),
        paper(1, 1, "UNSIGNED"),
        paper(1, 2),
        paper(2, 1),
        paper(3, 1, "FORGED"),
        paper(3, 2, "LATE"),
    ]
    assert {voter_id: one.sequence for voter_id, one in first_valid(papers).items()} == {1: 2, 2: 1}
    assert voided(papers) == {(1, 1): "UNSIGNED", (1, 3): "DUPLICATE", (3, 1): "FORGED", (3, 2): "LATE"}
    said = [VOID_REASONS[why] for why in voided(papers).values()]
    assert sorted(said) == sorted(["没有签名", "重复交票", "冒名签字", "截止以后才交"])


@ALWAYS_ALIKE
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_every_paper_counts_or_is_void_and_no_owner_counts_twice(
    given_in: list[tuple[int, bool]], chance: Random
) -> None:
    papers = [paper(voter_id, n, "" if valid else "OTHER") for n, (voter_id, valid) in enumerate(given_in, start=1)]
    counted, void = first_valid(papers), voided(papers)
    assert len(counted) + len(void) == len(papers)
    assert set(void).isdisjoint((one.voter_id, one.sequence) for one in counted.values())
    chance.shuffle(papers)
    assert (first_valid(papers), voided(papers)) == (counted, void)


@pytest.mark.parametrize(("state", "free"), [(None, True), ("PASSED", True), ("PROPOSED", False), ("REJECTED", False)])
def test_an_order_waits_for_the_owners_where_it_depends_on_them(state: str | None, free: bool) -> None:
    assert frees(state) is free
    assert set(OWNERS_MATTER_STATES) == {"PROPOSED", "PASSED", "REJECTED"}


def test_a_motion_that_was_lost_is_not_put_to_the_owners_but_its_topic_may_be_again() -> None:
    assert {"CARRIED", "CONSENSUS"} == PROPOSABLE
    other = {"ACCEPTED", "ADVISED", "IMPLEMENTING", "NOT_CARRIED", "NOT_ADVISED", "DEFERRED"}
    assert other == PROPOSABLE_TOPICS
