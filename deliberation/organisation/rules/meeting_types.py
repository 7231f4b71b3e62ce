"""Kinds of meetings 会议种类 as data: who sits in one, who chairs it, what stands on its agenda, what counts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods.base import BASE_LABELS, Share
from deliberation.kernel.text import N_
from deliberation.organisation.rules.bodies import RuleProfile
from deliberation.organisation.rules.parties import PARTY_KINDS, PREPARATORY

CHAIRED_BY: dict[str, str] = {
    "branch": N_("小区党支部：书记或支部委员"),
    "committee_head": N_("业委会：主任"),
}
"""Who plans a kind of meeting and chairs it."""

STANDING: dict[str, str] = {"progress": N_("上次督办进展"), "pledges": N_("践诺述职")}
"""What may stand on the agenda of every meeting of a kind by itself: code → the item's name."""

STANDING_KINDS: dict[str, str] = {"progress": "report", "pledges": "pledge_report"}
"""Of which kind such an item is (`agenda.rules.ITEM_KINDS`)."""

PLACES = ("年", "月", "日", "会议", "小区", "时间", "地点", "主持人")
"""What a template may have filled in, written as {年}."""
OF_A_TITLE = frozenset({"年", "月", "日", "会议", "小区"})

SHORT: dict[str, str] = {"preparatory_committee": N_("筹备组")}
NUMERALS = "零一二三四五六七八九十"
MOST_SEATS = 200
MOST_NAME = 60
MOST_TITLE = 100
MOST_NOTICE = 500


@dataclass(frozen=True, slots=True)
class TypeDraft:
    """A kind of meeting as somebody wrote it (`organisation.models.MeetingType`)."""

    name: str
    profile_code: str
    parties: tuple[Mapping[str, Any], ...]
    organiser: str = "party_branch"
    chaired_by: str = "branch"
    item_kinds: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    title_template: str = ""
    notice_template: str = ""
    has_guests: bool = False
    is_public: bool = False
    is_urgent: bool = False
    request_key: str = field(default="", compare=False)

    def values(self) -> dict[str, Any]:
        """What the columns hold."""
        return {
            "name": self.name.strip(),
            "profile_code": self.profile_code,
            "parties": [dict(one) for one in self.parties],
            "organiser": self.organiser,
            "chaired_by": self.chaired_by,
            "item_kinds": list(self.item_kinds),
            "standing": list(self.standing),
            "title_template": self.title_template.strip(),
            "notice_template": self.notice_template.strip(),
            "has_guests": self.has_guests,
            "is_public": self.is_public,
            "is_urgent": self.is_urgent,
        }


def check_type(draft: TypeDraft, item_kinds: Collection[str]) -> None:
    """Refuse a kind of meeting that nobody could hold. Raises `INVALID_INPUT`."""
    if not 0 < len(draft.name.strip()) <= MOST_NAME:
        raise Refused(InOrganisation.TYPE_NAME_MISSING, most=MOST_NAME)
    if draft.organiser not in PARTY_KINDS or draft.chaired_by not in CHAIRED_BY:
        raise Refused(InOrganisation.TYPE_ORGANISER_UNKNOWN)
    kinds = [one["kind"] for one in draft.parties]
    seats = [int(one["seats"]) for one in draft.parties]
    if not kinds or len(set(kinds)) < len(kinds) or not set(kinds) <= set(PARTY_KINDS):
        raise Refused(InOrganisation.TYPE_PARTIES_MISSING)
    if any(not 1 <= number <= MOST_SEATS for number in seats):
        raise Refused(InOrganisation.TYPE_SEATS_WRONG, most=MOST_SEATS)
    if not set(draft.item_kinds) <= set(item_kinds) or not set(draft.standing) <= set(STANDING):
        raise Refused(InOrganisation.TYPE_AGENDA_UNKNOWN)
    check_template(draft.title_template, OF_A_TITLE, MOST_TITLE)
    check_template(draft.notice_template, frozenset(PLACES), MOST_NOTICE)


