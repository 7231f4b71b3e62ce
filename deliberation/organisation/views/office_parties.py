"""管理: the units 单位 of the installation and the parties 各方 of a 小区."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from deliberation.organisation.access import to_show
from deliberation.organisation.actions import parties as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.parties import NewPartyForm, NewUnitForm, PartyForm, UnitForm
from deliberation.organisation.forms.places import LastDayForm
from deliberation.organisation.queries import units as reading
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.views.compounds import to_compound
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Party, Unit

UNITS = Listing(
    "单位",
    columns=(
        Column("单位", lambda one: one.unit.name, 30, link=lambda one: url_for(".edit_unit", unit_id=one.unit.id)),
        Column("种类", lambda one: _(PARTY_KINDS.get(one.unit.kind, one.unit.kind)), 14),
        Column("电话", lambda one: one.unit.phone, 16),
        Column("服务的小区", lambda one: "、".join(one.compounds), 50),
    ),
    filters=(Words("q", "搜索", "单位名称"), Pick("kind", "种类", PARTY_KINDS.items)),
)


@UNITS.at(blueprint, "/office/units/")
@guard("organisation.manage")
def units(sheet: str = "") -> Any:
    """The units of the installation, each with the compounds in which it is a party."""
    add = (_("新增单位"), url_for(".new_unit"))
    return UNITS.answer(
        sheet,
        reading.units(**UNITS.chosen()),
        "organisation/office_list.html",
        lead=_("物业企业、联建单位、职能部门、专业经营单位登记一次，再到各小区的“各方”里选。"),
        noun=_("个单位"),
        back=(_("管理"), url_for(".office")),
        buttons=[add],
        nothing=(_("还没有登记单位"), _("一个单位服务几个小区，也只登记一次。"), *add),
    )


@blueprint.route("/office/units/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_unit() -> Any:
    """A new unit."""
    form, actor = NewUnitForm(), current_actor()

    def make() -> Unit:
        return acts.add_unit(actor, **form.written())

    return form_page(
        form,
        FormPage(_("新增单位"), (_("单位"), url_for(".units"))),
        lambda: keyed(actor, "unit.add", form.request_key.data, "unit", make),
        lambda _made: url_for(".units"),
        _("已登记。"),
    )


@blueprint.route("/office/units/<int:unit_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="unit")
def edit_unit(unit_id: int) -> Any:
    """Change a unit."""
    found = to_show(current_actor(), "unit", unit_id)
    form = UnitForm(obj=found)
    lead = _("%(kind)s。各小区里的名称不跟着改，要改到小区的“各方”里改。", kind=_(PARTY_KINDS.get(found.kind, "")))
    return form_page(
        form,
        FormPage(found.name, (_("单位"), url_for(".units")), lead, thing=found, history=history_lines(found)),
        lambda: acts.edit_unit(current_actor(), unit_id, **form.written()),
        lambda _made: url_for(".units"),
        _("已保存。"),
    )


OFFICE_PARTIES = Listing(
    "各方",
    columns=(
        Column("名称", lambda one: one.name, 24, link=lambda one: url_for(".edit_party", party_id=one.id)),
        Column("哪一方", lambda one: _(PARTY_KINDS.get(one.kind, one.kind)), 14),
        Column("单位", lambda one: one.unit.name if one.unit else "", 24),
        Column("筹备", lambda one: one.powers or _("是") if one.is_preparatory else "", 30),
        Column("职责", lambda one: one.duty, 40, most=30),
        Column("顺序", lambda one: one.position, 8),
        Column("最后一天", lambda one: one.ends_on, 14),
    ),
)


@OFFICE_PARTIES.at(blueprint, "/office/compounds/<int:compound_id>/parties")
@guard("organisation.manage")
def office_parties(compound_id: int, sheet: str = "") -> Any:
    """The parties of a compound, those that have ended among them."""
    found = to_show(current_actor(), "compound", compound_id)
    add = (_("新增一方"), url_for(".new_party", compound_id=compound_id))
    return OFFICE_PARTIES.answer(
        sheet,
        reading.party_rows(compound_id),
        "organisation/office_list.html",
        title=_("%(name)s的各方", name=found.name),
        lead=_("开会的各方和办事的单位。每个联建单位各自登记一方。"),
        noun=_("方"),
        back=to_compound(found),
        buttons=[add],
        nothing=(_("还没有登记各方"), _("先登记小区党支部、业委会、物业企业、网格员等各方，再登记它们的人。"), *add),
    )


def _to_parties(compound_id: int) -> tuple[str, str]:
    return _("各方"), url_for("organisation.office_parties", compound_id=compound_id)


@blueprint.route("/office/compounds/<int:compound_id>/parties/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_party(compound_id: int) -> Any:
    """A new party of a compound."""
    found, form, actor = to_show(current_actor(), "compound", compound_id), NewPartyForm(), current_actor()
    form.offer(reading.unit_choices())

    def make() -> Party:
        return acts.add_party(actor, compound_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增一方（%(name)s）", name=found.name), _to_parties(compound_id)),
        lambda: keyed(actor, "party.add", form.request_key.data, "party", make, within=compound_id),
        lambda _made: url_for(".office_parties", compound_id=compound_id),
        _("已登记。"),
    )


@blueprint.route("/office/parties/<int:party_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="party")
def edit_party(party_id: int) -> Any:
    """Change a party."""
    found = to_show(current_actor(), "party", party_id)
    form = PartyForm(obj=found)
    form.offer(reading.unit_choices(found.kind))
    stop = (_("结束或恢复这一方"), url_for(".end_party", party_id=party_id))
    return form_page(
        form,
        FormPage(
            found.name,
            _to_parties(found.compound_id),
            _(PARTY_KINDS.get(found.kind, found.kind)),
            thing=found,
            history=history_lines(found),
            links=[stop],
        ),
        lambda: acts.edit_party(current_actor(), party_id, **form.written()),
        lambda made: url_for(".office_parties", compound_id=made.compound_id),
        _("已保存。"),
    )


@blueprint.route("/office/parties/<int:party_id>/end", methods=["GET", "POST"])
@guard("organisation.manage", shows="party")
def end_party(party_id: int) -> Any:
    """The last day of a party."""
    found = to_show(current_actor(), "party", party_id)
    form = LastDayForm(data={"last_day": found.ends_on})
    lead = _("过了最后一天，它不再是本小区的一方，它的人也不再代表它；以前的会议、督办单仍写它的名称。")
    return form_page(
        form,
        FormPage(_("结束%(name)s", name=found.name), _to_parties(found.compound_id), lead, thing=found),
        lambda: acts.end_party(current_actor(), party_id, form.day),
        lambda made: url_for(".office_parties", compound_id=made.compound_id),
        _("已保存。"),
    )
