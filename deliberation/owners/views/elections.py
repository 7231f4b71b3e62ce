"""选举业主委员会: who stands, the posting of the list, the next round, the filing; and what residents read of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.owners import papers
from deliberation.owners import queries as owners
from deliberation.owners.actions import elections as actions
from deliberation.owners.actions.next_round import next_round as prepare_next
from deliberation.owners.forms.elections import (
    AcceptForm,
    CandidateForm,
    FilingForm,
    OffForm,
    PlanForm,
    PostForm,
    forms_for,
)
from deliberation.owners.queries import elections as queries
from deliberation.owners.rules import committee
from deliberation.owners.rules.elections import CANDIDATE_FLOW, PARTS, POLITICS, SOURCES
from deliberation.owners.views.frame import blueprint, to_vote, vote_here
from deliberation.roster.queries import active_roster
from deliberation.web.acting import attempt
from deliberation.web.fields import Form
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

READ, PREPARE, POST = "owners_vote.read", actions.PREPARE, actions.POST
AT = "/desk/<compound_slug>/owners-votes/<int:vote_id>/candidates"


@blueprint.get(AT)
@guard(READ)
def election(vote_id: int) -> Any:
    """The committee to be elected, its candidates, their posting; afterwards who was elected."""
    return _page(_election_vote(READ, vote_id))


def _election_vote(permission: str, vote_id: int) -> OwnersVote:
    vote = vote_here(permission, vote_id)
    if queries.committee_question(vote) is None:
        raise Refused(Reason.NOT_FOUND)
    return vote


def _page(vote: OwnersVote, problem: str = "", typed: dict[str, Form] | None = None, at: int = 0) -> str:
    found, rules = queries.of_vote(vote.id), queries.rules_here(vote.compound_id)
    scope, actor = scope_in(compound()), current_actor()
    is_open = vote.state == "PREPARED"
    return render_template(
        "owners/election.html",
        vote=vote,
        election=found,
        rules=rules,
        problem=problem,
        at=at,
        forms=forms_for(found, clock.today()) | (typed or {}),
        question=queries.committee_question(vote),
        stand=queries.standing_candidates(found) if found else [],
        words=_words(),
        posting=committee.posting_said(rules),
        formed=committee.formed_said(rules),
        first=_first(found, rules),
        committee=queries.committee_of(found) if found and found.outcome else None,
        again=queries.next_round_of(found) if found else None,
        roster=active_roster(vote.compound_id),
        may_prepare=allowed(actor, PREPARE, scope),
        may_post=is_open and allowed(actor, POST, scope),
        is_open=is_open,
    )


def _words() -> dict[str, Any]:
    return {
        "flow": CANDIDATE_FLOW,
        "sources": SOURCES,
        "parts": PARTS,
        "standings": committee.STANDINGS,
        "politics": POLITICS,
    }


def _first(found: Any, rules: committee.CommitteeRules) -> Any:
    """The first day of the vote that the posting allows."""
    posted_on = found.posted_on if found else None
    return committee.voting_from(rules, posted_on, queries.period_end) if posted_on else None


def _act(
    permission: str, vote_id: int, name: str, form: Form, act: Callable[[], object], said: str, at: int = 0
) -> Any:
    """Do it, and back to the page; what was typed stays where it is refused."""
    vote = _election_vote(permission, vote_id)
    if not form.validate_on_submit():
        return _page(vote, typed={name: form}, at=at), 422
    return attempt(
        act,
        lambda problem: _page(vote, problem, {name: form}, at),
        lambda _made: redirect(url_for("owners.election", vote_id=vote_id)),
        said,
    )


@blueprint.post(f"{AT}/plan")
@guard(PREPARE)
def plan_committee(vote_id: int) -> Any:
    """How many, for how long, who stays."""
    form = PlanForm()
    return _act(
        PREPARE, vote_id, "plan", form, lambda: actions.set_up(current_actor(), vote_id, form.plan()), _("已保存。")
    )


@blueprint.post(f"{AT}/propose")
@guard(PREPARE)
def propose_candidate(vote_id: int) -> Any:
    """A name is put forward."""
    form = CandidateForm()
    said = _("已登记，与名册核对无误。本人接受以后列入名单。")
    return _act(
        PREPARE,
        vote_id,
        "candidate",
        form,
        lambda: actions.propose_candidate(current_actor(), vote_id, form.draft()),
        said,
    )


@blueprint.post(f"{AT}/<int:candidate_id>/accept")
@guard(PREPARE, shows="owners_vote")
def accept_candidate(vote_id: int, candidate_id: int) -> Any:
    """He stands."""
    form = AcceptForm()

    def act() -> None:
        declared = form.declared.data or []
        actions.accept(current_actor(), vote_id, candidate_id, declared, form.answered_on.data, form.told())

    return _act(PREPARE, vote_id, "accept", form, act, _("已列入名单。名单有变动的，要重新登记公示。"), candidate_id)


@blueprint.post(f"{AT}/<int:candidate_id>/off")
@guard(PREPARE, shows="owners_vote")
def take_off_candidate(vote_id: int, candidate_id: int) -> Any:
    """He is off the list."""
    form = OffForm()

    def act() -> None:
        actions.take_off(current_actor(), vote_id, candidate_id, form.how.data or "", form.reason.data or "")

    return _act(PREPARE, vote_id, "off", form, act, _("已记下，他不在名单上了。"), candidate_id)


@blueprint.post(f"{AT}/post")
@guard(POST, shows="owners_vote")
def post_candidates(vote_id: int) -> Any:
    """The list hangs, and residents read it."""
    form = PostForm()

    def act() -> None:
        if form.posted_on.data is not None:
            actions.post_candidates(current_actor(), vote_id, form.posted_on.data)

    return _act(POST, vote_id, "post", form, act, _("候选人公示已登记，居民可以看到名单。"))


@blueprint.post(f"{AT}/filed")
@guard(PREPARE, shows="owners_vote")
def file_committee(vote_id: int) -> Any:
    """Record that the elected committee was filed 备案."""
    form = FilingForm()

    def act() -> None:
        if form.filed_on.data is not None:
            actions.file_committee(current_actor(), vote_id, form.filed_on.data, form.note.data or "")

    return _act(PREPARE, vote_id, "filing", form, act, _("备案已登记。"))


@blueprint.post(f"{AT}/next-round")
@guard(PREPARE)
def next_round(vote_id: int) -> Any:
    """The vote on the seats that were left open."""
    vote = _election_vote(PREPARE, vote_id)
    return attempt(
        lambda: prepare_next(current_actor(), vote_id),
        lambda said: _page(vote, said),
        lambda prepared: to_vote(prepared.id),
        _("下一轮已筹备。请核对名单、时间，再登记公告。"),
    )


@blueprint.get(f"{AT}/paper")
@guard(READ)
def candidates_paper(vote_id: int) -> Any:
    """候选人公示 for the notice board, A4."""
    vote = _election_vote(READ, vote_id)
    address = lasting_url("owners.public_candidates", vote_id=vote.id)
    return render_template("owners/candidates_paper.html", qr=papers.qr(address), **_posting(vote))


@blueprint.get("/c/<compound_slug>/owners-votes/<int:vote_id>/candidates")
@guard("public.read")
def public_candidates(vote_id: int) -> Any:
    """What residents read: who stands, put forward by whom. Only those who stand, with their consent."""
    vote = owners.owners_vote(vote_id)
    found = queries.of_vote(vote.id) if vote else None
    if vote is None or found is None or found.posted_on is None or vote.state in {"CANCELLED", "VOIDED"}:
        raise Refused(Reason.NOT_FOUND)
    return render_template("owners/public_candidates.html", **_posting(here(vote)))


def _posting(vote: OwnersVote) -> dict[str, Any]:
    found, rules = queries.of_vote(vote.id), queries.rules_here(vote.compound_id)
    stand = queries.standing_candidates(found) if found else []
    question = queries.committee_question(vote)
    labels = {o["code"]: o["label"] for o in question.options} if question else {}
    return {
        "vote": vote,
        "election": found,
        "rules": rules,
        "stand": stand,
        "labels": labels,
        "sources": SOURCES,
        "politics": POLITICS,
        "question": question,
        "posting": committee.posting_said(rules),
        "first": _first(found, rules),
    }
