"""What an office has set up: the counts of the entry page, and in how many compounds something is still missing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, func, select

from deliberation.db import Model, db
from deliberation.kernel.stage import SetUp
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation.models import (
    Account,
    Appointment,
    Building,
    Community,
    Compound,
    CompoundMeetingType,
    Entrance,
    MeetingType,
    Party,
    Person,
    Subdistrict,
    Unit,
    Venue,
)


def set_up() -> list[SetUp]:
    """The lines of this stage, in a fixed number of statements however many compounds there are."""
    compounds = _number(Compound)
    return [
        SetUp(10, N_("街道"), _number(Subdistrict), N_("个"), "organisation.places", _none_yet(_number(Subdistrict))),
        SetUp(20, N_("社区"), _number(Community), N_("个"), "organisation.places", _none_yet(_number(Community))),
        SetUp(30, N_("小区"), compounds, N_("个"), "organisation.compounds", _none_yet(compounds)),
        SetUp(40, N_("楼栋"), _number(Building), N_("栋"), "organisation.compounds", _lacking(Building, _("楼栋"))),
        SetUp(45, N_("单元"), _number(Entrance), N_("个"), "organisation.compounds"),
        SetUp(50, N_("会场"), _number(Venue), N_("个"), "organisation.compounds", _lacking(Venue, _("会场"))),
        SetUp(60, N_("单位"), _number(Unit), N_("个"), "organisation.units"),
        SetUp(70, N_("各方"), _number(Party), N_("方"), "organisation.compounds", _lacking(Party, _("各方"))),
        SetUp(80, N_("人员"), _number(Person), N_("人"), "organisation.people"),
        SetUp(82, N_("任职"), _number(Appointment), N_("项"), "organisation.posts", _without_people()),
        SetUp(84, N_("账号"), _number(Account), N_("个"), "organisation.without_account"),
        SetUp(
            90,
            N_("会议种类"),
            _number(MeetingType),
            N_("种"),
            "organisation.rules_list",
            _lacking(CompoundMeetingType, _("会议种类")),
        ),
    ]


def _number(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _none_yet(number: int) -> str:
    return "" if number else _("还没有登记。")


def _without_people() -> str:
    """In how many compounds nobody has a post, in words; empty where there is no such compound."""
    held = select(Appointment.id).join(Party, Party.id == Appointment.party_id).where(Party.compound_id == Compound.id)
    number = db.session.scalar(select(func.count()).select_from(Compound).where(~held.exists())) or 0
    return _("还有 %(n)s 个小区没有人任职。", n=number) if number else ""


def _lacking(model: Any, noun: str) -> str:
    """In how many compounds nothing of this kind is registered, in words; empty where there is no such compound."""
    there = exists().where(model.compound_id == Compound.id)
    number = db.session.scalar(select(func.count()).select_from(Compound).where(~there)) or 0
    return _("还有 %(n)s 个小区没有登记%(noun)s。", n=number, noun=noun) if number else ""
