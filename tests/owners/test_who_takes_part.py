"""Who takes part and as what: every policy with every rule for unclear marks and every kind of ballot (domain 3.3).

四川省条例 §31(3): who signed for the paper takes part, who states nothing abstains. 274号 §26: only who did not take
part may be put with the majority. Everywhere else only a valid ballot counts.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.organisation.rules.shipped import shipped_data
from tests.owners.boxes import ALWAYS_ALIKE, FIRMS, POLICIES, VOID, Owner, asked, frozen_for, judged, some_owners

KINDS: dict[str, Owner] = {
    "valid": Owner(papers=("AGREE",)),
    "abstains": Owner(papers=("ABSTAIN",)),
    "unmarked, signed for": Owner(papers=("UNCLEAR",)),
    "unmarked, no receipt": Owner(proved=False, papers=("UNCLEAR",)),
    "void, signed for": Owner(papers=("UNSIGNED",)),
    "void, no receipt": Owner(proved=False, papers=("UNSIGNED",)),
    "kept, signed for": Owner(),
    "not delivered": Owner(proved=False),
}
"""One owner among others. A mark nobody can read and no mark at all are entered alike."""

OUT, FOR, ABSTAINS, FOLLOWS = "takes no part", "agrees", "abstains", "joins the majority"

TABLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("STRICT", "VOID"): (FOR, ABSTAINS, OUT, OUT, OUT, OUT, OUT, OUT),
    ("STRICT", "ABSTAIN"): (FOR, ABSTAINS, ABSTAINS, ABSTAINS, OUT, OUT, OUT, OUT),
    ("FOLLOW_MAJORITY", "VOID"): (FOR, ABSTAINS, OUT, OUT, OUT, OUT, FOLLOWS, OUT),
    ("FOLLOW_MAJORITY", "ABSTAIN"): (FOR, ABSTAINS, ABSTAINS, ABSTAINS, OUT, OUT, FOLLOWS, OUT),
    ("ABSTAIN", "VOID"): (FOR, ABSTAINS, ABSTAINS, ABSTAINS, ABSTAINS, OUT, ABSTAINS, OUT),
    ("ABSTAIN", "ABSTAIN"): (FOR, ABSTAINS, ABSTAINS, ABSTAINS, ABSTAINS, OUT, ABSTAINS, OUT),
}
"""By policy and rule for unclear marks, in the order of `KINDS`."""

OTHERS = [*[Owner(papers=("OPPOSE",))] * 5, Owner(papers=("AGREE",))]


def voting(policy: str, unclear: str = "VOID", **question: Any) -> dict[str, Any]:
    clause = {"policy_clause": "第十二条", "policy_clause_on": "2024-05-01"}
    return frozen_for(policy=policy, unclear=unclear, questions=[asked(**question)], **clause)


def stands(kind: str, policy: str, unclear: str, **question: Any) -> str:
    """What became of one owner of this kind beside five against and one in favour."""
    verdict = judged([*OTHERS, KINDS[kind]], voting(policy, unclear, **question))
    counts = {count["name"]: count["heads"] for count in verdict["counts"]}
    quorum, majority = verdict["tests"][0], verdict["tests"][3]
    assert quorum["name"] == "quorum_area"
    assert sum(counts.values()) == len(OTHERS) + 1
    if quorum["actual"] == 100 * len(OTHERS):
        return OUT
    assert quorum["actual"] == 100 * (len(OTHERS) + 1)
    if majority["actual"] == 2:
        return FOR
    return FOLLOWS if "计入反对" in verdict["sentence"] else ABSTAINS


@pytest.mark.parametrize("unclear", ["VOID", "ABSTAIN"])
@pytest.mark.parametrize("policy", POLICIES)
def test_every_kind_of_ballot_stands_as_its_article_says(policy: str, unclear: str) -> None:
    found = {kind: stands(kind, policy, unclear) for kind in KINDS}
    assert found == dict(zip(KINDS, TABLE[policy, unclear], strict=True))


@pytest.mark.parametrize("method", ["OPTIONS", "CHOOSE", "ELECTION"])
def test_among_several_options_a_signed_for_void_paper_abstains_too(method: str) -> None:
    question = {"method": method, "options": FIRMS, "most": 1}
    owners = [*[Owner(papers=("A",))] * 3, Owner(papers=("UNSIGNED",)), Owner(proved=False, papers=("UNSIGNED",))]
    verdict = judged(owners, voting("ABSTAIN", **question))
    assert verdict["tests"][1]["actual"] == 4
    assert {c["name"]: c["heads"] for c in verdict["counts"]} == {"chosen": 3, "abstain": 1, "not_cast": 0, "void": 1}


def sichuan(code: str, twenty: Owner) -> dict[str, Any]:
    """300 owners: 155 agree, 35 oppose, `twenty` signed for the paper, 90 were never reached."""
    profile = next(data for data in shipped_data() if data["code"] == code)
    frozen = frozen_for() | {"policy": "ABSTAIN", "profile": profile}
    owners = [
        *[Owner(papers=("AGREE",))] * 155,
        *[Owner(papers=("OPPOSE",))] * 35,
        *[twenty] * 20,
        *[Owner(proved=False)] * 90,
    ]
    return judged(owners, frozen)


@pytest.mark.parametrize("code", ["sichuan-owners", "sichuan-affected", "chengdu-owners", "chengdu-affected"])
@pytest.mark.parametrize("paper", ["UNCLEAR", "UNSIGNED", ""])
def test_who_signed_takes_part_whether_the_paper_comes_back_blank_void_or_not_at_all(code: str, paper: str) -> None:
    verdict = sichuan(code, Owner(papers=(paper,) if paper else ()))
    assert (verdict["result"], verdict["tests"][1]["actual"], verdict["tests"][1]["base"]) == ("PASSED", 210, 300)
    assert verdict["tests"][3]["actual"] == 155


def test_the_record_says_why_a_void_paper_is_counted_as_an_abstention() -> None:
    verdict = sichuan("sichuan-owners", Owner(papers=("UNSIGNED",)))
    assert verdict["sentence"].startswith(
        "同意 155 人（155.00 ㎡），反对 35 人（35.00 ㎡），弃权 20 人（20.00 ㎡），未投 0 人，"
        "未送达 90 人（90.00 ㎡）。签收了表决票、交回的票无效的 20 人（20.00 ㎡），按规则算参加表决，按弃权计。"
        "同意的面积 155.00 ㎡，"
    )
    kept = sichuan("sichuan-owners", Owner())
    assert "交回的票无效的" not in kept["sentence"]
    assert "未交回的票按规则算参加表决，按弃权计。" in kept["sentence"]


@ALWAYS_ALIKE
@given(some_owners(), st.sampled_from(VOID), st.sampled_from(("ORDINARY", "SPECIAL")))
def test_where_silence_abstains_a_void_paper_stands_as_one_that_was_kept(
    owners: list[Owner], why: str, decision_class: str
) -> None:
    frozen = voting("ABSTAIN", decision_class=decision_class)
    void, kept = (judged([*owners, Owner(3, papers=papers)], frozen) for papers in ((why,), ()))
    assert (void["result"], void["tests"]) == (kept["result"], kept["tests"])


@ALWAYS_ALIKE
@given(some_owners(), st.booleans(), st.sampled_from(VOID), st.sampled_from(("STRICT", "FOLLOW_MAJORITY")))
def test_elsewhere_a_void_paper_is_no_silence_and_takes_no_part(
    owners: list[Owner], proved: bool, why: str, policy: str
) -> None:
    frozen = voting(policy)
    void, none = (judged([*owners, owner], frozen) for owner in (Owner(3, proved, (why,)), Owner(3, proved=False)))
    assert (void["result"], void["tests"]) == (none["result"], none["tests"])


@pytest.mark.parametrize("kind", ["void, signed for", "kept, signed for", "unmarked, signed for", "not delivered"])
@pytest.mark.parametrize("policy", POLICIES)
def test_where_all_must_consent_nobody_consents_without_saying_so(kind: str, policy: str) -> None:
    frozen = frozen_for("AFFECTED", policy, [asked(decision_class="UNANIMOUS")])
    owners = [Owner(papers=("AGREE",))] * 3
    assert judged(owners, frozen)["result"] == "PASSED"
    assert judged([*owners, KINDS[kind]], frozen)["result"] != "PASSED"
