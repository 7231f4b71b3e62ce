"""管理: the 小区, each with all that is registered of it; its 社区 from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.organisation import queries
from deliberation.organisation.access import to_show
from deliberation.organisation.actions import changing
from deliberation.organisation.actions import places as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.places import CompoundForm, MoveForm, NewCompoundForm
from deliberation.organisation.queries import places as reading
from deliberation.organisation.queries.communities import moves_of
from deliberation.organisation.rules.compounds import COMPOUND_GRADES, COMPOUND_TYPES
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Compound

COMPOUNDS = Listing(
    "小区",
    columns=(
        Column(
            "小区",
            lambda one: one.compound.name,
            20,
            link=lambda one: url_for(".office_compound", compound_id=one.compound.id),
        ),
        Column("社区", lambda one: one.compound.community.name, 16),
        Column("简称", lambda one: one.compound.slug, 14),
        Column("类型", lambda one: _(COMPOUND_TYPES.get(one.compound.type, "")) if one.compound.type else "", 14),
        Column("等级", lambda one: _(COMPOUND_GRADES.get(one.compound.grade, "")) if one.compound.grade else "", 8),
        Column("户数", lambda one: one.compound.households, 8),
        Column("按楼栋合计", lambda one: one.registered, 10),
        Column("楼栋", lambda one: one.buildings, 8),
        Column("单元", lambda one: one.entrances, 8),
        Column("会场", lambda one: one.venues, 8),
        Column("各方", lambda one: one.parties, 8),
        Column("地址", lambda one: one.compound.address, 30, on_page=False),
        Column("电话", lambda one: one.compound.phone, 16, on_page=False),
    ),
    filters=(
        Words("q", "搜索", "小区、社区、地址"),
        Pick("community", "社区", reading.community_choices, is_number=True),
    ),
)


@COMPOUNDS.at(blueprint, "/office/compounds/")
@guard("organisation.manage")
def compounds(sheet: str = "") -> Any:
    """All compounds with what is registered of each."""
    add = (_("新增小区"), url_for(".new_compound"))
    return COMPOUNDS.answer(
        sheet,
        reading.compound_lines(**COMPOUNDS.chosen()),
        "organisation/office_list.html",
        lead=_("点小区名称，登记它的楼栋、会场、各方和职责清单。"),
        noun=_("个小区"),
        back=(_("管理"), url_for(".office")),
        buttons=[add],
        nothing=(_("还没有登记小区"), _("先登记街道和社区，再登记小区。"), *add),
    )


@blueprint.route("/office/compounds/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_compound() -> Any:
    """A new 小区."""
    form, actor = NewCompoundForm(), current_actor()
    form.community_id.choices = reading.community_choices()

    def make() -> Compound:
        return acts.add_compound(actor, **form.written())

    return form_page(
        form,
        FormPage(_("新增小区"), (_("小区"), url_for(".compounds"))),
        lambda: keyed(actor, "compound.add", form.request_key.data, "compound", make),
        lambda made: url_for(".office_compound", compound_id=made.id),
        _("已登记。接着登记楼栋、会场和各方。"),
    )


@blueprint.get("/office/compounds/<int:compound_id>")
@guard("organisation.manage")
def office_compound(compound_id: int) -> Any:
    """One compound: what is registered of it, and the way to each part."""
    found = to_show(current_actor(), "compound", compound_id)
    communities = dict(reading.community_choices())
    (line,) = reading.compound_told([found])
    return render_template(
        "organisation/office_compound.html",
        one=found,
        line=line,
        types=COMPOUND_TYPES,
        grades=COMPOUND_GRADES,
        communities=communities,
        moves=[move for move in moves_of(compound_id) if move.starts_on.year > 1],
        today=clock.today(),
        meeting_types=queries.meeting_types(compound_id),
        history=history_lines(found),
    )


@blueprint.route("/office/compounds/<int:compound_id>/edit", methods=["GET", "POST"])
@guard("organisation.manage", shows="compound")
def edit_compound(compound_id: int) -> Any:
    """Change what is said of a compound."""
    found = to_show(current_actor(), "compound", compound_id)
    form = CompoundForm(obj=found)
    return form_page(
        form,
        FormPage(_("修改%(name)s", name=found.name), to_compound(found), thing=found),
        lambda: changing.edit_compound(current_actor(), compound_id, **form.written()),
        lambda made: url_for(".office_compound", compound_id=made.id),
        _("已保存。"),
    )


@blueprint.route("/office/compounds/<int:compound_id>/move", methods=["GET", "POST"])
@guard("organisation.manage", shows="compound")
def move_compound(compound_id: int) -> Any:
    """From a day on a compound belongs to another 社区."""
    found = to_show(current_actor(), "compound", compound_id)
    form = MoveForm()
    form.community_id.choices = [one for one in reading.community_choices() if one[0] != found.community_id]

    def move() -> Compound:
        said = form.written()
        return changing.move_compound(
            current_actor(), compound_id, said["community_id"], said["starts_on"], said["reason"]
        )

    now = to_show(current_actor(), "community", found.community_id)
    lead = _(
        "现在属于%(name)s。从您选的那一天零点起，新社区的工作人员看得到这个小区，原社区的看不到了；"
        "以前的页面和统计仍按原社区；小区的网址不变。",
        name=now.name,
    )
    return form_page(
        form,
        FormPage(_("%(name)s改属另一个社区", name=found.name), to_compound(found), lead, thing=found),
        move,
        lambda made: url_for(".office_compound", compound_id=made.id),
        _("已登记。"),
    )


def to_compound(found: Compound) -> tuple[str, str]:
    """The way back to the page of a compound."""
    return found.name, url_for("organisation.office_compound", compound_id=found.id)
