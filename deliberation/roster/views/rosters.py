"""业主名册 at the desk: the imports, reading a file in, the roster by building, its export."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.kernel.masking import mask_name, mask_phone
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.roster.actions import rosters as actions
from deliberation.roster.forms import RosterForm
from deliberation.roster.papers import COLUMNS, square_metres
from deliberation.roster.queries import active_roster
from deliberation.roster.queries import rosters as queries
from deliberation.roster.rules import read_roster
from deliberation.roster.rules.flows import ROSTER_FLOW
from deliberation.roster.rules.importing import AREA_SOURCES, UNIT_KINDS
from deliberation.roster.rules.parts import NO_ENTRANCE
from deliberation.roster.views.frame import blueprint, roster_here
from deliberation.rows import Page
from deliberation.sheets.answers import Cell, file_answer
from deliberation.sheets.bounded import bounded
from deliberation.sheets.reading import MOST_BYTES
from deliberation.web import asking
from deliberation.web.acting import attempt, told
from deliberation.web.apart import apart
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deliberation.roster.models import Roster

IMPORT, READ = actions.PERMISSION, "roster.read"
ONLY = ("COUNTED", "NOT_COUNTED", "DEVELOPER", "NO_VOTER")


def names_shown(names: Sequence[str], *, is_company: bool) -> str:
    """The owners as this visitor may read them: in full only for who prints ballots; a company is no person."""
    if is_company or allowed(current_actor(), "owners_vote.print", scope_in(compound())):
        return "、".join(names)
    return "、".join(mask_name(name) for name in names)


def phones_shown(phones: str) -> str:
    """The phones of an owner, masked for everybody."""
    return " ".join(mask_phone(phone) for phone in phones.split("/"))


def _with_importers(found: list[Roster]) -> list[tuple[Roster, str]]:
    names = queries.importers(found)
    return [(one, names.get(one.imported_by_id or 0, "")) for one in found]


ROSTERS = Listing(
    "历次导入的名册",
    columns=(
        Column("文件", lambda one: one[0].file_name, 30),
        Column("导入时间", lambda one: one[0].imported_at, 18),
        Column("经手人", lambda one: one[1], 12),
        Column("户", lambda one: one[0].units, 8),
        Column("状态", lambda one: ROSTER_FLOW.label(one[0].state), 12),
        Column("启用时间", lambda one: one[0].activated_at, 18),
        Column("保存依据", lambda one: one[0].ground, 30),
        Column("面积来源", lambda one: AREA_SOURCES[one[0].area_source], 20),
    ),
    told=_with_importers,
)


@ROSTERS.at(blueprint, "/desk/<compound_slug>/rosters")
@guard(READ)
def rosters(sheet: str = "") -> Any:
    """The roster in use, the one that is being looked at, and every import before."""
    here = compound().id

    def more(page: Page) -> dict[str, Any]:
        names = queries.importers(page.items)
        return {"active": active_roster(here), "waiting": queries.waiting(here), "names": names}

    facts = {"flow": ROSTER_FLOW, "sources": AREA_SOURCES}
    return ROSTERS.answer(sheet, queries.imports(here), "roster/rosters.html", more, **facts)


@blueprint.route("/desk/<compound_slug>/rosters/new", methods=["GET", "POST"])
@guard(IMPORT, megabytes=18)
def import_roster() -> Any:
    """Read a file in."""
    if request.method == "GET":
        return _import_page(RosterForm(formdata=None))
    form = RosterForm()
    if not form.validate():
        return _import_page(form), 422
    return attempt(
        lambda: _read(form),
        lambda said: _import_page(form, said),
        lambda made: redirect(url_for("roster.roster_preview", roster_id=made.id)),
    )


def _read(form: RosterForm) -> Roster:
    given = form.file.data
    name = (given.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    content = given.stream.read(MOST_BYTES + 1)
    # Before the transaction, in a child: a large file takes seconds, and a hostile one must not take the service.
    reading = bounded(apart, read_roster, name, content)
    digest = hashlib.sha256(content).hexdigest()
    file = actions.RosterFile(name, digest, form.ground_in_words(), form.area_source.data)
    return actions.read_in(current_actor(), compound().id, file, reading)


def _import_page(form: RosterForm, problem: str = "") -> str:
    return render_template(
        "roster/import.html",
        form=form,
        problem=problem,
        waiting=queries.waiting(compound().id),
        active=active_roster(compound().id),
    )


def _chosen() -> queries.Filter:
    only = request.args.get("show", "")
    words, building = asking.words("q"), asking.words("building", 30)
    entrance = asking.words("entrance", 30)
    return queries.Filter(building, words, only if only in ONLY else "", entrance)


@blueprint.get("/desk/<compound_slug>/rosters/<int:roster_id>")
@guard(READ)
def roster(roster_id: int) -> Any:
    """A roster that is or was in use: figures, buildings, units; names and phones masked."""
    found = roster_here(READ, roster_id)
    if found.activated_at is None:
        return redirect(url_for("roster.rosters"))
    actions.note_reading(current_actor(), found)
    return _roster_page(found)


def _roster_page(found: Roster, problem: str = "") -> str:
    chosen = _chosen()
    page = queries.chosen_lines(found.id, chosen).page(asking.page_number(), queries.PER_PAGE)
    return render_template(
        "roster/roster.html",
        roster=found,
        problem=problem,
        chosen=chosen,
        flow=ROSTER_FLOW,
        buildings=queries.buildings(found.id),
        entrances=queries.entrances(found.id),
        places=queries.places(found.id),
        kinds=UNIT_KINDS,
        sources=AREA_SOURCES,
        in_list=page.total,
        page=page,
        names_shown=names_shown,
        phones_shown=phones_shown,
        without_voter=queries.without_voter(found.id),
        only=_only_words(),
    )


def _only_words() -> list[tuple[str, str]]:
    labels = (_("计入表决的"), _("不计入表决的"), _("未售、未交付的"), _("共有人没有指定投票人的"))
    return [("", _("全部")), *zip(ONLY, labels, strict=True)]


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/export")
@guard(IMPORT)
def export_roster(roster_id: int) -> Any:
    """The roster with full names and phones as an .xlsx or a .csv, for those who brought it in; written into the log.

    Only the units that the list shows: of a building, an entrance, or those that were looked for.
    """
    found = roster_here(IMPORT, roster_id)
    chosen = _chosen()
    units = queries.fitting_lines(found.id, chosen)
    try:
        actions.note_export(current_actor(), roster_id, len(units))
    except Refused as refused:
        said, _status = told(refused)
        flash(said, "error")
        return redirect(url_for("roster.rosters"))
    where = chosen.building + ("" if chosen.entrance == NO_ENTRANCE else chosen.entrance)
    kind = "csv" if request.args.get("sheet") == "csv" else "xlsx"
    rows = (_cells(line) for line in units)
    return file_answer(kind, f"{_('业主名册')}{where}", list(COLUMNS), list(COLUMNS.values()), rows)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/erase")
@guard(IMPORT)
def erase_roster(roster_id: int) -> Any:
    """删除旧名册: the names and phones of a roster that was replaced."""
    found = roster_here(IMPORT, roster_id)
    return attempt(
        lambda: actions.erase(current_actor(), roster_id),
        lambda said: _roster_page(found, said),
        lambda _made: redirect(url_for("roster.rosters")),
        _("旧名册里的姓名、电话已删除。"),
    )


def _cells(line: queries.Line) -> tuple[Cell, ...]:
    status = _("未售") if not line.sold else "" if line.delivered else _("已售未交付")
    return (
        line.building,
        line.entrance,
        line.room,
        "、".join(line.names),
        square_metres(line.area),
        line.phone.replace("/", " "),
        _(UNIT_KINDS[line.kind]),
        status,
        _("是") if line.counts_for_votes else _("否"),
        line.voter_name if len(line.names) > 1 else "",
        line.note,
    )
