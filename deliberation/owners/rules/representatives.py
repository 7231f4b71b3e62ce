"""业主代表: where a text lets one person carry to the owners' meeting the opinions that owners wrote and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Refused
from deliberation.organisation.rules.places import chain
from deliberation.owners.rules.papers import Content

CHANNEL = "REPRESENTATIVE"
ENTERED_BY_HAND = frozenset({"PAPER", CHANNEL})
"""Channels of papers that two people enter."""


@dataclass(frozen=True, slots=True)
class Representation:
    """The text that allows it; `least_owners`: only where there are more owners than this (0: no number)."""

    source: str
    least_owners: int = 0


ALLOWED: Mapping[str, Representation] = {
    "山东省": Representation("《山东省物业管理条例》（2021年修正）第二十七条"),
    "青岛市": Representation("《青岛市物业管理条例》（2021年）第二十八条"),
    "聊城市": Representation("《聊城市物业管理条例》（2021年）第十七条"),
    "菏泽市": Representation("《菏泽市物业管理条例》（2022年修正）第八条"),
    "日照市": Representation("《日照市物业管理条例》（2017年）第三十二条"),
    "天津市": Representation("《天津市物业管理条例》（2021年修正）第十六条", 99),
    "自贡市": Representation("《自贡市物业管理条例》（2024年）第十六条"),
    "达州市": Representation("《达州市物业管理条例》（2024年）第十三条", 300),
}
"""Place → its text. Elsewhere an owner hands in their own paper, or an agent signs with a letter (民法典 165)."""


@dataclass(frozen=True, slots=True)
class RepresentativeDraft:
    """A representative as the owners of a building (or of one entrance of it) chose them."""

    name: str
    building: str
    entrance: str
    elected_on: date


def representation(city: str, province: str, owners: int) -> Representation | None:
    """The text that allows representatives in a compound of so many owners; `None`: none does."""
    found = next((ALLOWED[place] for place in chain(city, province) if place in ALLOWED), None)
    return found if found is not None and owners > found.least_owners else None


def checked_representative(draft: RepresentativeDraft, buildings: Sequence[str], opens_on: date) -> RepresentativeDraft:
    """The draft without stray blanks. Raises `INVALID_INPUT` for a building that is not asked, or a later day."""
    name = "".join(draft.name.split())
    if not name:
        raise Refused(InEntry.REPRESENTATIVE_NAME)
    if draft.building not in buildings:
        raise Refused(InEntry.REPRESENTATIVE_BUILDING)
    if draft.elected_on > opens_on:
        raise Refused(InEntry.REPRESENTATIVE_DAY)
    return RepresentativeDraft(name, draft.building, "".join(draft.entrance.split()), draft.elected_on)


def check_handed_on(content: Content, building: str, rooms: Sequence[str], draft: RepresentativeDraft) -> None:
    """Raise `INVALID_INPUT` for a paper that this representative cannot have carried for this owner.

    The owner signs in person (山东 §27 "经业主本人签字的书面意见"): an agent's signature is no such opinion.
    """
    if draft.building != building:
        raise Refused(InEntry.REPRESENTATIVE_OF_BUILDING, name=draft.name, own=draft.building, building=building)
    if draft.entrance and not any(draft.entrance in room for room in rooms):
        raise Refused(
            InEntry.REPRESENTATIVE_OF_ENTRANCE, name=draft.name, building=draft.building, entrance=draft.entrance
        )
    if content.signer == "PROXY":
        raise Refused(InEntry.REPRESENTATIVE_AND_PROXY)
