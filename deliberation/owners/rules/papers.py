"""What stands on a returned ballot, and which of an owner's papers counts (domain 3.3, ballot states)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deliberation.kernel.text import N_

VOID_REASONS: dict[str, str] = {
    "UNSIGNED": N_("没有签名"),
    "NOT_OWNER": N_("不是业主本人，也没有委托书"),
    "DUPLICATE": N_("重复交票"),
    "CO_OWNERS_DIFFER": N_("共有人意见不一致"),
    "FORGED": N_("冒名签字"),
    "NOT_OUR_PAPER": N_("不是本次表决的正式票"),
    "LATE": N_("截止以后才交"),
    "UNCLEAR": N_("填写不清，无法辨认"),
    "OTHER": N_("其他原因"),
}
"""Why a whole paper is void 无效. DUPLICATE is set by the rule that the first valid paper counts."""

SIGNERS: dict[str, str] = {"OWNER": N_("业主本人"), "PROXY": N_("代理人"), "NONE": N_("没有签名")}

UNCLEAR = "UNCLEAR"
"""The choice of a question whose mark cannot be read: abstention where the ballot says so, else void."""

BLANK = "BLANK"
"""The choice of a question on which nothing stands: counted as unreadable, shown apart from a written 弃权."""
UNMARKED = frozenset({(UNCLEAR,), (BLANK,)})

State = Literal["COUNTED", "VOID", "UNRETURNED", "UNDELIVERED"]


@dataclass(frozen=True, slots=True)
class Content:
    """What one paper says: who signed it, the choices per question number, and why it is void (empty: it is not).

    `choices` maps the question's number (as text) to method choices (`("AGREE",)`, option codes, `("UNCLEAR",)`,
    `("BLANK",)`, `()` for an abstention where nothing was chosen).
    """

    signer: str
    choices: Mapping[str, tuple[str, ...]]
    void_reason: str = ""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values in a fixed order, so that two entries can be compared."""
        chosen = {number: list(self.choices[number]) for number in sorted(self.choices)}
        return {"signer": self.signer, "choices": chosen, "void_reason": self.void_reason, "note": self.note}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Content:
        """The content that `to_json` wrote."""
        chosen = {number: tuple(codes) for number, codes in data["choices"].items()}
        return cls(data["signer"], chosen, data["void_reason"], data.get("note", ""))

    def differs_from(self, other: Content) -> tuple[str, ...]:
        """What two entries of one paper disagree on: `signer`, `void_reason`, `choices.1` … (notes may differ)."""
        apart = [name for name in ("signer", "void_reason") if getattr(self, name) != getattr(other, name)]
        numbers = sorted(set(self.choices) | set(other.choices))
        apart += [f"choices.{n}" for n in numbers if self.choices.get(n) != other.choices.get(n)]
        return tuple(apart)


@dataclass(frozen=True, slots=True)
class Paper:
    """A confirmed paper of one voter for the rule below; `sequence` is the order in which they came.

    `handed_on`: a representative brought it (山东 §27); what the owner hands in without one goes before it.
    """

    voter_id: int
    sequence: int
    content: Content
    handed_on: bool = False


def first_valid(papers: Iterable[Paper]) -> dict[int, Paper]:
    """The paper that counts for each voter: the first valid one of their own, else the first handed on (domain 3.3)."""
    counted: dict[int, Paper] = {}
    for paper in sorted(papers, key=lambda p: (p.voter_id, p.handed_on, p.sequence)):
        if not paper.content.void_reason:
            counted.setdefault(paper.voter_id, paper)
    return counted


def voided(papers: Sequence[Paper]) -> dict[tuple[int, int], str]:
    """Why each paper that does not count is void: `(voter_id, sequence)` → key of `VOID_REASONS`."""
    counted = first_valid(papers)
    why: dict[tuple[int, int], str] = {}
    for paper in papers:
        if paper.content.void_reason:
            why[(paper.voter_id, paper.sequence)] = paper.content.void_reason
        elif counted[paper.voter_id].sequence != paper.sequence:
            why[(paper.voter_id, paper.sequence)] = "DUPLICATE"
    return why