def check_template(text: str, allowed: frozenset[str], most: int) -> None:
    """Refuse words with a place that nobody fills. Raises `INVALID_INPUT`."""
    left = filled(text, dict.fromkeys(allowed, ""))
    if len(text) > most or "{" in left or "}" in left:
        names = "、".join(f"{{{name}}}" for name in PLACES if name in allowed)
        raise Refused(InOrganisation.TEMPLATE_PLACE_UNKNOWN, places=names, most=most)


def filled(template: str, values: Mapping[str, object]) -> str:
    """The words with every `{place}` that has a value replaced by it."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def with_stand_ins(parties: Iterable[Mapping[str, Any]], stand_ins: Mapping[str, str]) -> list[dict[str, Any]]:
    """The parties of a kind of meeting as they sit in one compound: some in the place of others."""
    return [{**party, "kind": stand_ins.get(party["kind"], party["kind"])} for party in parties]


def check_stand_ins(parties: Iterable[Mapping[str, Any]], stand_ins: Mapping[str, str]) -> None:
    """Refuse a stand-in for who does not sit there, or who sits there already. Raises `INVALID_INPUT`."""
    own = {party["kind"] for party in parties}
    new = list(stand_ins.values())
    known = set(stand_ins) <= own and set(new) <= set(PARTY_KINDS)
    if not known or len(set(new)) < len(new) or set(new) & (own - set(stand_ins)):
        raise Refused(InOrganisation.STAND_IN_WRONG)


def what_counts(rules: RuleProfile, parties: Iterable[Mapping[str, Any]]) -> str:
    """应到13席，至少9席到会，五方都要有人；同意超过到会人数的一半为通过."""
    sitting = list(parties)
    return f"{_quorum(rules, sitting)}；{_majority(rules)}"


def _quorum(rules: RuleProfile, parties: list[Mapping[str, Any]]) -> str:
    by_party = rules.ballot_by == "party"
    entitled = len(parties) if by_party else sum(int(one["seats"]) for one in parties)
    unit = "方" if by_party else "席"
    least = max((test.threshold.least(entitled) for test in rules.quorum), default=0)
    said = f"应到{entitled}{unit}"
    said += f"，至少{least}{unit}到会" if least else "，到会人数不限"
    obligatory = [one for one in parties if one.get("obligatory")]
    if rules.each_party_present and len(obligatory) == len(parties) > 1:
        said += f"，{numeral(len(parties))}方都要有人"
    elif rules.each_party_present and obligatory:
        said += f"，{'、'.join(PARTY_KINDS[one['kind']] for one in obligatory)}要有人"
    return said


def _majority(rules: RuleProfile) -> str:
    if rules.majority is None:
        return "同意多于反对为通过"
    return f"{share_words(rules.majority)}为通过"


OF_WHOM = {"present": N_("到会人数"), "seats": N_("应到席位"), "parties": N_("各方"), "cast": N_("参加投票人数")}


def share_words(share: Share) -> str:
    """同意超过到会人数的一半, 同意达到应到席位的三分之二 (达到: the number itself is enough)."""
    base = OF_WHOM.get(share.base) or BASE_LABELS[share.base]
    half = share.threshold.num * 2 == share.threshold.den
    part = "一半" if half else share.threshold.share
    verb = "达到" if share.threshold.op == "GE" else "超过"
    return f"同意{verb}{base}的{part}"


def numeral(number: int) -> str:
    """五 for 5; from eleven on the figure."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number)


def limits_of(parties: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is said of preparatory bodies: 筹备组可协商、表决，不代表业主作决定."""
    found = [one["kind"] for one in parties if one["kind"] in PREPARATORY]
    return [f"{SHORT[kind]}可协商、表决，不代表业主作决定" for kind in found]


@cache
def _shipped() -> str:
    return (Path(__file__).parent.with_name("meeting_types.json")).read_text(encoding="utf-8")


def shipped_types() -> list[dict[str, Any]]:
    """The kinds of meetings that come with the platform, with `code`; otherwise as `TypeDraft` names them."""
    found: list[dict[str, Any]] = json.loads(_shipped())
    for one in found:
        one["parties"] = [{"kind": kind, "obligatory": must, "seats": seats} for kind, seats, must in one["parties"]]
    return found
