"""管理: 街道, 社区 and 网格, with who answers for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_babel import gettext as _

from deliberation.organisation.access import to_show
from deliberation.organisation.actions import changing
from deliberation.organisation.actions import places as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.places import CommunityForm, GridAreaForm, SubdistrictForm
from deliberation.organisation.queries import places as reading
from deliberation.organisation.rules.compounds import GRID_LEVELS
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Community, GridArea, Subdistrict


@blueprint.get("/office/places")
@guard("organisation.manage")
def places() -> Any:
    """All 街道 with their 社区."""
    return render_template("organisation/places.html", subdistricts=reading.subdistricts())


def _back() -> tuple[str, str]:
    return _("街道和社区"), url_for("organisation.places")


@blueprint.route("/office/subdistricts/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_subdistrict() -> Any:
    """A new 街道."""
    form, actor = SubdistrictForm(), current_actor()

    def make() -> Subdistrict:
        return acts.add_subdistrict(actor, **form.written())

    return form_page(
        form,
        FormPage(_("新增街道"), _back()),
        lambda: keyed(actor, "subdistrict.add", form.request_key.data, "subdistrict", make),
        lambda _made: url_for(".places"),
        _("已登记。"),
    )


@blueprint.route("/office/subdistricts/<int:subdistrict_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="subdistrict")
def edit_subdistrict(subdistrict_id: int) -> Any:
    """Change a 街道."""
    found = to_show(current_actor(), "subdistrict", subdistrict_id)
    form = SubdistrictForm(obj=found)
    return form_page(
        form,
        FormPage(found.name, _back(), thing=found, history=history_lines(found)),
        lambda: changing.edit_subdistrict(current_actor(), subdistrict_id, **form.written()),
        lambda _made: url_for(".places"),
        _("已保存。"),
    )


@blueprint.route("/office/subdistricts/<int:subdistrict_id>/communities/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_community(subdistrict_id: int) -> Any:
    """A new 社区 of a 街道."""
    above, form, actor = to_show(current_actor(), "subdistrict", subdistrict_id), CommunityForm(), current_actor()

    def make() -> Community:
        return acts.add_community(actor, subdistrict_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增社区（%(name)s）", name=above.name), _back()),
        lambda: keyed(actor, "community.add", form.request_key.data, "community", make, within=subdistrict_id),
        lambda _made: url_for(".places"),
        _("已登记。"),
    )


@blueprint.route("/office/communities/<int:community_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="community")
def edit_community(community_id: int) -> Any:
    """Change a 社区."""
    found = to_show(current_actor(), "community", community_id)
    form = CommunityForm(obj=found)
    return form_page(
        form,
        FormPage(found.name, _back(), thing=found, history=history_lines(found)),
        lambda: changing.edit_community(current_actor(), community_id, **form.written()),
        lambda _made: url_for(".places"),
        _("已保存。"),
    )


GRIDS = Listing(
    "网格",
    columns=(
        Column("名称", lambda one: one.area.name, 24, link=lambda one: url_for(".edit_grid", grid_area_id=one.area.id)),
        Column("哪一级", lambda one: _(GRID_LEVELS[one.area.level]), 10),
        Column("属于哪个网格", lambda one: one.above, 20),
        Column("单元", lambda one: one.entrances, 8),
        Column("户数", lambda one: one.households, 8),
        Column("负责人", lambda one: "、".join(one.people), 30),
    ),
)


@GRIDS.at(blueprint, "/office/communities/<int:community_id>/grids")
@guard("organisation.manage")
def grids(community_id: int, sheet: str = "") -> Any:
    """The four levels 微网格—网格—社区—街道: the areas of a 社区 and who answers for each."""
    found = to_show(current_actor(), "community", community_id)
    add = (_("新增网格"), url_for(".new_grid", community_id=community_id))
    return GRIDS.answer(
        sheet,
        reading.grid_areas(community_id),
        "organisation/office_list.html",
        title=_("%(name)s的网格", name=found.name),
        lead=_("解决不了的事逐级上报：微网格 → 网格 → 社区 → 街道。负责人来自“人员”里登记的任职和负责范围。"),
        noun=_("个网格、微网格"),
        back=_back(),
        buttons=[add],
        nothing=(_("还没有登记网格"), _("先登记网格；登记楼栋时可以每栋楼设一个微网格。"), *add),
    )


@blueprint.route("/office/communities/<int:community_id>/grids/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_grid(community_id: int) -> Any:
    """A new 网格 or 微网格."""
    above, form, actor = to_show(current_actor(), "community", community_id), GridAreaForm(), current_actor()
    form.offer(reading.grid_choices(community_id, level="grid"))

    def make() -> GridArea:
        return acts.add_grid_area(actor, community_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增网格（%(name)s）", name=above.name), _to_grids(above.id)),
        lambda: keyed(actor, "grid_area.add", form.request_key.data, "grid_area", make, within=community_id),
        lambda _made: url_for(".grids", community_id=community_id),
        _("已登记。"),
    )


@blueprint.route("/office/grids/<int:grid_area_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="grid_area")
def edit_grid(grid_area_id: int) -> Any:
    """Change a 网格 or 微网格."""
    found = to_show(current_actor(), "grid_area", grid_area_id)
    form = GridAreaForm(obj=found)
    others = reading.grid_choices(found.community_id, level="grid")
    form.offer([one for one in others if one[0] != found.id])
    return form_page(
        form,
        FormPage(found.name, _to_grids(found.community_id), thing=found, history=history_lines(found)),
        lambda: changing.edit_grid_area(current_actor(), grid_area_id, **form.written()),
        lambda made: url_for(".grids", community_id=made.community_id),
        _("已保存。"),
    )


def _to_grids(community_id: int) -> tuple[str, str]:
    return _("网格"), url_for("organisation.grids", community_id=community_id)
