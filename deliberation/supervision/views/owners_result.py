"""Posting what the owners decided: orders and topics follow in the same moment."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from deliberation.owners.access import owners_vote_for
from deliberation.supervision.actions.owners_decided import announce_owners_result as announce
from deliberation.supervision.views.frame import blueprint, here
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/announce")
@guard("owners_vote.announce")
def announce_owners_result(vote_id: int) -> Any:
    """公告结果. A vote of another compound does not exist here."""
    here(owners_vote_for(current_actor(), "owners_vote.announce", vote_id))
    announce(current_actor(), vote_id)
    flash(_("结果已公告。等这次表决的督办单已放行或取消。"), "success")
    return redirect(url_for("owners.count_page", compound_slug=compound().slug, vote_id=vote_id))
