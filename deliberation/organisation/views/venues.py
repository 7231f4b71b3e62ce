"""管理: where a 小区 meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from deliberation.organisation.access import to_show
from deliberation.organisation.actions import changing
from deliberation.organisation.actions import places as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.places import LastDayForm, VenueForm
from deliberation.organisation.queries.places import venue_rows
from deliberation.organisation.views.compounds import to_compound
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Venue

VENUES = Listing(
    "会场",
    columns=(
        Column("会场", lambda one: one.name, 24, link=lambda one: url_for(".edit_venue", venue_id=one.id)),
        Column("在哪里", lambda one: one.address, 30),
        Column("座位", lambda one: one.places or None, 8),
        Column("设备", lambda one: one.equipment, 24),
        Column("最后一天", lambda one: one.closed_on, 14),
    ),
)


@VENUES.at(blueprint, "/office/compounds/<int:compound_id>/venues")
@guard("organisation.manage")
def venues(compound_id: int, sheet: str = "") -> Any:
    """The venues of a compound, those that are closed among them."""
    found = to_show(current_actor(), "compound", compound_id)
    add = (_("新增会场"), url_for(".new_venue", compound_id=compound_id))
    return VENUES.answer(
        sheet,
        venue_rows(compound_id),
        "organisation/office_list.html",
        title=_("%(name)s的会场", name=found.name),
        lead=_("开会的地方。停用的会场不能再选，开过的会仍写原来的名称。"),
        noun=_("个会场"),
        back=to_compound(found),
        buttons=[add],
        nothing=(_("还没有登记会场"), _("登记了会场，召集会议时才能选。"), *add),
    )


@blueprint.route("/office/compounds/<int:compound_id>/venues/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_venue(compound_id: int) -> Any:
    """A new venue."""
    found, form, actor = to_show(current_actor(), "compound", compound_id), VenueForm(), current_actor()

    def make() -> Venue:
        return acts.add_venue(actor, compound_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增会场（%(name)s）", name=found.name), to_venues(compound_id)),
        lambda: keyed(actor, "venue.add", form.request_key.data, "venue", make, within=compound_id),
        lambda _made: url_for(".venues", compound_id=compound_id),
        _("已登记。"),
    )


@blueprint.route("/office/venues/<int:venue_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="venue")
def edit_venue(venue_id: int) -> Any:
    """Change a venue."""
    found = to_show(current_actor(), "venue", venue_id)
    form = VenueForm(obj=found)
    stop = (_("停用或恢复使用"), url_for(".close_venue", venue_id=venue_id))
    return form_page(
        form,
        FormPage(found.name, to_venues(found.compound_id), thing=found, history=history_lines(found), links=[stop]),
        lambda: changing.edit_venue(current_actor(), venue_id, **form.written()),
        lambda made: url_for(".venues", compound_id=made.compound_id),
        _("已保存。"),
    )


@blueprint.route("/office/venues/<int:venue_id>/close", methods=["GET", "POST"])
@guard("organisation.manage", shows="venue")
def close_venue(venue_id: int) -> Any:
    """The last day on which people meet in a venue."""
    found = to_show(current_actor(), "venue", venue_id)
    form = LastDayForm(data={"last_day": found.closed_on})
    lead = _("过了最后一天，新的会议不能再选它；已经排在后面的会议，会请主持人、会议秘书改地方。")
    return form_page(
        form,
        FormPage(_("停用%(name)s", name=found.name), to_venues(found.compound_id), lead, thing=found),
        lambda: changing.close_venue(current_actor(), venue_id, form.day),
        lambda made: url_for(".venues", compound_id=made.compound_id),
        _("已保存。"),
    )


def to_venues(compound_id: int) -> tuple[str, str]:
    """The way back to the venues of a compound."""
    return _("会场"), url_for("organisation.venues", compound_id=compound_id)
