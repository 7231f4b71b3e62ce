"""Papers of an owners' vote: the notice for the board, the ballots by building, one printed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.errors import Refused
from deliberation.organisation.rules.owners import CLASSES
from deliberation.owners import papers
from deliberation.owners.actions import course
from deliberation.owners.queries import entry, printing, rules_of
from deliberation.owners.queries.scope import asking_of
from deliberation.owners.rules.calling import SPECIAL_GROUNDS
from deliberation.owners.rules.entry import read_number, rooms_in_words
from deliberation.owners.rules.flows import KINDS, OWNERS_VOTE_FLOW
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.rules.parts import NO_ENTRANCE, Part
from deliberation.rows import Page
from deliberation.web import asking
from deliberation.web.acting import refused_on
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

PRINTED = frozenset({"OPEN"})


def _words() -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "classes": CLASSES,
        "flow": OWNERS_VOTE_FLOW,
        "papers": papers,
        "rooms_in_words": rooms_in_words,
        "special_grounds": SPECIAL_GROUNDS,
    }


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/notice")
@guard("owners_vote.read")
def notice_paper(vote_id: int) -> Any:
    """公告 for the notice board, A4: what is asked in full, of whom, when, by which rule, with what consequence."""
    vote = vote_here("owners_vote.read", vote_id)
    address = lasting_url("owners.public_vote", vote_id=vote.id)
    return render_template(
        "owners/notice_paper.html",
        vote=vote,
        rules=rules_of(vote.profile),
        qr=papers.qr(address),
        asking=asking_of(vote) if vote.is_unanimous else None,
        **_words(),
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/ballots")
@guard("owners_vote.print")
def ballots(vote_id: int) -> Any:
    """The buildings to choose from; with a building (or a number) its ballots, one A4 page for each owner."""
    vote = vote_here("owners_vote.print", vote_id)
    place, number = Part(request.args.get("building", ""), request.args.get("entrance", "")), _number()
    if vote.state not in PRINTED or not (place.building or number):
        return _choose(vote)
    found = printing.single(vote, number) if number else printing.part_of(vote, place, asking.number("part", 1))
    if not found.items:
        return _choose(vote, _("没有找到要印的票。请从下面选一幢楼。")), 404
    return _print(vote, found)


def _number() -> int:
    return asking.number("number", 0)


def _choose(vote: OwnersVote, problem: str = "", typed: str = "") -> str:
    return render_template(
        "owners/ballots.html",
        vote=vote,
        problem=problem,
        typed=typed,
        batches=printing.batches(vote.id),
        is_printed=vote.state in PRINTED,
        no_entrance=NO_ENTRANCE,
        **_words(),
    )


def _print(vote: OwnersVote, found: Page) -> Any:
    """The print page: names, rooms and codes, so it is kept nowhere and found by nobody."""
    asked = asking_of(vote)
    page = render_template(
        "owners/ballots_paper.html",
        vote=vote,
        page=found,
        rules=entry.frozen_rules(vote),
        questions=entry.asked(vote),
        now=clock.now(),
        building=request.args.get("building", ""),
        entrance=request.args.get("entrance") or None,
        interested=asked.interested if asked else None,
        ballots=papers.ballots(vote, found.items, current_app.config["SECRET_KEY"]),
        **_words(),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/reissue")
@guard("owners_vote.print")
def reissue(vote_id: int) -> Any:
    """补发: the earlier paper and its code are worthless; print the new one."""
    vote, typed = vote_here("owners_vote.print", vote_id), request.form.get("number", "")[:300].strip()
    try:
        number = entry.voter_of(vote, read_number(typed, vote.id)).number
        course.reissue(current_actor(), vote_id, number)
    except Refused as refused:
        return refused_on(lambda said: _choose(vote, said, typed), refused)
    flash(_("票号 %(n)s 已补发，原来那张作废。请打印新票，当面交给业主。", n=number), "success")
    return redirect(url_for("owners.ballots", vote_id=vote_id, number=number))
