"""Furnishing a hall up to a point of the meeting, always through the actions of the stages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.agenda.actions import classify, place, screen
from deliberation.agenda.models import AgendaItem
from deliberation.agenda.queries import pool
from deliberation.agenda.rules import Classing
from deliberation.collection.actions import TopicDraft, submit_topic, take_up
from deliberation.convening.actions import PlanDraft, notify, plan_meeting, publish_agenda
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import seats
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.room.actions import minutes
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.actions.chairing import take_step
from deliberation.room.actions.classing import classify_motion
from deliberation.room.actions.motions import record_motion
from deliberation.room.actions.presence import correct_attendance, sign_in
from deliberation.room.models import Motion, Vote
from deliberation.room.queries import open_vote_of
from deliberation.room.queries.hall import hall_now
from deliberation.room.rules.steps import next_steps
from tests.builders import World

NOTICE_AT = clock.beijing(2026, 3, 5, 10)
MEETING_AT = clock.beijing(2026, 3, 10, 19)
DELEGATES = (
    "张秀兰",
    "王志强",
    "赵立新",
    "孙玉梅",
    "陈海涛",
    "刘芳",
    "马国庆",
    "高峰",
    "丁娜",
    "杨静",
    "宋磊",
    "韩勇",
    "郭颖",
)
MOTION_1 = "同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元，提请业主共同决定，由业委会组织书面表决。"


@dataclass
class Hall:
    """A meeting with its world; `at` is the moment of the next act, `chaired_by` who presses the chair's steps."""

    world: World
    meeting_id: int
    at: datetime
    chaired_by: str = "李建国"

    @property
    def meeting(self) -> Meeting:
        """The meeting as the store has it now."""
        found = db.session.get(Meeting, self.meeting_id)
        assert found is not None
        return found

    @property
    def seats(self) -> dict[str, Seat]:
        """The seats by the name of who sits there."""
        return {seat.person.name: seat for seat in seats(self.meeting_id)}

    def later(self, seconds: float = 1) -> None:
        """Let time go by."""
        self.at += timedelta(seconds=seconds)
        clock.use(lambda: self.at)

    def step(self, code: str, reason: str = "") -> None:
        """The chair presses the step called `code`, which must be among his steps."""
        self.later()
        found = next_steps(hall_now(self.meeting)).find(code)
        assert found is not None, f"{code} is not among {next_steps(hall_now(self.meeting))}"
        take_step(self.world.actor(self.chaired_by), self.meeting_id, code, found.target, reason)

    def main_step(self) -> str:
        """The code of the chair's large button."""
        return next_steps(hall_now(self.meeting)).main.code

    def move(self, text: str = MOTION_1, amends: Motion | None = None) -> Motion:
        """The secretary records a motion for the open item; who decides it is as its words leave it."""
        self.later()
        item_id = self.meeting.current_item_id or 0
        key = uuid.uuid4().hex
        return record_motion(self.world.secretary, self.meeting_id, item_id, text, key, amends.id if amends else None)

    def record_motion(self, text: str = MOTION_1, amends: Motion | None = None) -> Motion:
        """The secretary records a motion, and says at once that who decides the item decides it too."""
        motion = self.move(text, amends)
        if motion.binds is None:
            item = motion.item
            said = Classing(item.decision_authority or "PARTY_DUTY", item.matter, reason="与本项相同。")
            classify_motion(self.world.secretary, self.meeting_id, motion.id, said)
        return motion

    def to_debate(self, text: str = MOTION_1) -> Motion:
        """From between two items into the debate on a motion of the next."""
        self.step("open_item")
        self.step("questions")
        motion = self.record_motion(text)
        self.step("debate")
        return motion

    def open_vote(self) -> Vote:
        """Put the motion at hand to the vote."""
        self.step("open_vote")
        vote = open_vote_of(self.meeting_id)
        assert vote is not None
        return vote

    def hand_out(self) -> None:
        """The secretary has put the record right and asks for signatures."""
        minutes.hand_out(self.world.secretary, self.meeting_id)

    def cast(self, name: str, choice: str, vote_id: int | None = None, client_id: str = "") -> str:
        """The named delegate casts; answers the receipt."""
        vote = open_vote_of(self.meeting_id)
        chosen = vote_id or (vote.id if vote else 0)
        actor = self.world.actor(name)
        db.session.rollback()  # ballots have a connection of their own; what is read next is read fresh
        return cast_ballot(actor, self.meeting_id, chosen, choice, client_id or uuid.uuid4().hex)["receipt"]

    def cast_all(self, agree: int, oppose: int = 0, abstain: int = 0) -> None:
        """The seats on the roll cast, in their order: first who agrees, then who opposes, then who abstains."""
        vote = open_vote_of(self.meeting_id)
        assert vote is not None
        choices = ["AGREE"] * agree + ["OPPOSE"] * oppose + ["ABSTAIN"] * abstain
        names = {seat.id: name for name, seat in self.seats.items()}
        for seat_id, choice in zip(vote.frozen["roll"], choices, strict=False):
            self.cast(names[seat_id], choice)


