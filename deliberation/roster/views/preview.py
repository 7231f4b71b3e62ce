"""核对名册: what was read from a file, every doubt, every proposal; then 启用 or 放弃."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.roster.actions import rosters as actions
from deliberation.roster.forms import KindsForm, UseForm
from deliberation.roster.queries import active_roster
from deliberation.roster.queries import rosters as queries
from deliberation.roster.rules import MUST_BE_MENDED, Problem, importing
from deliberation.roster.rules.codes import NAMES
from deliberation.roster.rules.flows import ROSTER_FLOW
from deliberation.roster.rules.importing import Preview
from deliberation.roster.views.frame import blueprint, roster_here
from deliberation.roster.views.rosters import IMPORT
from deliberation.rows import Given
from deliberation.web import asking
from deliberation.web.acting import told
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.roster.models import Roster

PROBLEMS = Listing(
    "名册问题",
    columns=(
        Column("工作表", lambda one: one.sheet, 16),
        Column("行", lambda one: one.row or None, 8),
        Column("列", lambda one: one.column, 8),
        Column("问题", lambda one: NAMES[one.code], 24),
        Column("必须改", lambda one: "是" if one.code in MUST_BE_MENDED else "", 10),
        Column("说明", lambda one: one.text, 60),
    ),
    size=queries.PER_PAGE,
)


def _to(endpoint: str, **values: Any) -> Any:
    return redirect(url_for(endpoint, **values))


def _elsewhere(found: Roster) -> Any:
    """Where a roster is shown that is not looked at any more."""
    if found.activated_at is not None:
        return _to("roster.roster", roster_id=found.id)
    flash(_("这次导入已经放弃，读到的内容已删掉。"), "info")
    return _to("roster.rosters")


@blueprint.get("/desk/<compound_slug>/rosters/<int:roster_id>/preview")
@guard(IMPORT)
def roster_preview(roster_id: int) -> Any:
    """What was read: figures, what must still be done, a few units of each building."""
    found = roster_here(IMPORT, roster_id)
    return _elsewhere(found) if found.reading is None else _preview_page(found)


def _preview_page(found: Roster, problem: str = "", kinds: KindsForm | None = None, use: UseForm | None = None) -> str:
    preview = Preview.from_json(found.reading or {})
    reading = preview.reading
    kinds = kinds or KindsForm(formdata=None, data={"kinds": list(preview.kinds), "clause": preview.clause})
    return render_template(
        "roster/preview.html",
        roster=found,
        problem=problem,
        preview=preview,
        reading=reading,
        counted=importing.figures(reading, found.decided),
        same=queries.same_file(found),
        everything=importing.figures_of_all(reading, found.decided),
        flow=ROSTER_FLOW,
        mend=importing.must_be_mended(reading.problems),
        sources=importing.AREA_SOURCES,
        waiting=importing.undecided(preview.proposals, found.decided),
        active=active_roster(compound().id),
        no_developer=not importing.has_developer(reading.units),
        buildings=importing.by_building(reading.units),
        kinds_form=kinds,
        use_form=use or UseForm(formdata=None),
        kinds=importing.UNIT_KINDS,
        has_uncounted=any(u.kind in ("PARKING", "STORAGE") for u in reading.units),
    )


@PROBLEMS.at(blueprint, "/desk/<compound_slug>/rosters/<int:roster_id>/problems")
@guard(IMPORT)
def roster_problems(roster_id: int, sheet: str = "") -> Any:
    """Every doubtful place with sheet, row, column and what was read."""
    found = roster_here(IMPORT, roster_id)
    if found.reading is None:
        return _elsewhere(found)
    problems = Preview.from_json(found.reading).reading.problems
    code = _code(problems)
    chosen = [p for p in problems if not code or p.code == code]
    facts: dict[str, Any] = {
        "roster": found,
        "names": NAMES,
        "must": MUST_BE_MENDED,
        "codes": importing.codes_of(problems),
    }
    return PROBLEMS.answer(sheet, Given(chosen), "roster/problems.html", code=code, **facts)


def _code(problems: tuple[Problem, ...]) -> str:
    code = request.args.get("code", "")
    return code if any(problem.code == code for problem in problems) else ""


@blueprint.get("/desk/<compound_slug>/rosters/<int:roster_id>/proposals")
@guard(IMPORT)
def roster_proposals(roster_id: int) -> Any:
    """Which units may be one owner's; a person decides on each."""
    found = roster_here(IMPORT, roster_id)
    return _elsewhere(found) if found.reading is None else _proposals_page(found)


