"""表决档案 at the desk: what papers there are of each vote, and until when they are to be kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.owners.actions import erasing as actions
from deliberation.owners.actions.erasing import ERASE
from deliberation.owners.papers import archive_csv
from deliberation.owners.queries import archive as queries
from deliberation.owners.rules import retention
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.owners.views.results import words
from deliberation.sheets.answers import sheet_answer
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

LARGEST_EXPORT = 5000


def _chosen() -> dict[str, Any]:
    when = request.args.get("when", "")
    return {
        "q": asking.words("q"),
        "when": when if when in {queries.KEEPING, queries.TIME_IS_OVER} else "",
    }


@blueprint.get("/desk/<compound_slug>/owners-votes/archive")
@guard("owners_vote.read")
def archive() -> Any:
    """Every vote that is over."""
    chosen = _chosen()
    when = [("", _("全部")), (queries.KEEPING, _("还在保存期")), (queries.TIME_IS_OVER, _("保存期满"))]
    return render_template(
        "owners/archive.html",
        page=queries.archive(compound().id, page=asking.page_number(), **chosen),
        chosen=chosen, when_options=when, years=retention.KEPT_YEARS, source=retention.SOURCE, kept=retention.KEPT,
        **words(),
    )  # fmt: skip


@blueprint.get("/desk/<compound_slug>/owners-votes/archive/export")
@guard("owners_vote.read")
def export_archive() -> Response:
    """The same list as a sheet."""
    found = queries.archive(compound().id, size=LARGEST_EXPORT, **_chosen()).items
    return sheet_answer(_("表决档案"), archive_csv(found))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/erase")
@guard(ERASE)
def erase_papers(vote_id: int) -> Any:
    """到期删除 of the papers of one vote, with what was erased."""
    vote = vote_here(ERASE, vote_id)
    done = actions.erase_papers(current_actor(), vote.id)
    flash(_("《%(title)s》：删除了 %(a)s 张票、%(b)s 张送达照片、%(c)s 份委托，%(d)s 位业主的姓名、房号、电话。",
            title=vote.title, a=done["papers"], b=done["proofs"], c=done["proxies"], d=done["voters"]))  # fmt: skip
    return redirect(url_for("owners.archive", compound_slug=compound().slug))


@blueprint.app_template_filter("papers_kept_until")
def papers_kept_until(vote: OwnersVote) -> date | None:
    """Until when the papers of a vote are to be kept; nothing while it is under way."""
    return queries.until_of(vote)


@blueprint.app_template_global("papers_kept_because")
def papers_kept_because() -> str:
    """The rule by which the papers of a vote are kept."""
    return retention.SOURCE
