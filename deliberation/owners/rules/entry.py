"""Entering a returned ballot: what may stand on it, when it is void by itself, who may settle a difference.

Two people enter each paper, the second without seeing what the first wrote. Whatever is confirmed in the end
has two people behind it: two equal entries, or a difference settled by the rule of `may_settle`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods import METHODS, approval, ranking, validate
from deliberation.kernel.methods.base import Ballot
from deliberation.kernel.text import N_
from deliberation.kernel.typed import plain as as_plain
from deliberation.owners.rules.papers import (
    BLANK,
    SIGNERS,
    UNCLEAR,
    UNMARKED,
    VOID_REASONS,
    Content,
    Paper,
    first_valid,
)
from deliberation.owners.rules.tally import question_of

CHOICE_WORDS: dict[str, str] = {
    **approval.CHOICES,
    UNCLEAR: N_("看不清"),
    BLANK: N_("没有填"),
}
"""What can stand on a question of 同意/反对/弃权, in the order of the keys 1 to 5."""

ENTERED_STATES = frozenset({"OPEN", "CLOSED"})
"""While papers are entered: after the closing those go on being entered that came in time."""

SET_BY_RULE = frozenset({"DUPLICATE"})
"""Void reasons nobody chooses: a later paper is a duplicate because an earlier valid one is there."""

MOST_NOTE = 200
_OVER_VOTE = (
    "票面上就是选了这么多的，这一项录“看不清、选多了”；整张票都这样、无法辨认的，在“整张作废”里选“填写不清，无法辨认”。"
)
"""What to enter for a ballot with more marks than it allows."""
_NO_ORDER = "票面上就是这样的，把这一项选为“看不清、数字重复”。"
"""What to enter for a paper whose numbers give no order."""
_ADDRESS = re.compile(r"/owners-votes/(?P<vote>[0-9]{1,9})/papers/(?P<number>[0-9]{1,9})/?(?:[?#].*)?$")
_NUMBER = re.compile(r"第?(?:票号|票|N[O0])?[.:]?(?:第)?0*(?P<number>[1-9][0-9]{0,8})(?:号票?|张)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a paper beside its marks: when it came in, when the box closed, until when an agent may sign.

    `received_on` is the day of `received_at` in Beijing; `proxy_until` is `None` where no proxy is recorded.
    """

    received_at: datetime
    received_on: date
    closes_at: datetime
    proxy_until: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether it came in after the box was closed."""
        return self.received_at > self.closes_at


def read_number(typed: str, vote_id: int) -> int:
    """The ballot number that was typed (12, №0012, 票号：12) or scanned (the address in the ballot's QR code).

    Raises `INVALID_INPUT` for anything else, and for the code on a ballot of another vote.
    """
    plain = "".join(as_plain(typed).split())
    scanned = _ADDRESS.search(plain)
    if scanned and int(scanned["vote"]) != vote_id:
        raise Refused(InEntry.CODE_OF_OTHER_VOTE)
    number = int(scanned["number"]) if scanned else ballot_number(plain)
    if number is None:
        raise Refused(InEntry.NUMBER_WRONG)
    return number


def ballot_number(typed: str) -> int | None:
    """The number of a ballot however it is written (12, １２, 12号, №0012, 票号：12); `None` for anything else."""
    found = _NUMBER.fullmatch("".join(as_plain(typed).split()))
    return int(found["number"]) if found else None


def judged(content: Content, questions: Sequence[Mapping[str, Any]], known: Circumstances) -> Content:
    """The content as it is stored: checked, void where a rule says so, without choices where it is void.

    What is void by itself, in this order: came too late LATE; a reason the clerk chose; without signature UNSIGNED;
    signed by somebody without a proxy valid on that day NOT_OWNER (民法典 165). Raises `INVALID_INPUT` for
    what cannot stand on a paper, `CHOICE_INVALID` for marks that the question does not allow.
    """
    if content.signer not in SIGNERS:
        raise Refused(InEntry.SIGNER_MISSING)
    if content.void_reason and content.void_reason not in set(VOID_REASONS) - SET_BY_RULE:
        raise Refused(InEntry.VOID_REASON_MISSING)
    if len(content.note) > MOST_NOTE:
        raise Refused(InEntry.NOTE_TOO_LONG, most=MOST_NOTE)
    why = _void_reason(content, known)
    if why:
        return replace(content, void_reason=why, choices={})
    return replace(content, choices=checked_choices(content.choices, questions))


def _void_reason(content: Content, known: Circumstances) -> str:
    if known.is_late:
        return "LATE"
    if content.void_reason == "LATE":
        raise Refused(InEntry.NOT_LATE)
    if content.void_reason:
        return content.void_reason
    if content.signer == "NONE":
        return "UNSIGNED"
    covered = known.proxy_until is not None and known.proxy_until >= known.received_on
    return "NOT_OWNER" if content.signer == "PROXY" and not covered else ""


def checked_choices(
    choices: Mapping[str, tuple[str, ...]], questions: Sequence[Mapping[str, Any]], *, unclear: bool = True
) -> dict[str, tuple[str, ...]]:
    """One choice for each question, by its number, in the order of the ballot.

    `unclear`: whether a mark may be unreadable or missing; nobody's own choice on a phone is. A question left out is
    refused, since a blank on paper must be said, too.
    """
    wanted = {str(data["number"]): data for data in questions}
    if not set(choices) <= set(wanted):
        raise Refused(InEntry.QUESTION_UNKNOWN)
    return {number: _checked(number, choices.get(number), data, unclear=unclear) for number, data in wanted.items()}


def _checked(number: str, given: tuple[str, ...] | None, data: Mapping[str, Any], *, unclear: bool) -> tuple[str, ...]:
    if given is None:
        raise Refused(InEntry.QUESTION_OPEN, number=number)
    if given in UNMARKED and unclear:
        return given
    question = question_of(data)
    choice = METHODS[question.method].arranged(question, given)
    try:
        validate(question, Ballot(choice))
    except Refused as refused:
        wrong = str(refused.facts.get("what", ""))
        marked = {option.code for option in question.options}.intersection(choice)
        if unclear and question.most and len(marked) > question.most:
            wrong += _OVER_VOTE
        if unclear and ranking.NO_ORDER.intersection(choice):
            wrong += _NO_ORDER
        raise Refused(InEntry.QUESTION_WRONG, number=number, wrong=wrong) from refused
    return choice


@dataclass(frozen=True, slots=True)
class Entered:
    """One paper of an owner as the desk needs it: its id, place and state, and who made the first entry (0: a file)."""

    paper_id: int
    sequence: int
    state: str
    first_by: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a clerk does with the paper in their hand. `paper_id` 0: one that is not registered yet.

    FIRST: the first entry, also of a paper that is entered anew. SECOND: the second entry of a paper that somebody
    else entered. OWN: entered by this clerk, who may put it right. ASK: this owner's papers are done; is this
    another one?
    """

    mode: Literal["FIRST", "SECOND", "OWN", "ASK"]
    sequence: int
    paper_id: int = 0


def next_step(papers: Sequence[Entered], person_id: int | None, *, another: bool = False) -> Step:
    """The step for a number that was typed; `another`: the clerk says that it is one more paper of this owner."""
    if another or not papers:
        return Step("FIRST", len(papers) + 1)
    anew = next((p for p in papers if p.state == "ANEW"), None)
    if anew is not None:
        return Step("FIRST", anew.sequence, anew.paper_id)
    once = [p for p in papers if p.state == "ENTERED_ONCE"]
    second = next((p for p in once if p.first_by != person_id), None)
    if second is not None:
        return Step("SECOND", second.sequence, second.paper_id)
    if once:
        return Step("OWN", once[-1].sequence, once[-1].paper_id)
    return Step("ASK", len(papers))


def receipt(secret: str, paper_id: int, content: Content) -> str:
    """The receipt of a ballot filled in on a phone (K7QM-2XWP): derived, so that the same paper has the same one."""
    message = f"owners-paper:{paper_id}:{json.dumps(content.to_json(), sort_keys=True)}"
    digest = base64.b32encode(hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()).decode()
    return f"{digest[:4]}-{digest[4:8]}"


def may_settle(person_id: int | None, entries: Mapping[int, tuple[int, Content]], settled: Content) -> None:
    """Raise `SAME_PERSON` where somebody would confirm their own entry against the other's.

    `entries`: round → (who, what). A third person may settle on anything; one of the two only on what the other
    one entered, which says that the mistake was their own.
    """
    own = {who for who, _ in entries.values()}
    if person_id not in own:
        return
    others = [content for who, content in entries.values() if who != person_id]
    if not any(not settled.differs_from(content) for content in others):
        raise Refused(InEntry.SETTLED_BY_ONE)


def in_words(content: Content, questions: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A paper as `(what, in words)` lines: signature, void reason or the answers, the note if there is one."""
    lines = [("签名", SIGNERS[content.signer])]
    if content.void_reason:
        lines.append(("整张作废", VOID_REASONS[content.void_reason]))
    else:
        lines += [(f"第 {data['number']} 项", choice_in_words(content, data)) for data in questions]
    return [*lines, ("备注", content.note)] if content.note else lines


def choice_in_words(content: Content, data: Mapping[str, Any]) -> str:
    """What was chosen on one question (`number`, `method`, `options`)."""
    chosen = content.choices.get(str(data["number"]), ())
    if chosen in UNMARKED:
        return CHOICE_WORDS[chosen[0]]
    labels = {option["code"]: option["label"] for option in data["options"]}
    return METHODS[data["method"]].choice_in_words(labels, chosen)


def rooms_in_words(building: str, rooms: Sequence[str]) -> str:
    """An owner's rooms with their building, which the office may have left out of a room's cell."""
    said = "、".join(rooms)
    return said if building in rooms[0] else f"{building} {said}"


def has_valid(papers: Sequence[Paper]) -> bool:
    """Whether a paper that counts is among the confirmed papers of one owner."""
    return bool(first_valid(papers))
