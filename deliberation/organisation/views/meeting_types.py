"""Kinds of meetings 会议种类: all of them, one of them, and how a compound uses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import meeting_types as actions
from deliberation.organisation.forms.meeting_types import TypeForm, filled_from, with_parties
from deliberation.organisation.queries import kinds_of_meeting as queries
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.meeting_types import CHAIRED_BY, STANDING
from deliberation.organisation.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor


def _parties(one: Any) -> str:
    return "、".join(f"{PARTY_KINDS.get(p['kind'], p['kind'])}{p['seats']}席" for p in one.kind.parties)


TYPES = Listing(
    "会议种类",
    columns=(
        Column("名称", lambda one: one.kind.name, 20),
        Column("由谁组织", lambda one: PARTY_KINDS.get(one.kind.organiser, ""), 18),
        Column("由谁主持", lambda one: CHAIRED_BY[one.kind.chaired_by], 24),
        Column("参加的各方", _parties, 60),
        Column("议事规则", lambda one: one.kind.profile_code, 28),
        Column("启用的小区", lambda one: "、".join(one.compounds), 40),
    ),
)


@TYPES.at(blueprint, "/meeting-types/")
@guard("meeting_type.manage")
def meeting_types(sheet: str = "") -> Any:
    """All kinds of meetings with the compounds that use them."""
    return TYPES.answer(
        sheet, queries.types(), "organisation/meeting_types.html", kinds=PARTY_KINDS, chaired_by=CHAIRED_BY
    )


def _form(**given: Any) -> TypeForm:
    return with_parties(queries.rules_to_choose(), queries.item_kinds(), **given)


@blueprint.route("/meeting-types/new", methods=["GET", "POST"])
@guard("meeting_type.manage")
def new_meeting_type() -> Any:
    """A kind of meeting that does not come with the platform."""
    form = _form()
    if not form.validate_on_submit():
        return _type_page(form, None), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.add_type(current_actor(), form.draft()),
        lambda _said: _type_page(form, None),
        lambda _made: redirect(url_for(".meeting_types")),
        _("会议种类已设立，请到小区里启用。"),
        form=form,
    )


@blueprint.get("/meeting-types/<int:meeting_type_id>")
@guard("meeting_type.manage")
def meeting_type(meeting_type_id: int) -> Any:
    """One kind of meeting, to read and change."""
    kind = _kind(meeting_type_id)
    return _type_page(_form(data=filled_from(kind)), kind)


@blueprint.post("/meeting-types/<int:meeting_type_id>")
@guard("meeting_type.manage", shows="meeting_type")
def change_meeting_type(meeting_type_id: int) -> Any:
    """Change a kind of meeting."""
    kind, form = _kind(meeting_type_id), _form()
    if not form.validate_on_submit():
        return _type_page(form, kind), 422
    return attempt(
        lambda: actions.change_type(current_actor(), kind.id, form.draft()),
        lambda _said: _type_page(form, kind),
        lambda _made: redirect(url_for(".meeting_type", meeting_type_id=meeting_type_id)),
        _("已修改。排好的会议仍按原来的各方。"),
        form=form,
    )


def _kind(meeting_type_id: int) -> Any:
    found = queries.type_by_id(meeting_type_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def _type_page(form: TypeForm, kind: Any) -> str:
    return render_template("organisation/meeting_type.html", form=form, kind=kind)


# In one compound


@blueprint.get("/desk/<compound_slug>/meeting-types")
@guard("compound.read")
def types_here() -> Any:
    """Which kinds of meetings are held here, in which order, and what counts in each, in words."""
    return _here_page("")


def _here_page(problem: str) -> str:
    here = compound()
    return render_template(
        "organisation/types_here.html",
        types=queries.types_here(here.id),
        unused=queries.unused_types(here.id),
        kinds=PARTY_KINDS,
        chaired_by=CHAIRED_BY,
        standing=STANDING,
        problem=problem,
    )


def _act_here(act: Callable[[], Any], done: str) -> Any:
    return attempt(act, _here_page, lambda _made: redirect(url_for(".types_here")), done)


@blueprint.post("/desk/<compound_slug>/meeting-types/on")
@guard("meeting_type.manage", shows="compound_types")
def switch_type_on() -> Any:
    """启用 a kind of meeting."""
    chosen = asking.pressed_number("meeting_type_id")
    return _act_here(
        lambda: actions.switch_on(current_actor(), compound().id, chosen), _("已启用，可以召集这种会议、排定例会。")
    )


@blueprint.post("/desk/<compound_slug>/meeting-types/<int:meeting_type_id>/off")
@guard("meeting_type.manage", shows="compound_types")
def switch_type_off(meeting_type_id: int) -> Any:
    """停用 a kind of meeting."""
    return _act_here(
        lambda: actions.switch_off(current_actor(), compound().id, meeting_type_id), _("已停用。开过的会议都还在。")
    )


@blueprint.post("/desk/<compound_slug>/meeting-types/<int:meeting_type_id>/up")
@guard("meeting_type.manage", shows="compound_types")
def move_type_up(meeting_type_id: int) -> Any:
    """One place up."""
    return _act_here(lambda: actions.move_up(current_actor(), compound().id, meeting_type_id), _("已上移。"))


@blueprint.post("/desk/<compound_slug>/meeting-types/<int:meeting_type_id>/here")
@guard("meeting_type.manage", shows="compound_types")
def set_type_here(meeting_type_id: int) -> Any:
    """Who sits in whose place here, and what stands on every agenda."""
    kind = _kind(meeting_type_id)
    stand_ins = {p["kind"]: request.form.get(f"in_place_of_{p['kind']}", "")[:40] for p in kind.parties}
    return _act_here(
        lambda: actions.set_here(
            current_actor(), compound().id, kind.id, stand_ins, request.form.getlist("standing")[:20]
        ),
        _("已按这样办。排好的会议仍按原来的各方。"),
    )
