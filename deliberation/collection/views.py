"""The residents' topic box and receipts, which ask for no account, and the desk's topic pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.collection import access, actions, papers, queries, rules
from deliberation.collection.forms import MOST_PHOTOS, EditForm, EnterForm, HandInForm, SupplementForm
from deliberation.collection.queries.alike import perhaps_said
from deliberation.collection.rules.likeness import ALIKE
from deliberation.files.queries import files_of
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.masking import mask_name
from deliberation.kernel.stage import house
from deliberation.kernel.typed import whole_number
from deliberation.web import asking, filters
from deliberation.web.acting import attempt, told
from deliberation.web.errors import message_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.links import lasting_url
from deliberation.web.session import compound, current_actor, here
from deliberation.web.uploads import megabytes_for

blueprint = Blueprint("collection", __name__)


def _steps(steps: list[Any], *, named: bool) -> list[dict[str, str]]:
    """A history as the timeline shows it; the public reads no names."""
    return [
        {
            "at_text": filters.moment(step.at),
            "title": _(rules.step_label(step.act, staff=named)),
            "text": step.text,
            "who": step.by if named else "",
        }
        for step in steps
    ]


@blueprint.route("/c/<compound_slug>/topics/new", methods=["GET", "POST"])
@guard("topic.submit", megabytes=megabytes_for(MOST_PHOTOS))
@limiter.limit("30 per hour", methods=["POST"])
def hand_in() -> Any:
    """The topic box: what, where, which kind; everything else is the resident's to give or not."""
    form = HandInForm()
    if request.form.get("look"):
        return _hand_in_page(form, looked=True)
    if form.validate_on_submit():
        try:
            draft = form.draft(scanned=request.args.get("from") == "qr", after=asking.words("after"))
            topic = actions.submit_topic(_submitter(), compound().id, draft)
        except Refused as refused:
            _said, status = told(refused)
            return _hand_in_page(form, refused), status
        return redirect(url_for(".thanks", receipt_code=topic.receipt_code))
    return _hand_in_page(form), 422 if form.is_submitted() else 200


def _submitter() -> Actor:
    """Who has an account hands in under their name; who only holds a seat in a meeting does so as a resident."""
    actor = current_actor()
    return actor if actor.account_id is not None else ANONYMOUS


def _hand_in_page(form: HandInForm, refused: Refused | None = None, *, looked: bool = False) -> str:
    alike = perhaps_said(compound().id, form.situation.data, form.place.data) if form.is_submitted() else []
    earlier = queries.ended_before(asking.words("after"))
    return _again(form, refused, "collection/hand_in.html", alike=alike, looked=looked, earlier=earlier)


def _again(form: Any, refused: Refused | None, template: str, **more: Any) -> str:
    """The form with what was typed and the photos that were fine."""
    if refused is not None:
        form.form_errors.append(message_of(refused))
    form.photos.keep()
    return render_template(template, form=form, **more)


@blueprint.get("/c/<compound_slug>/topics/thanks/<receipt_code>")
@guard("topic.follow")
@limiter.limit("120 per hour")
def thanks(receipt_code: str) -> Any:
    """The receipt: a number to keep, to copy, to print, and a QR code."""
    topic = here(access.topic_by_receipt("topic.follow", receipt_code))
    return render_template("collection/thanks.html", topic=topic)


@blueprint.get("/receipt")
@guard("topic.follow")
@limiter.limit("120 per hour")
def look_up() -> Any:
    """Ask for a receipt number and go to what it belongs to: a topic, an objection, a request to inspect."""
    typed = asking.words("code", 40)
    if not typed:
        return render_template("collection/look_up.html", typed="", error="")
    code = rules.normal_receipt(typed)
    if queries.by_receipt(code) is not None:
        return redirect(url_for(".receipt", receipt_code=code))
    try:
        return _somebody_elses(code)
    except Refused as refused:
        return render_template("collection/look_up.html", typed=typed, error=message_of(refused)), 404


def _somebody_elses(code: str) -> Any:
    """Other receipts are kept by later stages; each has a page of its own for them."""
    for page in house().receipts if code else ():
        try:
            return page(receipt_code=code)
        except Refused as refused:
            if refused.reason is not Reason.NOT_FOUND:
                raise
    raise Refused(Reason.NOT_FOUND)


@blueprint.get("/receipt/<receipt_code>")
@guard("topic.follow")
@limiter.limit("120 per hour")
def receipt(receipt_code: str) -> Any:
    """What became of a topic, for whoever holds its receipt number."""
    if queries.by_receipt(receipt_code) is None:
        return _somebody_elses(rules.normal_receipt(receipt_code))
    return _receipt_page(receipt_code, SupplementForm(formdata=None))


