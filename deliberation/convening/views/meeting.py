"""The list of meetings and the page of one meeting with what can be done on it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request
from flask_babel import gettext as _

from deliberation.agenda.actions import ItemDraft
from deliberation.agenda.queries import items_of, pool
from deliberation.agenda.rules import AUTHORITIES, ITEM_KINDS
from deliberation.convening import actions, queries
from deliberation.convening.access import chairs, may_convene_any, seat_of
from deliberation.convening.actions import guests
from deliberation.convening.forms import CancelForm, LeaveForm, PlaceForm, WaiverForm
from deliberation.convening.papers import MEETINGS, by_party
from deliberation.convening.queries.handing import vacancies
from deliberation.convening.queries.residents import called_because, published_until
from deliberation.convening.queries.series import is_asked_again
from deliberation.convening.queries.substitutes import sendings, substitutions
from deliberation.convening.rules import DEMANDS, LIVE_STATES, MEETING_FLOW, RESIDENTS_STEPS, SEAT_KINDS, steps_after
from deliberation.convening.views.frame import attempt, blueprint, here, said
from deliberation.kernel.days import day_text
from deliberation.kernel.stage import house
from deliberation.kernel.text import N_
from deliberation.kernel.typed import whole_number
from deliberation.notices.queries import notices_of_meeting
from deliberation.organisation.rules.meeting_types import STANDING
from deliberation.rows import Page
from deliberation.web import acting, asking
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.links import place_url
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting, Seat
    from deliberation.convening.rules import Missing


@MEETINGS.at(blueprint, "/desk/<compound_slug>/meetings/")
@guard("meeting.read")
def meetings(sheet: str = "") -> Any:
    """Upcoming and past meetings of the compound."""
    # Whoever may not see every meeting of the compound sees those in which they have a seat.
    seated = None if can("meeting.read") else current_actor()
    rows = queries.meetings(compound().id, seated=seated, **MEETINGS.chosen())

    def more(page: Page) -> dict[str, Any]:
        ids = [meeting.id for meeting in page.items]
        return {"seat_counts": queries.seat_counts(ids), "item_counts": queries.item_counts(ids)}

    may_plan = may_convene_any(current_actor(), compound())
    return MEETINGS.answer(sheet, rows, "convening/meetings.html", more, flow=MEETING_FLOW, may_plan=may_plan)


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>")
@guard("meeting.read")
def meeting(meeting_id: int) -> Any:
    """One meeting: what it lacks, its agenda, its seats, who confirmed."""
    return meeting_page(here("meeting.read", meeting_id))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/place")
@guard("agenda.order")
def place_item(meeting_id: int) -> Any:
    """Put a waiting item on the agenda."""
    item_id = asking.pressed_number("item_id")
    act = partial(actions.put_on_agenda, current_actor(), meeting_id, item_id)
    return attempt("agenda.order", meeting_id, act, meeting_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/guests")
@guard("minutes.write")
def count_guests(meeting_id: int) -> Any:
    """How many people came who are not named."""
    number = whole_number(request.form.get("guests", ""))
    act = partial(guests.count_guests, current_actor(), meeting_id, number)
    return attempt("meeting.read", meeting_id, act, meeting_page, _("到场人数已登记。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/add")
@guard("agenda.order")
def add_own_item(meeting_id: int) -> Any:
    """Write an item straight onto the agenda."""
    draft = ItemDraft(said("title", 100), kind=request.form.get("kind", ""))
    act = partial(actions.add_to_agenda, current_actor(), meeting_id, draft)
    return attempt("agenda.order", meeting_id, act, meeting_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/<int:item_id>/<any(up, down):direction>")
@guard("agenda.order")
def move_item(meeting_id: int, item_id: int, direction: str) -> Any:
    """Move an item one place up or down."""
    act = partial(actions.move_on_agenda, current_actor(), meeting_id, item_id, direction)
    return attempt("agenda.order", meeting_id, act, meeting_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/<int:item_id>/off")
@guard("agenda.order")
def take_off_item(meeting_id: int, item_id: int) -> Any:
    """Send an item back to the pool."""
    act = partial(actions.take_off_agenda, current_actor(), meeting_id, item_id)
    return attempt("agenda.order", meeting_id, act, meeting_page)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/agenda/publish")
@guard("agenda.publish", shows="meeting")
def publish_agenda(meeting_id: int) -> Any:
    """Publish the agenda."""
    act = partial(actions.publish_agenda, current_actor(), meeting_id)
    return attempt("agenda.publish", meeting_id, act, meeting_page, _("议程已发布，居民可以看到。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/notify")
@guard("meeting.notify", shows="meeting")
def notify(meeting_id: int) -> Any:
    """Send the notice and freeze the roll."""

    def act() -> Any:
        return actions.notify(current_actor(), meeting_id, said("waiver", 500))

    return attempt("meeting.notify", meeting_id, act, meeting_page, _("会议通知已发出，应到名册已锁定。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/cancel")
@guard("meeting.cancel", shows="meeting")
def cancel(meeting_id: int) -> Any:
    """Call the meeting off."""

    def act() -> Any:
        return actions.cancel_meeting(current_actor(), meeting_id, said("reason", 500))

    return attempt("meeting.cancel", meeting_id, act, meeting_page, _("会议已取消，议题退回待上会。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/confirm")
@guard("notice.confirm", shows="invitation")
def confirm(meeting_id: int) -> Any:
    """Confirm the notice 回执."""
    act = partial(actions.confirm_notice, current_actor(), meeting_id)
    return attempt("notice.confirm", meeting_id, act, meeting_page, _("已确认收到通知。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/leave")
@guard("leave.ask")
def ask_leave(meeting_id: int) -> Any:
    """Ask leave for oneself, or take it back."""
    if request.form.get("take_back"):
        back = partial(actions.withdraw_leave, current_actor(), meeting_id)
        return attempt("leave.ask", meeting_id, back, meeting_page)

    if request.form.get("appointment_id"):
        return _name_substitute(meeting_id)

    def ask() -> Any:
        return actions.ask_leave(current_actor(), meeting_id, said("reason", 200))

    return attempt("leave.ask", meeting_id, ask, meeting_page, _("已请假。您仍在应到名册里，计为未到。"))


def _name_substitute(meeting_id: int) -> Any:
    """Who gave the seat away may perhaps not read the meeting's page any more."""
    found, instead = here("leave.ask", meeting_id), asking.pressed_number("appointment_id")
    return acting.attempt(
        lambda: actions.name_substitute(current_actor(), found.id, instead, said("reason", 200)),
        lambda problem: meeting_page(here("meeting.read", meeting_id), problem),
        lambda _made: redirect(place_url("notices")),
        lambda seat: _("已请%(name)s代您参会，已经通知本人和会议秘书。", name=seat.person.name),
        tone="message",
    )


