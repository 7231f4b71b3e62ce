"""What is put to the vote, and how: the question of a vote, its ballots, its verdict (domain 3.3, 3.11, E4).

A vote freezes its question as JSON (`kernel.methods.stored`); a vote without one is a vote of 同意, 反对, 弃权. How a
ballot is read and kept, and how all of it is said, is for the method of the question (`kernel.methods.METHODS`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import METHODS, FrozenQuestion, judge, stored, validate
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Question
from deliberation.kernel.methods.drafting import CODES, MAX_LABEL, Draft
from deliberation.kernel.methods.neighbourhood import ANYBODY
from deliberation.kernel.verdict import Test, Verdict
from deliberation.organisation.rules import parse_profile
from deliberation.room.rules.quorum import unit_of

PLAIN = Question("APPROVAL")

OFFERED: dict[str, str] = {code: method.offered for code, method in METHODS.items() if method.offered}
"""What a chair can choose besides 同意、反对、弃权."""

MAX_CHOICE = 255
"""The longest ballot that the store holds; twenty scores need far less."""

ROUNDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


def drawn_up(draft: Draft, asked: Composition = ANYBODY) -> Question:
    """The question that a draft asks under a rule that asks so much of those elected together.

    Raises `INVALID_INPUT` with the sentence that says what is wrong.
    """
    if draft.method not in OFFERED:
        refuse(InBallots.METHOD_MISSING)
    return METHODS[draft.method].draw_up(draft, asked)


def is_plain(question: Question) -> bool:
    """Whether it is voted on by 同意, 反对, 弃权."""
    return METHODS[question.method].plain


def is_kept_secret(question: Question) -> bool:
    """Whether nobody is shown who chose what, also after closing: people, and scores (domain E, public)."""
    return METHODS[question.method].secret


def question_of(frozen: Mapping[str, Any]) -> Question:
    """The question of a vote from what it froze."""
    advisory, data = bool(frozen.get("needs_owners")), frozen.get("question")
    return replace(PLAIN, advisory=advisory) if data is None else stored.from_json(data, advisory=advisory)


def check_form(choice: str) -> None:
    """Refuse what is no ballot of any question and too long to keep. Raises `CHOICE_INVALID`."""
    if not choice or len(choice) > MAX_CHOICE:
        refuse(InBallots.NOTHING_CHOSEN)


def ballot_of(question: Question, choice: str) -> Ballot:
    """The ballot that a tablet sent for this question. Raises `CHOICE_INVALID`."""
    check_form(choice)
    ballot = METHODS[question.method].read(question, choice)
    validate(question, ballot)
    return ballot


def canonical(question: Question, choice: str) -> str:
    """A ballot as it is kept: checked, and written in one way only. Raises `CHOICE_INVALID`."""
    return METHODS[question.method].write(question, ballot_of(question, choice))


def frozen_question(frozen: Mapping[str, Any]) -> FrozenQuestion:
    """What was put, by which rule and to whom: the judge's part of what a vote froze."""
    question, profile = question_of(frozen), parse_profile(frozen["profile"])
    elects = METHODS[question.method].elects
    rule = profile.election_rule(second_round=question.second_round) if elects else profile.rule()
    attendance = tuple(Test.from_json(test) for test in frozen["attendance"])
    electorate = Electorate(Weight(frozen["entitled"]), frozen["present"], unit=unit_of(profile), attendance=attendance)
    return FrozenQuestion(question, rule, electorate)


def judged(frozen: Mapping[str, Any], choices: Iterable[str]) -> Verdict:
    """What stored ballots decided. Raises `ValueError` for more ballots than the roll has."""
    put = frozen_question(frozen)
    ballots = [ballot_of(put.question, choice) for choice in choices]
    if len(ballots) > len(frozen["roll"]):
        raise ValueError(f"{len(ballots)} ballots from a roll of {len(frozen['roll'])}")
    return judge(put, ballots)


def run_off(question: Question, verdict: Mapping[str, Any]) -> Question | None:
    """The question of the next round 第二轮; `None` where the verdict calls for none."""
    return METHODS[question.method].run_off(question, verdict)


