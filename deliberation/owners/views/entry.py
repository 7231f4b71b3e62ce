"""录票: the desk of a clerk with a stack of papers, what waits for a second entry, the settling of differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.kernel.masking import mask_name
from deliberation.kernel.methods.method import NOTHING
from deliberation.organisation.queries import compounds
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions import entry as actions
from deliberation.owners.actions import reentry
from deliberation.owners.forms.entry import RECEIVED_FORMAT, EntryForm, SettleForm, chosen
from deliberation.owners.queries import entry as queries
from deliberation.owners.queries.representatives import allowed_here, representatives
from deliberation.owners.rules.entry import (
    CHOICE_WORDS,
    ENTERED_STATES,
    Step,
    in_words,
    read_number,
    rooms_in_words,
)
from deliberation.owners.rules.flows import DELIVERY_LABELS, OWNERS_VOTE_FLOW, PAPER_FLOW
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.proxies import AGENT_KINDS
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.queries.rosters import by_entrance
from deliberation.roster.rules.parts import Part
from deliberation.web import asking
from deliberation.web.acting import attempt, refused_on, told
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter

PERMISSION = actions.PERMISSION


@blueprint.get("/owners-votes/<int:vote_id>/papers/<int:number>")
@guard(PERMISSION)
def scanned(vote_id: int, number: int) -> Any:
    """The address in a ballot's QR code: on to the desk that enters it."""
    vote = owners_vote_for(current_actor(), PERMISSION, vote_id)
    (here,) = compounds([vote.compound_id])
    return redirect(url_for("owners.paper", compound_slug=here.slug, vote_id=vote_id, number=number))


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/entry")
@guard(PERMISSION)
def entry(vote_id: int) -> Any:
    """The desk: one big field for the number; with a number, the paper."""
    vote = vote_here(PERMISSION, vote_id)
    typed = asking.words("number", 300)
    if not typed or vote.state not in ENTERED_STATES:
        return _desk(vote)
    return attempt(
        lambda: queries.voter_of(vote, read_number(typed, vote.id)),
        lambda said: _desk(vote, typed=typed, problem=said),
        lambda voter: _paper_page(vote, voter),
    )


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/papers/<int:number>", methods=["GET", "POST"])
@guard(PERMISSION)
def paper(vote_id: int, number: int) -> Any:
    """One owner's paper: enter it first, or again, or put one's own entry right."""
    vote = vote_here(PERMISSION, vote_id)
    if vote.state not in ENTERED_STATES:
        return _desk(vote), 200 if request.method == "GET" else 409
    try:
        voter = queries.voter_of(vote, number)
    except Refused as refused:
        return refused_on(lambda said: _desk(vote, typed=str(number), problem=said), refused)
    form = EntryForm()
    if request.method == "GET":
        return _paper_page(vote, voter)
    if not form.validate():
        return _paper_page(vote, voter, form), 422

    def done(paper: OwnersPaper) -> Any:
        flash(*_said(number, paper, form.mode.data))
        return _to_desk(form.received_at.data, form.representative_id.data)

    return attempt(lambda: _enter(vote, number, form), lambda problem: _paper_page(vote, voter, form, problem), done)


def _enter(vote: OwnersVote, number: int, form: EntryForm) -> OwnersPaper:
    """Do what the page asked for; where things have changed since, the action refuses."""
    actor, questions, paper_id = current_actor(), queries.asked(vote), form.paper_id.data or 0
    if form.mode.data == "SECOND":
        return actions.enter_again(actor, vote.id, paper_id, form.content(questions), number)
    if form.mode.data == "OWN":
        return actions.correct(actor, vote.id, paper_id, form.content(questions), number)
    return actions.register(actor, vote.id, number, form.first(questions))


def _said(number: int, done: OwnersPaper, mode: str) -> tuple[str, str]:
    if done.state == "CONFIRMED":
        return _("票号 %(n)s：两遍一致，已确认。", n=number), "success"
    if done.state == "DIFFERENT":
        return _("票号 %(n)s：两遍不一致。请把这张票放到一边，稍后核定。", n=number), "warning"
    if mode == "OWN":
        return _("票号 %(n)s：已改正，等另一个人录第二遍。", n=number), "success"
    return _("票号 %(n)s：第一遍已录，等另一个人录第二遍。", n=number), "success"


def _kept() -> str:
    """The time of receipt that goes on for the whole stack, as the address carries it."""
    given = asking.words("received", 16)
    try:
        return datetime.strptime(given, RECEIVED_FORMAT).strftime(RECEIVED_FORMAT)  # noqa: DTZ007 - a wall clock
    except ValueError:
        return ""


