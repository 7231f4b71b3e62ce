"""表决档案 at the desk: what papers there are of each vote, and until when they are to be kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.owners.actions import erasing as actions
from deliberation.owners.actions.erasing import ERASE
from deliberation.owners.queries import archive as queries
from deliberation.owners.rules import retention
from deliberation.owners.rules.flows import KINDS, OWNERS_VOTE_FLOW
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.owners.views.results import words
from deliberation.sheets.writing import PROVISIONAL
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

ARCHIVE = Listing(
    "表决档案",  # numbers of papers, no person
    columns=(
        Column("表决", lambda one: one.vote.title, 40),
        Column("范围", lambda one: KINDS[one.vote.kind], 16),
        Column("状态", lambda one: OWNERS_VOTE_FLOW.label(one.vote.state), 12),
        Column("结果公告日期", lambda one: one.vote.announced_at and clock.day_of(one.vote.announced_at), 14),
        Column("公示截止", lambda one: one.vote.announced_until, 12),
        Column("截止说明", lambda one: PROVISIONAL if one.vote.end_is_provisional else "", 20),
        Column("纸质票和其他票", lambda one: one.papers, 16),
        Column("送达凭证照片", lambda one: one.proofs, 14),
        Column("授权委托", lambda one: one.proxies, 10),
        Column("保存到", lambda one: one.until, 12),
        Column("已删除", lambda one: one.vote.papers_erased_on, 12),
        Column("校验码", lambda one: one.vote.result_hash, 66),
    ),
    filters=(
        Words("q", "搜索", "表决名称"),
        Pick(
            "when",
            "保存期",
            lambda: ((queries.KEEPING, "还在保存期"), (queries.TIME_IS_OVER, "保存期满")),
            is_closed=True,
        ),
    ),
)


@ARCHIVE.at(blueprint, "/desk/<compound_slug>/owners-votes/archive")
@guard("owners_vote.read")
def archive(sheet: str = "") -> Any:
    """Every vote that is over."""
    rows = queries.archive(compound().id, **ARCHIVE.chosen())
    facts: dict[str, Any] = {"years": retention.KEPT_YEARS, "source": retention.SOURCE, "kept": retention.KEPT}
    return ARCHIVE.answer(sheet, rows, "owners/archive.html", **facts, **words())


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/erase")
@guard(ERASE)
def erase_papers(vote_id: int) -> Any:
    """到期删除 of the papers of one vote, with what was erased."""
    vote = vote_here(ERASE, vote_id)
    done = actions.erase_papers(current_actor(), vote.id)
    flash(
        _(
            "《%(title)s》：删除了 %(a)s 张票、%(b)s 张送达照片、%(c)s 份委托，%(d)s 位业主的姓名、房号、电话。",
            title=vote.title,
            a=done["papers"],
            b=done["proofs"],
            c=done["proxies"],
            d=done["voters"],
        )
    )
    return redirect(url_for("owners.archive"))


@blueprint.app_template_filter("papers_kept_until")
def papers_kept_until(vote: OwnersVote) -> date | None:
    """Until when the papers of a vote are to be kept; nothing while it is under way."""
    return queries.until_of(vote)


@blueprint.app_template_global("papers_kept_because")
def papers_kept_because() -> str:
    """The rule by which the papers of a vote are kept."""
    return retention.SOURCE
