"""管理: the buildings and entrances of a 小区, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.organisation.access import to_show
from deliberation.organisation.actions import buildings as many
from deliberation.organisation.actions import changing
from deliberation.organisation.actions import places as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.places import BuildingForm, BuildingsForm, EntranceForm, GridOfBuildingForm
from deliberation.organisation.queries import places as reading
from deliberation.organisation.views.compounds import to_compound
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.acting import attempt, refused_on
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Compound, Entrance


def _told(rows: list[Any]) -> list[tuple[Any, Any]]:
    """A sheet has a line for each entrance."""
    return [(line, entrance) for line in rows for entrance in line.entrances or [None]]


BUILDINGS = Listing(
    "楼栋",
    columns=(
        Column("楼号", lambda one: _of(one).building.number, 10, link=lambda one: _to_building(_of(one).building.id)),
        Column("单元", lambda one: _entrance(one, "number"), 10),
        Column("层数", lambda one: _entrance(one, "floors"), 8, on_page=False),
        Column("户数", lambda one: _entrance(one, "households"), 8),
        Column("网格", lambda one: "、".join(_of(one).grids), 24),
        Column("负责人", lambda one: "、".join(_of(one).people), 30),
    ),
    told=_told,
)


def _of(one: Any) -> Any:
    return one[0] if isinstance(one, tuple) else one


def _entrance(one: Any, what: str) -> Any:
    """Of one entrance its own figure; of a building the number of its entrances, or the sum."""
    if isinstance(one, tuple):
        return getattr(one[1], what) if one[1] is not None else None
    return one.households if what == "households" else len(one.entrances)


def _to_building(building_id: int) -> str:
    return url_for("organisation.building", building_id=building_id)


@BUILDINGS.at(blueprint, "/office/compounds/<int:compound_id>/buildings")
@guard("organisation.manage")
def buildings(compound_id: int, sheet: str = "") -> Any:
    """The buildings of a compound, held against its number of households."""
    found = to_show(current_actor(), "compound", compound_id)
    add = (_("登记楼栋"), url_for(".new_buildings", compound_id=compound_id))
    return BUILDINGS.answer(
        sheet,
        reading.building_lines(compound_id),
        "organisation/office_list.html",
        title=_("%(name)s的楼栋", name=found.name),
        lead=in_sum(found),
        noun=_("栋"),
        back=to_compound(found),
        buttons=[add],
        nothing=(_("还没有登记楼栋"), _("可以一次登记很多栋，例如 1–12号楼，每栋2单元，每单元34户。"), *add),
    )


def in_sum(found: Compound) -> str:
    """What the buildings add up to, beside the number of households that is said of the compound."""
    entrances, households = reading.sums_of([found.id]).get(found.id, (0, 0))
    said: str = _(
        "楼栋合计 %(entrances)s 个单元、%(households)s 户；小区登记 %(said)s 户",
        entrances=entrances,
        households=households,
        said=found.households,
    )
    apart = abs(households - found.households)
    tail: str = _("，相差 %(n)s 户。", n=apart) if apart else _("，一致。")
    return said + tail


@blueprint.route("/office/compounds/<int:compound_id>/buildings/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_buildings(compound_id: int) -> Any:
    """Many buildings that are alike: shown first, registered when that is confirmed."""
    found, form = to_show(current_actor(), "compound", compound_id), BuildingsForm()
    form.offer(reading.grid_choices(found.community_id))
    if not form.validate_on_submit():
        return _plan_page(found, form), 422 if form.is_submitted() else 200
    try:
        plan = form.plan()
    except Refused as refused:
        return refused_on(lambda _said: _plan_page(found, form), refused, form)
    if "save" not in request.form:
        return _plan_page(found, form, plan)
    actor, key = current_actor(), form.request_key.data
    return attempt(
        lambda: keyed(
            actor,
            "compound.add_buildings",
            key,
            "compound",
            lambda: many.add_buildings(actor, compound_id, plan),
            within=compound_id,
        ),
        lambda _said: _plan_page(found, form, plan),
        lambda made: redirect(url_for(".buildings", compound_id=made.id)),
        lambda _made: _("已登记 %(n)s 栋楼、%(m)s 个单元。", n=len(plan.numbers), m=plan.all_entrances),
        form=form,
    )


def _plan_page(found: Compound, form: BuildingsForm, plan: Any = None) -> str:
    _entrances, registered = reading.sums_of([found.id]).get(found.id, (0, 0))
    return render_template(
        "organisation/new_buildings.html",
        one=found,
        form=form,
        plan=plan,
        registered=registered,
        back=to_compound(found),
    )


@blueprint.get("/office/buildings/<int:building_id>")
@guard("organisation.manage")
def building(building_id: int) -> Any:
    """One building with its entrances."""
    return _building_page(building_id, GridOfBuildingForm())


def _building_page(building_id: int, form: GridOfBuildingForm) -> str:
    found = to_show(current_actor(), "building", building_id)
    compound = to_show(current_actor(), "compound", found.compound_id)
    grids = reading.grid_choices(compound.community_id)
    form.grid_area_id.choices = grids
    (line,) = reading.building_told([found])
    return render_template(
        "organisation/building.html",
        line=line,
        compound=None,
        one=compound,
        names=dict(grids),
        form=form,
        history=history_lines(found, *line.entrances),
    )


@blueprint.post("/office/buildings/<int:building_id>/grid")
@guard("organisation.manage", shows="building")
def place_in_grid(building_id: int) -> Any:
    """All entrances of a building belong to one 网格."""
    found, form = to_show(current_actor(), "building", building_id), GridOfBuildingForm()
    form.grid_area_id.choices = reading.grid_choices(
        to_show(current_actor(), "compound", found.compound_id).community_id
    )
    if not form.validate_on_submit():
        return _building_page(building_id, form), 422
    return attempt(
        lambda: many.place_in_grid(current_actor(), building_id, form.grid_area_id.data),
        lambda _said: _building_page(building_id, form),
        lambda made: redirect(_to_building(made.id)),
        _("已归入。"),
        form=form,
    )


@blueprint.route("/office/buildings/<int:building_id>/edit", methods=["GET", "POST"])
@guard("organisation.manage", shows="building")
def edit_building(building_id: int) -> Any:
    """Another number at a building's door."""
    found = to_show(current_actor(), "building", building_id)
    form = BuildingForm(obj=found)
    return form_page(
        form,
        FormPage(_("%(n)s号楼", n=found.number), (_("%(n)s号楼", n=found.number), _to_building(found.id)), thing=found),
        lambda: changing.edit_building(current_actor(), building_id, **form.written()),
        lambda made: _to_building(made.id),
        _("已保存。"),
    )


