"""One order: everything about it, and what the visitor may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _

from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules import OWNERS_MATTER_STATES
from deliberation.supervision import access, actions, forms, queries, rules
from deliberation.supervision.views.frame import blueprint, to_meeting, to_order
from deliberation.supervision.views.meeting import meeting_page
from deliberation.web.acting import attempt, told
from deliberation.web.errors import message_of
from deliberation.web.fields import Form
from deliberation.web.guard import guard
from deliberation.web.session import current_actor, here
from deliberation.web.uploads import megabytes_for

FORMS: dict[str, type[Form]] = {
    "order.issue": forms.PressForm,
    "order.cancel": forms.ReasonForm,
    "order.accept": forms.PressForm,
    "order.refuse": forms.ReasonForm,
    "order.report": forms.ReportForm,
    "order.complete": forms.CompletionForm,
    "order.urge": forms.NoteForm,
    "order.check": forms.NoteForm,
    "order.rework": forms.ReasonForm,
    "order.close": forms.NoteForm,
    "order.reopen": forms.ReopenForm,
}
"""The form of each act on an order; its fields carry the act's name before theirs."""


def _form(act: str, **given: Any) -> Any:
    return FORMS[act](prefix=act.replace(".", "-"), **given)


@blueprint.get("/desk/<compound_slug>/orders/<int:order_id>")
@guard("order.read")
def order(order_id: int) -> Any:
    """Everything about one order, and what the visitor may do with it now."""
    return order_page(order_id)


def order_page(order_id: int, tried: dict[str, Any] | None = None, problem: str = "") -> str:
    """The page of one order; `tried` are forms with what was typed, `problem` is why nothing was done."""
    actor = current_actor()
    found = here(access.order_for(actor, "order.read", order_id))
    events = queries.history(order_id)
    may_release = "order.release" in access.acts(actor, found)
    names = queries.names_not_to_show(found) if may_release else []
    for form in (tried or {}).values():
        if "photos" in form:
            form.photos.keep()
    empty = {act: _form(act, formdata=None, data={"progress": found.progress}) for act in FORMS}
    return render_template(
        "supervision/order.html",
        line=queries.line(found),
        order=found,
        events=events,
        photos=queries.photos_of(events),
        waiting_lines=queries.waiting_lines(order_id) if may_release else frozenset(),
        findings={e.id: rules.suspects(e.text, names) for e in events} if may_release else {},
        acts=access.acts(actor, found),
        forms=empty | (tried or {}),
        problem=problem,
        has_signers=bool(queries.signers(found)),
        source=queries.source_of(found),
        flow=rules.ORDER_FLOW,
        owners_states=OWNERS_MATTER_STATES,
    )


