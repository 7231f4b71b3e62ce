"""The residents' pages, which ask for no account, and the desk's pages of publication."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.collection.queries.alike import perhaps_said
from deliberation.collection.rules import CATEGORIES
from deliberation.convening.access import meeting_for
from deliberation.convening.queries.series import next_expected
from deliberation.convening.rules import MEETING_FLOW
from deliberation.kernel import clock, personal
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation import queries as organisation
from deliberation.owners.queries import results as owners_results
from deliberation.publication import access, actions, papers, queries, rules
from deliberation.publication.forms import AnswerForm, ObjectionForm, PublishForm, ResolutionForm
from deliberation.publication.queries import entrance
from deliberation.publication.queries.annulled import annulled_decisions
from deliberation.publication.queries.corrected import corrected_decisions
from deliberation.publication.views.frame import blueprint
from deliberation.supervision import queries as supervision
from deliberation.supervision.queries import Filter, residents
from deliberation.supervision.rules import LIGHTS
from deliberation.web import asking
from deliberation.web.acting import attempt, told
from deliberation.web.extensions import limiter, receipts_limit
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import compound, current_actor, here

ORDERS_AT_A_GLANCE = 5


def _page_number() -> int:
    return asking.page_number()


def _words(name: str) -> str:
    """A filter from the address, cut to a sensible length."""
    return asking.words(name)


def _options(pairs: Iterable[tuple[Any, str]]) -> list[tuple[Any, str]]:
    return [("", _("全部")), *pairs]


# Residents


@blueprint.get("/")
@guard("public.read")
def compounds() -> Any:
    """The residents' entrance: which compound?"""
    q = _words("q")
    found = entrance.entrances(q)
    is_new = not found and not q and organisation.is_blank()
    return render_template("publication/compounds.html", found=found, q=q, is_new=is_new)


@blueprint.get("/c/<compound_slug>/")
@guard("public.read")
def home() -> Any:
    """One compound at a glance: next meeting, topic box, resolutions in their period, orders."""
    here = compound()
    return render_template(
        "publication/home.html",
        meeting=next(iter(entrance.coming_meetings(here.id, 1)), None),
        expected=next_expected(here.id),
        in_period=queries.in_period(here.id),
        effective=queries.latest_effective(here.id),
        orders=residents.public_orders(here.id, size=ORDERS_AT_A_GLANCE).items,
        running_votes=owners_results.running_votes(here.id),
        flow=rules.RESOLUTION_FLOW,
        left=_left,
    )


def _left(resolution: Any) -> int:
    return rules.days_left(clock.today(), resolution.ends_on, resolution.published_on)


@blueprint.get("/c/<compound_slug>/resolutions/")
@guard("public.read")
def resolutions() -> Any:
    """Published resolutions, by words, month and category."""
    here, q, month, category = compound(), _words("q"), _words("month"), _words("category")
    return render_template(
        "publication/resolutions.html",
        page=queries.published(here.id, q, month, category, _page_number()),
        month_options=_options((m, f"{m[:4]}年{int(m[5:])}月") for m in queries.published_months(here.id)),
        category_options=_options((code, _(label)) for code, label in CATEGORIES.items()),
        chosen={"q": q, "month": month, "category": category},
        flow=rules.RESOLUTION_FLOW,
        left=_left,
    )


@blueprint.get("/c/<compound_slug>/resolutions/<public_id>")
@guard("public.read")
def resolution(public_id: str) -> Any:
    """One resolution from its frozen copy, with the box for objections while the period runs."""
    return _resolution_page(here(access.published_for(public_id)), ObjectionForm(formdata=None))


def _resolution_page(found: Any, form: ObjectionForm) -> str:
    return render_template("publication/resolution.html", form=form, **_about(found))


def _about(found: Any) -> dict[str, Any]:
    versions = queries.versions(found.meeting_id)
    left = _left(found)
    return {
        "resolution": found,
        "frozen": found.frozen,
        "items": rules.by_item(found.frozen["decisions"]),
        "met_at": datetime.fromisoformat(found.frozen["meeting"]["starts_at"]),
        "orders": queries.orders_of(found),
        "annulled": annulled_decisions(found.meeting_id),
        "corrected": corrected_decisions(found.meeting_id),
        "versions": versions,
        "objections": queries.objections(v.id for v in versions),
        "held_by": queries.holding_back(found),
        "is_prolonged": rules.is_prolonged(found.published_on, found.ends_on, found.days),
        "left": left,
        "may_object": left > 0 and found.state in {"PUBLISHED", "OBJECTED"},
        "flow": rules.RESOLUTION_FLOW,
        "outcomes": rules.OUTCOME_LABELS,
        "advised": rules.ADVISED_LABELS,
    }


@blueprint.get("/c/<compound_slug>/resolutions/<public_id>/paper")
@guard("public.read")
def resolution_paper(public_id: str) -> Any:
    """The same on A4 for the notice board."""
    found = here(access.published_for(public_id))
    return render_template("publication/resolution_paper.html", **_about(found))


