"""The orders of a meeting: drafted, changed, issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, render_template, request
from flask_babel import gettext as _

from deliberation.agenda.queries import items_of
from deliberation.convening.access import meeting_for
from deliberation.kernel import clock, seen
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries.duties import Suggested, suggested
from deliberation.owners.rules import OWNERS_MATTER_STATES
from deliberation.supervision import access, actions, forms, queries, rules
from deliberation.supervision.views.frame import blueprint, to_meeting, to_order
from deliberation.web import asking
from deliberation.web.acting import attempt, told
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from datetime import date

    from deliberation.convening.models import Meeting


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/orders")
@guard("order.draft")
def meeting_orders(meeting_id: int) -> Any:
    """What was decided, and under each decision who does what by when."""
    return meeting_page(meeting_id)


def meeting_page(meeting_id: int, problem: str = "") -> str:
    """The table of a meeting's decisions and orders, with what went wrong at the top."""
    meeting = here(meeting_for(current_actor(), "order.draft", meeting_id))
    rows = queries.meeting_rows(meeting_id)
    today = clock.today()
    drafts = [one for row in rows for one in row.lines if one.order.state == "DRAFT"]
    ready = [one for one in drafts if not one.is_locked and one.order.due_on >= today]
    return render_template(
        "supervision/meeting_orders.html",
        meeting=meeting,
        rows=rows,
        asked=queries.asked_for(meeting_id),
        problem=problem,
        today=today,
        flow=rules.ORDER_FLOW,
        owners_states=OWNERS_MATTER_STATES,
        unissued=rules.UNISSUED,
        missing=sum(row.decision is not None and not row.lines for row in rows),
        ready=len(ready),
        drafts_seen=[seen.value("order", one.order) for one in drafts],
    )


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/orders/draft")
@guard("order.draft")
def draft(meeting_id: int) -> Any:
    """Write one draft under every decision that has no order yet."""
    here(meeting_for(current_actor(), "order.draft", meeting_id))
    return attempt(
        lambda: actions.draft_from_decisions(current_actor(), meeting_id),
        lambda said: meeting_page(meeting_id, said),
        lambda _made: to_meeting(meeting_id),
        lambda made: _("起草了 %(n)s 张督办单，请核对单位、责任人和时限。", n=len(made)),
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/orders/issue")
@guard("order.issue", shows="order")
def issue_all(meeting_id: int) -> Any:
    """Issue every draft of the meeting that can be issued."""
    here(meeting_for(current_actor(), "order.issue", meeting_id))
    return attempt(
        lambda: actions.issue_all(current_actor(), meeting_id),
        lambda said: meeting_page(meeting_id, said),
        lambda _made: to_meeting(meeting_id),
        lambda issued: _("交办了 %(n)s 张督办单。", n=len(issued)),
        tone="message",
    )


@blueprint.route("/desk/<compound_slug>/meetings/<int:meeting_id>/orders/new", methods=["GET", "POST"])
@guard("order.draft")
def new(meeting_id: int) -> Any:
    """One more order: under the decision that the address names, from a line of the record, or under none."""
    meeting = here(meeting_for(current_actor(), "order.draft", meeting_id))
    row = _row_of(meeting_id, asking.number("motion", 0))
    asked = _asked(meeting_id, asking.number("line", 0))
    first = _first_words(meeting, row, asked) if request.method == "GET" else None
    form = forms.OrderForm.in_compound(compound().id, data=first)
    items = [] if row else items_of(meeting_id)
    form.ask_item([(item.id, _("第 %(n)s 项：%(title)s", n=item.position, title=item.title)) for item in items])
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        motion_id = row.decision.motion_id if row and row.decision else None
        try:
            drafted = form.draft(meeting_id=meeting_id, motion_id=motion_id, line_id=asked.line_id if asked else None)
            made = actions.draft_order(current_actor(), compound().id, drafted)
        except Refused as refused:
            _said, status = told(refused)
            form.refuse(refused)
        else:
            flash(_("已起草 %(number)s，核对后交办。", number=made.number), "success")
            return to_meeting(meeting_id)
    waits = row.needs_owners if row else any(queries.is_the_owners(item) for item in items)
    return render_template(
        "supervision/new.html",
        form=form,
        meeting=meeting,
        row=row,
        asked=asked,
        quick=_quick(meeting_id),
        waits=waits,
        duty=_by_duty(row, asked),
    ), status


def _row_of(meeting_id: int, motion_id: int) -> queries.DecidedRow | None:
    if not motion_id:
        return None
    for row in queries.meeting_rows(meeting_id):
        if row.decision is not None and row.decision.motion_id == motion_id:
            return row
    raise Refused(Reason.NOT_FOUND)


def _asked(meeting_id: int, line_id: int) -> queries.Asked | None:
    if not line_id:
        return None
    for asked in queries.asked_for(meeting_id):
        if asked.line_id == line_id:
            return asked
    raise Refused(Reason.NOT_FOUND)


def _first_words(meeting: Meeting, row: queries.DecidedRow | None, asked: queries.Asked | None) -> dict[str, Any]:
    """What the form says before anybody types. A line of the record may name people: it never fills the title."""
    text = row.decision.text if row and row.decision else (asked.text if asked else "")
    units = queries.units(meeting.compound_id)
    found = _by_duty(row, asked)
    unit = rules.charged_unit(text, units) or next(
        (one for one in units if found is not None and one.party_id == found.party.id), None
    )
    due = queries.first_due(meeting, text)
    first: dict[str, Any] = {
        "requirement": text,
        "due_on": due.on,
        "due_days": due.days,
        "lead_party_id": unit.party_id if unit else forms.NOBODY,
        # The question that was answered at the motion is not asked a second time; what waits for the owners waits.
        "own_duty": row.decision.class_reason if row and row.decision and not row.needs_owners else "",
    }
    if asked:
        first |= {"item_id": asked.item_id or forms.NOBODY}
    return first


def _by_duty(row: queries.DecidedRow | None, asked: queries.Asked | None) -> Suggested | None:
    """Whose duty it is by the 职责清单: a suggestion with the words by which it was found."""
    decision = row.decision if row else None
    text = f"{decision.item_title} {decision.text}" if decision else (asked.text if asked else "")
    return suggested(compound().id, text) if text else None


def _quick(meeting_id: int | None) -> list[tuple[int, date]]:
    """The usual periods and the date on which each ends, by the rules of the order's meeting."""
    return [(days, queries.due_after(meeting_id, days, clock.today())) for days in rules.QUICK_DAYS]


@blueprint.route("/desk/<compound_slug>/orders/<int:order_id>/edit", methods=["GET", "POST"])
@guard("order.draft")
def edit(order_id: int) -> Any:
    """Change an order that binds nobody yet."""
    found = here(access.order_for(current_actor(), "order.draft", order_id))
    if request.method == "GET" and not rules.ORDER_FLOW.can(found.state, "order.edit"):
        return to_order(order_id)
    form = forms.OrderForm.in_compound(compound().id, obj=found)
    form.ask_item([])
    if request.method == "GET" and found.responsible_id is None:
        form.responsible_id.data = forms.NOBODY
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            actions.edit_draft(current_actor(), order_id, form.draft())
        except Refused as refused:
            _said, status = told(refused)
            form.refuse(refused)
        else:
            flash(_("已修改。"))
            return to_meeting(found.meeting_id) if found.meeting_id else to_order(order_id)
    return render_template(
        "supervision/edit.html",
        form=form,
        order=found,
        quick=_quick(found.meeting_id),
        duty=suggested(found.compound_id, f"{found.title} {found.requirement}"),
    ), status
