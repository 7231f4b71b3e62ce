"""核对自己的票: with the number and the code on their stub an owner sees how their paper was entered.

The code is typed or taken from the address's fragment, which browsers do not send: it is in no log.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, render_template, session

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries import compounds
from deliberation.owners.forms.check import CodeForm
from deliberation.owners.queries import owners_vote
from deliberation.owners.queries.checking import WITHOUT_BALLOTS, check_ballot
from deliberation.owners.rules.flows import CHANNELS, OWNERS_VOTE_FLOW
from deliberation.owners.views.frame import blueprint
from deliberation.web.errors import message_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard


def opened_key(vote_id: int, number: int) -> str:
    """Where the session keeps the code that this browser has shown for a ballot; it is asked again at every use."""
    return f"ballot:{vote_id}:{number}"


@blueprint.route("/ballot/<int:vote_id>/<int:number>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@guard("owners_ballot.check")
def ballot(vote_id: int, number: int) -> Any:
    """Ask for the code, and with the right one show what was entered."""
    form = CodeForm()
    found, status = None, 200
    if form.validate_on_submit():
        try:
            found = check_ballot(vote_id, form.number.data or 0, form.code.data or "", current_app.config["SECRET_KEY"])
            session[opened_key(vote_id, found.number)] = form.code.data
        except Refused as refused:
            form.code.errors = [message_of(refused)]
            status = 422
    elif form.is_submitted():
        status = 422
    else:
        form.number.data = number or None  # 0: whoever comes from the public page types it
    vote = owners_vote(vote_id)
    if vote is None or vote.state in WITHOUT_BALLOTS:
        raise Refused(Reason.NOT_FOUND)
    page = render_template(
        "owners/ballot.html",
        form=form,
        found=found,
        vote=vote,
        number=number,
        channels=CHANNELS,
        flow=OWNERS_VOTE_FLOW,
        compound=compounds([vote.compound_id])[0],
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
