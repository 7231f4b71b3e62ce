"""一致同意: everybody concerned must agree (民法典 279); no share, no majority, and silence is no consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods.base import Poll, spoken
from deliberation.kernel.verdict import Count, Outcome, Test, Verdict, amount, share_test

ALL = Threshold("GE", 1, 1)
CONCERNED = "有利害关系的业主"
SOURCE = "《中华人民共和国民法典》第二百七十九条"
LAW = f"须经有利害关系的业主一致同意（{SOURCE}）"


def decided(poll: Poll, sides: Mapping[str, Weight], counts: Sequence[Count]) -> Verdict:
    """Carried where everybody entitled agreed; one who opposes ends it, and who said nothing has not agreed.

    `sides`: AGREE and OPPOSE. The shares of the rule are not asked: the law knows none here.
    """
    agreed, opposed = sides["AGREE"].heads, sides["OPPOSE"].heads
    unit, everybody = poll.electorate.unit, poll.electorate.entitled.heads
    consent = share_test("consent", "同意", CONCERNED, actual=agreed, base=everybody, unit=unit, threshold=ALL)
    result: Outcome = "PASSED" if consent.met else "REJECTED"
    said = f"{spoken(counts)}{LAW}。{_said(poll, consent, opposed)}"
    return poll.verdict(result, (_objections(poll, opposed), consent), said, counts=tuple(counts))


def _objections(poll: Poll, opposed: int) -> Test:
    said = f"{amount(opposed, poll.electorate.unit)}反对。" if opposed else "没有人反对。"
    return Test(
        name="objections",
        label="反对",
        base_label="一个也不能有",
        base=0,
        required=0,
        actual=opposed,
        unit=poll.electorate.unit,
        threshold=None,
        met=opposed == 0,
        sentence=said,
    )


def _said(poll: Poll, consent: Test, opposed: int) -> str:
    unit = poll.electorate.unit
    if consent.met:
        return f"{amount(consent.base, unit)}全部同意，表决通过。"
    if opposed:
        return f"有 {amount(opposed, unit)}反对，只要有人反对就不能通过，表决未通过。"
    return f"没有人反对，尚缺 {amount(consent.difference, unit)}同意；没有表态的不算同意，表决未通过。"