def meeting_page(found: Meeting, problem: str = "") -> Any:
    """The page of a meeting; with a refusal, said at its top under the refusal's status."""
    its_seats, items = queries.seats(found.id), items_of(found.id)
    mine = seat_of(current_actor(), found.id)
    receipts = notices_of_meeting(found.id, "meeting") if found.notified_at else {}
    lines = queries.readiness(found, its_seats, items) if found.state == "PLANNED" else []
    waiting_items = pool(compound().id) if found.state == "PLANNED" and can("agenda.order") else []
    return render_template(
        "convening/meeting.html",
        meeting=found,
        flow=MEETING_FLOW,
        live=found.state in LIVE_STATES,
        chairs=chairs(current_actor(), found),
        may_hand_over=queries.may_hand_over(current_actor(), found),
        lines=lines,
        step=_first_step(found, lines) if lines else "",
        agenda_is_current=queries.agenda_is_current(found, items),
        ready=all(line.done for line in lines if line.blocks),
        notice_days=queries.notice_days(found),
        items=items,
        pool=waiting_items,
        kinds=ITEM_KINDS,
        authorities=AUTHORITIES,
        groups=by_party(its_seats),
        entitled=sum(seat.has_vote for seat in its_seats),
        on_leave=sum(seat.leave_at is not None for seat in its_seats if seat.has_vote),
        seat_kinds=SEAT_KINDS,
        receipts=receipts,
        mine=mine,
        my_notice=receipts.get(mine.person_id) if mine else None,
        waiver_form=WaiverForm(),
        leave_form=LeaveForm(),
        cancel_form=CancelForm(),
        place_form=PlaceForm(),
        problem=problem,
        seat_total=len(its_seats),
        typed=_typed(),
        told_under=_told_under(found, [item.title for item in items]),
        **_about(found),
        **_substitutes(found, its_seats, mine),
    )


