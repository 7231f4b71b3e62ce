"""The administrator's pages of people: who is on record, with every post past and present."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import people as acts
from deliberation.organisation.forms.people import PersonForm
from deliberation.organisation.queries import people as reading
from deliberation.organisation.queries import person as person_by_id
from deliberation.organisation.queries.accounts import account_of_person
from deliberation.organisation.queries.choices import compound_choices
from deliberation.organisation.queries.terms import handovers_of, open_of_person
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.posts import ALL_LABELS, LABELS
from deliberation.organisation.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import current_actor

PEOPLE = Listing(
    "人员",
    columns=(
        Column("姓名", lambda one: one.person.name, 14),
        Column("编号", lambda one: one.person.code or f"#{one.person.id}", 10),
        Column("任职", lambda one: "；".join(one.posts), 50),
        Column("电话", lambda one: one.person.phone, 16),
        Column("邮箱", lambda one: one.person.email, 24),
        Column("账号", lambda one: one.account.username if one.account else "", 14),
    ),
    filters=(
        Words("q", "姓名或编号"),
        Pick("compound", "小区", compound_choices, is_number=True),
        Pick("kind", "哪一方", PARTY_KINDS.items),
        Pick("role", "身份", LABELS.items),
        Pick("standing", "在任情况", reading.STANDINGS.items),
        Pick("account", "账号", reading.ACCOUNTS.items),
    ),
)


@PEOPLE.at(blueprint, "/office/people/")
@guard("appointment.manage")
def people(sheet: str = "") -> Any:
    """Everybody on record, by name, place, role and standing."""
    return PEOPLE.answer(sheet, reading.people(**PEOPLE.chosen()), "organisation/people.html")


@blueprint.route("/office/people/new", methods=["GET", "POST"])
@guard("appointment.manage")
def new_person() -> Any:
    """Write somebody down."""
    form = PersonForm()
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: acts.add_person(current_actor(), request_key=form.request_key.data, **_said(form)),
        lambda _problem: _form_page(form),
        lambda made: redirect(url_for(".person", person_id=made.id)),
        _("已登记。"),
        form=form,
    )


def _said(form: PersonForm) -> dict[str, Any]:
    names = ("name", "code", "phone", "email", "name_public")
    return {name: getattr(form, name).data or ("" if name != "name_public" else False) for name in names}


def _form_page(form: PersonForm, person: Any = None) -> str:
    return render_template("organisation/person_form.html", form=form, person=person)


@blueprint.get("/office/people/<int:person_id>")
@guard("appointment.manage")
def person(person_id: int) -> Any:
    """One person with every post, and what can be done."""
    return person_page(person_id)


def person_page(person_id: int, problem: str = "") -> str:
    """The page of a person; with a refusal, said at its top."""
    found = _found(person_id)
    posts = reading.posts_of_person(person_id)
    return render_template(
        "organisation/person.html",
        person=found,
        posts=posts,
        several=sum(one.when == "now" and one.compound is not None for one in posts) > 1,
        namesakes=reading.namesakes(found),
        account=account_of_person(person_id),
        handovers=handovers_of(person_id),
        waiting=open_of_person(person_id),
        labels=ALL_LABELS,
        when=reading.WHEN,
        may_delete=not reading.has_acted(person_id),
        problem=problem,
    )


def _found(person_id: int) -> Any:
    found = person_by_id(person_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


@blueprint.route("/office/people/<int:person_id>/edit", methods=["GET", "POST"])
@guard("appointment.manage", shows="person")
def edit_person(person_id: int) -> Any:
    """Put a person's record right."""
    found = _found(person_id)
    form = PersonForm(obj=found)
    if not form.validate_on_submit():
        return _form_page(form, found), 422 if form.is_submitted() else 200
    return attempt(
        lambda: acts.edit_person(current_actor(), person_id, **_said(form)),
        lambda _problem: _form_page(form, _found(person_id)),
        lambda _made: redirect(url_for(".person", person_id=person_id)),
        _("已修改。"),
        form=form,
    )


@blueprint.post("/office/people/<int:person_id>/delete")
@guard("appointment.manage", shows="person")
def delete_person(person_id: int) -> Any:
    """Take a record off that was made by mistake."""
    return attempt(
        lambda: acts.delete_person(current_actor(), person_id),
        lambda problem: person_page(person_id, problem),
        lambda _made: redirect(url_for(".people")),
        _("已删除。"),
    )
