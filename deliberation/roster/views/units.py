"""One unit of the roster in use: its owner, who votes for co-owners, whether it counts, was sold, its entrance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.roster.actions import changes
from deliberation.roster.actions import units as actions
from deliberation.roster.forms import ChangeForm, CountForm, EntranceForm, NamesakeForm, SaleForm, VoterForm
from deliberation.roster.queries import rosters as queries
from deliberation.roster.rules.flows import ROSTER_FLOW
from deliberation.roster.rules.importing import UNIT_KINDS
from deliberation.roster.rules.names import read_owners
from deliberation.roster.views.frame import blueprint, roster_here
from deliberation.roster.views.rosters import IMPORT, names_shown, phones_shown
from deliberation.sheets.text import shown
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.roster.models import Roster

MOST_NOTE = 400


@dataclass(slots=True)
class Forms:
    """The forms of the page; the one that was sent holds what was typed."""

    voter: VoterForm
    count: CountForm
    sale: SaleForm
    entrance: EntranceForm
    change: ChangeForm


def _forms(
    unit: queries.Line,
    *,
    voter: VoterForm | None = None,
    count: CountForm | None = None,
    sale: SaleForm | None = None,
    entrance: EntranceForm | None = None,
    change: ChangeForm | None = None,
) -> Forms:
    # Each form has ids of its own: two of them ask for a reason.
    return Forms(
        voter=voter or VoterForm(formdata=None, data={"voter": unit.voter_name}),
        count=count or CountForm(formdata=None, prefix="count-"),
        sale=sale or SaleForm(formdata=None, prefix="sale-"),
        entrance=entrance or EntranceForm(formdata=None, prefix="entrance-", data={"entrance": unit.entrance}),
        change=change or ChangeForm(formdata=None, prefix="change-"),
    )


@blueprint.get("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>")
@guard(IMPORT)
def roster_unit(roster_id: int, unit_id: int) -> Any:
    """One unit with everything that stands in the roster about it."""
    found = roster_here(IMPORT, roster_id)
    unit = queries.unit_in(found.id, unit_id)
    return _page(found, unit, _offered(found, unit, _forms(unit)))


def _offered(found: Roster, unit: queries.Line, forms: Forms) -> Forms:
    """The forms with what there is to choose from."""
    forms.voter.voter.choices = [("", _("还没有商定")), *((name, name) for name in unit.names)]
    _offer(forms.count, found, unit, unit.names if not unit.counts_for_votes and not unit.is_developer else ())
    _offer(forms.sale, found, unit, read_owners(forms.sale.owners.data or "").names)
    _offer(forms.change, found, unit, read_owners(forms.change.owners.data or "").names)
    return forms


def _page(found: Roster, unit: queries.Line, forms: Forms, problem: str = "") -> str:
    return render_template(
        "roster/unit.html",
        roster=found,
        unit=unit,
        forms=forms,
        problem=problem,
        kinds=UNIT_KINDS,
        names_shown=names_shown,
        phones_shown=phones_shown,
        is_active=found.state == "ACTIVE",
        note=shown(unit.note, MOST_NOTE),
        flow=ROSTER_FLOW,
    )


def _offer(form: NamesakeForm, found: Roster, unit: queries.Line, names: tuple[str, ...]) -> None:
    """Put the namesakes to choose from into the form; without any the question is not asked."""
    same = queries.heads_named(found.id, names, but=unit.id) if names else []
    same_person = [(str(line.owner_id), _("是同一人：%(room)s的业主，合起来算 1 人", room=line.label)) for line in same]
    apart = [(str(actions.APART), _("不是同一人，另算 1 人"))] if same_person else []
    form.owner_id.choices = [*same_person, *apart]


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>/voter")
@guard(IMPORT)
def name_voter(roster_id: int, unit_id: int) -> Any:
    """Which of the co-owners votes."""
    form = VoterForm()

    def act() -> object:
        return actions.name_voter(current_actor(), roster_id, unit_id, form.voter.data or "")

    return _correct(roster_id, unit_id, "voter", form, act)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>/count")
@guard(IMPORT)
def count_unit(roster_id: int, unit_id: int) -> Any:
    """Whether the unit counts for votes."""
    form = CountForm(prefix="count-")

    def act() -> object:
        counts, reason = form.counts.data == "yes", form.reason.data or ""
        actor, owner_id = current_actor(), form.chosen()
        return actions.count_unit(actor, roster_id, unit_id, counts=counts, reason=reason, owner_id=owner_id)

    return _correct(roster_id, unit_id, "count", form, act)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>/sale")
@guard(IMPORT)
def correct_sale(roster_id: int, unit_id: int) -> Any:
    """Whether the unit is sold and handed over."""
    form = SaleForm(prefix="sale-")

    def act() -> object:
        sale = actions.Sale(form.state.data, form.reason.data or "", form.owners.data or "")
        return actions.correct_sale(current_actor(), roster_id, unit_id, sale, form.chosen())

    return _correct(roster_id, unit_id, "sale", form, act)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>/change")
@guard(IMPORT)
def change_unit(roster_id: int, unit_id: int) -> Any:
    """Who owns the unit now, its area, phone or kind."""
    form = ChangeForm(prefix="change-")

    def act() -> object:
        return changes.change_unit(current_actor(), roster_id, unit_id, form.change(), form.chosen())

    return _correct(roster_id, unit_id, "change", form, act)


@blueprint.post("/desk/<compound_slug>/rosters/<int:roster_id>/units/<int:unit_id>/entrance")
@guard(IMPORT)
def name_entrance(roster_id: int, unit_id: int) -> Any:
    """In which entrance the unit stands."""
    form = EntranceForm(prefix="entrance-")

    def act() -> object:
        entrance, reason = form.entrance.data or "", form.reason.data or ""
        return actions.name_entrance(current_actor(), roster_id, unit_id, entrance, reason)

    return _correct(roster_id, unit_id, "entrance", form, act)


def _correct(roster_id: int, unit_id: int, name: str, form: Any, act: Callable[[], object]) -> Any:
    """Do what one of the forms asks for; what is wrong with it is said on the page, beside what was typed."""
    found = roster_here(IMPORT, roster_id)
    unit = queries.unit_in(found.id, unit_id)
    forms = _offered(found, unit, _forms(unit, **{name: form}))
    if not form.validate():
        return _page(found, unit, forms), 422
    return attempt(
        act,
        lambda said: _page(found, unit, forms, said),
        lambda _made: redirect(url_for("roster.roster_unit", roster_id=roster_id, unit_id=unit_id)),
        _("已更正，人数和面积已重新计算。正在进行的表决不受影响。"),
    )
