"""Verbs of the diary after the meeting: orders ⑤, the resolution and what residents say to it."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db
from deliberation.demo.diary import Diary, verb
from deliberation.kernel import clock
from deliberation.organisation import queries as organisation
from deliberation.publication import actions as publication
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.room.queries import decisions
from deliberation.supervision import actions as supervision
from deliberation.supervision.models import Order


@verb
def order(
    diary: Diary,
    *,
    number: str,
    item: str,
    title: str,
    unit: str,
    due: int,
    responsible: str,
    assisting: str = "",
    requirement: str = "",
    alone: bool = False,
    own_duty: str = "",
) -> None:
    """起草 from what was decided on an item; `alone`: no decision stands behind it, only the item.

    An item that only the owners can decide makes the order wait for them, unless `own_duty` says why not.
    """
    placed = db.session.get_one(AgendaItem, diary.items[item])
    meeting_id = placed.meeting_id or 0
    decided = None if alone else _decision_of(meeting_id, placed.id)
    draft = supervision.OrderDraft(
        title=title,
        lead_party_id=diary.parties[unit],
        due_on=diary.day(due),
        request_key=diary.new_key(),
        requirement=requirement or (decided[1] if decided else ""),
        responsible_id=diary.people[responsible],
        assisting=assisting,
        meeting_id=meeting_id,
        item_id=placed.id,
        motion_id=decided[0] if decided else None,
        own_duty=own_duty,
        number=number,
    )
    drafted = supervision.draft_order(diary.actor(diary.secretary), diary.compound_id, draft)
    diary.orders[number] = drafted.id


def _decision_of(meeting_id: int, item_id: int) -> tuple[int, str]:
    """The id and the text of the motion that was adopted on an item."""
    return next(
        (d.motion_id, d.text)
        for d in decisions(meeting_id)
        if d.item_id == item_id and d.outcome in {"CARRIED", "CONSENSUS"}
    )


@verb
def issue(diary: Diary, orders: list[str]) -> None:
    """An order is issued 交办."""
    for number in orders:
        supervision.issue_order(diary.actor(diary.chair), diary.orders[number])


@verb
def sign_for(diary: Diary, orders: list[str]) -> None:
    """签收, by the person responsible."""
    for number in orders:
        diary.later()
        supervision.accept_order(diary.actor(_responsible(diary, number)), diary.orders[number])


def _responsible(diary: Diary, number: str) -> str:
    found = db.session.get_one(Order, diary.orders[number])
    person = organisation.person(found.responsible_id or 0)
    if person is None:
        raise KeyError(number)
    return person.name


@verb
def progress(diary: Diary, order: str, percent: int, text: str) -> None:
    """A unit reports progress 报告进展."""
    actor = diary.actor(_responsible(diary, order))
    supervision.report_progress(actor, diary.orders[order], percent, text)


@verb
def complete(diary: Diary, order: str, text: str) -> None:
    """A unit reports completion 申报办结."""
    actor = diary.actor(_responsible(diary, order))
    supervision.report_completion(actor, diary.orders[order], text)


@verb
def check(diary: Diary, order: str, by: str, opinion: str = "") -> None:
    """The work is accepted 验收."""
    supervision.check_completion(diary.actor(by), diary.orders[order], opinion)


@verb
def send_back(diary: Diary, order: str, by: str, reason: str) -> None:
    """The work is sent back 退回重办."""
    supervision.send_back(diary.actor(by), diary.orders[order], reason)


@verb
def close(diary: Diary, order: str) -> None:
    """An order is closed 销号."""
    supervision.close_order(diary.actor(diary.chair), diary.orders[order])


@verb
def urge(diary: Diary, order: str, text: str) -> None:
    """A unit is urged 催办."""
    supervision.urge(diary.actor(diary.chair), diary.orders[order], text)


@verb
def resolution(diary: Diary, meeting: str, text: str = "") -> None:
    """起草决议: the text that follows from the decisions, or one of its own."""
    secretary = diary.actor(diary.secretary)
    draft = publication.draft_resolution(secretary, diary.meetings[meeting])
    if text:
        edit = publication.ResolutionEdit(draft.title, text, draft.days)
        publication.edit_resolution(secretary, draft.id, edit)


def _resolution(diary: Diary, meeting: str) -> Resolution:
    query = select(Resolution).where(Resolution.meeting_id == diary.meetings[meeting])
    return db.session.scalars(query.order_by(Resolution.version.desc())).one()


@verb
def publish(diary: Diary, meeting: str) -> None:
    """A resolution is published 公示."""
    found = _resolution(diary, meeting)
    publication.publish(diary.actor(diary.chair), found.id, masking_confirmed=True)


@verb
def object(diary: Diary, meeting: str, text: str, building: str = "") -> None:  # noqa: A001 - the diary's word
    """异议 of a resident."""
    draft = publication.ObjectionDraft(text, diary.new_key(), building=building)
    publication.object_to(_resolution(diary, meeting).public_id, draft)


@verb
def answer(diary: Diary, meeting: str, text: str) -> None:
    """答复 the objection that is still open."""
    wanted = select(PublicObjection.id).where(
        PublicObjection.resolution_id == _resolution(diary, meeting).id, PublicObjection.answered_at.is_(None)
    )
    publication.answer_objection(diary.actor(diary.chair), db.session.scalars(wanted).one(), text)


@verb
def settle(diary: Diary) -> None:  # noqa: ARG001 - every verb is given the diary
    """What the server does by itself: a resolution whose period has ended takes effect."""
    publication.settle(clock.now())
