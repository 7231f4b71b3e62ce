"""Reading meetings, their seats, what they still lack, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.queries import items_of
from deliberation.agenda.rules import difference, waits_for_class
from deliberation.convening.access import chairs
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries.places import place_lines
from deliberation.convening.queries.residents import half_yearly, lines_of_residents, to_publish
from deliberation.convening.rules import (
    CHAIR_CHANGES_IN,
    CHAIR_ROLES,
    LIVE_STATES,
    Missing,
    absent_parties,
    quorum_possible,
)
from deliberation.convening.rules.chairing import chair_is_absent, may_chair
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import check_notice, gap_days
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import say as _
from deliberation.notices.models import Notice
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Appointment, Compound
from deliberation.organisation.queries import appointments
from deliberation.organisation.rules import PARTY_KINDS, RuleProfile, parse_profile
from deliberation.rows import Rows
from deliberation.search import matches

OVER_STATES = frozenset({"ENDED", "MINUTES_SIGNED", "ISSUED", "CANCELLED"})
RECEIPT_URGENT_DAYS = 3
"""From how many days before a meeting a receipt that is still out is urgent."""

COMING_STATES = frozenset({"PLANNED", "NOTICED"}) | LIVE_STATES


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """How far ahead of the meeting the notice goes (or went) out, in days, and what the rules say of it."""

    gap: int
    required: int
    verdict: str


def seats(meeting_id: int) -> list[Seat]:
    """The seats of a meeting: chair, secretary, delegates by party, attendees; those that are empty 空缺 aside."""
    return list(
        db.session.scalars(
            select(Seat)
            .where(Seat.meeting_id == meeting_id, Seat.vacated_on.is_(None))
            .order_by(Seat.position, Seat.id)
            # Person and party come with the seat already; joining them a second time doubles the work.
            .options(joinedload(Seat.appointment).options(lazyload(Appointment.person), lazyload(Appointment.party)))
        )
    )


def meetings(compound_id: int, when: str = "", seated: Actor | None = None, *, q: str = "") -> Rows:
    """The meetings of a compound: `coming` (soonest first), `over`, or all (latest first).

    With `seated`, only those in which this actor has a seat; with `q`, those whose title has these words.
    """
    query = select(Meeting).where(Meeting.compound_id == compound_id)
    if q:
        query = query.where(matches(q, Meeting.search))
    if seated is not None:
        query = query.where(Meeting.id.in_(_meetings_of(seated)))
    if when == "coming":
        query = query.where(Meeting.state.in_(COMING_STATES)).order_by(Meeting.starts_at, Meeting.id)
    else:
        if when == "over":
            query = query.where(Meeting.state.in_(OVER_STATES))
        query = query.order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    return Rows(query)


@dataclass(frozen=True, slots=True)
class Counted:
    """A meeting with how many seats have a vote and how many items are on its agenda."""

    meeting: Meeting
    entitled: int
    items: int


def counted(found: list[Meeting]) -> list[Counted]:
    """These meetings with their numbers; two statements."""
    ids = [meeting.id for meeting in found]
    entitled, items = seat_counts(ids), item_counts(ids)
    return [Counted(one, entitled.get(one.id, 0), items.get(one.id, 0)) for one in found]


def _meetings_of(actor: Actor) -> Any:
    """The ids of the meetings in which an actor has a seat; signed in with a PIN, that one meeting."""
    held = select(Seat.meeting_id).where(Seat.person_id == actor.person_id, Seat.vacated_on.is_(None))
    return held if actor.meeting_id is None else held.where(Seat.meeting_id == actor.meeting_id)


def seat_counts(meeting_ids: Iterable[int]) -> dict[int, int]:
    """How many voting seats each meeting has."""
    query = (
        select(Seat.meeting_id, func.count())
        .where(Seat.meeting_id.in_(list(meeting_ids)), Seat.has_vote)
        .group_by(Seat.meeting_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def item_counts(meeting_ids: Iterable[int]) -> dict[int, int]:
    """How many agenda items each meeting has."""
    query = (
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(list(meeting_ids)))
        .group_by(AgendaItem.meeting_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query) if row[0] is not None}


def _start_of_today() -> datetime:
    today = clock.today()
    return clock.beijing(today.year, today.month, today.day)


def profile_of(meeting: Meeting) -> RuleProfile:
    """The rules under which a meeting runs."""
    return parse_profile(meeting.profile.data)


def notice_days(meeting: Meeting) -> NoticeDays:
    """The gap between notice (today, if none went out yet) and meeting, judged by domain 3.6."""
    return notice_days_from(meeting, clock.day_of(meeting.notified_at) if meeting.notified_at else clock.today())


def notice_days_from(meeting: Meeting, sent: date) -> NoticeDays:
    """The gap between a day on which people are told and the meeting's day, judged by domain 3.6."""
    day = clock.day_of(meeting.starts_at)
    required = profile_of(meeting).notice_days
    return NoticeDays(gap_days(sent, day), required, check_notice(sent, day, required))


