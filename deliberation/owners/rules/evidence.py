"""What photos prove, and how a proof of posting is held against the day that was recorded. Pure.

物业管理条例 §14 and the places' texts ask that a notice be posted so many days before; that it was, is proved by who
posted it, where and when, with a photo. No text that was read asks for the photo itself: it is the platform's advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from deliberation.kernel.days import day_text
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import refuse
from deliberation.kernel.masking import find_personal_data
from deliberation.kernel.text import N_

KINDS: dict[str, str] = {
    "NOTICE": N_("公告张贴"),
    "CANDIDATES": N_("候选人名单张贴"),
    "UNDELIVERED": N_("送达不到的公告张贴"),
    "RESULT": N_("结果公告张贴"),
    "RESOLUTION": N_("决议公示张贴"),
    "STEP": N_("法定步骤"),
    "PETITION": N_("业主提议、签名材料"),
}
POSTED = frozenset({"NOTICE", "CANDIDATES", "UNDELIVERED", "RESULT", "RESOLUTION"})
"""What hangs somewhere: the place is asked for."""
MOST_PHOTOS = 6
SOURCE = N_("平台默认规则：法律要求公告、公示，没有规定用什么证明；张贴的照片可以证明")


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What is proved: kind, step (`code`, `title`) where it is one, place, moment, who did it, a note."""

    what: str
    done_at: datetime
    done_by: str
    request_key: str
    place: str = ""
    note: str = ""
    code: str = ""
    title: str = ""


def check(draft: EvidenceDraft, photos: int, now: datetime) -> None:
    """Refuse a proof without its photo, its place (of a posting) or who did it, or of a moment to come.

    Raises `INVALID_INPUT`.
    """
    if draft.what not in KINDS:
        refuse(InOutcome.EVIDENCE_KIND_MISSING)
    if draft.what in POSTED and not draft.place.strip():
        refuse(InOutcome.EVIDENCE_PLACE_MISSING)
    if not draft.done_by.strip():
        refuse(InOutcome.EVIDENCE_BY_MISSING)
    if draft.done_at > now:
        refuse(InOutcome.EVIDENCE_IN_FUTURE)
    if not photos:
        refuse(InOutcome.EVIDENCE_PHOTO_MISSING)
    refuse_private(f"{draft.place}\n{draft.note}", "地点和说明")


def refuse_private(text: str, where: str) -> None:
    """Refuse personal data in words that stay at the desk; a dwelling may be the place that they are about."""
    found = [one for one in find_personal_data(text) if one.kind != "room"]
    if found:
        refuse(InOutcome.EVIDENCE_PERSONAL, where=where, found=found[0].text)


def gap(recorded_on: date | None, proved: Iterable[date]) -> str:
    """What is to be said where the day that was recorded is not proved: no photo, or the first is later."""
    if recorded_on is None:
        return ""
    days = sorted(proved)
    if not days:
        return f"登记的日期是{day_text(recorded_on)}，还没有照片凭证。"
    if days[0] > recorded_on:
        return f"登记的日期是{day_text(recorded_on)}，最早的凭证是{day_text(days[0])}，对不上，请核对。"
    return ""
