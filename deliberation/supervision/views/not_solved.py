"""还没有解决: the submitter's page of a closed matter, and the desk's list and decision."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.collection.access import compound_of, topic_by_receipt
from deliberation.collection.queries import standing_for
from deliberation.supervision import access, actions, rules
from deliberation.supervision.forms import AnswerForm, NotSolvedForm, ReopenAskedForm
from deliberation.supervision.queries import reopening
from deliberation.supervision.views.frame import blueprint, to_order
from deliberation.web.acting import attempt
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import compound, current_actor, here
from deliberation.web.uploads import megabytes_for


@blueprint.route("/receipt/<receipt_code>/not-solved", methods=["GET", "POST"])
@guard("topic.follow", megabytes=megabytes_for(3))
@limiter.limit("120 per hour")
@limiter.limit("10 per hour", methods=["POST"])
def not_solved(receipt_code: str) -> Any:
    """反映没有解决, by whoever holds the receipt of a matter that was closed."""
    form = NotSolvedForm()
    if not form.validate_on_submit():
        return _not_solved_page(receipt_code, form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.ask_reopen(receipt_code, form.text.data or "", form.photos.photos),
        lambda _said: _not_solved_page(receipt_code, form),
        lambda _made: redirect(url_for("collection.receipt", receipt_code=receipt_code)),
        _("已经交给支部。重新办理还是答复，都会显示在这里。"),
        form=form,
    )


def _not_solved_page(receipt_code: str, form: NotSolvedForm) -> str:
    form.photos.keep()
    topic = topic_by_receipt("topic.follow", receipt_code)
    return render_template(
        "supervision/not_solved.html",
        topic=topic,
        standing=standing_for(topic),
        form=form,
        waiting=reopening.waiting_of(topic.id),
        compound=compound_of(topic),
    )


def _address(one: reopening.Asked) -> str:
    return url_for("supervision.not_solved_request", request_id=one.request.id)


NOT_SOLVED = Listing(
    "反映没有解决",  # nobody's name or phone is in it
    columns=(
        Column("议题", lambda one: one.topic.title, 40, link=_address),
        Column("反映的内容", lambda one: one.request.text, 60, most=60),
        Column("时间", lambda one: one.request.at, 18),
        Column("状态", lambda one: rules.REOPEN_REQUEST_STATES[one.request.state], 12),
        Column("答复", lambda one: one.request.answer, 60, on_page=False),
        Column("答复时间", lambda one: one.request.answered_at, 18, on_page=False),
    ),
    filters=(
        Words("q", "搜索", "议题、反映的内容"),
        Pick("state", "状态", rules.REOPEN_REQUEST_STATES.items),
    ),
)


@NOT_SOLVED.at(blueprint, "/desk/<compound_slug>/orders/not-solved/")
@guard("order.reopen")
def not_solved_list(sheet: str = "") -> Any:
    """What submitters say is not mended: what waits first."""
    rows = reopening.requests(compound().id, **NOT_SOLVED.chosen())
    ledger = url_for("supervision.orders")
    return NOT_SOLVED.answer(
        sheet,
        rows,
        lead=_("已经办结，提出人说没有解决的事：看过以后重新办理，或写明理由答复。"),
        noun=_("件"),
        back=(_("督办台账"), ledger),
        nothing=(_("还没有人反映没有解决"), _("居民凭回执号反映以后，列在这里。"), _("看督办台账"), ledger),
    )


@blueprint.get("/desk/<compound_slug>/orders/not-solved/<int:request_id>")
@guard("order.reopen")
def not_solved_request(request_id: int) -> Any:
    """One word: what the submitter says and shows, and what can be done."""
    return _request_page(request_id)


def _request_page(request_id: int, problem: str = "", **tried: Any) -> str:
    found = here(access.reopen_request_for(current_actor(), request_id))
    return render_template(
        "supervision/not_solved_request.html",
        asked=reopening.about(found),
        photos=reopening.photos_of(found),
        problem=problem,
        again=tried.get("again") or _again_form(found, formdata=None),
        answer=tried.get("answer") or AnswerForm(formdata=None, prefix="answer"),
        labels=rules.REOPEN_REQUEST_STATES,
    )


def _again_form(found: Any, **given: Any) -> ReopenAskedForm:
    form = ReopenAskedForm(prefix="again", **given)
    orders = reopening.closed_orders(found.topic_id)
    form.order_id.choices = [(o.id, f"{o.number} {o.title}（{o.lead_party.name}）") for o in orders]
    if len(orders) == 1 and form.order_id.data is None:
        form.order_id.data = orders[0].id
    return form


@blueprint.post("/desk/<compound_slug>/orders/not-solved/<int:request_id>/reopen")
@guard("order.reopen", shows="reopening")
def reopen_asked(request_id: int) -> Any:
    """重新办理, as the submitter asks."""
    form = _again_form(here(access.reopen_request_for(current_actor(), request_id)))
    if not form.validate_on_submit():
        return _request_page(request_id, again=form), 422

    return attempt(
        lambda: actions.reopen_as_asked(current_actor(), request_id, form.order_id.data, form.again()),
        lambda said: _request_page(request_id, said, again=form),
        lambda order: to_order(order.id),
        _("已重新办理，已告诉承办单位；提出人凭回执号看得到。"),
    )


@blueprint.post("/desk/<compound_slug>/orders/not-solved/<int:request_id>/answer")
@guard("order.reopen", shows="reopening")
def answer_reopen(request_id: int) -> Any:
    """答复 with the reason why nothing is reopened."""
    here(access.reopen_request_for(current_actor(), request_id))
    form = AnswerForm(prefix="answer")
    if not form.validate_on_submit():
        return _request_page(request_id, answer=form), 422

    return attempt(
        lambda: actions.answer_reopen(current_actor(), request_id, form.text.data or ""),
        lambda said: _request_page(request_id, said, answer=form),
        lambda _made: redirect(url_for("supervision.not_solved_list", state="WAITING")),
        _("已答复，提出人凭回执号看得到。"),
    )
