"""The full record 会议记录: lines, signatures, issue."""

from __future__ import annotations

from deliberation.agenda.queries import items_of
from deliberation.convening.access import chairs, meeting_for, seat_of
from deliberation.convening.actions import advance_meeting
from deliberation.convening.models import Meeting
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions.common import Line, done, noted, write_line, written_reason
from deliberation.room.models import MinutesLine, MinutesSignature
from deliberation.room.queries import minutes_of, signatures_of
from deliberation.room.rules.record import READY, WRITABLE, is_put_right

LINE_KINDS = {
    "report": "汇报",
    "speech": "发言",
    "procedure": "程序",
    "motion": "动议",
    "decision": "决定",
    "reservation": "意见",
    "recusal": "回避",
    "question": "提问",
    "answer": "答复",
    "promise": "承诺",
    "order": "交办",
    "note": "备注",
}
WRITTEN_KINDS = frozenset({"report", "speech", "question", "answer", "promise", "order", "note"})
MAX_LINE = 2000


def write(actor: Actor, meeting_id: int, kind: str, text: str, item_id: int | None = None) -> MinutesLine:
    """The secretary adds a line; possible until the record is signed by the first."""
    text = text.strip()
    if kind not in WRITTEN_KINDS:
        raise Refused(InRoom.LINE_KIND_MISSING)
    if not text or len(text) > MAX_LINE:
        raise Refused(InRoom.LINE_LENGTH, most=MAX_LINE)
    with transaction():
        meeting = meeting_for(actor, "minutes.write", meeting_id, lock=True)
        if meeting.state not in WRITABLE:
            raise Refused(InRoom.MINUTES_SHUT)
        if signatures_of(meeting_id):
            raise Refused(InRoom.MINUTES_SIGNED)
        if item_id is not None and all(item.id != item_id for item in items_of(meeting_id)):
            raise Refused(Reason.NOT_FOUND)
        line = write_line(meeting_id, Line(kind, text, item_id or meeting.current_item_id, actor))
        db.session.flush()  # the audit line names the line
        done(actor, "minutes.write", line, meeting, "minutes", kind=kind)
        return line


def record_hash(meeting_id: int) -> str:
    """What a signature covers: every line of the record."""
    return digest([[line.at.isoformat(), line.kind, line.text] for line in minutes_of(meeting_id)])


def hand_out(actor: Actor, meeting_id: int) -> Meeting:
    """记录整理好了: the secretary, or the chair, lets everybody sign. Saying it twice is the same as once."""
    with transaction():
        meeting = meeting_for(actor, "minutes.sign", meeting_id, lock=True)
        meeting_for(actor, "minutes.issue" if chairs(actor, meeting) else "minutes.write", meeting_id)
        if is_put_right(meeting.facts, signed=bool(signatures_of(meeting_id))):
            return meeting
        seen.check("minutes", meeting)
        if meeting.state != "ENDED":
            raise Refused(InRoom.SIGNING_BEFORE_CLOSE)
        meeting.facts = {**meeting.facts, READY: clock.now().isoformat()}
        done(actor, "minutes.hand_out", meeting, meeting, "state")
        return meeting


def sign(actor: Actor, meeting_id: int) -> MinutesSignature:
    """在会议记录上签字: whoever came signs the record, once it was handed out. Signing twice is the same as once.

    When everybody who came with a vote, the chair and the secretary have signed, the record is complete.
    """
    with transaction():
        meeting = meeting_for(actor, "minutes.sign", meeting_id, lock=True)
        seat = seat_of(actor, meeting_id)
        if seat is None or seat.signed_in_at is None:
            raise Refused(Reason.NOT_PRESENT)
        known = signatures_of(meeting_id).get(seat.id)
        if known:
            return known
        seen.check("minutes", meeting)
        if meeting.state not in {"ENDED", "MINUTES_SIGNED"}:
            raise Refused(InRoom.SIGNED_BEFORE_CLOSE)
        if not is_put_right(meeting.facts, signed=bool(signatures_of(meeting_id))):
            raise Refused(InRoom.MINUTES_UNFINISHED)
        signature = MinutesSignature(
            meeting_id=meeting_id, seat_id=seat.id, at=clock.now(), minutes_hash=record_hash(meeting_id)
        )
        db.session.add(signature)
        db.session.flush()  # the count of who is missing includes this signature
        done(actor, "minutes.sign", seat, meeting, "state", own=[seat.id], hash=signature.minutes_hash)
        if meeting.state == "ENDED" and not unsigned(meeting_id):
            advance_meeting(actor, meeting, "minutes.complete")
        return signature


def unsigned(meeting_id: int) -> list[str]:
    """Who came and has not signed yet."""
    signed = signatures_of(meeting_id)
    return [
        s.holder
        for s in seats(meeting_id)
        if s.signed_in_at is not None and s.kind in {"delegate", "chair", "secretary"} and s.id not in signed
    ]


def issue(actor: Actor, meeting_id: int, reason: str = "") -> Meeting:
    """签发 by the chair. With signatures missing only for a written reason (somebody left, fell ill)."""
    reason = written_reason(reason, required=False)
    with transaction():
        meeting = meeting_for(actor, "minutes.issue", meeting_id, lock=True)
        seen.check("minutes", meeting)
        missing = unsigned(meeting_id)
        if missing and meeting.state == "ENDED" and not reason:
            raise Refused(Reason.MINUTES_UNSIGNED, count=len(missing))
        advance_meeting(actor, meeting, "minutes.issue")
        meeting.facts = {
            **meeting.facts,
            "minutes_hash": record_hash(meeting_id),
            "issued_at": clock.now().isoformat(),
            "issue_reason": reason,
        }
        noted(meeting_id, "state")
        return meeting


seen.describe("minutes", lambda meeting: [record_hash(meeting.id)])
