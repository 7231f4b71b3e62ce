"""A meeting that is over: scenario A of the domain reference, twelve of thirteen present, three decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.agenda.models import AgendaItem
from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.rules import parse_profile
from deliberation.room.models import Motion, Objection, Vote
from tests.builders import World
from tests.room.tallies import Tally, decide

MET = clock.beijing(2026, 3, 10, 19)
MORNING_AFTER = clock.beijing(2026, 3, 11, 9)

GATE = "同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元，提请业主共同决定，由业委会组织书面表决。"
MONEY = "资金由社区党组织服务群众经费、便民公益金、联建单位和物业企业共同筹集，不动用维修资金"
BUILDER = "施工单位由街道组织比选，物业企业的关联单位不得参加"


def a_finished_meeting(world: World, state: str = "ISSUED", key: str = "march") -> Meeting:
    """The meeting of 10 March with its decisions, in `state`."""
    with clock.frozen(clock.beijing(2026, 3, 2, 9)):
        meeting = plan_meeting(
            world.secretary,
            world.compound.id,
            PlanDraft(world.meeting_type.id, MET, "三月五方议事会", world.venue.id, request_key=key),
        )
    with transaction():
        sitting = [s for s in seats(meeting.id) if s.has_vote]
        for seat in sitting:
            if seat.person.name == "马国庆":
                seat.leave_at = MET
            else:
                seat.signed_in_at = MET
        _decide(meeting, sitting)
        meeting.state, meeting.state_since, meeting.agenda_published_at = state, MET, MET
    return meeting


def _decide(meeting: Meeting, sitting: list[Seat]) -> None:
    works = _item(meeting, 1, "改造小区南出入口", "OWNERS_SPECIAL")
    _voted(meeting, _motion(works, GATE, "CARRIED"), Tally(10, 1, 1, 0), 13, 12)
    money = _motion(_item(meeting, 2, "改造资金的筹集", "PARTY_DUTY"), MONEY, "CONSENSUS")
    reserved = next(s for s in sitting if s.person.name == "刘芳")
    db.session.add(
        Objection(motion_id=money.id, seat_id=reserved.id, kind="reservation", text="不使用公共收益", at=MET)
    )
    _voted(
        meeting,
        _motion(_item(meeting, 3, "施工单位的比选", "PARTY_DUTY"), BUILDER, "CARRIED"),
        Tally(9, 0, 1, 0),
        11,
        10,
    )


def _item(meeting: Meeting, position: int, title: str, authority: str) -> AgendaItem:
    item = AgendaItem(
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
        position=position,
        title=title,
        decision_authority=authority,
        state="DONE",
        outcome="RESOLVED",
    )
    db.session.add(item)
    db.session.flush()  # the motion needs the id
    return item


def _motion(item: AgendaItem, text: str, state: str) -> Motion:
    motion = Motion(
        item_id=item.id,
        number=item.position,
        text=text,
        state=state,
        binds=item.decision_authority,
        class_notes={"differs": True, "points": [], "reason": "按实际情况判定。", "by": "周敏"},
        request_key=f"m{item.position}",
        created_at=MET,
        decided_at=MET,
    )
    db.session.add(motion)
    db.session.flush()  # the vote needs the id
    return motion


def _voted(meeting: Meeting, motion: Motion, tally: Tally, entitled: int, present: int) -> None:
    verdict = decide(tally, entitled, present, parse_profile(meeting.profile.data))
    result: dict[str, Any] = {"tally": tally.to_json(), "verdict": verdict.to_json()}
    db.session.add(
        Vote(
            meeting_id=meeting.id,
            motion_id=motion.id,
            state="CLOSED",
            opened_at=MET,
            closed_at=MET,
            frozen={"entitled": entitled, "present": present},
            frozen_hash="0" * 64,
            result=result,
        )
    )


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of March 2026 on the wall clock of the hall."""
    return clock.beijing(2026, 3, day, hour, minute)