@blueprint.get("/c/<compound_slug>/resolutions/<public_id>/qr.svg")
@guard("public.read")
def resolution_qr(public_id: str) -> Response:
    """The QR code of the public page."""
    here(access.published_for(public_id))
    address = lasting_url("publication.resolution", public_id=public_id)
    return Response(papers.qr_svg(address), mimetype="image/svg+xml")


@blueprint.post("/c/<compound_slug>/resolutions/<public_id>/objections")
@guard("resolution.object")
@limiter.limit("20 per hour")
def object_to(public_id: str) -> Any:
    """Take an objection; answer with its receipt number."""
    found = here(access.published_for(public_id))
    form = ObjectionForm()
    if not form.validate_on_submit():
        return _resolution_page(found, form), 422
    return attempt(
        lambda: actions.object_to(public_id, form.draft()),
        lambda _said: _resolution_page(found, form),
        lambda objection: redirect(url_for("publication.objection", receipt_code=objection.receipt_code)),
        form=form,
    )


@blueprint.get("/objections/<receipt_code>")
@guard("public.read")
@receipts_limit("publication.objection")
def objection(receipt_code: str) -> Any:
    """What became of an objection, for whoever holds its receipt number."""
    found = access.objection_by_receipt(receipt_code)
    about, where = access.resolution_of(found)
    return render_template("publication/objection.html", objection=found, resolution=about, compound=where)


@blueprint.get("/c/<compound_slug>/orders/")
@guard("public.read")
def orders() -> Any:
    """What is being done, by whom, until when, how far; by words, light and unit."""
    here = compound()
    chosen = Filter(light=_words("light"), unit=asking.number("unit", 0), q=_words("q"))
    return render_template(
        "publication/orders.html",
        page=residents.public_orders(here.id, chosen, _page_number()),
        chosen=chosen,
        light_options=_options((code, f"{sign} {_(word)}") for code, (sign, word) in LIGHTS.items()),
        unit_options=_options((u.party_id, u.name) for u in supervision.units(here.id)),
    )


@blueprint.get("/c/<compound_slug>/meetings/")
@guard("public.read")
def meetings() -> Any:
    """The meetings to come with their agenda, and those that have been."""
    return render_template(
        "publication/meetings.html",
        coming=entrance.coming_meetings(compound().id),
        page=entrance.past_meetings(compound().id, _page_number()),
        flow=MEETING_FLOW,
    )


@blueprint.get("/privacy")
@guard("public.read")
def privacy() -> Any:
    """Who processes which personal data, what for, how long, and the rights of the person (PIPL §17)."""
    everywhere = organisation.compounds()
    handlers = dict.fromkeys(one.community.subdistrict.name for one in everywhere)
    return render_template(
        "publication/privacy.html",
        kinds=personal.KINDS,
        handlers=handlers,
        contacts=[one for one in everywhere if one.phone],
    )


# The desk


@papers.RESOLUTIONS.at(blueprint, "/desk/<compound_slug>/resolutions/")
@guard("desk.read")
def desk_resolutions(sheet: str = "") -> Any:
    """Drafts, periods, objections; meetings whose resolution is not yet written."""
    here = compound()
    access.admit_to_desk(current_actor(), here.id)
    return papers.RESOLUTIONS.answer(
        sheet,
        queries.desk_resolutions(here.id, **papers.RESOLUTIONS.chosen()),
        "publication/desk_resolutions.html",
        lambda _page: {"to_write": queries.meetings_to_write_up(here.id)},
        flow=rules.RESOLUTION_FLOW,
        meeting_flow=MEETING_FLOW,
        left=_left,
    )


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/resolution")
@guard("resolution.prepare")
def draft(meeting_id: int) -> Any:
    """Write the first text of a meeting's resolution, or go to the one that there is."""
    actor = current_actor()
    here(meeting_for(actor, "resolution.prepare", meeting_id))
    return _to_desk(actions.draft_resolution(actor, meeting_id).id)


def _to_desk(resolution_id: int) -> Any:
    return redirect(url_for("publication.desk_resolution", resolution_id=resolution_id))


def _loaded(resolution_id: int, permission: str = "resolution.prepare") -> Any:
    return here(access.resolution_for(current_actor(), permission, resolution_id))


@blueprint.get("/desk/<compound_slug>/resolutions/<int:resolution_id>")
@guard("desk.read")
def desk_resolution(resolution_id: int) -> Any:
    """One resolution: its draft, or what it has met since it was published."""
    found = here(access.resolution_at_desk(current_actor(), resolution_id))
    return _desk_page(found, ResolutionForm(formdata=None, obj=found))


