"""Why a vote ended as it did: one object for page, hall, minutes, public page and JSON.

A verdict lists every test that the rules require with base, required, actual and difference, so that
nobody has to believe a percentage (domain 3.11; ui.md, verdict card).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from deliberation.kernel.counting import Threshold, Weight, area, mean, percent
from deliberation.kernel.text import N_

Unit = Literal["heads", "area", "parties", "seats", "households", "points"]
Outcome = Literal["PASSED", "REJECTED", "NO_QUORUM", "UNDETERMINED"]
OptionState = Literal["TAKEN", "NOT_TAKEN", "ELECTED", "NOT_ELECTED", "LEADING", "RUN_OFF", "NO_RESULT"]

UNIT_LABELS: dict[str, str] = {
    "heads": N_("人"),
    "area": N_("㎡"),
    "parties": N_("方"),
    "seats": N_("人"),
    "households": N_("户"),
    "points": N_("分"),
}
"""The measure word of each unit; one seat 席位 is one person in the hall. Areas are in 0.01 ㎡, points in 0.01."""

RESULT_LABELS: dict[str, str] = {
    "PASSED": N_("通过"),
    "REJECTED": N_("未通过"),
    "NO_QUORUM": N_("人数不足"),
    "UNDETERMINED": N_("待认定"),
}

ADVISED_LABEL, NOT_ADVISED_LABEL = N_("同意，提请业主决定"), N_("未形成协商意见")
"""The words for an opinion that binds no owner: carried, or without its majority, which refuses nothing for them."""

OPTION_LABELS: dict[str, str] = {
    "TAKEN": N_("选定"),
    "NOT_TAKEN": N_("未选定"),
    "ELECTED": N_("当选"),
    "NOT_ELECTED": N_("未当选"),
    "LEADING": N_("多数意见"),
    "RUN_OFF": N_("进入第二轮"),
    "NO_RESULT": N_("不产生结果"),
}
"""What became of an option. `LEADING`: most want it, but only the owners may take it."""

CHOSEN = frozenset({"TAKEN", "ELECTED", "LEADING"})


def amount(number: int, unit: Unit) -> str:
    """A number with its measure word: "12 人", "19,999.99 ㎡", "781 分"."""
    shown = area(number) if unit in {"area", "points"} else str(number)
    if unit == "points":
        shown = shown.removesuffix(".00")
    return f"{shown} {UNIT_LABELS[unit]}"


def weight_text(weight: Weight, unit: Unit) -> str:
    """Heads with their measure word, and the area where there is one: "352 人（46,012.75 ㎡）"."""
    heads = amount(weight.heads, unit)
    return f"{heads}（{amount(weight.area, 'area')}）" if weight.area else heads


@dataclass(frozen=True, slots=True)
class Test:
    """One test of the rules: `actual` of `base` against `required`, all in `unit`.

    `name` is the stable word (`quorum`, `majority`, `quorum_area` …); `label` and `base_label` say in
    Chinese what is counted and of what (同意, 到会). Areas are in 0.01 ㎡. `threshold` is `None` for a test
    that compares two counts and not a share (more for than against): `base` is then the other count.
    """

    __test__ = False  # for pytest: a test of the rules, not of the code

    name: str
    label: str
    base_label: str
    base: int
    required: int
    actual: int
    unit: Unit
    threshold: Threshold | None
    met: bool
    sentence: str

    @property
    def difference(self) -> int:
        """How much is missing (`required - actual`); 0 or less when the test is met."""
        return self.required - self.actual

    @property
    def difference_text(self) -> str:
        """差 0.01 ㎡, 正好达到 or 超出 3 人."""
        if self.difference > 0:
            return f"差 {amount(self.difference, self.unit)}"
        if self.difference == 0:
            return "正好达到"
        return f"超出 {amount(-self.difference, self.unit)}"

    @property
    def percent_text(self) -> str:
        """The share of the base in per cent; empty for a test without a share."""
        return percent(self.actual, self.base, self.threshold) if self.threshold else ""

    def to_json(self) -> dict[str, Any]:
        """Every field, and the texts that a page prints, as plain values."""
        return {
            "name": self.name,
            "label": self.label,
            "base_label": self.base_label,
            "base": self.base,
            "required": self.required,
            "actual": self.actual,
            "difference": self.difference,
            "unit": self.unit,
            "threshold": self.threshold.to_json() if self.threshold else None,
            "met": self.met,
            "sentence": self.sentence,
            "base_text": amount(self.base, self.unit),
            "required_text": amount(self.required, self.unit),
            "actual_text": amount(self.actual, self.unit),
            "difference_text": self.difference_text,
            "percent_text": self.percent_text,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Test:
        """The test that `to_json` wrote."""
        threshold = Threshold(**data["threshold"]) if data["threshold"] else None
        plain = ("name", "label", "base_label", "base", "required", "actual", "unit", "met", "sentence")
        return cls(**{name: data[name] for name in plain}, threshold=threshold)


@dataclass(frozen=True, slots=True)
class Count:
    """How many did what: 同意, 反对, 弃权, 未投, 无效, 未交回, 未送达 are counted apart and never merged."""

    name: str
    label: str
    amount: Weight
    unit: Unit

    @property
    def text(self) -> str:
        """A choice with its weight in words: 同意 352 人（46,012.75 ㎡）."""
        return f"{self.label} {weight_text(self.amount, self.unit)}"

    def to_json(self) -> dict[str, Any]:
        """Every field, and the text that a page prints."""
        return {
            "name": self.name,
            "label": self.label,
            "heads": self.amount.heads,
            "area": self.amount.area,
            "unit": self.unit,
            "text": weight_text(self.amount, self.unit),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Count:
        """The count that `to_json` wrote."""
        return cls(data["name"], data["label"], Weight(data["heads"], data["area"]), data["unit"])


@dataclass(frozen=True, slots=True)
class OptionOutcome:
    """What became of one option: how many chose it, and the tests it met or missed."""

    code: str
    label: str
    amount: Weight
    unit: Unit
    state: OptionState
    tests: tuple[Test, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether it was taken, elected, or is what most want."""
        return self.state in CHOSEN

    def to_json(self) -> dict[str, Any]:
        """Every field, and the texts that a page prints."""
        return {
            "code": self.code,
            "label": self.label,
            "heads": self.amount.heads,
            "area": self.amount.area,
            "unit": self.unit,
            "text": weight_text(self.amount, self.unit),
            "state": self.state,
            "state_label": OPTION_LABELS[self.state],
            "chosen": self.chosen,
            "tests": [test.to_json() for test in self.tests],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> OptionOutcome:
        """The outcome that `to_json` wrote."""
        tests = tuple(Test.from_json(test) for test in data["tests"])
        weight = Weight(data["heads"], data["area"])
        return cls(data["code"], data["label"], weight, data["unit"], data["state"], tests)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of scores, exact: `num` / `den` points.

    `decides`: the rule holds this one against `line` (in 0.01 points; `None` = no line).
    """

    code: str
    label: str
    num: int
    den: int
    decides: bool = False
    line: int | None = None

    @property
    def text(self) -> str:
        """86.78 分: half-up, with more decimals where two would seem to reach a line that is missed."""
        return f"{mean(self.num, self.den, self.line)} {UNIT_LABELS['points']}"

    def to_json(self) -> dict[str, Any]:
        """Every field, and the text that a page prints."""
        return {
            "code": self.code,
            "label": self.label,
            "num": self.num,
            "den": self.den,
            "decides": self.decides,
            "line": self.line,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mean:
        """The mean that `to_json` wrote."""
        return cls(data["code"], data["label"], data["num"], data["den"], data["decides"], data["line"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, the tests that led to it, and the rule profile (name, source, version) applied.

    `counts` are the ballots by kind; `outcomes` the options in their order on the ballot; `run_off` the codes
    of the options among which a new vote must decide; `means` those of a scoring. `word` is the outcome in a
    word of its own where 通过 and 未通过 would be wrong (协商一致, 无人当选); empty elsewhere. `vacant`: the posts that
    an election left open; `enough`: those it filled are enough all the same. `steps` are sentences that let anybody
    work the outcome out again, where tests and counts do not.
    """

    result: Outcome
    tests: tuple[Test, ...]
    sentence: str
    rule_name: str
    rule_source: str
    rule_version: int
    advisory: bool = False
    counts: tuple[Count, ...] = ()
    outcomes: tuple[OptionOutcome, ...] = ()
    run_off: tuple[str, ...] = ()
    means: tuple[Mean, ...] = ()
    word: str = ""
    vacant: int = 0
    enough: bool = False
    steps: tuple[str, ...] = ()

    @property
    def settles(self) -> bool:
        """Whether the matter is answered and may be closed.

        Not by a vote that came to no result, nor while a run-off is to come or posts stand open: who was elected
        stays elected, the rest goes on to the next round (民法典 278(1)(3); domain 3.3).
        """
        if self.result not in {"PASSED", "REJECTED"}:
            return False
        return self.enough or not (self.vacant or self.run_off)

    @property
    def result_label(self) -> str:
        """通过, 未通过, 人数不足, 待认定; what only the owners may decide is neither 通过 nor 未通过."""
        if self.advisory and self.result == "PASSED":
            return f"{self.word}，提请业主决定" if self.word else ADVISED_LABEL
        plain = NOT_ADVISED_LABEL if self.advisory and self.result == "REJECTED" else RESULT_LABELS[self.result]
        return self.word or plain

    def to_json(self) -> dict[str, Any]:
        """Plain values under stable keys, for the store, the snapshot and the card.

        What a method has nothing to say about is left out, so that a vote of 同意 and 反对 is written as ever.
        """
        written = {
            "result": self.result,
            "result_label": self.result_label,
            "advisory": self.advisory,
            "sentence": self.sentence,
            "tests": [test.to_json() for test in self.tests],
            "rule_name": self.rule_name,
            "rule_source": self.rule_source,
            "rule_version": self.rule_version,
        }
        more = {
            "counts": [count.to_json() for count in self.counts],
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
            "run_off": list(self.run_off),
            "means": [mean.to_json() for mean in self.means],
            "word": self.word,
            "vacant": self.vacant,
            "enough": self.enough,
            "steps": list(self.steps),
        }
        return written | {key: value for key, value in more.items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """The verdict that `to_json` wrote."""
        return cls(
            result=data["result"],
            tests=tuple(Test.from_json(test) for test in data["tests"]),
            sentence=data["sentence"],
            rule_name=data["rule_name"],
            rule_source=data["rule_source"],
            rule_version=data["rule_version"],
            advisory=data.get("advisory", False),
            counts=tuple(Count.from_json(count) for count in data.get("counts", ())),
            outcomes=tuple(OptionOutcome.from_json(outcome) for outcome in data.get("outcomes", ())),
            run_off=tuple(data.get("run_off", ())),
            means=tuple(Mean.from_json(mean) for mean in data.get("means", ())),
            word=data.get("word", ""),
            vacant=data.get("vacant", 0),
            enough=data.get("enough", False),
            steps=tuple(data.get("steps", ())),
        )


def share_test(
    name: str, label: str, base_label: str, *, actual: int, base: int, unit: Unit, threshold: Threshold
) -> Test:
    """The test that `actual` (同意) is the required share of `base` (到会), worked out and put in words."""
    bare = Test(
        name=name,
        label=label,
        base_label=base_label,
        base=base,
        required=threshold.least(base),
        actual=actual,
        unit=unit,
        threshold=threshold,
        met=threshold.met(actual, base),
        sentence="",
    )
    return replace(bare, sentence=_share_sentence(bare, threshold))


def _share_sentence(test: Test, threshold: Threshold) -> str:
    counted = f"{test.label} {amount(test.actual, test.unit)}"
    missing = amount(test.difference, test.unit)
    if test.base <= 0:
        return f"{counted}，{test.base_label}为 0，无法计算。"
    base = f"{test.base_label} {amount(test.base, test.unit)}"
    if threshold.share == "全部":
        return f"{counted}，{base}，一个不少。" if test.met else f"{counted}，{base}，还差 {missing}。"
    said = f"{counted}，占{base}的 {test.percent_text}"
    verb = "达到" if threshold.op == "GE" else "超过"
    exact = test.actual * threshold.den == test.base * threshold.num
    if test.met:
        return f"{said}，{'正好' if exact else ''}{verb}{threshold.share}。"
    just = f"正好{'一半' if threshold.share == '半数' else threshold.share}，" if exact else ""
    return f"{said}，{just}未{verb}{threshold.share}，还差 {missing}。"


def more_test(
    name: str, label: str, other_label: str, *, actual: int, other: int, unit: Unit, advisory: bool = False
) -> Test:
    """The test that `actual` (同意) is more than `other` (反对); a tie is not more (南塘 rule 13).

    `advisory`: only the owners may decide, so that a tie has refused nothing.
    """
    if actual > other:
        ending = f"{label}多于{other_label}"
    elif actual == other:
        ending = "票数相等，没有形成多数" if advisory else "票数相等，平局等于没过"
    else:
        ending = f"{label}少于{other_label}"
    return Test(
        name=name,
        label=label,
        base_label=other_label,
        base=other,
        required=other + 1,
        actual=actual,
        unit=unit,
        threshold=None,
        met=actual > other,
        sentence=f"{label} {amount(actual, unit)}，{other_label} {amount(other, unit)}，{ending}。",
    )