def _to_desk(received: datetime | None, representative: int | None = None) -> Any:
    kept = received.strftime(RECEIVED_FORMAT) if received else None
    return redirect(url_for("owners.entry", received=kept, representative=representative, **_at()))


def _at() -> dict[str, Any]:
    return {"vote_id": (request.view_args or {})["vote_id"]}


def _desk(vote: OwnersVote, *, typed: str = "", problem: str = "") -> str:
    return render_template("owners/entry.html", typed=typed, problem=problem, voter=None, **_around(vote))


def _around(vote: OwnersVote) -> dict[str, Any]:
    """What stands around the paper: how far the entry is, and what this clerk entered last."""
    person_id = current_actor().person_id
    last = queries.last_entry(vote.id, person_id) if vote.state in ENTERED_STATES else None
    return {
        "vote": vote,
        "flow": OWNERS_VOTE_FLOW,
        "paper_flow": PAPER_FLOW,
        "is_open": vote.state in ENTERED_STATES,
        "numbers": queries.numbers(vote.id),
        "last": last,
        "received": _kept(),
        "representative": asking.optional_number("representative"),
        "has_representatives": allowed_here(vote),
        "last_words": in_words(last.content, queries.asked(vote)) if last else [],
    }


def _paper_page(vote: OwnersVote, voter: OwnersVoter, form: EntryForm | None = None, problem: str = "") -> str:
    """The paper of one owner. Somebody else's first entry is never read for it: the second one is blind."""
    papers = queries.papers_of(voter.id)
    step = queries.step(papers, current_actor().person_id, another=request.values.get("another") == "1")
    marks: Mapping[str, tuple[str, ...]] = chosen(queries.asked(vote)) if form else {}
    if form is None:
        form, marks = _fresh(step)
    _offer_representatives(form, vote)
    form.mode.data, form.paper_id.data, form.sequence.data = step.mode, step.paper_id, step.sequence
    return render_template(
        "owners/entry.html",
        voter=voter,
        names=[mask_name(name) for name in voter.names],
        form=form,
        marks=marks,
        step=step,
        papers=papers,
        paper=next((p for p in papers if p.id == step.paper_id), None),
        problem=problem,
        proxy=queries.proxy_of(voter.id),
        typed="",
        **_on_the_paper(vote),
        **_around(vote),
    )


def _offer_representatives(form: EntryForm, vote: OwnersVote) -> None:
    known = representatives(vote.id) if allowed_here(vote) else []
    offered = [(one.id, f"{one.name}（{one.building}{one.entrance}）") for one in known]
    form.representative_id.choices = [*(form.representative_id.choices or []), *offered]


def _on_the_paper(vote: OwnersVote) -> dict[str, Any]:
    return {
        "questions": queries.asked(vote),
        "choice_words": CHOICE_WORDS,
        "nothing": NOTHING,
        "delivery": DELIVERY_LABELS,
        "agent_kinds": AGENT_KINDS,
        "rooms_in_words": rooms_in_words,
    }


