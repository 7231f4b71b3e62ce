"""授权委托: the letters with which owners let somebody sign, recorded before the paper is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.kernel.masking import mask_name
from deliberation.owners.actions import proxies as actions
from deliberation.owners.forms.entry import ProxyForm
from deliberation.owners.queries import entry as queries
from deliberation.owners.rules.entry import ENTERED_STATES, read_number, rooms_in_words
from deliberation.owners.rules.proxies import AGENT_KINDS
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.rules.parts import Part
from deliberation.web import asking
from deliberation.web.acting import attempt, refused_on
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/proxies", methods=["GET", "POST"])
@guard(actions.PERMISSION)
def proxies(vote_id: int) -> Any:
    """The letters of a vote, and a form for the next one."""
    vote = vote_here(actions.PERMISSION, vote_id)
    if request.method == "GET":
        given = {"number": asking.words("number", 20)}
        return _page(vote, ProxyForm(formdata=None, data=given))
    form = ProxyForm()
    if not form.validate():
        return _page(vote, form), 422
    try:
        number = queries.voter_of(vote, read_number(form.number.data, vote.id)).number
        actions.record_proxy(current_actor(), vote_id, number, form.draft())
    except Refused as refused:
        return refused_on(lambda said: _page(vote, form, said), refused)
    flash(_("票号 %(n)s 的委托已登记，可以录票了。", n=number), "success")
    return redirect(url_for("owners.paper", vote_id=vote_id, number=number))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/proxies/<int:number>/withdraw")
@guard(actions.PERMISSION)
def withdraw_proxy(vote_id: int, number: int) -> Any:
    """Take a letter away again."""
    vote = vote_here(actions.PERMISSION, vote_id)
    return attempt(
        lambda: actions.withdraw_proxy(current_actor(), vote_id, number),
        lambda said: _page(vote, ProxyForm(formdata=None), said),
        lambda _made: redirect(url_for("owners.proxies", vote_id=vote_id)),
        _("票号 %(n)s 的委托已撤销。", n=number),
    )


def _page(vote: OwnersVote, form: ProxyForm, problem: str = "") -> str:
    place = Part(asking.words("building", 30), asking.words("entrance", 30))
    rules = queries.frozen_rules(vote) if vote.frozen else None
    q = asking.words("q")
    return render_template(
        "owners/proxies.html",
        vote=vote,
        form=form,
        problem=problem,
        rules=rules,
        kinds=AGENT_KINDS,
        page=queries.proxies(vote.id, place, q).page(asking.page_number(), queries.PER_PAGE),
        q=q,
        mask_name=mask_name,
        place=place,
        places=queries.places_known(vote.id),
        rooms_in_words=rooms_in_words,
        is_open=vote.state in ENTERED_STATES,
    )
