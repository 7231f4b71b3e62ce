"""The desk's page of a count: count, have it confirmed by two people, post the result; and the papers of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.organisation.queries.humans import same_human
from deliberation.organisation.rules.owners import CLASSES, POLICIES
from deliberation.organisation.rules.sources import source_of
from deliberation.owners import queries
from deliberation.owners.actions import counting, reentry
from deliberation.owners.papers import posting_words
from deliberation.owners.queries import results
from deliberation.owners.rules.flows import CHANNELS, KINDS, OWNERS_VOTE_FLOW
from deliberation.owners.rules.papers import VOID_REASONS
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.kernel.permissions import Scope
    from deliberation.owners.models import OwnersVote


def words() -> dict[str, Any]:
    """The words that every page of a result shares."""
    return {
        "kinds": KINDS,
        "classes": CLASSES,
        "policies": POLICIES,
        "channels": CHANNELS,
        "void_reasons": VOID_REASONS,
        "flow": OWNERS_VOTE_FLOW,
        "posting_words": posting_words,
    }


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/count")
@guard("owners_vote.read")
def count_page(vote_id: int) -> Any:
    """What the count needs, what it found, who has confirmed it."""
    return _page(vote_here("owners_vote.read", vote_id))


def _page(vote: OwnersVote, problem: str = "", typed: str = "") -> str:
    rules = queries.rules_of(vote.profile)
    scope, within = scope_in(compound()), (rules.announce_within_days, rules.weekend_last_day)
    return render_template(
        "owners/count.html",
        vote=vote,
        problem=problem,
        typed=typed,
        waiting=results.unfinished_papers(vote.id),
        signed=results.signatures(vote.id),
        parts=counting.PARTS,
        verdicts={q.number: results.verdict_json(vote, q.number) for q in vote.questions},
        figures=(vote.result or {}).get("figures"),
        may_sign=_may_sign(vote, scope),
        announce_by=counting.announce_by(vote, *within),
        announce_source=source_of(rules.sources, "announce_within_days"),
        is_late=vote.state not in results.POSTED and counting.is_late(vote, *within),
        rules=rules,
        allowed={
            name: allowed(current_actor(), f"owners_vote.{name}", scope) for name in ("count", "certify", "announce")
        },
        **words(),
    )


def _may_sign(vote: OwnersVote, scope: Scope) -> set[str]:
    """The parts that this person can take in the count's confirmation; the action decides once more."""
    counts = allowed(current_actor(), "owners_vote.count", scope)
    entered = vote.state == "COUNTED" and results.has_entered(vote.id, same_human(current_actor().person_id))
    mine = {
        part
        for part, signed in results.signatures(vote.id).items()
        if signed.person_id in same_human(current_actor().person_id)
    }
    return set() if mine else {*(["TELLER"] if counts else []), *([] if entered else ["SCRUTINEER"])}


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/count")
@guard("owners_vote.count")
def count(vote_id: int) -> Any:
    """Count the papers 计票."""
    return _act(vote_id, lambda: counting.count(current_actor(), vote_id), _("票已计好，请计票人、监票人核对后签名。"))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/certify")
@guard("owners_vote.certify")
def certify(vote_id: int) -> Any:
    """Sign the count as teller or scrutineer 签名确认."""
    part, shown = request.form.get("part", ""), request.form.get("result_hash", "")
    return _act(vote_id, lambda: counting.certify(current_actor(), vote_id, part, shown), _("已签名确认。"))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/certify/take-back")
@guard("owners_vote.certify")
def take_back_signature(vote_id: int) -> Any:
    """Withdraw a signature 撤回签名."""
    part, shown = request.form.get("part", ""), request.form.get("result_hash", "")
    said = _("您的签名已撤回，日志里留有记录。")
    return _act(vote_id, lambda: counting.take_back_signature(current_actor(), vote_id, part, shown), said)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/take-back-count")
@guard("owners_vote.count", shows="owners_vote")
def take_back_count(vote_id: int) -> Any:
    """撤回计票: a mistake was found."""
    reason = request.form.get("reason", "")
    said = _("计票已撤回。改正录错的票以后再计票、再签名。")
    return _act(vote_id, lambda: reentry.take_back_count(current_actor(), vote_id, reason), said, reason)


def _act(vote_id: int, act: Callable[[], object], said: str, typed: str = "") -> Any:
    vote = vote_here("owners_vote.read", vote_id)
    return attempt(
        act,
        lambda problem: _page(vote, problem, typed),
        lambda _made: redirect(url_for("owners.count_page", vote_id=vote_id)),
        said,
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/count-record")
@guard("owners_vote.read")
def count_record(vote_id: int) -> Any:
    """计票记录 on paper, for teller and scrutineer to sign by hand."""
    vote = vote_here("owners_vote.read", vote_id)
    return render_template(
        "owners/count_record.html",
        vote=vote,
        signed=results.signatures(vote.id),
        parts=counting.PARTS,
        verdicts={q.number: results.verdict_json(vote, q.number) for q in vote.questions},
        figures=(vote.result or {}).get("figures"),
        marks=results.marks(vote),
        **words(),
    )