def agenda_is_current(meeting: Meeting, items: list[AgendaItem]) -> bool:
    """Whether the published agenda still is the agenda (same items, same order)."""
    return meeting.agenda_published_at is not None and meeting.facts.get("agenda") == [item.id for item in items]


def readiness(
    meeting: Meeting, its_seats: list[Seat] | None = None, items: list[AgendaItem] | None = None
) -> list[Missing]:
    """What a meeting needs before its notice may go out, line by line, with who supplies it.

    The page, which has seats and items at hand, may pass them; the last line (notice in time) only warns
    here because an emergency can waive it.
    """
    its_seats = seats(meeting.id) if its_seats is None else its_seats
    items = items_of(meeting.id) if items is None else items
    return [
        *_plan_lines(meeting, its_seats),
        *_seat_lines(meeting, its_seats),
        *lines_of_residents(meeting, profile_of(meeting).body, its_seats, items),
        *_agenda_lines(meeting, items),
        _notice_line(meeting),
    ]


def _plan_lines(meeting: Meeting, its_seats: list[Seat]) -> list[Missing]:
    planner = _("会议秘书、党支部")
    ahead = meeting.starts_at > clock.now() or meeting.state != "PLANNED"
    return [
        Missing("date", _("开会时间"), planner, ahead, _("开会时间已经过去，请改期")),
        *place_lines(meeting, its_seats, planner),
        Missing("chair", _("主持人"), planner, meeting.chair_id is not None, _("没有定主持人")),
        Missing("secretary", _("会议秘书（记录人）"), planner, meeting.secretary_id is not None, _("没有定会议秘书")),
    ]


def _seat_lines(meeting: Meeting, its_seats: list[Seat]) -> list[Missing]:
    voting = [seat for seat in its_seats if seat.has_vote]
    absent = absent_parties(meeting.parties, (seat.party.kind for seat in voting))
    names = "、".join(str(PARTY_KINDS.get(kind, kind)) for kind in absent)
    quorum = quorum_possible(profile_of(meeting), [(seat.party_id, seat.leave_at is None) for seat in voting])
    return [
        Missing(
            "parties", _("各方都有代表席位"), _("会议秘书、党支部"), not absent, _("%(names)s还没有席位", names=names)
        ),
        Missing(
            "quorum",
            _("够得上开会人数"),
            _("会议秘书、党支部"),
            quorum.met,
            _(
                "应到 %(entitled)s，至少要到 %(required)s，能到 %(able)s",
                entitled=quorum.entitled,
                required=quorum.required,
                able=quorum.able,
            ),
        ),
    ]


def _agenda_lines(meeting: Meeting, items: list[AgendaItem]) -> list[Missing]:
    unclassified = [i.title for i in items if waits_for_class(i.kind, i.title, i.decision_authority)]
    reasons = [f"《{item.title}》{why}" for item in items if (why := difference(item.class_notes))]
    return [
        Missing("items", _("议程里至少有一项"), _("党支部、会议秘书"), bool(items), _("议程里还没有议题")),
        Missing(
            "authority",
            _("每个表决事项都判定了由谁决定"),
            _("党支部"),
            not unclassified,
            _("没有判定决定权属：%(titles)s", titles="、".join(unclassified)),
        ),
        *_difference(reasons),
        Missing(
            "agenda",
            _("议程已发布"),
            _("主持人"),
            agenda_is_current(meeting, items),
            _("议程还没有发布，或发布后又有改动"),
        ),
    ]


def _difference(reasons: list[str]) -> list[Missing]:
    """Where a person decided otherwise than the words say, the list tells why; whoever sends the notice reads it."""
    if not reasons:
        return []
    what = _("判定与文字提示不同的，写明了理由")
    return [Missing("difference", what, _("党支部"), done=True, detail="；".join(reasons))]


def _notice_line(meeting: Meeting) -> Missing:
    days = notice_days(meeting)
    if days.verdict == "warn":
        detail = _("距会议正好 %(days)s 天，刚够规定的天数", days=days.gap)
    elif days.verdict == "block":
        detail = _(
            "距会议只有 %(gap)s 天，规定提前 %(required)s 天；请改期，或由主持人在“发出会议通知”里写明紧急理由",
            gap=days.gap,
            required=days.required,
        )
    else:
        detail = ""
    done = days.verdict != "block" or bool(meeting.notice_waiver)
    what = _("通知来得及（提前 %(required)s 天）", required=days.required)
    return Missing("notice", what, _("主持人"), done, detail, blocks=False)


