"""What a ballot method is: one object that knows everything of it, from the chair's form to the verdict.

The hall, the owners' papers, `deliberation tally` and both recounts ask the method of a question (`METHODS`) and know
none by name. Codes of options are those of the question; a ballot is a `Ballot`, stored as text by `write`.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NoReturn, Protocol

from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Fault, Refused
from deliberation.kernel.methods import drafting
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Question, Rule
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Verdict

ABSTAIN_LABEL = N_("弃权")
NOTHING = "NOTHING"
"""What a form sends for a question with options on which none was chosen: 弃权, kept as an empty choice."""

Fields = Callable[[str], Sequence[str]]
"""What a form sent under a name, in its order; nothing where the name was not sent."""


class Counting(Protocol):
    """Rules that choose a way of counting: a method's code → one of its `variants`."""

    @property
    def counting(self) -> Mapping[str, str]: ...  # noqa: D102 - see the class


class Method(ABC):
    """One way to decide. What is here is right for a method whose ballot is a list of codes of options.

    `offered`: its line in the chair's form (empty: not put from there). `secret`: nobody is shown who chose what.
    `on_paper`: an owners' ballot can carry it, which `on_paper_help` says to who prepares one. `plain`: 同意, 反对,
    弃权, without options. `several`: a ballot may carry several options; `ordered`: and their order counts. `elects`:
    people are elected, by the shares for elections. `fewest`: how many options are needed. `listed`: what they are
    called. `variants`: the ways it can be counted, by code; a rule chooses one (the first where it says nothing).
    """

    code: ClassVar[str]
    name: ClassVar[str]
    offered: ClassVar[str] = ""
    secret: ClassVar[bool] = False
    on_paper: ClassVar[bool] = False
    on_paper_help: ClassVar[str] = ""
    plain: ClassVar[bool] = False
    several: ClassVar[bool] = False
    ordered: ClassVar[bool] = False
    elects: ClassVar[bool] = False
    fewest: ClassVar[int] = 2
    listed: ClassVar[str] = "选项"
    variants: ClassVar[Mapping[str, str]] = {}

    def draw_up(self, draft: Draft, asked: Composition) -> Question:  # noqa: ARG002 - only an election asks for more
        """The question that a chair's draft asks. Raises `INVALID_INPUT` with the sentence that says what is wrong."""
        return Question(self.code, drafting.options(draft, fewest=self.fewest))

    def paper_problem(self, labels: Sequence[str], seats: int, *, contested: bool) -> Fault:  # noqa: ARG002 - no posts
        """What is wrong with a question of owners with these options (empty: nothing).

        `contested`: an election must have more names than posts already now.
        """
        if len(labels) < self.fewest or not all(labels) or len(set(labels)) != len(labels):
            return Fault(InBallots.TOO_FEW_OPTIONS, fewest=self.fewest)
        return NO_FAULT

    def paper_most(self, typed: int) -> int:
        """How many options a paper may carry, of what was typed; 0 is no limit."""
        return typed

    def read(self, question: Question, text: str) -> Ballot:  # noqa: ARG002 - one signature for all
        """The ballot that a tablet sent, not yet checked. Raises `CHOICE_INVALID` for what is no ballot at all."""
        sent = parsed(text)
        if not isinstance(sent, list) or not all(isinstance(code, str) for code in sent):
            refuse_unread()
        return Ballot(tuple(sent))

    def write(self, question: Question, ballot: Ballot) -> str:
        """A checked ballot as it is stored: `read` gives the same back, and two equal ballots are the same text."""
        return json.dumps(self.arranged(question, ballot.choices), separators=(",", ":"))

    def arranged(self, question: Question, choices: Sequence[str]) -> tuple[str, ...]:
        """Choices as they are kept: in the order of the ballot paper, what is no option at the end."""
        order = [option.code for option in question.options]
        return tuple(sorted(choices, key=lambda code: order.index(code) if code in order else len(order)))

    def entered(self, number: int, question: Question, sent: Fields) -> tuple[str, ...] | None:  # noqa: ARG002
        """What a clerk, or an owner on a phone, put in for question `number`; `None` where nothing was."""
        codes = tuple(sent(f"q-{number}"))
        return (() if codes == (NOTHING,) else codes) if codes else None

    def abstention(self) -> tuple[str, ...]:
        """The choices of a ballot that abstains."""
        return ()

    def in_words(self, question: Question) -> str:
        """How the record says what is put: "差额选举，应选 2 名；候选人：甲、乙、丙". Empty for 同意、反对、弃权."""
        labels = "、".join(option.label for option in question.options)
        return f"{self.name}{self.limits(question)}；{self.listed}：{labels}"

    def limits(self, question: Question) -> str:  # noqa: ARG002 - most have none
        """What of a question is said after the method's name, with the comma before it."""
        return ""

    def choice_in_words(self, labels: Mapping[str, str], choices: Sequence[str]) -> str:
        """What a ballot says, by the labels of its codes; an empty one abstains."""
        known = {"ABSTAIN": ABSTAIN_LABEL, **labels}
        return "、".join(known.get(code, code) for code in choices) or ABSTAIN_LABEL

    @abstractmethod
    def check(self, question: Question, ballot: Ballot) -> None:
        """Raise `CHOICE_INVALID` for a ballot that this question does not allow."""

    @abstractmethod
    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """What checked ballots decided, in exact integers."""

    def run_off(self, question: Question, verdict: Mapping[str, Any]) -> Question | None:
        """The question of the next round 第二轮 that a stored verdict calls for; `None` where it calls for none."""
        again = verdict.get("run_off", [])
        options = tuple(option for option in question.options if option.code in again)
        return Question(self.code, options, most=1, seats=question.seats) if options else None

    def variant(self, rules: Counting) -> str:
        """Which of `variants` the rules chose; the first where they say nothing."""
        return rules.counting.get(self.code) or next(iter(self.variants))


def parsed(text: str) -> Any:
    """JSON of a ballot; objects as tuples of pairs, so that a code given twice is seen. Raises `CHOICE_INVALID`."""
    try:
        return json.loads(text, object_pairs_hook=tuple)
    except ValueError:
        refuse_unread()


def refuse_unread() -> NoReturn:
    """Refuse what cannot be read as a ballot."""
    raise Refused(InBallots.NOTHING_CHOSEN)
