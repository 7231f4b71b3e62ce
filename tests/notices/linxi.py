"""The seventeen who are invited in 望湖花园 (scenario G.1.3), furnished by the builders under their own names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from deliberation.agenda.actions import place
from deliberation.convening.actions import PlanDraft, add_seat, notify, plan_meeting, publish_agenda
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.notices import actions
from deliberation.notices.models import Notice
from deliberation.organisation.models import Account, Appointment, Person
from tests.builders import World
from tests.halls import an_accepted_item

CALLED = {
    "李建国": "郑国栋",
    "周敏": "温娟",
    "吴敏": "唐雪",
    "何伟": "钱立群",
    "张秀兰": "何桂英",
    "王志强": "林向东",
    "赵立新": "曹玉芬",
    "孙玉梅": "彭永",
    "陈海涛": "许建华",
    "刘芳": "魏兰",
    "马国庆": "姚斌",
    "高峰": "尹涛",
    "丁娜": "苗苗",
    "杨静": "田甜",
    "宋磊": "丁一鸣",
    "韩勇": "顾晓峰",
    "郭颖": "白洁",
}
NUMBERS = dict(zip(CALLED.values(), (11, 7, 2, 3, *range(13, 20), *range(22, 28)), strict=True))
"""The number of each in the workbook, with which phone and address end."""
WITHOUT_MAIL = ("何桂英", "曹玉芬")
WITHOUT_ACCOUNT = ("何桂英", "曹玉芬", "钱立群")
OBSERVERS = ("唐雪", "钱立群")


@dataclass
class Linxi:
    """The meeting with its people, by their own names."""

    world: World
    meeting_id: int
    people: dict[str, int] = field(default_factory=dict)

    def notice(self, name: str) -> Notice:
        """The notice of one of them, as the store has it now."""
        query = select(Notice).where(Notice.person_id == self.people[name], Notice.meeting_id == self.meeting_id)
        return db.session.scalars(query.order_by(Notice.id).limit(1)).one()

    def confirm(self, *names: str) -> None:
        """They say that they have seen it: with an account on the page, else by the link in the mail."""
        for name in names:
            post = Post(Role.UNIT, self.world.compound.id, 0)
            actions.confirm(Actor(name, self.people[name], posts=(post,)), self.notice(name).id)

    def phone(self, name: str) -> str:
        return f"13900000{NUMBERS[name]:03d}"


def the_noticed_meeting(world: World) -> Linxi:
    """The notice of Wednesday 10 March 2027, 19:00, goes out to all seventeen; the clock says when."""
    with transaction():
        for before, name in CALLED.items():
            person = world.people[before]
            person.name, person.phone = name, f"13900000{NUMBERS[name]:03d}"
            person.email = "" if name in WITHOUT_MAIL else f"p{NUMBERS[name]:02d}@mail.example"
        lost = [world.people[before].id for before, name in CALLED.items() if name in WITHOUT_ACCOUNT]
        db.session.execute(delete(Account).where(Account.person_id.in_(lost)))
    linxi = Linxi(world, _planned(world).id, {name: world.people[before].id for before, name in CALLED.items()})
    notify(world.chair, linxi.meeting_id)
    return linxi


def _planned(world: World) -> Meeting:
    item = an_accepted_item(world, "东门夜间关闭", "PARTY_DUTY")
    draft = PlanDraft(
        meeting_type_id=world.meeting_type.id,
        starts_at=clock.beijing(2027, 3, 10, 19),
        venue_id=world.venue.id,
        chair_id=world.people["李建国"].id,
        secretary_id=world.people["周敏"].id,
        request_key=uuid.uuid4().hex,
    )
    meeting = plan_meeting(world.chair, world.compound.id, draft)
    place(world.chair, item.id, meeting.id)
    for name in OBSERVERS:
        query = select(Appointment.id).join(Person, Person.id == Appointment.person_id).where(Person.name == name)
        add_seat(world.secretary, meeting.id, db.session.scalars(query).one(), "attendee")
    publish_agenda(world.chair, meeting.id)
    return meeting
