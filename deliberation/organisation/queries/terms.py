"""Reading terms of office: what a compound's desk is told of its committee, and what a 交接清单 holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.handing import Leaving, OpenThing
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Ref, Waiting, house
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Appointment, Compound, Handover, Party
from deliberation.organisation.queries import last_day
from deliberation.organisation.rules.terms import MONTHS, months_left

COMMITTEE = "owners_committee"
TOLD = ("meeting.plan", "topic.classify")
"""Who holds one of these is told of the committee's term: branch, secretary, committee, 居委会, officers."""


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """A line at the desk while the 业委会's term nears its end, or nobody is in office any more."""
    compound = db.session.get_one(Compound, compound_id)
    said = _committee_said(compound_id, clock.today())
    if not said or not any(allowed(actor, one, scope_in(compound)) for one in TOLD):
        return []
    label, urgent = said
    return [Waiting(label, 1, "organisation.parties", {"compound_slug": compound.slug}, urgent, N_("方"))]


def _committee_said(compound_id: int, today: date) -> tuple[str, bool] | None:
    """What is to be said of the committee, and whether it is urgent; a body still being formed has no term."""
    ends = _ends_of_committee(compound_id)
    if ends is None:
        return None
    if not ends:
        return _("没有在任委员，不能代表业委会"), True
    last = max((one or date.max) for one in ends)
    months = months_left(last, today)
    if months is None or any(end is None for end in ends):
        return None
    return _("业委会任期%(when)s后届满", when=MONTHS[months]), False


def _ends_of_committee(compound_id: int) -> list[date | None] | None:
    """The last days of today's committee members; `None` where the compound has no committee."""
    today, kept = clock.today(), (Party.ends_on.is_(None)) | (Party.ends_on >= clock.today())
    query = select(Party.id).where(
        Party.compound_id == compound_id, Party.kind == COMMITTEE, Party.is_preparatory.is_(False), kept
    )
    ids = list(db.session.scalars(query))
    if not ids:
        return None
    members = select(Appointment.ends_on).where(
        Appointment.party_id.in_(ids),
        Appointment.role == Role.COMMITTEE_DELEGATE.value,
        Appointment.starts_on <= today,
        (Appointment.ends_on.is_(None)) | (Appointment.ends_on >= today),
    )
    return list(db.session.scalars(members))


def lines_of(made: Handover) -> list[OpenThing]:
    """What is handed on: as it was written down when the day came; until then, what is open now."""
    if made.done_at is not None:
        return [OpenThing(Ref(kind, ident), title, to_do) for kind, ident, title, to_do in made.lines]
    held = db.session.scalars(select(Appointment).where(Appointment.id.in_([old for old, _new in made.posts])))
    return house().open_for(leaving_of(post) for post in held)


def counted(lines: Iterable[OpenThing]) -> list[tuple[str, int]]:
    """How many things of each kind, by its noun: for whoever may not read the things themselves."""
    return sorted(Counter(house().label(one.ref.kind) for one in lines).items())


def leaving_of(post: Appointment) -> Leaving:
    """A post as the stages are asked what hangs on it; one without an end ends with today."""
    last = last_day(post) or clock.today()
    return Leaving(post.person_id, post.id, post.party.compound_id, post.party_id, Role(post.role), last)


def open_of_person(person_id: int) -> list[OpenThing]:
    """Everything that waits for somebody in any post of today."""
    today = clock.today()
    held = db.session.scalars(
        select(Appointment).where(
            Appointment.person_id == person_id,
            Appointment.starts_on <= today,
            (Appointment.ends_on.is_(None)) | (Appointment.ends_on >= today),
        )
    )
    return house().open_for(leaving_of(post) for post in held)


def posts_of_handover(made: Handover) -> list[Appointment]:
    """The posts that pass on, as the successor holds them."""
    ids = [new for _old, new in made.posts]
    return list(db.session.scalars(select(Appointment).where(Appointment.id.in_(ids)).order_by(Appointment.id)))


def handovers_of(person_id: int) -> list[Handover]:
    """The lists with which somebody took over or was followed, the newest first."""
    mine = (Handover.leaver_id == person_id) | (Handover.follower_id == person_id)
    return list(db.session.scalars(select(Handover).where(mine).order_by(Handover.id.desc())))
