"""What may be put on an owners' ballot, and by which majority it is decided (民法典 278)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.agenda.rules import MATTERS
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import METHODS
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.owners.rules.committee import is_committee_election
from deliberation.owners.rules.steps_before import SUBJECTS

_NO_ITEM = "须选定属于民法典第二百七十八条的哪一项。"
BALLOT_METHODS = tuple(code for code, method in METHODS.items() if method.on_paper)
"""The methods that a paper can carry: the others need a hall."""

KIND_OF_AUTHORITY = {
    "OWNERS_ORDINARY": "OWNERS",
    "OWNERS_SPECIAL": "OWNERS",
    "AFFECTED_OWNERS": "AFFECTED",
    "INTERESTED_UNANIMOUS": "AFFECTED",
}
"""Who is asked about a matter, by the class that the gate gave it (domain 3.2)."""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One matter on the ballot; `options` are `(code, label)`, none for 同意/反对/弃权 (APPROVAL)."""

    title: str
    text: str
    decision_class: str
    item: str | None = None
    matter_id: int | None = None
    topic_id: int | None = None
    method: str = "APPROVAL"
    options: Sequence[tuple[str, str]] = ()
    most: int = 1
    seats: int = 1
    subject: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `OwnersQuestion`."""
        return {
            "title": self.title,
            "text": self.text,
            "decision_class": self.decision_class,
            "item": self.item,
            "matter_id": self.matter_id,
            "topic_id": self.topic_id,
            "method": self.method,
            "options": [{"code": code, "label": label} for code, label in self.options],
            "most": METHODS[self.method].paper_most(self.most),
            "seats": self.seats,
            "subject": self.subject,
        }


def class_of(kind: str, item: str | None, *, authority: str = "") -> str:
    """The majority that the law asks for (empty: it cannot be told without the item of 民法典 278).

    民法典 279: a dwelling turned to business needs every owner concerned; a survey decides nothing.
    """
    if kind == "HOUSEHOLDS":
        return "SURVEY"
    if authority == "INTERESTED_UNANIMOUS":
        return "UNANIMOUS"
    return MATTERS[item].threshold if item in MATTERS else ""


def check_matter(question: QuestionDraft, kind: str, authority: str, item: str | None) -> None:
    """Raise `INVALID_INPUT` where a waiting matter is put to the wrong owners, or under another item of the law."""
    wanted = KIND_OF_AUTHORITY.get(authority)
    if kind != wanted:
        whom = {"OWNERS": "全体业主", "AFFECTED": "相关楼栋的业主"}.get(wanted or "", "")
        raise Refused(Reason.INVALID_INPUT, what=f"“{question.title}”须由{whom}共同决定，与所选的表决范围不符。")
    if item is not None and question.item != item:
        raise Refused(Reason.INVALID_INPUT, what=f"“{question.title}”属于“{MATTERS[item].label}”，不能改成别的事项。")
    if authority == "OWNERS_SPECIAL" and question.decision_class != "SPECIAL":
        what = f"“{question.title}”判定为须四分之三以上同意，请选属于特别事项的那一项。"
        raise Refused(Reason.INVALID_INPUT, what=what)
    if (authority == "INTERESTED_UNANIMOUS") != (question.decision_class == "UNANIMOUS"):
        raise Refused(Reason.INVALID_INPUT, what=f"“{question.title}”的表决类别与法律规定不符。")


def check_question(question: QuestionDraft, kind: str, rules: OwnersRules) -> None:
    """Raise `INVALID_INPUT` for a question that this kind of vote cannot carry, in words for who wrote it.

    The majority follows from the law and never from a wish: what 民法典 278 calls special is SPECIAL.
    """
    problem = _class_problem(question, kind, rules) or subject_problem(question) or _options_problem(question)
    if problem:
        raise Refused(Reason.INVALID_INPUT, what=f"“{question.title}”{problem}")


def _class_problem(question: QuestionDraft, kind: str, rules: OwnersRules) -> str:
    if (kind == "HOUSEHOLDS") != (question.decision_class == "SURVEY"):
        return "须与表决类型一致：住户意见征询只收集意见，业主表决才作决定。"
    if kind != "HOUSEHOLDS" and question.decision_class != "UNANIMOUS":
        item = MATTERS.get(question.item or "")
        if item is None:
            return _NO_ITEM
        if item.threshold != question.decision_class:
            return f"属于“{item.label}”，表决类别与法律规定不符。"
    return "" if question.decision_class in rules.majorities else "的表决类别不在所选规则里。"


def subject_problem(question: QuestionDraft) -> str:
    """What is wrong with the subject: a recall is a matter of 278 (3), asked with yes or no for each member."""
    if question.subject not in SUBJECTS:
        return "须选一种列出的情形。"
    if question.subject == "RECALL" and (question.item != "COMMITTEE_ELECTION" or not is_plain(question.method)):
        return "是罢免业委会成员：须属于“更换业主委员会成员”那一项，只表决同意不同意，一人一项。"
    if question.subject == "FEE_CHANGE" and question.item != "OTHER_MAJOR":
        return "是调整物业服务收费标准：须属于“其他重大事项”那一项。"
    return ""


def is_plain(method: str) -> bool:
    """Whether a question is answered by 同意, 反对, 弃权 and has no options."""
    return METHODS[method].plain if method in METHODS else False


def _options_problem(question: QuestionDraft) -> str:
    if question.method not in BALLOT_METHODS:
        return "的表决方式不能用于书面表决。"
    labels = [label.strip() for _, label in question.options]
    by_list = is_committee_election(question.method, question.item)
    if by_list and not labels:
        return ""  # the names come from the posted list of candidates (actions.elections)
    return METHODS[question.method].paper_problem(labels, question.seats, contested=not by_list)
