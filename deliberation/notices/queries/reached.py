"""Who was reached by a notice, and how: the chain of each person, and the figures of all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import Scope, allowed
from deliberation.kernel.stage import Reach, Ref, Subject, Waiting, house
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.notices.channels import channel_of, label_of
from deliberation.notices.channels.email import FOLDER
from deliberation.notices.models import Attempt, Notice, Sending, Slip
from deliberation.notices.queries.ways import Contacts, contacts_of
from deliberation.notices.rules import LADDER, Status
from deliberation.rows import Rows

STATES = {
    "WAITING": N_("等着送"),
    "HANDING_OVER": N_("正在送"),
    "DELIVERED": N_("已送达"),
    "REFUSED": N_("没送到"),
    "GIVEN_UP": N_("多次没送到"),
    "MERGED": N_("并入另一条"),
    "DROPPED": N_("不用送了"),
}
FILED = N_("存为文件（没有配置邮件服务器）")
"""Instead of 已送达 for a letter that lies in the data folder: nobody has got it."""
CONFIRMED_BY = {"platform": N_("在平台上"), "link": N_("点链接"), "slip": N_("签收送达单")}
RESULTS = {"": N_("待送"), "SIGNED": N_("已签收"), "ABSENT": N_("不在家")}


def is_filed(sending: Sending) -> bool:
    """Whether it lies in a folder for want of a mail server."""
    return sending.state == "DELIVERED" and sending.provider == FOLDER.name


@dataclass(frozen=True, slots=True)
class Step:
    """One channel on a person's chain."""

    sending: Sending
    attempts: int
    failed: int
    is_unverified: bool = False

    @property
    def text(self) -> str:
        """The channel and how far it has come, in words; whether nobody has verified the address."""
        name = _("%(channel)s（未验证）") if self.is_unverified else "%(channel)s"
        state = FILED if is_filed(self.sending) else STATES[self.sending.state]
        told = f"{name % {'channel': _(label_of(self.sending.channel))}}：{_(state)}"
        return f"{told}（{self.sending.reason}）" if self.sending.reason else told


@dataclass(frozen=True, slots=True)
class Chain:
    """One person's chain: created, handed over, delivered, seen, confirmed; then the next way, at last a slip."""

    notice: Notice
    name: str
    steps: list[Step] = field(default_factory=list)
    handed_at: datetime | None = None
    delivered_at: datetime | None = None
    slip: Slip | None = None

    @property
    def told(self) -> str:
        """The channels in words."""
        slip = [_("送达单：%(state)s", state=_(RESULTS[self.slip.result]))] if self.slip else []
        return "；".join([*(step.text for step in self.steps), *slip])

    @property
    def attempts(self) -> int:
        """How often it was tried."""
        return sum(step.attempts for step in self.steps)

    @property
    def failed(self) -> int:
        """How many attempts failed."""
        return sum(step.failed for step in self.steps)


def names_of(person_ids: Iterable[int]) -> Mapping[int, Reach]:
    """The persons of these ids, as the organisation knows them."""
    ask = house().offers.reach
    return ask(set(person_ids)) if ask else {}


def meeting_of(meeting_id: int, compound_id: int) -> Subject | None:
    """The meeting of an address, if it belongs to this compound."""
    found = house().subjects([Ref("meeting", meeting_id)]).get(Ref("meeting", meeting_id))
    return found if found and found.compound_id == compound_id else None


def reached(meeting_id: int) -> Rows:
    """The chain of everybody to whom the notice of a meeting went, in the order of sending."""
    query = select(Notice).where(Notice.meeting_id == meeting_id, Notice.kind.in_(LADDER)).order_by(Notice.id)
    return Rows(query, _chains)


def _chains(notices: list[Notice]) -> list[Chain]:
    ids = [one.id for one in notices]
    contacts = contacts_of(one.person_id for one in notices)
    rows = list(db.session.scalars(select(Sending).where(Sending.notice_id.in_(ids)).order_by(Sending.id)))
    tries: dict[int, list[Attempt]] = defaultdict(list)
    wanted = select(Attempt).where(Attempt.sending_id.in_([row.id for row in rows])).order_by(Attempt.id)
    for attempt in db.session.scalars(wanted):
        tries[attempt.sending_id].append(attempt)
    slips = {one.notice_id: one for one in db.session.scalars(select(Slip).where(Slip.notice_id.in_(ids)))}
    by_notice: dict[int, list[Sending]] = defaultdict(list)
    for row in rows:
        by_notice[row.notice_id].append(row)
    return [_chain(one, contacts[one.person_id], by_notice[one.id], tries, slips.get(one.id)) for one in notices]