def _fresh(step: Step) -> tuple[EntryForm, Mapping[str, tuple[str, ...]]]:
    """An empty form; for one's own entry what one wrote."""
    own = queries.own_content(step.paper_id, current_actor().person_id) if step.mode == "OWN" else None
    if own is not None:
        data = {"signer": own.signer, "void_reason": own.void_reason, "note": own.note}
        return EntryForm(formdata=None, data=data), own.choices
    received = _kept()
    at = datetime.strptime(received, RECEIVED_FORMAT) if received else None  # noqa: DTZ007 - a wall clock
    carrier = asking.optional_number("representative")
    return EntryForm(formdata=None, data={"received_at": at, "representative_id": carrier}), {}


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/papers/<int:number>/<int:paper_id>/take-back")
@guard(PERMISSION)
def take_back(vote_id: int, number: int, paper_id: int) -> Any:
    """撤回录入: the number was mistyped."""
    vote = vote_here(PERMISSION, vote_id)
    return attempt(
        lambda: actions.take_back(current_actor(), vote_id, paper_id, number),
        lambda said: _desk(vote, typed=str(number), problem=said),
        lambda _made: _to_desk(None),
        _("票号 %(n)s 的这一遍已撤回，当作没有录过。", n=number),
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/papers/<int:number>/<int:paper_id>/enter-anew")
@guard(PERMISSION, shows="paper")
def enter_anew(vote_id: int, number: int, paper_id: int) -> Any:
    """重录 a confirmed paper that was entered wrongly."""
    vote, reason = vote_here(PERMISSION, vote_id), request.form.get("reason", "")
    try:
        reentry.enter_anew(current_actor(), vote_id, paper_id, reason, number)
    except Refused as refused:
        said, status = told(refused)
        voter = queries.voter_of(vote, number)
        return _paper_page(vote, voter, problem=said), status
    flash(_("票号 %(n)s 的录入已作废，请两个人重新各录一遍。", n=number), "success")
    return redirect(url_for("owners.paper", number=number, **_at()))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/papers/<int:number>/<int:paper_id>/remove")
@guard(PERMISSION)
def remove_paper(vote_id: int, number: int, paper_id: int) -> Any:
    """除去 a paper that was to be entered anew and does not lie in the stack."""
    vote = vote_here(PERMISSION, vote_id)
    return attempt(
        lambda: reentry.remove(current_actor(), vote_id, paper_id, number),
        lambda said: _desk(vote, typed=str(number), problem=said),
        lambda _made: redirect(url_for("owners.entry_waiting", **_at())),
        _("票号 %(n)s 的这张票已除去，当作没有交过。", n=number),
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/entry/waiting")
@guard(PERMISSION)
def entry_waiting(vote_id: int) -> Any:
    """What waits: papers entered differently, papers to be entered anew, and papers entered once."""
    vote = vote_here(PERMISSION, vote_id)
    page, q = asking.page_number(), asking.words("q")
    place = Part(asking.words("building", 30), asking.words("entrance", 30))
    once = queries.unfinished(vote.id, ["ENTERED_ONCE"], place, q).page(page, queries.PER_PAGE)
    first_by = queries.first_by(once.items)
    return render_template(
        "owners/entry_waiting.html",
        vote=vote,
        rooms_in_words=rooms_in_words,
        once=once,
        different=queries.unfinished(vote.id, ["DIFFERENT"], place, q).page(1, queries.PER_PAGE),
        anew=queries.unfinished(vote.id, ["ANEW"], place, q).page(1, queries.PER_PAGE),
        place=place,
        q=q,
        places=queries.places_known(vote.id),
        first_by=first_by,
        names=queries.names(list(first_by.values())),
        me=current_actor().person_id,
        is_open=vote.state in ENTERED_STATES,
    )


@blueprint.route(
    "/desk/<compound_slug>/owners-votes/<int:vote_id>/entry/different/<int:paper_id>", methods=["GET", "POST"]
)
@guard(PERMISSION, shows="paper")
def entry_different(vote_id: int, paper_id: int) -> Any:
    """核定: both entries side by side, and what the paper says after another look."""
    vote = vote_here(PERMISSION, vote_id)
    found = queries.different(vote.id, paper_id)
    if request.method == "GET":
        return _different_page(vote, found, SettleForm(formdata=None), {})
    form = SettleForm()
    questions = queries.asked(vote)
    if not form.validate():
        return _different_page(vote, found, form, chosen(questions)), 422
    entries = queries.both(found)
    taken: Content = entries[int(form.take.data)] if form.take.data in {"1", "2"} else form.content(questions)
    try:
        actions.settle(current_actor(), vote_id, paper_id, taken, form.reason.data)
    except Refused as refused:
        said, status = told(refused)
        page = _different_page(vote, found, form, chosen(questions), said)
        return page, status
    flash(_("票号 %(n)s：已核定。", n=found.voter.number), "success")
    return redirect(url_for("owners.entry_waiting", **_at()))


def _different_page(
    vote: OwnersVote, found: OwnersPaper, form: SettleForm, marks: Mapping[str, tuple[str, ...]], problem: str = ""
) -> str:
    first, second = (queries.both(found)[number] for number in (1, 2))
    questions = queries.asked(vote)
    words = [dict(in_words(content, questions)) for content in (first, second)]
    entries = queries.entries_of(found.id)
    people = queries.names([entries[number].entered_by_id for number in (1, 2)])
    return render_template(
        "owners/entry_different.html",
        vote=vote,
        paper=found,
        form=form,
        marks=marks,
        problem=problem,
        lines=[(what, *(w.get(what, "—") for w in words)) for what in dict.fromkeys([*words[0], *words[1]])],
        who=[people.get(entries[number].entered_by_id, "") for number in (1, 2)],
        names=[mask_name(name) for name in found.voter.names],
        **_on_the_paper(vote),
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/progress")
@guard("owners_vote.read")
def progress(vote_id: int) -> Any:
    """How far each building is: asked, delivered, returned. Never how anyone voted."""
    vote = vote_here("owners_vote.read", vote_id)
    places = queries.places(vote.id)
    lines = queries.by_building(places)
    return render_template(
        "owners/entry_progress.html",
        vote=vote,
        flow=OWNERS_VOTE_FLOW,
        lines=lines,
        entrances=by_entrance(places),
        total=queries.together(lines, _("合计")),
    )
