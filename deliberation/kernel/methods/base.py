"""What every method of deciding is given, and what all of them count alike.

A method is a pure function `decide(question, ballots, electorate, rule) -> Verdict` in exact integers. Here
are its four arguments, the bases a share is taken of, and `Poll`, which works out base and tests once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Count, Outcome, Test, Unit, Verdict, share_test, weight_text

Unreturned = Literal["STRICT", "FOLLOW_MAJORITY", "ABSTAIN"]
Abstention = Literal["IN_BASE", "NOT_IN_BASE"]

ONE = Weight(1)
NONE = Weight(0)

BASE_LABELS: dict[str, str] = {
    "present": N_("到会"),
    "seats": N_("应到"),
    "sitting_members": N_("在任委员"),
    "members": N_("全体成员"),
    "owner_members": N_("业主代表委员"),
    "parties": N_("全体"),
    "cast": N_("参加投票"),
    "returned": N_("交回的票"),
    "heads": N_("全体业主"),
    "area": N_("专有部分总面积"),
    "participating_heads": N_("参加表决的业主"),
    "participating_area": N_("参加表决的面积"),
}
"""What a share is taken of. `seats`, `sitting_members`, `members` and `parties` are all the entitled.

`owner_members` are those of them who sit for the owners: only a quorum is a share of them (物业管理委员会, 北京 §57),
and whoever counts who is there makes that test beforehand (`Electorate.attendance`).
"""

ENTITLED_BASES = frozenset({"seats", "sitting_members", "members", "owner_members", "parties"})
OWNER_BASES = frozenset({"heads", "area", "participating_heads", "participating_area"})
AREA_BASES = frozenset({"area", "participating_area"})
WITHOUT_ABSTENTIONS = frozenset({"present", "cast", "returned"})
"""The bases out of which an abstention can be left, where the rules say so. Owners who abstain always take part."""


@dataclass(frozen=True, slots=True)
class Share:
    """A threshold together with what it is a share of (a key of `BASE_LABELS`)."""

    threshold: Threshold
    base: str


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: a firm, a scheme, a candidate, a service; or a criterion with its highest score `top`."""

    code: str
    label: str
    top: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how.

    `most`: how many options (CHOOSE, 0 = no limit) or names (ELECTION) a ballot may carry. `limit`: CHOOSE,
    how many options are taken at most (0 = no limit). `seats`: ELECTION, posts to fill; `least_seats`: how many of
    them are enough for the election to settle its matter (0 = all, e.g. the legal minimum of a committee);
    `second_round`: an earlier round left these posts open; `women`, `woman_seat`, `kin`, `kin_elected`, `spare`:
    see `Composition`. `line`: SCORES, the
    pass line in 0.01 points, reached by the number itself; `None` = no line, only the means; `mean` says
    which mean is held against it. `advisory`: a majority is an opinion, since only the owners may decide.
    """

    method: str
    options: tuple[Option, ...] = ()
    most: int = 1
    seats: int = 1
    least_seats: int = 0
    second_round: bool = False
    women: tuple[str, ...] = ()
    woman_seat: bool = False
    kin: tuple[tuple[str, str], ...] = ()
    kin_elected: tuple[str, ...] = ()
    spare: int = 1
    limit: int = 0
    line: int | None = None
    mean: Literal["MEAN", "TRIMMED"] = "MEAN"
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """One valid ballot (or a bundle of equal ones with their common weight). A void one is no `Ballot`.

    `choices`: APPROVAL `("AGREE",)`, `("OPPOSE",)`, `("ABSTAIN",)`; CONSENSUS `("OBJECT",)`, `("RESERVE",)`;
    else codes of options, by RANKING in the order of preference. `()` is an abstention. `scores`: SCORES, one for each
    criterion.
    """

    choices: tuple[str, ...]
    weight: Weight = ONE
    scores: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may vote. Recused ones are left out before: they are in no number here.

    `entitled`: seats, sitting members, parties, households or owners. `present`: at a meeting, those in the
    hall; `None` for owners and written ballots. `unreturned`: delivered and not handed in; what becomes of
    them is for the rule. `void` and `undelivered` take no part, whatever the rule says, and are only shown.
    `deemed`: how much of the abstentions stated nothing that counts and takes part by having signed for a paper.
    `attendance`: ready-made tests of the quorum (each party was there) instead of those worked out here.
    """

    entitled: Weight
    present: int | None = None
    unreturned: Weight = NONE
    void: Weight = NONE
    undelivered: Weight = NONE
    deemed: Weight = NONE
    unit: Unit = "seats"
    attendance: tuple[Test, ...] | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """What a place's text asks of those elected together; each is its article, empty where no text asks it.

    `woman`: one of them is a woman: of an election with `woman_seat` the woman with the most votes of those with
    enough is elected first, and without one a post is kept for a woman (`Question.women`: codes of the candidates who
    are). `kin`: near relatives do not sit together: of two (`Question.kin`: pairs of codes) only who has more votes
    stays, and who is related to somebody in a higher post (`Question.kin_elected`) does not. `spare`: how many names
    more than posts the first list had (`Question.spare`) is how many more the next round's has, at most `spare_most`.
    """

    woman: str = ""
    kin: str = ""
    spare: str = ""
    spare_most: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """What is needed: all shares of `quorum` and all of `majority`; no majority = more for than against.

    `by_turnout`: who voted counts and not who was there, as in an election of a 居委会: the quorum and the base
    参加投票 are those who handed in a ballot, void ones among them (居委会组织法 §19, 四川省居委会选举条例 §30).
    `unanimous`: everybody entitled must agree, and the shares are not asked (民法典 279). `counting`: the code of a
    method → which of its `variants` counts; a method that is not in it is counted by its first.
    """

    name: str
    source: str
    version: int
    quorum: tuple[Share, ...]
    majority: tuple[Share, ...]
    abstention: Abstention = "IN_BASE"
    unreturned: Unreturned = "STRICT"
    by_turnout: bool = False
    composition: Composition = Composition()
    unanimous: bool = False
    counting: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with its ballots counted: bases and tests for any method.

    Raises `ValueError` where more was handed in than there are who could: such numbers are a mistake of the
    caller and nothing may be decided on them. `act`: what a vote by this method is called.
    """

    question: Question
    ballots: Sequence[Ballot]
    electorate: Electorate
    rule: Rule
    act: str = "表决"
    cast: Weight = field(init=False)
    abstained: Weight = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cast", total(self.ballots))
        object.__setattr__(self, "abstained", total(b for b in self.ballots if abstains(b)))
        who = self.electorate
        accounted = self.cast + who.void + who.unreturned + who.undelivered
        if not accounted.within(who.entitled):
            raise ValueError(f"{accounted} accounted for, of {who.entitled}")
        here = self.cast.heads + who.void.heads
        if who.present is not None and not here <= who.present <= who.entitled.heads:
            raise ValueError(f"{here} ballots, {who.present} present, {who.entitled.heads} entitled")

    @property
    def taking_part(self) -> Weight:
        """Valid ballots, abstentions among them, and those delivered and unreturned where the rules count them."""
        voted = self.cast + self.electorate.void if self.rule.by_turnout else self.cast
        return voted if self.rule.unreturned == "STRICT" else voted + self.electorate.unreturned

    @property
    def in_the_hall(self) -> int | None:
        """Those present, where presence is what the quorum asks for."""
        return None if self.rule.by_turnout else self.electorate.present

    @property
    def not_cast(self) -> Weight:
        """未投: could have and did not. At a meeting those in the hall; else all of whom no ballot is known."""
        who = self.electorate
        if who.present is not None:
            return Weight(who.present - self.cast.heads - who.void.heads)
        return who.entitled - self.cast - who.void - who.unreturned - who.undelivered

    def base(self, name: str) -> int:
        """How large a base is: heads, or 0.01 ㎡ for the area bases. Who is present in writing has cast."""
        who, part = self.electorate, self.taking_part
        here = self.cast.heads if who.present is None else who.present
        left_out = self.abstained.heads if self.leaves_out(name) else 0
        voted = self.cast.heads + (who.void.heads if self.rule.by_turnout else 0)
        sizes = {
            "present": here - left_out,
            "cast": voted - left_out,
            "returned": voted - left_out,
            "area": who.entitled.area,
            "participating_heads": part.heads,
            "participating_area": part.area,
        }
        return sizes.get(name, who.entitled.heads)

    def leaves_out(self, name: str) -> bool:
        """Whether this base is taken without the abstentions."""
        return self.rule.abstention == "NOT_IN_BASE" and name in WITHOUT_ABSTENTIONS

    def unit(self, base: str) -> Unit:
        """㎡ for areas, else what the electorate is counted in."""
        return "area" if base in AREA_BASES else self.electorate.unit

    def quorum_tests(self) -> tuple[Test, ...]:
        """Whether enough are there, or take part: the ready-made tests, or one for each share of the quorum."""
        if self.electorate.attendance is not None and not self.rule.by_turnout:
            return self.electorate.attendance
        return tuple(self._quorum_test(share) for share in self.rule.quorum)

    def _quorum_test(self, share: Share) -> Test:
        label, base_label = self._quorum_words(share.base)
        actual = part_of(self.taking_part, share.base)
        if share.base not in OWNER_BASES and self.in_the_hall is not None:
            actual = self.in_the_hall
        return share_test(
            test_name("quorum", share.base),
            label,
            base_label,
            actual=actual,
            base=self.base(share.base),
            unit=self.unit(share.base),
            threshold=share.threshold,
        )

    def _quorum_words(self, base: str) -> tuple[str, str]:
        if base in OWNER_BASES:
            taking_part = "participating_area" if base in AREA_BASES else "participating_heads"
            return BASE_LABELS[taking_part], BASE_LABELS[base]
        if self.in_the_hall is None:
            return BASE_LABELS["cast"], BASE_LABELS[base]
        return BASE_LABELS["present"], BASE_LABELS["seats" if base == "parties" else base]

    def majority_tests(self, label: str, amount: Weight, shares: Sequence[Share]) -> tuple[Test, ...]:
        """One test for each share: `amount` of those who chose `label` against the base of the share."""
        return tuple(
            share_test(
                test_name("majority", share.base),
                label + _WHOSE.get(test_name("", share.base), ""),
                BASE_LABELS[share.base] + ("（不计弃权）" if self.leaves_out(share.base) else ""),
                actual=part_of(amount, share.base),
                base=self.base(share.base),
                unit=self.unit(share.base),
                threshold=share.threshold,
            )
            for share in shares
        )

    def count(self, name: str, label: str, amount: Weight) -> Count:
        """An amount with its name, in the unit of this electorate."""
        return Count(name, label, amount, self.electorate.unit)

    def other_counts(self) -> tuple[Count, ...]:
        """未投, and 无效, 未交回, 未送达 where there are any."""
        who = self.electorate
        rare = (
            self.count("void", "无效", who.void),
            self.count("unreturned", "未交回", who.unreturned),
            self.count("undelivered", "未送达", who.undelivered),
        )
        return (self.count("not_cast", "未投", self.not_cast), *(count for count in rare if count.amount))

    def unreturned_said(self, side: str = "") -> str:
        """What became of the ballots delivered and not returned, where the rule counts them; `side` they joined."""
        who = self.electorate
        void = f"签收了表决票、交回的票无效的 {weight_text(who.deemed, who.unit)}，按规则算参加表决，按弃权计。"
        said = void if who.deemed else ""
        if self.rule.unreturned == "STRICT" or not who.unreturned:
            return said
        counted = f"计入{side}" if self.rule.unreturned == "FOLLOW_MAJORITY" else "算参加表决，按弃权计"
        return f"{said}未交回的票按规则{counted}。"

    def verdict(self, result: Outcome, tests: Sequence[Test], sentence: str, **more: Any) -> Verdict:
        """The verdict under this rule; `more` are the fields that only some methods fill."""
        rule = self.rule
        return Verdict(
            result,
            tuple(tests),
            sentence,
            rule.name,
            rule.source,
            rule.version,
            advisory=self.question.advisory,
            **more,
        )

    def without_quorum(self, tests: Sequence[Test], quorum: Sequence[Test], **more: Any) -> Verdict | None:
        """The verdict, with `tests`, where too few for the `quorum` are there or take part; `None` where enough are."""
        failed = "".join(test.sentence for test in quorum if not test.met)
        if not failed:
            return None
        owners = any(share.base in OWNER_BASES for share in self.rule.quorum)
        why = "到会人数不足" if self.in_the_hall is not None else "参加投票的不够"
        why = "未达到法定参与比例" if owners else why
        ending = "无效" if self.rule.by_turnout else "不产生结果"
        more = {"word": "参与比例不足" if owners else "", **more}
        return self.verdict("NO_QUORUM", tests, f"{failed}{why}，本次{self.act}{ending}。", **more)


_WHOSE = {"_heads": "的业主", "_area": "的面积"}


def total(ballots: Iterable[Ballot]) -> Weight:
    """The common weight of some ballots."""
    return sum((ballot.weight for ballot in ballots), NONE)


def abstains(ballot: Ballot) -> bool:
    """Whether a ballot was handed in and chooses nothing 弃权."""
    return not ballot.scores and ballot.choices in {(), ("ABSTAIN",)}


def part_of(amount: Weight, base: str) -> int:
    """The side of an amount that is compared with a base: area with areas, heads with heads."""
    return amount.area if base in AREA_BASES else amount.heads


def test_name(kind: str, base: str) -> str:
    """quorum, majority; for owners quorum_area, majority_heads …"""
    if base not in OWNER_BASES:
        return kind
    return f"{kind}_area" if base in AREA_BASES else f"{kind}_heads"


def leader(sides: Mapping[str, Weight]) -> str | None:
    """The side with the most heads whose area no other surpasses; `None` when heads and area disagree or tie."""
    first = max(sides, key=lambda side: sides[side].heads)
    most = sides[first]
    others = [amount for side, amount in sides.items() if side != first]
    ahead = all(most.heads > other.heads and most.area >= other.area for other in others)
    return first if ahead else None


def spoken(counts: Iterable[Count]) -> str:
    """同意 10 人，反对 1 人，弃权 1 人，未投 0 人。"""
    return "，".join(count.text for count in counts) + "。"
