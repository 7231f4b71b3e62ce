"""Counting a box of papers, whatever is in it: what no order, no second paper and no void one can change."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.owners.rules.papers import Paper
from deliberation.owners.rules.tally import result_of
from tests.owners.boxes import (
    ALWAYS_ALIKE,
    POLICIES,
    VALID,
    VOID,
    Owner,
    asked,
    box_of,
    content,
    figures,
    frozen_for,
    judged,
    some_owners,
)

CLASSES = ("ORDINARY", "SPECIAL")


def voting_on(decision_class: str, policy: str) -> dict[str, object]:
    return frozen_for(
        policy=policy,
        questions=[asked(decision_class=decision_class)],
        policy_clause="第十二条",
        policy_clause_on="2024-05-01",
    )


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(POLICIES), st.data())
def test_the_order_of_papers_and_of_owners_never_matters(owners: list[Owner], policy: str, data: st.DataObject) -> None:
    box = box_of(owners)
    papers, voters = data.draw(st.permutations(box.papers)), data.draw(st.permutations(box.voters))
    frozen = voting_on("ORDINARY", policy)
    assert result_of(frozen, replace(box, papers=papers, voters=voters)) == result_of(frozen, box)


@ALWAYS_ALIKE
@given(some_owners())
def test_the_figures_add_up_to_what_was_issued(owners: list[Owner]) -> None:
    found = figures(owners)
    for of in ("heads", "area"):
        parts = [found[name][of] for name in ("valid", "void", "unreturned", "undelivered")]
        assert sum(parts) == found["issued"][of]
        assert found["delivered"][of] == found["issued"][of] - found["undelivered"][of]
    assert found["issued"] == {"heads": len(owners), "area": sum(owner.area for owner in owners)}
    assert found["papers"] == sum(len(owner.papers) for owner in owners)
    assert sum(found["channels"].values()) == found["valid"]["heads"]
    assert sum(found["channels"].values()) + sum(found["void_papers"].values()) == found["papers"]


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(VALID), st.sampled_from((*VALID, *VOID)), st.sampled_from(POLICIES))
def test_a_second_paper_never_changes_the_result_of_a_valid_first(
    owners: list[Owner], first: str, second: str, policy: str
) -> None:
    frozen = voting_on("ORDINARY", policy)
    once, twice = [*owners, Owner(3, papers=(first,))], [*owners, Owner(3, papers=(first, second))]
    assert judged(twice, frozen) == judged(once, frozen)
    assert figures(twice)["valid"] == figures(once)["valid"]
    assert sum(figures(twice)["void_papers"].values()) == sum(figures(once)["void_papers"].values()) + 1


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(VALID), st.sampled_from(VOID), st.sampled_from(POLICIES))
def test_what_stands_on_a_void_paper_never_matters(owners: list[Owner], mark: str, why: str, policy: str) -> None:
    box = box_of([*owners, Owner(3, papers=(why,))])
    marked = replace(content(why), choices={"1": (mark,)})
    papers = [*box.papers[:-1], Paper(len(owners) + 1, 1, marked)]
    frozen = voting_on("ORDINARY", policy)
    assert result_of(frozen, replace(box, papers=papers)) == result_of(frozen, box)


@ALWAYS_ALIKE
@given(some_owners(), st.booleans(), st.sampled_from(VOID))
def test_a_void_paper_takes_no_part_as_one_that_never_reached_its_owner(
    owners: list[Owner], proved: bool, why: str
) -> None:
    void, none = judged([*owners, Owner(3, proved, (why,))]), judged([*owners, Owner(3, proved=False)])
    assert (void["result"], void["tests"]) == (none["result"], none["tests"])


@ALWAYS_ALIKE
@given(some_owners(), st.booleans(), st.sampled_from(POLICIES), st.sampled_from(CLASSES))
def test_who_agrees_after_all_never_defeats_what_had_passed(
    owners: list[Owner], proved: bool, policy: str, decision_class: str
) -> None:
    frozen = voting_on(decision_class, policy)
    if judged([*owners, Owner(3, proved)], frozen)["result"] == "PASSED":
        assert judged([*owners, Owner(3, proved, ("AGREE",))], frozen)["result"] == "PASSED"


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(("STRICT", "ABSTAIN")), st.sampled_from(CLASSES))
def test_the_result_is_what_the_law_says_in_fractions(owners: list[Owner], policy: str, decision_class: str) -> None:
    assert judged(owners, voting_on(decision_class, policy))["result"] == by_the_law(owners, policy, decision_class)


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(CLASSES))
def test_where_silence_follows_it_is_as_if_the_silent_had_handed_in_what_most_did(
    owners: list[Owner], decision_class: str
) -> None:
    """Every choice that may be called the one of most is put into the papers of the silent; all must end alike."""
    found = judged(owners, voting_on(decision_class, "FOLLOW_MAJORITY"))["result"]
    silent = [owner.proved and not owner.papers for owner in owners]
    if not any(silent):
        assert found == by_the_law(owners, "STRICT", decision_class)
        return
    ways = {
        by_the_law(
            [Owner(o.area, o.proved, (word,)) if none else o for o, none in zip(owners, silent, strict=True)],
            "STRICT",
            decision_class,
        )
        for word in of_the_most(owners)
    }
    assert found == (ways.pop() if len(ways) == 1 else "UNDETERMINED")


def of_the_most(owners: list[Owner]) -> set[str]:
    """The choice that is ahead of all, or all that nobody is plainly ahead of: without abstentions, and with them."""
    said = [(next((w for w in o.papers if w not in VOID), ""), o.area) for o in owners]
    size = {word: (sum(w == word for w, _ in said), sum(a for w, a in said if w == word)) for word in VALID}

    def ahead(one: str, other: str) -> bool:
        return size[one][0] > size[other][0] and size[one][1] >= size[other][1]

    most: set[str] = set()
    for words in (("AGREE", "OPPOSE"), VALID):
        first = [w for w in words if all(ahead(w, other) for other in words if other != w)]
        most |= set(first or [w for w in words if not any(ahead(other, w) for other in words)])
    return most


def by_the_law(owners: list[Owner], policy: str, decision_class: str) -> str:
    """民法典 278 once more, with fractions and one owner at a time; a mark nobody can read is void.

    Under ABSTAIN whoever signed takes part and abstains unless something that counts is stated (四川省条例 §31).
    """
    enough = {"ORDINARY": lambda share: share > Fraction(1, 2), "SPECIAL": lambda share: share >= Fraction(3, 4)}
    says = [next((word for word in owner.papers if word not in VOID), "") for owner in owners]
    silent = [
        policy == "ABSTAIN" and (word == "UNCLEAR" or (owner.proved and not word))
        for owner, word in zip(owners, says, strict=True)
    ]
    for size in ([1] * len(owners), [owner.area for owner in owners]):
        part = sum(s for s, word, none in zip(size, says, silent, strict=True) if word in VALID or none)
        if Fraction(part, sum(size)) < Fraction(2, 3):
            return "NO_QUORUM"
    for size in ([1] * len(owners), [owner.area for owner in owners]):
        part = sum(s for s, word, none in zip(size, says, silent, strict=True) if word in VALID or none)
        agree = sum(s for s, word in zip(size, says, strict=True) if word == "AGREE")
        if not enough[decision_class](Fraction(agree, part)):
            return "REJECTED"
    return "PASSED"


THE_HALL = [
    Owner(100, papers=("AGREE",)),
    Owner(200, papers=("UNSIGNED", "OPPOSE", "AGREE")),
    Owner(300, proved=False, papers=("ABSTAIN",)),
    Owner(400, papers=("NOT_OWNER", "UNSIGNED")),
    Owner(500, proved=False, papers=("UNSIGNED",)),
    Owner(600),
    Owner(700, proved=False),
]


def test_every_owner_stands_in_one_figure_and_every_paper_too() -> None:
    """A paper that came back proves its delivery; without one only a proved delivery makes it unreturned."""
    assert figures(THE_HALL) == {
        "issued": {"heads": 7, "area": 2800},
        "delivered": {"heads": 6, "area": 2100},
        "valid": {"heads": 3, "area": 600},
        "void": {"heads": 2, "area": 900},
        "unreturned": {"heads": 1, "area": 600},
        "undelivered": {"heads": 1, "area": 700},
        "valid_share": {"heads": "42.86%", "area": "21.43%"},
        "papers": 8,
        "void_papers": {"DUPLICATE": 1, "NOT_OWNER": 1, "UNSIGNED": 3},
        "channels": {"PAPER": 3},
    }
    assert list(figures(THE_HALL)["void_papers"]) == ["DUPLICATE", "NOT_OWNER", "UNSIGNED"]


def test_the_way_of_the_paper_that_counts_is_the_one_shown() -> None:
    box = box_of([Owner(papers=("UNSIGNED", "AGREE", "OPPOSE")), Owner(papers=("AGREE",)), Owner(papers=("AGREE",))])
    ways = {(1, 1): "PAPER", (1, 2): "ONLINE", (1, 3): "PAPER", (2, 1): "PAPER", (3, 1): "OFFICIAL_IMPORT"}
    shown = result_of(frozen_for(), replace(box, channels=ways))["figures"]["channels"]
    assert list(shown.items()) == [("OFFICIAL_IMPORT", 1), ("ONLINE", 1), ("PAPER", 1)]


@pytest.mark.parametrize("silent, result", [(Owner(100), "PASSED"), (Owner(100, proved=False), "NO_QUORUM")])
def test_silence_counts_by_a_clause_only_where_the_delivery_is_proved(silent: Owner, result: str) -> None:
    owners = [*[Owner(papers=("AGREE",))] * 3, *[silent] * 2]
    assert judged(owners, voting_on("ORDINARY", "ABSTAIN"))["result"] == result
    assert judged(owners, voting_on("ORDINARY", "STRICT"))["result"] == "NO_QUORUM"


def test_silence_follows_the_majority_or_is_left_to_people_where_there_is_none() -> None:
    most, silent = [Owner(papers=("AGREE",))] * 2, [Owner()] * 3
    against, frozen = Owner(papers=("OPPOSE",)), voting_on("SPECIAL", "FOLLOW_MAJORITY")
    assert judged([*most, against, *silent], frozen)["result"] == "PASSED"
    assert judged([*most, against, against, *silent, Owner()], frozen)["result"] == "UNDETERMINED"
    assert judged([*most, against, against, *silent], frozen)["result"] == "REJECTED"
    assert judged([*most, against, *silent], voting_on("SPECIAL", "ABSTAIN"))["result"] == "REJECTED"


def test_a_survey_counts_households_and_not_their_areas() -> None:
    frozen = frozen_for("HOUSEHOLDS")
    owners = [Owner(1, papers=("AGREE",)), Owner(1, papers=("AGREE",)), Owner(999, papers=("OPPOSE",)), Owner(999)]
    verdict = judged(owners, frozen)
    assert (verdict["result"], "户" in verdict["sentence"]) == ("PASSED", True)
    assert figures(owners, frozen)["issued"] == {"heads": 4, "area": 0}
    assert judged(owners[:2])["sentence"].startswith("同意 2 人")
