"""The 职责清单 of a 小区: read at the desk, kept in 管理."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import gettext as _

from deliberation.organisation.access import to_show
from deliberation.organisation.actions import duties as acts
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.forms.parties import DutyForm, ReplaceDutyForm
from deliberation.organisation.forms.places import LastDayForm
from deliberation.organisation.queries import duties as reading
from deliberation.organisation.views.compounds import to_compound
from deliberation.organisation.views.frame import blueprint
from deliberation.organisation.views.office_form import FormPage, form_page, history_lines
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Tabs, Words
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import DutyLine


def _parties() -> list[tuple[int, str]]:
    given = (request.view_args or {}).get("compound_id")
    return reading.party_choices(given if given is not None else compound().id)


COLUMNS = (
    Column("由哪一方负责", lambda one: one.party.name, 24),
    Column("从哪一天起", lambda one: one.starts_on, 14),
    Column("最后一天", lambda one: one.ends_on, 14),
)
FILTERS = (
    Words("q", "搜索", "事项"),
    Pick("party", "哪一方", _parties, is_number=True),
    Tabs("when", "时间", reading.WHEN),
)
DUTIES = Listing("职责清单", columns=(Column("事项", lambda one: one.matter, 40), *COLUMNS), filters=FILTERS)
OFFICE_DUTIES = Listing(
    "职责清单",
    columns=(
        Column("事项", lambda one: one.matter, 40, link=lambda one: url_for(".duty", line_id=one.id)),
        *COLUMNS,
    ),
    filters=FILTERS,
)


@DUTIES.at(blueprint, "/desk/<compound_slug>/duties")
@guard("compound.read")
def duties(sheet: str = "") -> Any:
    """Who answers for what in this compound."""
    here = compound()
    return DUTIES.answer(
        sheet,
        reading.duty_rows(here.id, **DUTIES.chosen()),
        "organisation/office_list.html",
        lead=_("什么事由哪一方负责。起草督办单时按它提示承办单位。变动请系统管理员登记。"),
        noun=_("条"),
        back=(_("各方"), url_for(".parties")),
        buttons=[],
        nothing=(_("还没有登记职责清单"), _("请系统管理员登记什么事由哪一方负责。")),
    )


@OFFICE_DUTIES.at(blueprint, "/office/compounds/<int:compound_id>/duties")
@guard("organisation.manage")
def office_duties(compound_id: int, sheet: str = "") -> Any:
    """The lines of a compound, to be added, ended and handed over."""
    found = to_show(current_actor(), "compound", compound_id)
    add = (_("新增职责"), url_for(".new_duty", compound_id=compound_id))
    return OFFICE_DUTIES.answer(
        sheet,
        reading.duty_rows(compound_id, **OFFICE_DUTIES.chosen()),
        "organisation/office_list.html",
        title=_("%(name)s的职责清单", name=found.name),
        lead=_("点事项，可以写明最后一天，或者从某一天起交给另一方。已经交办的督办单不变。"),
        noun=_("条"),
        back=to_compound(found),
        buttons=[add],
        nothing=(_("还没有登记职责清单"), _("登记了什么事由哪一方负责，起草督办单时会提示承办单位。"), *add),
    )


@blueprint.route("/office/compounds/<int:compound_id>/duties/new", methods=["GET", "POST"])
@guard("organisation.manage")
def new_duty(compound_id: int) -> Any:
    """A new line."""
    found, form, actor = to_show(current_actor(), "compound", compound_id), DutyForm(), current_actor()
    form.party_id.choices = reading.party_choices(compound_id)

    def make() -> DutyLine:
        return acts.add_duty(actor, compound_id, **form.written())

    return form_page(
        form,
        FormPage(_("新增职责（%(name)s）", name=found.name), to_duties(compound_id)),
        lambda: keyed(actor, "duty.add", form.request_key.data, "duty_line", make, within=compound_id),
        lambda _made: url_for(".office_duties", compound_id=compound_id),
        _("已登记。"),
    )


@blueprint.route("/office/duties/<int:line_id>", methods=["GET", "POST"])
@guard("organisation.manage", shows="duty_line")
def duty(line_id: int) -> Any:
    """The last day of a line, and what was changed of it."""
    found = to_show(current_actor(), "duty_line", line_id)
    form = LastDayForm(data={"last_day": found.ends_on})
    hand_over = (_("从某一天起交给另一方"), url_for(".replace_duty", line_id=line_id))
    return form_page(
        form,
        FormPage(
            found.matter,
            to_duties(found.compound_id),
            _("由%(name)s负责。", name=found.party.name),
            thing=found,
            history=history_lines(found),
            links=[hand_over],
        ),
        lambda: acts.end_duty(current_actor(), line_id, form.day),
        lambda made: url_for(".office_duties", compound_id=made.compound_id),
        _("已保存。"),
    )


@blueprint.route("/office/duties/<int:line_id>/replace", methods=["GET", "POST"])
@guard("organisation.manage", shows="duty_line")
def replace_duty(line_id: int) -> Any:
    """From a day on a matter is another party's duty."""
    found, form = to_show(current_actor(), "duty_line", line_id), ReplaceDutyForm()
    others = reading.party_choices(found.compound_id)
    form.party_id.choices = [one for one in others if one[0] != found.party_id]
    lead = _("现在由%(name)s负责，到前一天为止；已经交办的督办单不变。", name=found.party.name)
    return form_page(
        form,
        FormPage(found.matter, to_duties(found.compound_id), lead, thing=found),
        lambda: acts.replace_duty(current_actor(), line_id, form.party_id.data, form.starts_on.data),
        lambda made: url_for(".office_duties", compound_id=made.compound_id, when="all"),
        _("已登记。"),
    )


def to_duties(compound_id: int) -> tuple[str, str]:
    """The way back to the 职责清单 of a compound."""
    return _("职责清单"), url_for("organisation.office_duties", compound_id=compound_id)