def _chain(
    notice: Notice,
    contacts: Contacts,
    rows: list[Sending],
    tries: Mapping[int, list[Attempt]],
    slip: Slip | None,
) -> Chain:
    made = [one for row in rows for one in tries.get(row.id, [])]
    handed = [one for one in made if one.outcome == Status.DELIVERED.value and one.provider != FOLDER.name]
    good = [one.ended_at for one in handed if one.ended_at]
    steps = [_step(row, tries.get(row.id, []), contacts) for row in rows]
    began = min((one.began_at for one in made), default=None)
    return Chain(notice, contacts.reach.name, steps, began, min(good, default=None), slip)


def _step(row: Sending, attempts: list[Attempt], contacts: Contacts) -> Step:
    channel = channel_of(row.channel)
    open_address = channel is not None and channel.takes_code and not contacts.by(channel).is_verified
    return Step(row, len(attempts), _failed(attempts), open_address)


def _failed(attempts: Iterable[Attempt]) -> int:
    return sum(one.outcome not in {Status.DELIVERED.value, "HANDING_OVER"} for one in attempts)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a meeting's notice."""

    people: int
    confirmed: int
    attempts: int
    failed: int
    slips: int


def figures(meeting_id: int) -> Figures:
    """How many people, receipts, attempts, failures and slips a notice has. Three statements."""
    mine = (Notice.meeting_id == meeting_id) & Notice.kind.in_(LADDER)
    people = db.session.execute(select(func.count(), func.count(Notice.confirmed_at)).where(mine)).one()
    query = select(Attempt.outcome, func.count()).join(Sending, Sending.id == Attempt.sending_id)
    query = query.join(Notice, Notice.id == Sending.notice_id).where(mine).group_by(Attempt.outcome)
    outcomes = Counter(dict(list(db.session.execute(query))))
    good = outcomes[Status.DELIVERED.value] + outcomes["HANDING_OVER"]
    slips = db.session.scalar(select(func.count()).select_from(Slip).where(Slip.meeting_id == meeting_id)) or 0
    return Figures(people[0], people[1], outcomes.total(), outcomes.total() - good, slips)


@dataclass(frozen=True, slots=True)
class Carried:
    """A printed notice with the name of whom it is for."""

    slip: Slip
    name: str


def slips(compound_id: int, *, waiting: bool | None = None) -> Rows:
    """The printed notices of a compound, the newest first; `waiting`: only those that somebody still has to carry."""
    query = select(Slip).where(Slip.compound_id == compound_id)
    if waiting:
        query = query.join(Notice, Notice.id == Slip.notice_id).where(_to_carry(compound_id))
    return Rows(query.order_by(Slip.id.desc()), _carried)


def _to_carry(compound_id: int) -> ColumnElement[bool]:
    """Unsigned, unconfirmed, and its meeting is still to come; that one is called off is carried to each door once."""
    query = select(Slip.meeting_id).where(Slip.compound_id == compound_id, Slip.result != "SIGNED").distinct()
    ask = house().offers.meetings_called
    open_ones = set(db.session.scalars(query)) - {None}
    called = ask(open_ones) if ask and open_ones else set()
    calls_off = (Notice.kind == "cancelled") & (Slip.result == "")
    still = Slip.meeting_id.is_(None) | Slip.meeting_id.in_(sorted(called))
    return (
        (Slip.result != "SIGNED") & Notice.confirmed_at.is_(None) & (calls_off | ((Notice.kind != "cancelled") & still))
    )


def _carried(found: list[Slip]) -> list[Carried]:
    ids = [one.notice_id for one in found]
    notices = {one.id: one for one in db.session.scalars(select(Notice).where(Notice.id.in_(ids)))}
    names = names_of(one.person_id for one in notices.values())
    return [Carried(one, _name(names, notices[one.notice_id])) for one in found]


def _name(names: Mapping[int, Reach], notice: Notice) -> str:
    return names[notice.person_id].name if notice.person_id in names else ""


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """Printed notices that somebody has to carry to a door."""
    if not allowed(actor, "notice.slip", Scope(compound_id)):
        return []
    query = select(func.count()).select_from(Slip).join(Notice, Notice.id == Slip.notice_id)
    query = query.where(Slip.compound_id == compound_id, Slip.result == "", _to_carry(compound_id))
    count = db.session.scalar(query) or 0
    slug = (house().offers.slugs or dict)().get(compound_id, "")
    entry = Waiting(_("会议通知送达单要送"), count, "notices.slips", {"compound_slug": slug}, urgent=True, unit=_("份"))
    return [entry] if count else []
