"""Whether a motion may be decided under its class, and how that is said (Civil Code art. 278; domain 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.agenda import rules
from deliberation.agenda.rules import AUTHORITIES, MATTERS


def is_settled(text: str, binds: str | None, notes: Mapping[str, Any] | None) -> bool:
    """Whether a person has said who decides this text, or its words say nothing beyond the class that it took over."""
    if binds is None:
        return False
    return bool((notes or {}).get("by")) or rules.covers(binds, rules.matters_in(text))


def words_that_ask(text: str, binds: str | None, notes: Mapping[str, Any] | None) -> str:
    """The words because of which the class must be settled, as a sentence; empty where none ask."""
    findings = rules.matters_in(text)
    if not findings or is_settled(text, binds, notes):
        return ""
    named = rules.surely(findings)
    if named:
        return f"文字里写到{rules.pointed_out(named)}。"
    words = "、".join(f"“{word}”" for found in findings for word in found.words)
    return f"看不出只是日常事务：{words}。"


def label_of(binds: str | None) -> str:
    """The class in words."""
    return AUTHORITIES[binds].label if binds else "还没有判定由谁决定"


def class_sentence(called: str, binds: str | None, matter: str | None, notes: Mapping[str, Any] | None) -> str:
    """What the record says about who decides: the class, the matter of art. 278, and why it differs from the words."""
    if binds is None:
        return f"{called}还没有判定由谁决定。"
    known = MATTERS.get(matter or "")
    which = f"，民法典第二百七十八条（{known.paragraph}）{known.label}" if known else ""
    return f"{called}由谁决定：{AUTHORITIES[binds].label}{which}。{rules.difference(notes)}"


def reason_of_class(notes: Mapping[str, Any] | None) -> str:
    """Why a person gave another class than the words point to; empty where nobody did."""
    return str(notes["reason"]) if notes and notes.get("differs") else ""
