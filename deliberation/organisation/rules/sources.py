"""Whence each figure of a rule is taken: an article, general practice, or nothing but the platform's own default.

Law and default must never look alike on a page or paper: every figure carries the sentence that says where it
stands. A sentence that begins with one of the words here says that no article stands behind the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from deliberation.kernel.details import InRules
from deliberation.kernel.errors import refuse
from deliberation.organisation.rules import reading

DEFAULT = "平台默认规则"
PRACTICE = "通行做法"
UNPROVED = "没有查到"
NOTHING = "没有规定"
EVERY = "*"
"""Stands for all figures of a set that are not named by themselves."""

Origin = Literal["LAW", "DEFAULT", "PRACTICE", "UNPROVED", "NOTHING", "UNSAID"]

COMMON_FIGURES = (
    "valid_from",
    "quorum",
    "proxy",
    "notice_days",
    "announce_within_days",
    "weekend_last_day",
    "agenda_lock",
    "counting",
)
OWNERS_FIGURES = (
    *COMMON_FIGURES,
    "body",
    "majorities",
    "unanimous",
    "policy",
    "signed_for_by",
    "unclear",
    "special_notice_days",
    "opening",
    "channels",
)
MEETING_FIGURES = (
    *COMMON_FIGURES,
    "majority",
    "first",
    "abstention",
    "chair_votes",
    "ballot_by",
    "ballot_changeable",
    "recusal",
    "substitutes",
    "speech",
    "consensus_seconds",
    "agenda_days",
    "election",
)
"""The figures that may name a source of their own, as the data calls them.

The source of `publication_days` is `publication_source`.
"""
UNWRITTEN = {"counting": f"{DEFAULT}：法律没有规定排序怎样计算"}
"""Sources of figures that rules of before do not know: the platform fills them in."""
ATTRIBUTES = {
    "proxy": ("proxy_max", "proxy_barred", "proxy_owners_only"),
    "policy": ("policy", "policy_clause", "policy_clause_on"),
    "quorum": ("quorum", "each_party_present"),
    "opening": ("opens_min_days", "opens_max_days"),
    "speech": ("speech_seconds", "speech_turns"),
}
"""What the parsed rules call a figure, where that is not its own name."""


def read(data: Mapping[str, Any], figures: tuple[str, ...]) -> dict[str, str]:
    """The sources of the figures, by figure. Raises `INVALID_INPUT` for a figure that nobody knows."""
    written = reading.mapping(data.get("sources", {}), "各项依据")
    unknown = [key for key in written if key not in (*figures, EVERY)]
    if unknown:
        refuse(InRules.SOURCES_UNKNOWN, items="、".join(unknown))
    return {key: reading.text(written, key, "各项依据", default="") for key in written}


def source_of(sources: Mapping[str, str], figure: str) -> str:
    """Where a figure is written; empty where that was not said."""
    return sources.get(figure, sources.get(EVERY, UNWRITTEN.get(figure, "")))


def origin_of(source: str) -> Origin:
    """Of what kind a source is, by its first words."""
    starts: dict[Origin, str] = {"DEFAULT": DEFAULT, "PRACTICE": PRACTICE, "UNPROVED": UNPROVED, "NOTHING": NOTHING}
    found = next((kind for kind, word in starts.items() if source.startswith(word)), None)
    return found or ("LAW" if source else "UNSAID")


def carried(before: Any, after: Any) -> dict[str, str]:
    """The sources that a revision keeps, of rules `before` and `after` it as `parse_any` reads them.

    Of a figure that was changed the old article no longer speaks: its source becomes empty.
    """
    kept = dict(before.sources)
    for figure in dict.fromkeys((*OWNERS_FIGURES, *MEETING_FIGURES)):
        names = ATTRIBUTES.get(figure, (figure,))
        changed = any(getattr(before, name, None) != getattr(after, name, None) for name in names)
        if changed and source_of(kept, figure):
            kept[figure] = ""
    return kept