def _told_under(found: Meeting, titles: list[str]) -> dict[str, Any]:
    """What is told under a standing item, by its name; only before the meeting, and where it stands on the agenda."""
    here = {code: title for code, title in STANDING.items() if title in titles}
    ask = house().offers.standing_lines
    if not here or ask is None or found.state not in {"PLANNED", "NOTICED"}:
        return {}
    told = ask(found.compound_id)
    return {title: told.get(code, ()) for code, title in here.items()}


def _substitutes(found: Meeting, its_seats: list[Seat], mine: Seat | None) -> dict[str, Any]:
    """Who may come instead of this visitor, and who came instead of whom."""
    may_come = sendings(found, its_seats, [mine] if mine else [])
    return {"sendings": may_come, "substitutions": substitutions(found.id), "hows": HOWS}


HOWS = {"link": N_("，用通知里的链接"), "page": N_("，登录后办理"), "record": N_("，代为登记")}
"""How a substitute was named, in words."""

_STEPS = {
    "date": "meeting.plan",
    "venue": "meeting.plan",
    "chair": "meeting.plan",
    "secretary": "meeting.plan",
    "parties": "meeting.plan",
    "quorum": "meeting.plan",
    "composition": "meeting.plan",
    "party_first": "meeting.plan",
    "consulted": "meeting.plan",
    "items": "agenda.order",
    "authority": "topic.classify",
    "agenda": "agenda.publish",
}
"""Which permission supplies a line of the readiness list."""


def _first_step(found: Meeting, lines: list[Missing]) -> str:
    """What this visitor does next: the first line that they can supply, or `notify` when nothing is missing.

    `late` when only the notice is too short and the reason of an emergency is another's to give.
    """
    scope: dict[str, Any] = {"meeting_id": found.id, "chairs": chairs(current_actor(), found)}
    missing = {line.code for line in lines if line.blocks and not line.done}
    if not missing:
        late = any(line.code == "notice" and not line.done for line in lines)
        if late and not can("notice.waive", **scope):
            return "late"
        return "notify" if can("meeting.notify", **scope) else ""
    if missing & {"items", "authority"}:
        missing.discard("agenda")  # it cannot be published yet
    return next((code for code in _STEPS if code in missing and can(_STEPS[code], **scope)), "")


def _typed() -> dict[str, Any]:
    """What was typed into the form that was refused, for the page that is shown again."""
    reason = request.form.get("reason", "")
    return {
        "waiver": request.form.get("waiver", ""),
        "demand": request.form if request.endpoint == "convening.record_demand" else None,
        "party_first": request.form.get("discussed_on") if _is_party_first() else None,
        "step": request.form if request.endpoint == "convening.record_residents_step" else None,
        "refused_notice": request.endpoint == "convening.notify",
        "cancel": reason if request.endpoint == "convening.cancel" else "",
        "guests": request.form.get("guests", "") if request.endpoint == "convening.count_guests" else "",
        "item": request.form.get("title", "") if request.endpoint == "convening.add_own_item" else "",
        "substitute": request.form.get("appointment_id", ""),
        "leave": reason if request.endpoint == "convening.ask_leave" else "",
    }


def _is_party_first() -> bool:
    return request.endpoint == "convening.record_party_discussion"


WITH_ORDERS = frozenset({"ENDED", "MINUTES_SIGNED", "ISSUED"})
"""States in which a meeting may have handed over orders."""


def _about(found: Meeting) -> dict[str, Any]:
    """What its body brings along: who may demand a meeting of residents, and who did; its orders, its empty seats."""
    body = queries.profile_of(found).body
    ask = house().offers.handed_over
    return {
        "vacant": vacancies(found.id),
        "asked_again": is_asked_again(found),
        "handed": ask(found.id) if ask and found.state in WITH_ORDERS else None,
        "steps_after": steps_after(body, found.state, found.facts),
        "residents_steps": RESIDENTS_STEPS,
        "shown_until": published_until(found),
        "steps_said": _steps_said(found),
        "demanded": called_because(found, body),
        "demands": DEMANDS.get(body, {}) if found.state == "PLANNED" else {},
    }


def _steps_said(found: Meeting) -> dict[str, str]:
    """Of each step before or after a meeting of residents: the day, or why it does not concern this one."""
    return {
        code: day_text(date.fromisoformat(said["on"])) if "on" in said else _("这次不涉及：%(why)s", why=said["reason"])
        for code, said in found.facts.get("steps", {}).items()
    }
