"""Posting what the owners decided, and what became of it: orders and topics follow in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions.annulling import POSTED
from deliberation.owners.forms.annulment import AnnulmentForm
from deliberation.owners.queries import annulments
from deliberation.owners.rules.annulment import ANNULLED_BY, REINSTATED_BY, AnnulmentDraft, sentence
from deliberation.supervision.actions import owners_annulled
from deliberation.supervision.actions.owners_decided import announce_owners_result as announce
from deliberation.supervision.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import current_actor, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

ANNUL = "owners_vote.annul"
Act = Callable[[AnnulmentDraft], object]


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/announce")
@guard("owners_vote.announce", shows="owners_vote")
def announce_owners_result(vote_id: int) -> Any:
    """公告结果. A vote of another compound does not exist here."""
    here(owners_vote_for(current_actor(), "owners_vote.announce", vote_id))
    announce(current_actor(), vote_id)
    flash(_("结果已公告。等这次表决的督办单已放行或取消。"), "success")
    return redirect(url_for("owners.count_page", vote_id=vote_id))


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/annul", methods=["GET", "POST"])
@guard(ANNUL, shows="owners_vote")
def annul_owners_result(vote_id: int) -> Any:
    """登记撤销: somebody else annulled what the owners decided."""
    vote = _posted(vote_id)
    annulled = annulments.annulled(vote_id)
    left = [q for q in vote.questions if q.number not in annulled]
    form = AnnulmentForm().offer(ANNULLED_BY, left, annulments.later_votes(vote))
    if not form.is_submitted():
        form.questions.data = [q.number for q in left] if len(left) == 1 else []
    said = _("已登记撤销。事项重新等业主决定，没办完的督办单已中止，居民看得到撤销的理由。")
    return _take(vote, form, lambda draft: owners_annulled.annul_owners_result(current_actor(), vote_id, draft), said)


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/reinstate", methods=["GET", "POST"])
@guard(ANNUL, shows="owners_vote")
def reinstate_owners_result(vote_id: int) -> Any:
    """登记恢复: it was changed again, or recorded by mistake."""
    vote = _posted(vote_id)
    annulled = annulments.annulled(vote_id)
    form = AnnulmentForm().offer(REINSTATED_BY, [q for q in vote.questions if q.number in annulled], ())
    if not form.is_submitted():
        form.questions.data = list(annulled) if len(annulled) == 1 else []
    said = _("已登记恢复。这项决定重新有效，中止的督办单可以重新交办。")
    return _take(
        vote,
        form,
        lambda draft: owners_annulled.reinstate_owners_result(current_actor(), vote_id, draft),
        said,
        is_back=True,
    )


def _posted(vote_id: int) -> OwnersVote:
    found: OwnersVote = here(owners_vote_for(current_actor(), ANNUL, vote_id, states=POSTED))
    return found


def _take(vote: OwnersVote, form: AnnulmentForm, act: Act, said: str, *, is_back: bool = False) -> Any:
    if not form.is_submitted():
        return _page(vote, form, is_back=is_back)
    if not form.validate():
        return _page(vote, form, is_back=is_back), 422
    return attempt(
        lambda: act(form.draft()),
        lambda problem: _page(vote, form, problem, is_back=is_back),
        lambda _made: redirect(url_for("owners.count_page", vote_id=vote.id)),
        said,
    )


def _page(vote: OwnersVote, form: AnnulmentForm, problem: str = "", *, is_back: bool) -> str:
    return render_template(
        "supervision/owners_annul.html",
        vote=vote,
        form=form,
        problem=problem,
        is_back=is_back,
        titles={q.number: q.title for q in vote.questions},
        records=_told(vote.id),
    )


def _told(vote_id: int) -> Mapping[Any, str]:
    """What was recorded before, each in its sentence."""
    return {one: sentence(one) for one in annulments.records_of(vote_id)}