def finalists(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the options that go into the next round."""
    return tuple(o["label"] for o in verdict.get("outcomes", []) if o["code"] in verdict.get("run_off", []))


def put_in_words(question: Question) -> str:
    """How the record says what is put: "差额选举，应选 2 名；选项：甲、乙、丙". Empty for 同意、反对、弃权."""
    return METHODS[question.method].in_words(question)


def details(verdict: Mapping[str, Any]) -> str:
    """What the sentence of a verdict leaves out: the votes of each option, the means of each criterion."""
    outcomes = "，".join(f"{o['label']} {o['text']}（{o['state_label']}）" for o in verdict.get("outcomes", []))
    named = "，".join(
        f"{m['label']} {m['text']}" for m in verdict.get("means", []) if m["code"] not in {"MEAN", "TRIMMED"}
    )
    return "".join(f"{head}：{said}。" for head, said in (("各项得票", outcomes), ("各项平均", named)) if said)


def came_to(verdict: Mapping[str, Any]) -> str:
    """What a motion with options came to, for resolution and orders: "（选定：乙公司）", "（平均分 86.78 分）".

    Of an election that left posts open also how many: "（当选：甲；还缺 1 席，另行选举）".
    """
    chosen = [outcome for outcome in verdict.get("outcomes", []) if outcome["chosen"]]
    if chosen:
        return (
            f"（{chosen[0]['state_label']}：{'、'.join(outcome['label'] for outcome in chosen)}{still_open(verdict)}）"
        )
    means = [m for m in verdict.get("means", []) if m["code"] in {"MEAN", "TRIMMED"}]
    counting = next((m for m in means if m["decides"]), means[0] if means else None)
    return f"（{counting['label']} {counting['text']}）" if counting else ""


def still_open(verdict: Mapping[str, Any]) -> str:
    """How many posts an election left open: "；还缺 1 席，另行选举"; empty where none."""
    vacant = verdict.get("vacant", 0)
    return f"；还缺 {vacant} 席，另行选举" if vacant else ""


def combined(verdicts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One verdict of several rounds: the last, with what the earlier ones said and whom or what they chose.

    Nothing where there was no vote.
    """
    if len(verdicts) < 2:  # noqa: PLR2004 - one is itself
        return dict(*verdicts)
    *earlier, last = verdicts
    carried = next((v for v in reversed(verdicts) if v["result"] == "PASSED"), last)
    chosen = [outcome for v in earlier for outcome in v.get("outcomes", []) if outcome["chosen"]]
    said = "".join(f"{round_name(n)}：{v['sentence']}" for n, v in enumerate(verdicts, start=1))
    told = {key: carried[key] for key in ("result", "result_label")}
    return {**last, **told, "sentence": said, "outcomes": [*chosen, *last.get("outcomes", [])]}


def round_name(number: int) -> str:
    """A round in words: 第一轮, 第二轮 …"""
    return f"第{ROUNDS[number - 1] if number <= len(ROUNDS) else number}轮"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the chair's form starts with."""

    method: str
    options: tuple[str, ...]


_SPLIT = re.compile(r"[、；;]")
_LIST_SIGN = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).、．]|[-·•])\s*")


def suggested(text: str, kind: str) -> Suggestion:
    """Read options from a motion: its lines after the first, or what stands between 、 after the last colon.

    A rating item 测评 is scored; else a motion with options is a choice between them.
    """
    lines = [_LIST_SIGN.sub("", line).strip("。；; ") for line in text.splitlines()[1:]]
    found = [line for line in lines if line]
    if not found and "：" in text:
        found = [part.strip("。 ") for part in _SPLIT.split(text.rsplit("：", 1)[1])]
    fitting = [label for label in dict.fromkeys(found) if 0 < len(label) <= MAX_LABEL]
    options = tuple(fitting[: len(CODES)]) if len(fitting) > 1 else ()
    return Suggestion("SCORES" if kind == "rating" else "OPTIONS", options)
