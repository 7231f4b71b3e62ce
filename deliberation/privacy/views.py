"""个人信息 at the desk: the register of what persons ask, one request, its answer, the list of what was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.audit.erasing import erasures
from deliberation.kernel import clock
from deliberation.privacy import access, actions, forms, papers, queries, rules
from deliberation.privacy.queries.copies import people_called
from deliberation.sheets.answers import book_answer
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.privacy.models import PersonRequest

blueprint = Blueprint("privacy", __name__)


@papers.REQUESTS.at(blueprint, "/desk/<compound_slug>/person-requests/")
@guard("person_request.read")
def requests(sheet: str = "") -> Any:
    """Who asked what about their own data, until when it is to be answered, how the answer stood."""
    rows = queries.requests(compound().id, **papers.REQUESTS.chosen())
    return papers.REQUESTS.answer(sheet, rows, "privacy/requests.html", rules=rules, papers=papers, today=clock.today())


@blueprint.route("/desk/<compound_slug>/person-requests/new", methods=["GET", "POST"])
@guard(actions.ENTER)
def enter_request() -> Any:
    """登记个人请求."""
    form = forms.RequestForm(data=None if request.method == "POST" else {"received_on": clock.today()})
    if not form.validate_on_submit():
        return _enter_page(form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.enter(current_actor(), compound().id, form.draft()),
        lambda _said: _enter_page(form),
        lambda made: redirect(url_for("privacy.request_page", request_id=made.id)),
        _("已登记。请把答复期限告诉本人。"),
        form=form,
    )


def _enter_page(form: forms.RequestForm) -> str:
    return render_template("privacy/enter.html", form=form, rules=rules)


@blueprint.get("/desk/<compound_slug>/person-requests/<int:request_id>")
@guard("person_request.read")
def request_page(request_id: int) -> Any:
    """One request."""
    return _page(here(access.request_for(current_actor(), "person_request.read", request_id)))


def _page(
    found: PersonRequest, form: forms.AnswerForm | None = None, problem: str = "", copying: forms.CopyForm | None = None
) -> str:
    return render_template(
        "privacy/request.html",
        asked=found,
        rules=rules,
        problem=problem,
        stands=papers.how_it_stands(found),
        mark=papers.mark(found),
        form=form or forms.AnswerForm(formdata=None, data={"answered_on": clock.today()}),
        copying=copying or _copy_form(found.id),
        may_copy=can(actions.ANSWER) and found.kind in rules.COPIED and found.erased_on is None,
        may_answer=can(actions.ANSWER) and rules.REQUEST_FLOW.can(found.state, actions.ANSWER),
    )


@blueprint.post("/desk/<compound_slug>/person-requests/<int:request_id>/answer")
@guard(actions.ANSWER, shows="person_request")
def answer(request_id: int) -> Any:
    """登记答复."""
    found, form = here(access.request_for(current_actor(), actions.ANSWER, request_id)), forms.AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    return attempt(
        lambda: actions.answer(current_actor(), request_id, form.answered_on.data, form.text.data or ""),
        lambda said: _page(found, form, said),
        lambda _made: redirect(url_for("privacy.request_page", request_id=request_id)),
        _("已登记答复。"),
    )


@blueprint.post("/desk/<compound_slug>/person-requests/<int:request_id>/copy")
@guard(actions.ANSWER)
def copy(request_id: int) -> Any:
    """制作副本: what the platform holds of who asked, as an .xlsx; who took it along stands in the log."""
    found, form = (
        here(access.request_for(current_actor(), actions.ANSWER, request_id)),
        _copy_form(request_id, sent=True),
    )
    if not form.validate_on_submit():
        return _page(found, copying=form), 422
    return attempt(
        lambda: actions.make_copy(current_actor(), request_id, form.person_id.data or None, form.codes()),
        lambda said: _page(found, copying=form, problem=said),
        lambda made: book_answer(_("个人信息副本"), papers.pages_of(made)),
    )


def _copy_form(request_id: int, *, sent: bool = False) -> forms.CopyForm:
    found = access.request_for(current_actor(), "person_request.read", request_id)
    form = forms.CopyForm() if sent else forms.CopyForm(formdata=None)
    people = people_called(found.compound_id, found.name) if found.name else []
    form.offer(people)
    if not sent and people:
        form.person_id.data = people[0][0]
    return form


@papers.ERASED.at(blueprint, "/desk/<compound_slug>/erased/")
@guard("erasure.read")
def erased(sheet: str = "") -> Any:
    """What personal data was erased: which kind, why, how many, when."""
    return papers.ERASED.answer(
        sheet,
        erasures(compound().id, **papers.ERASED.chosen()),
        lead=_("到期由系统删除的、按规定由人删除的个人信息。这里只有哪一项、凭什么、多少条、哪天，没有内容。"),
        noun=_("行"),
        back=(_("个人请求登记"), url_for("privacy.requests") if can("person_request.read") else None),
        nothing=(_("还没有删除过"), _("保存期满的电话、名册等，由系统自动删除，删除以后列在这里。")),
    )