def _receipt_page(receipt_code: str, form: SupplementForm, error: str = "") -> str:
    topic = access.topic_by_receipt("topic.follow", receipt_code)
    standing = queries.standing_for(topic)
    steps = queries.history(topic)
    return render_template(
        "collection/receipt.html",
        topic=topic,
        standing=standing,
        form=form,
        error=error,
        compound=access.compound_of(topic),
        steps=_steps(steps, named=False),
        reached=queries.stages_reached(steps),
        rules=rules,
        photos=files_of("topic", [topic.id]),
        own=queries.own_words(topic),
        asked=_asked(steps),
        may_withdraw=topic.state in rules.OPEN_STATES and not queries.merged_counts([topic.id]),
    )


def _asked(steps: list[Any]) -> str:
    """What the gate wrote when it last sent a topic back."""
    return next((step.text for step in reversed(steps) if step.act == "topic.return"), "")


@blueprint.get("/receipt/<receipt_code>/qr.svg")
@guard("topic.follow")
@limiter.limit("120 per hour")
def receipt_qr(receipt_code: str) -> Response:
    """The QR code of the receipt's page."""
    topic = access.topic_by_receipt("topic.follow", receipt_code)
    address = lasting_url("collection.receipt", receipt_code=topic.receipt_code)
    return Response(papers.qr_svg(address), mimetype="image/svg+xml")


@blueprint.get("/receipt/<receipt_code>/photos/<public_id>")
@guard("topic.follow")
@limiter.limit("360 per hour")  # a receipt's page shows up to three
def receipt_photo(receipt_code: str, public_id: str) -> Response:
    """One of the photos that the holder of the receipt sent."""
    topic = access.topic_by_receipt("topic.follow", receipt_code)
    for photo in files_of("topic", [topic.id]):
        if photo.public_id == public_id:
            return Response(photo.data, mimetype=photo.media_type)
    raise Refused(Reason.NOT_FOUND)


@blueprint.post("/receipt/<receipt_code>/withdraw")
@guard("topic.withdraw")
@limiter.limit("30 per hour")
def withdraw(receipt_code: str) -> Any:
    """Take one's own topic back."""
    return attempt(
        lambda: actions.withdraw(receipt_code),
        lambda said: _receipt_page(receipt_code, SupplementForm(formdata=None), said),
        lambda topic: redirect(url_for(".receipt", receipt_code=topic.receipt_code)),
        _("已撤回。"),
        tone="message",
    )


@blueprint.post("/receipt/<receipt_code>/resubmit")
@guard("topic.follow")
@limiter.limit("30 per hour")
def resubmit(receipt_code: str) -> Any:
    """Supplement a topic that was returned."""
    form = SupplementForm()
    if not form.validate_on_submit():
        return _receipt_page(receipt_code, form), 422
    return attempt(
        lambda: actions.resubmit(receipt_code, form.text.data or ""),
        lambda said: _receipt_page(receipt_code, form, said),
        lambda topic: redirect(url_for(".receipt", receipt_code=topic.receipt_code)),
        _("补充的内容已交上去，支部会继续研究。"),
        tone="message",
    )


# The desk


@papers.TOPICS.at(blueprint, "/desk/<compound_slug>/topics/")
@guard("topic.read")
def topics(sheet: str = "") -> Any:
    """The compound's topics, by words, state and category."""
    here = compound()
    rows = queries.topics(here.id, personal=can("topic.merge"), whole=bool(sheet), **papers.TOPICS.chosen())
    return papers.TOPICS.answer(
        sheet,
        rows,
        "collection/topics.html",
        lambda page: {
            "counts": queries.state_counts(here.id),
            "gathered": queries.merged_counts(t.id for t in page.items),
        },
        rules=rules,
    )


@blueprint.get("/desk/<compound_slug>/topics/poster")
@guard("topic.read")
def poster() -> Any:
    """What hangs on the notice board: scan and hand in a topic (domain A1: 22 of 31 reports came that way)."""
    address = lasting_url("collection.hand_in")
    return render_template("collection/poster.html", address=address)


@blueprint.get("/desk/<compound_slug>/topics/poster.svg")
@guard("topic.read")
def poster_qr() -> Response:
    """The poster's QR code: the topic box, which then knows that the topic came by scanning."""
    address = lasting_url("collection.hand_in", **{"from": "qr"})
    return Response(papers.qr_svg(address), mimetype="image/svg+xml")


@blueprint.route("/desk/<compound_slug>/topics/enter", methods=["GET", "POST"])
@guard("topic.enter_on_behalf", megabytes=megabytes_for(MOST_PHOTOS))
def enter() -> Any:
    """Type a topic for somebody, and the next one at once where there is a pile of paper."""
    form = EnterForm(channel=asking.words("channel") or "phone")
    if not form.validate_on_submit():
        return _again(form, None, "collection/enter.html"), 422 if form.is_submitted() else 200
    try:
        topic = actions.submit_topic(current_actor(), compound().id, form.draft())
    except Refused as refused:
        _said, status = told(refused)
        return _again(form, refused, "collection/enter.html"), status
    flash(_("已录入《%(title)s》，回执号 %(code)s。", title=topic.title, code=topic.receipt_code))
    if request.form.get("again"):
        return redirect(url_for(".enter", channel=topic.channel))
    return _to_topic(topic.id)


