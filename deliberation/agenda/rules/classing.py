"""判定决定权属: what a person says about who may decide a text, held against the words of the text.

The words only ask; a person decides, and writes why where the decision is otherwise than the words say or than was
decided for the thing that the text stands under. Source: Civil Code art. 278, 279; domain reference 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.agenda.rules.authorities import AUTHORITIES, MATTERS, SPECIAL, check_class, needs_owners, on_an_agenda
from deliberation.agenda.rules.checklist import CHECKLIST, NONE_OF_THESE, suggest
from deliberation.agenda.rules.wording import DWELLING_TO_BUSINESS, Finding, matter_label, matters_in
from deliberation.kernel.details import InAgenda
from deliberation.kernel.errors import Reason, Refused

MAX_REASON = 300
"""Characters of the reason for deciding otherwise."""


@dataclass(frozen=True, slots=True)
class Classing:
    """What a person says: `authority` is a key of `AUTHORITIES` ("" is not said), `matter` one of `MATTERS`.

    `answers` are the questions of the checklist answered with yes; `reason` is asked where the person differs.
    """

    authority: str = ""
    matter: str | None = None
    answers: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A decided class: `authority`, its `matter`, and what stands in the record of it.

    `notes` is JSON: `yes` (answers), `suggested` (class of the checklist or `None`), `points` (`{"matter", "words"}`
    of the text that name a matter), `differs` (whether the class is another than words or the class above say),
    `reason`. Where a person said it, whoever keeps it adds `by`.
    """

    authority: str
    matter: str | None
    notes: dict[str, Any]


def covers(authority: str | None, findings: Iterable[Finding]) -> bool:
    """Whether a class gives the word to whom the words of a text point to.

    All owners with three quarters cover every matter of art. 278, with more than half only those of that majority;
    the owners of one building cover what is theirs alone; art. 279 is covered by unanimity and by nothing else.
    """
    codes = {finding.matter for finding in findings}
    if not codes:
        return True
    if authority == "INTERESTED_UNANIMOUS" or DWELLING_TO_BUSINESS in codes:
        return authority == "INTERESTED_UNANIMOUS" and codes == {DWELLING_TO_BUSINESS}
    if authority == "OWNERS_ORDINARY":
        return all(MATTERS[code].threshold != SPECIAL for code in codes)
    return authority in {"OWNERS_SPECIAL", "AFFECTED_OWNERS"}


def surely(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings whose words name a matter; the others only say that a text is not seen to be everyday business."""
    return tuple(finding for finding in findings if finding.sure)


def pointed_out(findings: Iterable[Finding]) -> str:
    """The words and the matters they point to, as one phrase: “维修资金”（使用…维修资金）.

    Beside a matter that has a name of its own, the other major matters (9) say nothing more.
    """
    every = tuple(findings)
    shown = [found for found in every if found.matter != "OTHER_MAJOR"] or every
    return "；".join(
        "、".join(f"“{word}”" for word in found.words) + f"（{matter_label(found.matter)}）" for found in shown
    )


def settle(text: str, said: Classing, above: str | None = None) -> Settled:
    """The class of a text as a person decides it, under a thing of the class `above`.

    Raises `AUTHORITY_MISSING` for none, `INVALID_INPUT` for a matter of the other majority, `CLASS_ASKED` where
    the words (or the owners' class above) say otherwise and no reason is given.
    """
    matter = check_class(said.authority, said.matter)
    findings, reason = surely(matters_in(text)), said.reason.strip()
    if len(reason) > MAX_REASON:
        raise Refused(InAgenda.REASON_TOO_LONG, most=MAX_REASON, now=len(reason))
    # What no meeting deals with (mediation, out of scope) cannot be voted on: there the words ask nobody.
    against_words = on_an_agenda(said.authority) and not covers(said.authority, findings)
    differs = against_words or (needs_owners(above) and not needs_owners(said.authority))
    if differs and not reason:
        points = pointed_out(findings) if against_words else f"所属的事项判定为“{AUTHORITIES[above or ''].label}”"
        raise Refused(Reason.CLASS_ASKED, points=points, label=AUTHORITIES[said.authority].label)
    yes = sorted(set(said.answers) & {*(question.code for question in CHECKLIST), NONE_OF_THESE})
    said_so = {"yes": yes, "suggested": suggest(yes, findings), "differs": differs, "reason": reason}
    return Settled(said.authority, matter, said_so | {"points": _points(findings)})


def inherited(text: str, authority: str | None, matter: str | None) -> Settled | None:
    """The class of a text that says nothing new: that of what it stands under.

    `None` where nothing was decided there, or where the text's words point to more than was, or may do: a person is
    asked.
    """
    findings = matters_in(text)
    if authority is None or not covers(authority, findings):
        return None
    taken_over: dict[str, Any] = {"yes": [], "suggested": None, "differs": False, "reason": ""}
    return Settled(authority, matter, taken_over | {"points": _points(surely(findings))})


def _points(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"matter": found.matter, "words": list(found.words)} for found in findings]


def still_answers(text: str, authority: str | None, notes: Mapping[str, Any] | None) -> bool:
    """Whether a class holds for a text that was changed since: its words name nothing that nobody was asked about."""
    known = {word for point in (notes or {}).get("points", ()) for word in point["words"]}
    return covers(authority, [found for found in surely(matters_in(text)) if not set(found.words) <= known])


def difference(notes: Mapping[str, Any] | None) -> str:
    """In one sentence, why a class differs from what the words say; empty where it does not."""
    if not notes or not notes.get("differs"):
        return ""
    words = "、".join(f"“{word}”" for point in notes["points"] for word in point["words"])
    return f"文字里写到{words}，判定不同的理由：{notes['reason']}" if words else f"判定不同的理由：{notes['reason']}"
