"""查阅申请 at the desk: the list, one request, who asked (written into the log), the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.disclosure import access, forms, papers, queries, rules
from deliberation.disclosure.actions import requests as actions
from deliberation.disclosure.views.frame import blueprint
from deliberation.kernel import clock
from deliberation.kernel.masking import building_only, mask_name, mask_phone
from deliberation.web.acting import attempt
from deliberation.web.fields import Form
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.disclosure.models import InspectionRequest

ACTS = ("grant", "point_out", "refuse", "complete")


@papers.REQUESTS.at(blueprint, "/desk/<compound_slug>/inspections/")
@guard("inspection.read")
def requests(sheet: str = "") -> Any:
    """Who waits for an answer, until when; what was answered."""
    rows = queries.requests(compound().id, **papers.REQUESTS.chosen())
    return papers.REQUESTS.answer(sheet, rows, "disclosure/requests.html", rules=rules, today=clock.today())


@blueprint.route("/desk/<compound_slug>/inspections/new", methods=["GET", "POST"])
@guard(actions.ENTER)
def enter_request() -> Any:
    """代为登记 a request that came on paper, by phone or at the counter."""
    form = forms.EnteredRequestForm(data=None if request.method == "POST" else {"came_on": clock.today()})
    if not form.validate_on_submit():
        return _enter_page(form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.enter(current_actor(), compound().id, form.draft(), form.came_on.data),
        lambda _said: _enter_page(form),
        lambda made: redirect(url_for("disclosure.request_page", request_id=made.id)),
        lambda made: _("已登记，回执号 %(code)s，请告诉申请人，凭它可以看答复。", code=made.receipt_code),
        form=form,
    )


def _enter_page(form: forms.EnteredRequestForm) -> str:
    return render_template(
        "disclosure/enter.html", form=form, days=rules.ANSWER_DAYS, source=rules.ANSWER_SOURCE, law=rules.SOURCE
    )


def _loaded(request_id: int, permission: str = "inspection.read") -> InspectionRequest:
    found: InspectionRequest = here(access.request_for(current_actor(), permission, request_id))
    return found


@blueprint.get("/desk/<compound_slug>/inspections/<int:request_id>")
@guard("inspection.read")
def request_page(request_id: int) -> Any:
    """One request; who asked is masked."""
    return _page(_loaded(request_id))


def _page(
    found: InspectionRequest, tried: dict[str, Form] | None = None, problem: str = "", *, in_full: bool = False
) -> str:
    document = queries.published_document(found.compound_id, found.document_id) if found.document_id else None
    return render_template(
        "disclosure/request.html",
        asked=found,
        kind=rules.KINDS[found.kind],
        rules=rules,
        problem=problem,
        who=_who(found, in_full=in_full),
        in_full=in_full,
        late=rules.is_overdue(found.state, found.due_on, clock.today()),
        forms=_forms() | (tried or {}),
        tried=set(tried or {}),
        may={act: _may(found, act) for act in ACTS},
        document=document,
        version=access.version_of(document, document.version) if document else None,
    )


def _may(found: InspectionRequest, act: str) -> bool:
    return can("inspection.answer") and rules.REQUEST_FLOW.can(found.state, f"inspection.{act}")


def _who(found: InspectionRequest, *, in_full: bool) -> list[tuple[str, str]]:
    """Name, phone and room as this visitor reads them now."""
    if in_full:
        shown = (found.name, found.phone, found.unit)
    else:
        shown = (
            mask_name(found.name),
            mask_phone(found.phone),
            building_only(found.unit) or ("**" if found.unit else ""),
        )
    return list(zip((_("姓名"), _("电话"), _("房号")), shown, strict=True))


def _forms(*, sent: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "grant": forms.GrantForm,
        "point_out": forms.PointOutForm,
        "refuse": forms.RefuseForm,
        "complete": forms.CompleteForm,
    }
    if sent:
        made = {sent: made[sent]()}
    else:
        made = {act: form(formdata=None) for act, form in made.items()}
        made["complete"].inspected_on.data = clock.today()
    if "point_out" in made:
        published = queries.published_by_kind(compound().id)
        made["point_out"].document_id.choices = [
            (shown.document.id, f"{_(rules.KINDS[kind].label)}：{shown.version.title}")
            for kind, documents in published.items()
            for shown in documents
        ]
    return made


@blueprint.post("/desk/<compound_slug>/inspections/<int:request_id>/contact")
@guard("inspection.answer")
def contact(request_id: int) -> Any:
    """Name, phone and room in full; that somebody looked is written into the log."""
    found = _loaded(request_id, "inspection.answer")
    actions.see_contact(current_actor(), request_id)
    return _page(found, in_full=True)


def _act(request_id: int, act: str, do: Callable[[Any], object], said: str) -> Any:
    """Form → action → back to the request; a refusal stands on the page, and what was typed in its form."""
    found, form = _loaded(request_id, "inspection.answer"), _forms(sent=act)[act]
    if not form.validate_on_submit():
        return _page(found, {act: form}), 422
    return attempt(
        lambda: do(form),
        lambda problem: _page(found, {act: form}, problem),
        lambda _made: redirect(url_for(".request_page", request_id=request_id)),
        said,
    )


@blueprint.post("/desk/<compound_slug>/inspections/<int:request_id>/grant")
@guard("inspection.answer", shows="inspection")
def grant(request_id: int) -> Any:
    """Grant an inspection 同意查阅."""

    def do(form: Any) -> object:
        return actions.grant(current_actor(), request_id, form.at(), form.place.data, form.text.data or "")

    return _act(request_id, "grant", do, _("已答复。申请人凭回执号看到时间和地点；请再打电话告诉他。"))


@blueprint.post("/desk/<compound_slug>/inspections/<int:request_id>/point-out")
@guard("inspection.answer", shows="inspection")
def point_out(request_id: int) -> Any:
    """Point to a published document 资料已公开."""

    def do(form: Any) -> object:
        return actions.point_out(current_actor(), request_id, form.document_id.data, form.text.data or "")

    return _act(request_id, "point_out", do, _("已答复，申请人凭回执号看到资料的链接。"))


@blueprint.post("/desk/<compound_slug>/inspections/<int:request_id>/refuse")
@guard("inspection.answer", shows="inspection")
def refuse(request_id: int) -> Any:
    """Refuse an inspection 不能查阅."""

    def do(form: Any) -> object:
        return actions.refuse(current_actor(), request_id, form.ground.data, form.text.data or "")

    return _act(request_id, "refuse", do, _("已答复，理由告诉了申请人。"))


@blueprint.post("/desk/<compound_slug>/inspections/<int:request_id>/complete")
@guard("inspection.answer", shows="inspection")
def complete(request_id: int) -> Any:
    """Record that the inspection took place 登记已查阅."""

    def do(form: Any) -> object:
        return actions.complete(current_actor(), request_id, form.inspected_on.data)

    return _act(request_id, "complete", do, _("已登记。"))
