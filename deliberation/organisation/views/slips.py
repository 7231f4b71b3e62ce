"""Accounts for many at once: tick people in the list of who has a post and no account, then print their slips."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.organisation.actions import slips as acts
from deliberation.organisation.forms.people import AccountsForm
from deliberation.organisation.queries import people as reading
from deliberation.organisation.queries.accounts import unprinted
from deliberation.organisation.queries.choices import compound_choices
from deliberation.organisation.rules.posts import LABELS
from deliberation.organisation.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import current_actor

WITHOUT = Listing(
    "没有账号的人",
    columns=(
        Column("姓名", lambda one: one.person.name, 14),
        Column("编号", lambda one: one.person.code or f"#{one.person.id}", 10),
        Column("任职", lambda one: "；".join(one.posts), 50),
        Column("邮箱", lambda one: one.person.email, 24),
    ),
    filters=(
        Words("q", "姓名或编号"),
        Pick("compound", "小区", compound_choices, is_number=True),
        Pick("role", "身份", LABELS.items),
    ),
    size=100,
)


@WITHOUT.at(blueprint, "/office/accounts/")
@guard("account.manage")
def without_account(sheet: str = "") -> Any:
    """Who has a post and cannot sign in; ticked, they get accounts."""
    return _list_page(sheet)


def _list_page(sheet: str = "", problem: str = "") -> Any:
    rows = reading.without_account(**WITHOUT.chosen())
    return WITHOUT.answer(sheet, rows, "organisation/without_account.html", problem=problem, fresh=len(unprinted()))


@blueprint.post("/office/accounts/")
@guard("account.manage")
def make_accounts() -> Any:
    """Accounts for everybody who is ticked."""
    form = AccountsForm()
    return attempt(
        lambda: acts.create_accounts(current_actor(), form.people.numbers()),
        lambda problem: _list_page(problem=problem),
        lambda _made: redirect(url_for(".slips")),
        lambda made: _("开好 %(n)s 个账号，请打印登录条。", n=len(made)),
    )


@blueprint.get("/office/accounts/slips")
@guard("account.manage")
def slips() -> Any:
    """The accounts whose slips nobody has printed yet, and who has none."""
    return _slips_page()


def _slips_page(problem: str = "") -> str:
    page = reading.without_account().page(1, 100)
    return render_template(
        "organisation/slips.html", accounts=unprinted(), without=page.items, total=page.total, problem=problem
    )


@blueprint.post("/office/accounts/slips")
@guard("account.manage")
def print_slips() -> Any:
    """The slips with their one-time codes, once."""
    return attempt(
        lambda: acts.print_slips(current_actor(), [one.id for one in unprinted()]),
        _slips_page,
        lambda made: render_template(
            "organisation/slips_printed.html", slips=made, where=lasting_url("organisation.set_password")
        ),
    )