def _to_topic(topic_id: int) -> Any:
    return redirect(url_for(".topic", topic_id=topic_id))


def _loaded(topic_id: int, permission: str = "topic.read") -> Any:
    return here(access.topic_for(current_actor(), permission, topic_id))


@blueprint.get("/desk/<compound_slug>/topics/<int:topic_id>")
@guard("topic.read")
def topic(topic_id: int) -> Any:
    """One topic: where it stands, its words, its history, what can be done next."""
    return _topic_page(_loaded(topic_id))


def _topic_page(found: Any, error: str = "", form: SupplementForm | None = None) -> str:
    steps = queries.history(found, internal=True)
    gathered = queries.merged_into(found.id)
    return render_template(
        "collection/topic.html",
        topic=found,
        submitter=_submitter_shown(found),
        error=error,
        standing=queries.standing_for(found),
        steps=_steps(steps, named=True),
        reached=queries.stages_reached(steps),
        gathered=gathered,
        rules=rules,
        photos=files_of("topic", [found.id, *(t.id for t in gathered)]),
        asked=_asked(steps),
        form=form or SupplementForm(formdata=None),
        similar=queries.similar(found) if found.state in rules.OPEN_STATES else [],
    )


def _submitter_shown(found: Any) -> str:
    """Who handed it in: by name to those who process it, to every other member by surname (domain 6.6)."""
    return found.submitter_name if can("topic.merge") else mask_name(found.submitter_name)


def _try(found: Any, act: Callable[[], Any], done: str) -> Any:
    """Do what a button asks; a refusal is told on the topic's page."""
    return attempt(
        act,
        lambda said: _topic_page(_loaded(found.id), said),
        lambda _made: _to_topic(found.id),
        done,
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/take-up")
@guard("topic.merge", shows="topic")
def take_up(topic_id: int) -> Any:
    """Take a topic up 受理."""
    found = _loaded(topic_id, "topic.merge")
    return _try(found, lambda: actions.take_up(current_actor(), topic_id), _("已受理，等待把关。"))


@blueprint.route("/desk/<compound_slug>/topics/<int:topic_id>/edit", methods=["GET", "POST"])
@guard("topic.merge")
def edit(topic_id: int) -> Any:
    """Complete a topic for its submitter 补全."""
    found = _loaded(topic_id, "topic.merge")
    form = EditForm(obj=found)
    if not form.validate_on_submit():
        return render_template("collection/edit.html", form=form, topic=found), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.edit_topic(current_actor(), topic_id, form.edit()),
        lambda _said: render_template("collection/edit.html", form=form, topic=found),
        lambda _made: _to_topic(topic_id),
        _("已保存。提出人的原话留在办理经过里。"),
        form=form,
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/resubmit")
@guard("topic.merge")
def resubmit_for(topic_id: int) -> Any:
    """已补充，交回把关: for a submitter who does not do it with the receipt."""
    found, form = _loaded(topic_id, "topic.merge"), SupplementForm()
    if not form.validate_on_submit():
        return _topic_page(found, form=form), 422
    return attempt(
        lambda: actions.resubmit_for(current_actor(), topic_id, form.text.data or ""),
        lambda said: _topic_page(_loaded(topic_id), said, form),
        lambda _made: _to_topic(topic_id),
        _("已交回把关。"),
        tone="message",
    )


@blueprint.route("/desk/<compound_slug>/topics/<int:topic_id>/merge", methods=["GET", "POST"])
@guard("topic.merge", shows="topic")
def merge(topic_id: int) -> Any:
    """Choose with check boxes what says the same, and put it together under this topic."""
    found = _loaded(topic_id, "topic.merge")
    chosen = {i for i in map(whole_number, request.form.getlist("source")) if i}
    error, status = "", 200
    if request.method == "POST":
        try:
            actions.merge(current_actor(), topic_id, chosen)
        except Refused as refused:
            error, status = told(refused)
            found = _loaded(topic_id)
        else:
            flash(_("已合并 %(count)s 份。", count=len(chosen)))
            return _to_topic(topic_id)
    candidates = queries.mergeable(found)
    return render_template(
        "collection/merge.html",
        topic=found,
        candidates=candidates,
        chosen=chosen,
        error=error,
        rules=rules,
        alike=ALIKE,
    ), status


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/unmerge")
@guard("topic.merge", shows="topic")
def unmerge(topic_id: int) -> Any:
    """Undo a merge 撤销合并."""
    found = _loaded(topic_id, "topic.merge")
    return _try(found, lambda: actions.unmerge(current_actor(), topic_id), _("已撤销合并。"))