def an_accepted_item(world: World, title: str, authority: str = "PARTY_DUTY", matter: str | None = None) -> AgendaItem:
    """A resident's topic, taken up, classed and accepted: it waits in the pool as an agenda item."""
    draft = TopicDraft(situation=f"{title}：情况如下。", category="traffic", request_key=uuid.uuid4().hex, title=title)
    topic = submit_topic(ANONYMOUS, world.compound.id, draft)
    take_up(world.secretary, topic.id)
    classify(world.chair, topic.id, authority, matter, reason="按实际情况判定。")
    screen(world.chair, topic.id, "accept", "居民反映集中，列入议题。")
    return next(item for item in pool(world.compound.id) if item.topic_id == topic.id)


def a_noticed_meeting(world: World, items: list[AgendaItem] | None = None, chair: str = "李建国") -> Hall:
    """A meeting of the 10th with its agenda published and its notice sent on the 5th."""
    clock.use(lambda: NOTICE_AT)
    if items is None:
        items = [an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD")]
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world, chair))
    for item in items:
        place(world.chair, item.id, meeting.id)
    publish_agenda(world.chair, meeting.id)
    notify(world.chair, meeting.id)
    hall = Hall(world, meeting.id, MEETING_AT)
    hall.later(0)
    return hall


def a_plan(world: World, chair: str = "李建国") -> PlanDraft:
    """The plan of the meeting of 10 March 2026, 19:00."""
    return PlanDraft(
        meeting_type_id=world.meeting_type.id,
        starts_at=MEETING_AT,
        venue_id=world.venue.id,
        chair_id=world.people[chair].id,
        secretary_id=world.people["周敏"].id,
        request_key=uuid.uuid4().hex,
    )


def an_open_meeting(
    world: World,
    items: list[AgendaItem] | None = None,
    absent: tuple[str, ...] = ("马国庆",),
    crowd: tuple[str, ...] = (),
) -> Hall:
    """A meeting in session: everybody but `absent` has signed in, and `crowd` (see `add_delegates`)."""
    hall = a_noticed_meeting(world, items)
    hall.step("sign_in")
    arrive(hall, *(name for name in DELEGATES if name not in absent), *crowd)
    hall.step("open_meeting")
    return hall


def arrive(hall: Hall, *names: str) -> None:
    """The named delegates, the chair and the secretary sign in."""
    for name in ("李建国", "周敏", *names):
        sign_in(hall.world.actor(name), hall.meeting_id)


def leave(hall: Hall, name: str) -> None:
    """The secretary notes that somebody went away."""
    correct_attendance(hall.world.secretary, hall.meeting_id, hall.seats[name].id, present=False)