def _act(order_id: int, act: str, do: Callable[[Actor, Any], object], done: str) -> Any:
    """Form → action → back to the order; a refusal stands on the page, and what was typed in its form."""
    actor, form = current_actor(), _form(act)
    found = here(access.order_at(order_id))  # what the table grants is asked once, by the action
    back, meeting_id = request.form.get("back") == "meeting", found.meeting_id
    if not form.validate_on_submit():
        return order_page(order_id, {act: form}), 422
    return attempt(
        lambda: do(actor, form),
        lambda said: meeting_page(meeting_id, said) if back else order_page(order_id, {act: form}, said),
        lambda _made: to_meeting(meeting_id) if back else to_order(order_id),
        done,
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/issue")
@guard("order.issue", shows="order")
def issue(order_id: int) -> Any:
    """Issue an order to its unit 交办."""
    return _act(
        order_id,
        "order.issue",
        lambda who, _form: actions.issue_order(who, order_id),
        _("已交办，承办单位会收到通知。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/cancel")
@guard("order.issue", shows="order")
def cancel(order_id: int) -> Any:
    """Cancel an order 取消."""
    return _act(
        order_id,
        "order.cancel",
        lambda who, f: actions.cancel_order(who, order_id, f.text.data),
        _("已取消这张督办单。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/urge")
@guard("order.urge")
def urge(order_id: int) -> Any:
    """Urge the unit of an order 催办."""
    return _act(
        order_id,
        "order.urge",
        lambda who, f: actions.urge(who, order_id, f.text.data or ""),
        _("已催办，提醒已发给承办单位。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/accept")
@guard("order.accept", shows="order")
def accept(order_id: int) -> Any:
    """The unit accepts the order 签收."""
    return _act(order_id, "order.accept", lambda who, _form: actions.accept_order(who, order_id), _("已签收。"))


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/refuse")
@guard("order.accept", shows="order")
def refuse(order_id: int) -> Any:
    """The unit sends the order back 退回."""
    return _act(
        order_id,
        "order.refuse",
        lambda who, f: actions.refuse_order(who, order_id, f.text.data),
        _("已退回，由党支部决定。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/report")
@guard("order.report", megabytes=megabytes_for(forms.MOST_PHOTOS))
def report(order_id: int) -> Any:
    """The unit reports progress 报告进展."""
    return _act(
        order_id,
        "order.report",
        lambda who, f: actions.report_progress(who, order_id, f.progress.data, f.text.data, f.photos.photos),
        _("进展已记下。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/complete")
@guard("order.report", megabytes=megabytes_for(forms.MOST_PHOTOS), shows="order")
def complete(order_id: int) -> Any:
    """The unit reports completion 申报办结."""
    return _act(
        order_id,
        "order.complete",
        lambda who, f: actions.report_completion(who, order_id, f.text.data, f.photos.photos),
        _("已申报办结，等其他方验收。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/check")
@guard("order.check", shows="order")
def check(order_id: int) -> Any:
    """Accept the completed work 验收通过."""
    return _act(
        order_id,
        "order.check",
        lambda who, f: actions.check_completion(who, order_id, f.text.data or ""),
        _("已验收通过，等待销号。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/rework")
@guard("order.check", shows="order")
def rework(order_id: int) -> Any:
    """Send the work back to be done again 退回重办."""
    return _act(
        order_id,
        "order.rework",
        lambda who, f: actions.send_back(who, order_id, f.text.data),
        _("已退回重办，已告诉承办单位。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/close")
@guard("order.close", shows="order")
def close(order_id: int) -> Any:
    """Close an order 销号."""
    return _act(
        order_id,
        "order.close",
        lambda who, f: actions.close_order(who, order_id, f.text.data or ""),
        _("已销号。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/reopen")
@guard("order.reopen", shows="order")
def reopen(order_id: int) -> Any:
    """重新办理 what was closed"""
    return _act(
        order_id,
        "order.reopen",
        lambda who, f: actions.reopen_order(who, order_id, f.again()),
        _("已重新办理，已告诉承办单位。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/lines/<int:event_id>/release")
@guard("order.draft", shows="order")
def release(order_id: int, event_id: int) -> Any:
    """Let residents read a line of the history."""
    _line_of(order_id, event_id)
    try:
        actions.release_line(current_actor(), event_id, confirmed=bool(forms.ReleaseForm().confirmed.data))
    except Refused as refused:
        _said, status = told(refused)
        return order_page(order_id, problem=_why_held(refused)), status
    flash(_("居民现在看得到这一条。"), "success")
    return to_order(order_id)


def _why_held(refused: Refused) -> str:
    """The refusal of a release; words of a history cannot be changed, so it does not ask for that."""
    if refused.reason is not Reason.MASKING_UNCONFIRMED:
        return message_of(refused)
    said = _(
        "这一条里像有个人信息：%(what)s逐处看过、可以公开的，请先勾选再公开；不能公开的，请选“不公开”，让承办单位另报一条。",
        what=refused.facts["found"],
    )
    return str(said)


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/lines/<int:event_id>/leave")
@guard("order.draft", shows="order")
def leave(order_id: int, event_id: int) -> Any:
    """Keep inside what waits to be released."""
    _line_of(order_id, event_id)
    actions.leave_line(current_actor(), event_id)
    flash(_("已定为不公开，不再提醒。"), "success")
    return to_order(order_id)


@blueprint.post("/desk/<compound_slug>/orders/<int:order_id>/lines/<int:event_id>/withhold")
@guard("order.draft", shows="order")
def withhold(order_id: int, event_id: int) -> Any:
    """Take a line of the history back from the residents' page."""
    _line_of(order_id, event_id)
    actions.withhold_line(current_actor(), event_id)
    flash(_("这一条不再公开。"), "success")
    return to_order(order_id)


def _line_of(order_id: int, event_id: int) -> None:
    """Refuse a line that is not of the order in the address."""
    here(access.order_for(current_actor(), "order.draft", order_id))
    if all(e.id != event_id for e in queries.history(order_id)):
        raise Refused(Reason.NOT_FOUND)