def _desk_page(found: Any, form: ResolutionForm, publish: PublishForm | None = None, **answering: Any) -> str:
    meeting = queries.meeting_of(found)
    suspects = queries.suspects(found) if found.state == "DRAFT" else []
    asked = {"q": _words("q"), "state": _words("state")}
    return render_template(
        "publication/desk_resolution.html",
        resolution=found,
        items=rules.by_item((found.frozen or {}).get("decisions", ())),
        meeting=meeting,
        form=form,
        publish=publish or PublishForm.about(suspects),
        suspects=suspects,
        least=queries.least_period_of(meeting),
        flow=rules.RESOLUTION_FLOW,
        meeting_flow=MEETING_FLOW,
        left=_left,
        objections=queries.desk_objections(found.id, **asked).page(_page_number()),
        asked=asked,
        objection_options=_options((code, _(label)) for code, label in rules.OBJECTION_STATES.items()),
        outcomes=rules.OUTCOME_LABELS,
        advised=rules.ADVISED_LABELS,
        corrected=corrected_decisions(meeting.id),
        finding_labels=rules.FINDING_LABELS,
        posting_gap=queries.posting_gap(found),
        ends_on=queries.last_day_of(found, clock.today()),
        held_by=queries.holding_back(found),
        is_prolonged=rules.is_prolonged(found.published_on, found.ends_on, found.days),
        is_saved=not form.errors,
        seal=rules.seal_of_draft(found.title, found.text, found.days),
        answer_form=answering.get("answer_form") or AnswerForm(formdata=None),
        answering=answering.get("objection_id"),
    )


@papers.OBJECTIONS.files(blueprint, "/desk/<compound_slug>/resolutions/<int:resolution_id>/objections")
@guard("desk.read")
def objections_sheet(resolution_id: int, sheet: str) -> Any:
    """The objections to a version, without who handed them in."""
    found = here(access.resolution_at_desk(current_actor(), resolution_id))
    return papers.OBJECTIONS.file(sheet, queries.desk_objections(found.id, _words("q"), _words("state")))


@blueprint.post("/desk/<compound_slug>/resolutions/<int:resolution_id>")
@guard("resolution.prepare")
def edit(resolution_id: int) -> Any:
    """Keep the changed draft."""
    found, form = _loaded(resolution_id), ResolutionForm()
    if not form.validate_on_submit():
        return _desk_page(found, form), 422
    try:
        actions.edit_resolution(current_actor(), resolution_id, form.edit())
    except Refused as refused:
        said, status = told(refused)
        where = form.days if refused.reason is Reason.PERIOD_TOO_SHORT else form
        _add_error(where, said)
        return _desk_page(found, form), status
    flash(_("草稿已保存。"))
    return _to_desk(resolution_id)


def _add_error(where: Any, message: str) -> None:
    if isinstance(where, ResolutionForm):
        where.form_errors.append(message)
    else:
        where.errors = [message]


@blueprint.post("/desk/<compound_slug>/resolutions/<int:resolution_id>/publish")
@guard("resolution.publish")
def publish(resolution_id: int) -> Any:
    """Show it to the residents."""
    found = _loaded(resolution_id, "resolution.publish")
    suspects = queries.suspects(found)
    form = PublishForm.about(suspects)
    return attempt(
        lambda: actions.publish(current_actor(), resolution_id, form.confirms(suspects), form.seen.data or ""),
        lambda _said: _desk_page(found, ResolutionForm(formdata=None, obj=found), form),
        lambda _made: _to_desk(resolution_id),
        _("已公示。居民现在可以看到。"),
        form=form,
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/resolutions/<int:resolution_id>/correct")
@guard("resolution.prepare", shows="resolution")
def correct(resolution_id: int) -> Any:
    """Begin a new version."""
    _loaded(resolution_id)
    return _to_desk(actions.correct(current_actor(), resolution_id).id)


@blueprint.post("/desk/<compound_slug>/resolutions/<int:resolution_id>/objections/<int:objection_id>/answer")
@guard("objection.answer", shows="resolution")
def answer(resolution_id: int, objection_id: int) -> Any:
    """Answer an objection in public."""
    found, form = _loaded(resolution_id, "objection.answer"), AnswerForm()
    if not form.validate_on_submit():
        return _answering(found, form, objection_id), 422
    try:
        access.objection_of(found, objection_id)
        actions.answer_objection(current_actor(), objection_id, form.answer.data or "")
    except Refused as refused:
        said, status = told(refused)
        form.answer.errors = [said]
        return _answering(found, form, objection_id), status
    flash(_("答复已公开。"))
    return _to_desk(resolution_id)


def _answering(found: Any, form: AnswerForm, objection_id: int) -> str:
    return _desk_page(found, ResolutionForm(formdata=None, obj=found), answer_form=form, objection_id=objection_id)


@blueprint.post("/c/<compound_slug>/similar")
@guard("topic.submit")
@limiter.limit("240 per hour")
def similar() -> Any:
    """Public matters that sound like what somebody is writing, for the script of the topic box; nothing is kept."""
    alike = perhaps_said(compound().id, request.form.get("situation"), request.form.get("place"))
    return render_template("publication/similar.html", alike=alike, looked=True)