def _proposals_page(found: Roster, problem: str = "") -> str:
    proposals = Preview.from_json(found.reading or {}).proposals
    waiting = importing.undecided(proposals, found.decided)
    is_open = request.args.get("show") == "open"
    chosen = waiting if is_open else proposals
    kinds = {code: sum(p.code == code for p in waiting) for code in importing.PROPOSAL_KINDS}
    return render_template(
        "roster/proposals.html",
        roster=found,
        problem=problem,
        waiting=len(waiting),
        kinds=kinds,
        page=Given(chosen).page(asking.page_number()),
        labels=importing.PROPOSAL_KINDS,
        decisions=importing.DECISIONS,
        tag=importing.tag,
        only="open" if is_open else "",
    )


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/proposals")
@guard(IMPORT)
def decide_proposals(roster_id: int) -> Any:
    """接受 or 不接受, for those of the page on which something was chosen."""
    found = roster_here(IMPORT, roster_id)
    if found.reading is None:
        return _elsewhere(found)
    chosen = {name[2:]: value for name, value in request.form.items() if name.startswith("p-") and value}
    if not chosen:
        return _proposals_page(found, _("还没有选。请在每条建议下面选“接受”或“不接受”。")), 422
    said = _("已记下 %(n)s 条。", n=len(chosen))
    return _act(found, lambda: actions.decide(current_actor(), roster_id, chosen), said, _proposals_page)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/proposals/all")
@guard(IMPORT, shows="roster")
def accept_proposals(roster_id: int) -> Any:
    """Accept all of one kind on which nobody has decided."""
    found, code = roster_here(IMPORT, roster_id), request.form.get("code", "")
    said = _("这一类没有决定的都已接受。")
    return _act(found, lambda: actions.accept_all(current_actor(), roster_id, code), said, _proposals_page)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/kinds")
@guard(IMPORT)
def count_kinds(roster_id: int) -> Any:
    """Let parking spaces or storage rooms count."""
    found, form = roster_here(IMPORT, roster_id), KindsForm()
    if found.reading is None:
        return _elsewhere(found)
    if not form.validate():
        return _preview_page(found, kinds=form), 422
    kinds, clause = form.kinds.data or [], form.clause.data or ""

    def page(roster: Roster, problem: str) -> str:
        return _preview_page(roster, problem, kinds=form)

    said = _("已重新计算，合并建议也重新列过，请再看一遍。")
    return _act(found, lambda: actions.count(current_actor(), roster_id, kinds, clause), said, page)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/use")
@guard(IMPORT, shows="roster")
def use_roster(roster_id: int) -> Any:
    """启用, all or nothing."""
    found, form = roster_here(IMPORT, roster_id), UseForm()
    if found.reading is None:
        return _elsewhere(found)
    sure = bool(form.all_handed_over.data)
    if not form.validate():
        return _preview_page(found, use=form), 422
    act = actions.take_into_use
    said = _("名册已启用。")
    return _act(found, lambda: act(current_actor(), roster_id, all_handed_over=sure), said, _preview_page)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/discard")
@guard(IMPORT)
def discard_roster(roster_id: int) -> Any:
    """Give an import up 放弃."""
    found = roster_here(IMPORT, roster_id)
    said = _("已放弃，读到的内容已删掉。")
    return _act(found, lambda: actions.give_up(current_actor(), roster_id), said, _preview_page)


def _act(found: Roster, act: Callable[[], object], said: str, page: Callable[[Roster, str], str]) -> Any:
    """Do it and go on where the visitor was; a refusal is told on the page where they are."""
    is_about_proposals = page is _proposals_page
    try:
        act()
    except Refused as refused:
        said, status = told(refused)
        if found.reading is None:
            flash(said, "error")
            return _to("roster.rosters")
        return page(found, said), status
    flash(said, "success")
    if is_about_proposals:
        return _to("roster.roster_proposals", roster_id=found.id, show=request.args.get("show") or None)
    if found.state == ROSTER_FLOW.initial:
        return _to("roster.roster_preview", roster_id=found.id)
    return _elsewhere(found) if found.activated_at is not None else _to("roster.rosters")
