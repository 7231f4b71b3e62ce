"""The administrator's hand: posts that end 离任, and posts that somebody takes over 接任."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.due import actions as due
from deliberation.history.acts import Message, happened
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM, Actor, Role
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.handing import Following
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.stage import Ref, house
from deliberation.kernel.text import say as _
from deliberation.live import outbox
from deliberation.organisation.access import appointment_to_change, role_to_change
from deliberation.organisation.actions.people import appoint, check_term, locked_party, not_ones_own, one_chair
from deliberation.organisation.actions.places import there
from deliberation.organisation.models import Appointment, AppointmentArea, Handover, InstallationRole, Person
from deliberation.organisation.queries.terms import leaving_of
from deliberation.organisation.rules.terms import CARRY_OUT, day_before


def end_appointment(actor: Actor, appointment_id: int, last_day: date, reason: str) -> Appointment:
    """登记离任: a post ends with its last day, for a reason; its seats in meetings after that day are empty.

    Raises `OWN_POST` for one's own, `REASON_REQUIRED`, `ALREADY_DONE` for a post that is over, `INVALID_INPUT` for a
    day before its first or after its term.
    """
    not_ones_own(actor, there(Appointment, appointment_id).person_id, "appointment.end")
    with transaction():
        post = appointment_to_change(actor, appointment_id)
        _end(post, last_day, reason)
        happened(
            actor,
            "appointment.end",
            post,
            compound_id=post.party.compound_id,
            shown_to="",
            last_day=last_day.isoformat(),
        )
        house().vacate(actor, leaving_of(post))
        return post


def end_role(actor: Actor, role_id: int, last_day: date, reason: str) -> InstallationRole:
    """登记离任 of a post above the compounds. Raises as `end_appointment`."""
    not_ones_own(actor, there(InstallationRole, role_id).person_id, "installation_role.end")
    with transaction():
        post = role_to_change(actor, role_id)
        _end(post, last_day, reason)
        happened(actor, "installation_role.end", post, compound_id=None, shown_to="", last_day=last_day.isoformat())
        return post


def _end(post: Appointment | InstallationRole, last_day: date, reason: str) -> None:
    if not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    if post.ends_on is not None and post.ends_on < clock.today():
        raise Refused(InOrganisation.POST_ENDED, day=day_text(post.ends_on))
    if post.starts_on is not None and last_day < post.starts_on:
        starts, ends = day_text(post.starts_on), day_text(last_day)
        raise Refused(InOrganisation.ENDS_BEFORE_IT_BEGINS, starts=starts, ends=ends)
    if post.ends_on is not None and last_day > post.ends_on:
        raise Refused(InOrganisation.ENDS_AFTER_ITS_TERM, ends=day_text(last_day), term=day_text(post.ends_on))
    post.ends_on, post.end_reason = last_day, reason.strip()


def correct_last_day(actor: Actor, appointment_id: int, last_day: date) -> Appointment:
    """更正任期: another last day of a post that is not over; its seats in meetings after that day are empty.

    Raises `OWN_POST`, `ALREADY_DONE` for a post that is over, `INVALID_INPUT` as `appoint`.
    """
    not_ones_own(actor, there(Appointment, appointment_id).person_id, "appointment.end")
    with transaction():
        post = appointment_to_change(actor, appointment_id)
        was = _moved(post, last_day)
        if Role(post.role) is Role.CHAIR:
            one_chair(locked_party(post.party_id), post.person, (post.starts_on, last_day))
        place, day = post.party.compound_id, str(last_day)
        happened(actor, "appointment.end", post, compound_id=place, shown_to="", last_day=day, was=was)
        house().vacate(actor, leaving_of(post))
        return post


def correct_role(actor: Actor, role_id: int, last_day: date) -> InstallationRole:
    """更正任期 of a post above the compounds. Raises as `correct_last_day`."""
    not_ones_own(actor, there(InstallationRole, role_id).person_id, "installation_role.end")
    with transaction():
        post = role_to_change(actor, role_id)
        was, day = _moved(post, last_day), str(last_day)
        happened(actor, "installation_role.end", post, compound_id=None, shown_to="", last_day=day, was=was)
        return post


def _moved(post: Appointment | InstallationRole, last_day: date) -> str:
    """Write the last day into a post that is not over; answers what it was."""
    if post.ends_on is not None and post.ends_on < clock.today():
        raise Refused(InOrganisation.POST_ENDED, day=day_text(post.ends_on))
    check_term(post.starts_on, last_day)
    was, post.ends_on = str(post.ends_on or ""), last_day
    return was


@dataclass(frozen=True, slots=True)
class Succession:
    """Who takes over which posts of somebody from which day on.

    `ends_on`: the last day of the new posts; nothing: that of the old ones' term. `ending_ids` are posts of the
    successor that end the day before.
    """

    post_ids: tuple[int, ...]
    follower_id: int
    first_day: date
    reason: str
    paper: str = ""
    ends_on: date | None = None
    ending_ids: tuple[int, ...] = ()


def succeed(actor: Actor, leaver_id: int, wanted: Succession) -> list[Handover]:
    """登记接任: each post passes on; from 00:00 of the first day everything open is the successor's.

    Where that day has come, it is handed on at once. Raises as `appoint` and `end_appointment`.
    """
    for person_id in (leaver_id, wanted.follower_id):
        not_ones_own(actor, person_id, "appointment.succeed")
    with transaction():
        may(actor, "appointment.manage", Scope())
        follower = there(Person, wanted.follower_id)
        if follower.id == leaver_id:
            raise Refused(InOrganisation.FOLLOWS_THEMSELVES)
        check_term(wanted.first_day, wanted.ends_on)
        passed = defaultdict[int, list[tuple[Appointment, Appointment]]](list)
        for post in _posts_to_change(actor, leaver_id, wanted.post_ids):
            passed[post.party.compound_id].append((post, _pass_on(actor, post, follower, wanted)))
        for ending in _former_posts(follower.id, wanted.ending_ids):
            _end(ending, day_before(wanted.first_day), wanted.reason)
            place = ending.party.compound_id
            happened(actor, "appointment.end", ending, compound_id=place, shown_to="", last_day=str(ending.ends_on))
            house().vacate(actor, leaving_of(ending))
        return [_handover(actor, place, pairs, wanted) for place, pairs in sorted(passed.items())]


def _posts_to_change(actor: Actor, person_id: int, ids: tuple[int, ...]) -> list[Appointment]:
    posts = [appointment_to_change(actor, post_id) for post_id in sorted(ids)]
    if not posts:
        raise Refused(InOrganisation.NOTHING_TICKED)
    if any(post.person_id != person_id for post in posts):
        raise Refused(Reason.NOT_FOUND)
    return posts


def _former_posts(person_id: int, ids: tuple[int, ...]) -> list[Appointment]:
    """The posts that the successor leaves for it."""
    mine = select(Appointment).where(Appointment.id.in_(ids), Appointment.person_id == person_id)
    # FOR UPDATE: a post ends once.
    return list(db.session.scalars(mine.order_by(Appointment.id).with_for_update(of=Appointment)))


def _pass_on(actor: Actor, post: Appointment, follower: Person, wanted: Succession) -> Appointment:
    """End a post the day before, unless it is over already, and give the same one to the successor."""
    term, last = post.ends_on, day_before(wanted.first_day)
    if term is None or term >= wanted.first_day:
        _end(post, last, wanted.reason)
        db.session.flush()  # whoever is chair until then is found by the next check
        place = post.party.compound_id
        happened(actor, "appointment.end", post, compound_id=place, shown_to="", last_day=last.isoformat())
    else:
        term = None
    areas = db.session.scalars(select(AppointmentArea).where(AppointmentArea.appointment_id == post.id))
    names = ("grid_area_id", "building_id", "entrance_id")
    return appoint(
        actor,
        follower.id,
        post.party_id,
        Role(post.role),
        wanted.first_day,
        areas=tuple({name: getattr(area, name) for name in names} for area in areas),
        post=post.post,
        position=post.position,
        follows_id=post.id,
        paper=wanted.paper,
        ends_on=wanted.ends_on or term,
    )


def _handover(
    actor: Actor, compound_id: int, pairs: list[tuple[Appointment, Appointment]], wanted: Succession
) -> Handover:
    made = Handover(
        compound_id=compound_id,
        leaver_id=pairs[0][0].person_id,
        follower_id=wanted.follower_id,
        posts=[[old.id, new.id] for old, new in pairs],
        starts_on=wanted.first_day,
        paper=wanted.paper,
        lines=[],
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()  # the log and the work that is due name the id
    happened(actor, "appointment.succeed", made, shown_to="", message=_told(made), first_day=str(made.starts_on))
    day = wanted.first_day
    if day <= clock.today():
        _carry_out(made)
    else:
        due.put(
            CARRY_OUT,
            f"handover:{made.id}",
            Ref("handover", made.id),
            clock.beijing(day.year, day.month, day.day),
        )
    return made


def _told(made: Handover) -> Message:
    names = {"leaver": made.leaver.name, "follower": made.follower.name}
    subject: str = _("%(leaver)s的任职由%(follower)s接任", **names)
    body: str = _(
        "%(day)s起由%(follower)s接任。没有办完的事从当天0时起转给%(follower)s，都写在交接清单里，可以打印。",
        day=day_text(made.starts_on),
        **names,
    )
    return Message((made.leaver_id, made.follower_id), subject, body, Ref("handover", made.id))


def carry_out(ref: Ref | None, _key: str) -> None:
    """The day of a succession has come: write down what is open and hand it on, inside the open transaction."""
    # FOR UPDATE: it is handed on once.
    found = db.session.get(Handover, ref.id, with_for_update={"of": Handover}) if ref is not None else None
    if found is not None and found.done_at is None:
        _carry_out(found)


def _carry_out(made: Handover) -> None:
    pairs = [(leaving_of(old), _following(new)) for old, new in _pairs(made)]
    open_things = house().open_for(old for old, _new in pairs)
    made.lines = [[*one.ref, one.title, one.to_do] for one in open_things]
    for old, new in pairs:
        house().hand_on(SYSTEM, old, new)
    made.done_at = clock.now()
    outbox.revoke(made.leaver_id)
    happened(SYSTEM, "appointment.hand_on", made, shown_to="", message=_told_of_lines(made), count=len(made.lines))


def _told_of_lines(made: Handover) -> Message:
    """The final list in words: the account of who leaves may be closed when it is written down."""
    names = {"leaver": made.leaver.name, "follower": made.follower.name}
    subject: str = _("交接清单：%(leaver)s交给%(follower)s", **names)
    lines = [f"{number}. {title}：{to_do}" for number, (_kind, _id, title, to_do) in enumerate(made.lines, 1)]
    body: str = _("已经移交%(n)s件：", n=len(lines)) + "\n" + "\n".join(lines) if lines else _("没有要移交的事。")
    return Message((made.leaver_id, made.follower_id), subject, body, Ref("handover", made.id))


def _pairs(made: Handover) -> list[tuple[Appointment, Appointment]]:
    return [(there(Appointment, old), there(Appointment, new)) for old, new in made.posts]


def _following(post: Appointment) -> Following:
    return Following(post.person_id, post.id, post.starts_on)