def successors(meeting: Meeting) -> list[Appointment]:
    """Who may take the chair today: one post of each of the branch's people, not the chair's nor the secretary's."""
    held: dict[int, Appointment] = {}
    for appointment in sorted(_chairing_posts(meeting), key=lambda a: a.role != CHAIR_ROLES[0]):
        if appointment.person_id not in {meeting.chair_id, meeting.secretary_id}:
            held.setdefault(appointment.person_id, appointment)
    return list(held.values())


def _chairing_posts(meeting: Meeting) -> list[Appointment]:
    by = meeting.meeting_type.chaired_by
    return [a for a in appointments(meeting.compound_id) if may_chair(by, a.role, a.post)]


def is_chair_absent(meeting: Meeting) -> bool:
    """Whether the chair cannot hand the chair over in person (`rules.chairing.chair_is_absent`)."""
    seat = next((s for s in seats(meeting.id) if s.person_id == meeting.chair_id), None)
    return chair_is_absent(
        state=meeting.state,
        in_office=any(a.person_id == meeting.chair_id for a in _chairing_posts(meeting)),
        on_leave=seat is not None and seat.leave_at is not None,
        here=seat is not None and seat.signed_in_at is not None and seat.left_at is None,
        is_time=clock.now() >= meeting.starts_at,
    )


def may_hand_over(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor can give the chair to somebody, or take it, at this moment (for showing the button)."""
    return (
        meeting.state in CHAIR_CHANGES_IN
        and allowed(actor, "chair.hand_over", scope_in(meeting.compound, meeting_id=meeting.id))
        and (chairs(actor, meeting) or is_chair_absent(meeting))
        and bool(successors(meeting))
    )


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What convening has waiting for this actor: meetings to prepare, notices to confirm, meetings today."""
    compound = db.session.get(Compound, compound_id)
    if compound is None:
        return []
    entries = []
    if allowed(actor, "meeting.plan", scope_in(compound)):
        entries += [*_to_prepare(compound), *half_yearly(compound), *to_publish(compound)]
    if actor.person_id is not None:
        entries += _mine(actor.person_id, compound)
    return entries


def _to_prepare(compound: Compound) -> list[Waiting]:
    planned = db.session.scalars(
        select(Meeting)
        .where(Meeting.compound_id == compound.id, Meeting.state == "PLANNED")
        .order_by(Meeting.starts_at)
        .limit(5)
    )
    return [
        Waiting(
            label=_("会议待通知：%(title)s", title=meeting.title),
            count=1,
            endpoint="convening.meeting",
            values={"compound_slug": compound.slug, "meeting_id": meeting.id},
            urgent=notice_days(meeting).verdict != "clean",
        )
        for meeting in planned
    ]


def _mine(person_id: int, compound: Compound) -> list[Waiting]:
    unconfirmed = _unconfirmed(person_id, compound.id)
    entries = []
    if unconfirmed:
        urgent = gap_days(clock.today(), clock.day_of(min(unconfirmed))) <= RECEIPT_URGENT_DAYS
        entries.append(Waiting(_("会议通知待确认"), len(unconfirmed), "notices.mine", {}, urgent=urgent))
    entries += [
        Waiting(
            label=_("今天开会：%(title)s", title=meeting.title),
            count=1,
            endpoint="convening.meeting",
            values={"compound_slug": compound.slug, "meeting_id": meeting.id},
            urgent=True,
        )
        for meeting in _today(person_id, compound.id)
    ]
    return entries


def _unconfirmed(person_id: int, compound_id: int) -> list[datetime]:
    """When the meetings begin whose notice a person has not confirmed; who is on leave need not."""
    on_leave = select(Seat.meeting_id).where(Seat.person_id == person_id, Seat.leave_at.is_not(None))
    query = (
        select(Meeting.starts_at)
        .join(Notice, Notice.meeting_id == Meeting.id)
        .where(
            Notice.person_id == person_id,
            Notice.compound_id == compound_id,
            Notice.kind == "meeting",
            Notice.confirmed_at.is_(None),
            Meeting.state == "NOTICED",
            Meeting.id.not_in(on_leave),
        )
    )
    return list(db.session.scalars(query))


def _today(person_id: int, compound_id: int) -> list[Meeting]:
    start = _start_of_today()
    return list(
        db.session.scalars(
            select(Meeting)
            .join(Seat, Seat.meeting_id == Meeting.id)
            .where(
                Seat.person_id == person_id,
                Meeting.compound_id == compound_id,
                Meeting.state.in_(LIVE_STATES | {"NOTICED"}),
                Meeting.starts_at >= start,
                Meeting.starts_at < start + timedelta(days=1),
            )
        )
    )
