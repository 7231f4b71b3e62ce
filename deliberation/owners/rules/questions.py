"""What may be put on an owners' ballot, and by which majority it is decided (民法典 278)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.agenda.rules import MATTERS
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import NO_FAULT, Fault, Refused
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
        raise Refused(InPreparing.WRONG_OWNERS, title=question.title, whom=whom)
    if item is not None and question.item != item:
        raise Refused(InPreparing.ITEM_FIXED, title=question.title, matter=MATTERS[item].label)
    if authority == "OWNERS_SPECIAL" and question.decision_class != "SPECIAL":
        raise Refused(InPreparing.CLASS_SPECIAL, title=question.title)
    if (authority == "INTERESTED_UNANIMOUS") != (question.decision_class == "UNANIMOUS"):
        raise Refused(InPreparing.CLASS_WRONG, title=question.title)


def check_question(question: QuestionDraft, kind: str, rules: OwnersRules) -> None:
    """Raise `INVALID_INPUT` for a question that this kind of vote cannot carry, in words for who wrote it.

    The majority follows from the law and never from a wish: what 民法典 278 calls special is SPECIAL.
    """
    problem = _class_problem(question, kind, rules) or subject_problem(question) or _options_problem(question)
    if problem:
        raise Refused(InPreparing.QUESTION_WRONG, title=question.title, problem=problem)


def _class_problem(question: QuestionDraft, kind: str, rules: OwnersRules) -> Fault:
    if (kind == "HOUSEHOLDS") != (question.decision_class == "SURVEY"):
        return Fault(InPreparing.KIND_OF_QUESTION)
    if kind != "HOUSEHOLDS" and question.decision_class != "UNANIMOUS":
        item = MATTERS.get(question.item or "")
        if item is None:
            return Fault(InPreparing.NO_ITEM)
        if item.threshold != question.decision_class:
            return Fault(InPreparing.CLASS_OF_ITEM, item=item.label)
    return NO_FAULT if question.decision_class in rules.majorities else Fault(InPreparing.CLASS_NOT_IN_RULES)


def subject_problem(question: QuestionDraft) -> Fault:
    """What is wrong with the subject: a recall is a matter of 278 (3), asked with yes or no for each member."""
    if question.subject not in SUBJECTS:
        return Fault(InPreparing.SUBJECT_UNKNOWN)
    if question.subject == "RECALL" and (question.item != "COMMITTEE_ELECTION" or not is_plain(question.method)):
        return Fault(InPreparing.RECALL_ITEM)
    if question.subject == "FEE_CHANGE" and question.item != "OTHER_MAJOR":
        return Fault(InPreparing.FEE_CHANGE_ITEM)
    return NO_FAULT


def is_plain(method: str) -> bool:
    """Whether a question is answered by 同意, 反对, 弃权 and has no options."""
    return METHODS[method].plain if method in METHODS else False


def _options_problem(question: QuestionDraft) -> Fault:
    if question.method not in BALLOT_METHODS:
        return Fault(InPreparing.METHOD_NOT_ON_PAPER)
    if question.decision_class == "UNANIMOUS" and not is_plain(question.method):
        return Fault(InPreparing.CONSENT_IS_PLAIN)
    labels = [label.strip() for _, label in question.options]
    by_list = is_committee_election(question.method, question.item)
    if by_list and not labels:
        return NO_FAULT  # the names come from the posted list of candidates (actions.elections)
    return METHODS[question.method].paper_problem(labels, question.seats, contested=not by_list)
