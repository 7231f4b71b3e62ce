"""业主表决 at the desk: the list, one vote with its next step, the notice, opening, closing, voiding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.owners import queries
from deliberation.owners.actions import course, preparing
from deliberation.owners.forms.course import NoticeForm, VoidForm
from deliberation.owners.queries import elections, entry, results
from deliberation.owners.queries import votes as votes_queries
from deliberation.owners.queries.scope import asking_of
from deliberation.owners.rules.calling import notice_days_for
from deliberation.owners.rules.flows import KINDS, OWNERS_VOTE_FLOW
from deliberation.owners.rules.notice import NoticeVerdict, judge_notice
from deliberation.owners.views.frame import blueprint, to_vote, vote_here
from deliberation.owners.views.results import words
from deliberation.roster.queries import active_roster
from deliberation.roster.queries.rosters import by_entrance
from deliberation.rows import Page
from deliberation.sheets.writing import PROVISIONAL
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

RUNNING = frozenset({"OPEN", "CLOSED", "COUNTED", "CERTIFIED"})
ACTS = ("prepare", "notify", "open", "print", "deliver", "count", "announce", "void")


VOTES = Listing(
    "业主表决",
    columns=(
        Column("名称", lambda one: one.title, 40),
        Column("范围", lambda one: KINDS[one.kind], 16),
        Column("状态", lambda one: OWNERS_VOTE_FLOW.label(one.state), 12),
        Column("公告日期", lambda one: one.noticed_on, 12),
        Column("投票开始", lambda one: one.opens_at, 18),
        Column("投票截止", lambda one: one.closes_at, 18),
        Column("截止说明", lambda one: PROVISIONAL if one.end_is_provisional else "", 20),
        Column("结果公告", lambda one: one.announced_at, 18),
        Column("校验码", lambda one: one.result_hash, 66),
    ),
    filters=(
        Words("q", "搜索", "表决的名称"),
        Pick("state", "状态", OWNERS_VOTE_FLOW.states.items, is_closed=True),
    ),
)


@VOTES.at(blueprint, "/desk/<compound_slug>/owners-votes")
@guard("owners_vote.read")
def votes(sheet: str = "") -> Any:
    """What waits for the owners, and every vote of the compound."""
    here = compound().id

    def more(_page: Page) -> dict[str, Any]:
        return {"waiting": votes_queries.waiting(here), "roster": active_roster(here)}

    return VOTES.answer(sheet, votes_queries.votes(here, **VOTES.chosen()), "owners/votes.html", more, **words())


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>")
@guard("owners_vote.read")
def vote(vote_id: int) -> Any:
    """One vote: where it stands and what is to be done next."""
    return _page(vote_here("owners_vote.read", vote_id))


def _page(found: OwnersVote, problem: str = "", notice: NoticeForm | None = None, void: VoidForm | None = None) -> str:
    rules, scope = queries.rules_of(found.profile), scope_in(compound())
    today = clock.today()
    is_running = found.state in RUNNING
    places = entry.places(found.id) if is_running else []
    return render_template(
        "owners/vote.html",
        vote=found,
        problem=problem,
        rules=rules,
        notice_form=notice or NoticeForm(formdata=None, data={"noticed_on": today, "neighbourhood_told_on": today}),
        void_form=void or VoidForm(formdata=None),
        notice=_notice(found, today, notice_days_for(rules, is_special=found.is_special)),
        roster=votes_queries.roster_of(found),
        asking=asking_of(found) if found.state in {"PREPARED", "NOTICED"} or found.is_unanimous else None,
        progress=entry.by_building(places),
        entrances=by_entrance(places),
        unfinished=results.unfinished_papers(found.id) if is_running else {},
        is_due=found.state == "NOTICED" and clock.now() >= found.opens_at,
        is_over=found.state == "OPEN" and clock.now() >= found.closes_at,
        allowed={name: allowed(current_actor(), f"owners_vote.{name}", scope) for name in ACTS},
        election_of=elections.committee_question(found),
        candidates_posted_on=elections.posted_on(found.id),
        may_enter=allowed(current_actor(), "owners_ballot.enter", scope),
        **words(),
    )


def _notice(found: OwnersVote, today: date, days: int) -> NoticeVerdict | None:
    """What a notice posted today would mean, while it is not posted."""
    if found.state != "PREPARED":
        return None
    return judge_notice(today, clock.day_of(found.opens_at), days)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/notify")
@guard("owners_vote.notify", shows="owners_vote")
def notify(vote_id: int) -> Any:
    """The notice is posted: lock what is asked."""
    found, form = vote_here("owners_vote.notify", vote_id), NoticeForm()
    if not form.validate_on_submit() or form.noticed_on.data is None:
        return _page(found, notice=form), 422
    posted, told = form.noticed_on.data, form.neighbourhood_told_on.data
    said = _("公告已登记，表决事项、范围、时间和规则从现在起锁定。")
    return _act(found, lambda: preparing.notify(current_actor(), vote_id, posted, told), said, notice=form)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/open")
@guard("owners_vote.open", shows="owners_vote")
def open_vote(vote_id: int) -> Any:
    """开始投票: freeze the roster."""
    found = vote_here("owners_vote.open", vote_id)
    said = _("投票已开始，名册已锁定。请打印表决票并登记送达。")
    return _act(found, lambda: preparing.open_vote(current_actor(), vote_id), said)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/close")
@guard("owners_vote.open", shows="owners_vote")
def close_vote(vote_id: int) -> Any:
    """Close the vote: no later paper counts 截止收票."""
    found = vote_here("owners_vote.open", vote_id)
    said = _("已截止收票。手里的票录完以后就可以计票。")
    return _act(found, lambda: course.close_vote(current_actor(), vote_id), said)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/cancel")
@guard("owners_vote.void", shows="owners_vote")
def cancel_vote(vote_id: int) -> Any:
    """取消 before the notice."""
    found = vote_here("owners_vote.void", vote_id)
    return _act(found, lambda: course.cancel_vote(current_actor(), vote_id), _("已取消，事项仍在等业主决定。"))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/void")
@guard("owners_vote.void", shows="owners_vote")
def void_vote(vote_id: int) -> Any:
    """作废 after the notice, with a reason that residents read."""
    found, form = vote_here("owners_vote.void", vote_id), VoidForm()
    if not form.validate_on_submit():
        return _page(found, void=form), 422
    reason = form.reason.data or ""
    return _act(found, lambda: course.void_vote(current_actor(), vote_id, reason), _("已作废。"), void=form)


def _act(
    found: OwnersVote,
    act: Callable[[], object],
    said: str,
    *,
    notice: NoticeForm | None = None,
    void: VoidForm | None = None,
) -> Any:
    return attempt(
        act,
        lambda problem: _page(found, problem, notice, void),
        lambda _made: to_vote(found.id),
        said,
    )