def _entrance_form(compound_id: int, found: Entrance | None = None) -> EntranceForm:
    form = EntranceForm(obj=found)
    grids = reading.grid_choices(to_show(current_actor(), "compound", compound_id).community_id)
    kept = found.grid_area_id if found is not None else None
    if kept is not None and kept not in dict(grids):
        area = to_show(current_actor(), "grid_area", kept)
        grids.append((area.id, _("%(name)s（原社区的）", name=area.name)))
    form.offer(grids)
    return form


@blueprint.route("/office/buildings/<int:building_id>/entrances/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_entrance(building_id: int) -> Any:
    """One more entrance of a building."""
    found, actor = to_show(current_actor(), "building", building_id), current_actor()
    form = _entrance_form(found.compound_id)
    name = _("%(n)s号楼", n=found.number)

    def make() -> Entrance:
        return acts.add_entrance(actor, building_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增单元（%(name)s）", name=name), (name, _to_building(found.id))),
        lambda: keyed(actor, "entrance.add", form.request_key.data, "entrance", make, within=building_id),
        lambda _made: _to_building(building_id),
        _("已登记。"),
    )


@blueprint.route("/office/entrances/<int:entrance_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="entrance")
def edit_entrance(entrance_id: int) -> Any:
    """Change an entrance."""
    found = to_show(current_actor(), "entrance", entrance_id)
    form, name = _entrance_form(found.building.compound_id, found), _("%(n)s号楼", n=found.building.number)
    return form_page(
        form,
        FormPage(
            _("%(name)s%(n)s单元", name=name, n=found.number),
            (name, _to_building(found.building_id)),
            thing=found,
            history=history_lines(found),
        ),
        lambda: changing.edit_entrance(current_actor(), entrance_id, **form.written()),
        lambda made: _to_building(made.building_id),
        _("已保存。"),
    )
