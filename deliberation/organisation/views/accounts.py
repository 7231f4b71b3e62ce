"""The administrator's pages: who has an account, and what can be done with one; what others see of resets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation import actions
from deliberation.organisation.forms.accounts import AccountForm
from deliberation.organisation.queries import account as account_by_id
from deliberation.organisation.queries import accounts as reading
from deliberation.organisation.queries import hands
from deliberation.organisation.views.frame import blueprint
from deliberation.rows import Given
from deliberation.web.acting import attempt, refused_on
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Account


ACCOUNTS = Listing(
    "账号",
    columns=(
        Column("姓名", lambda one: one.account.person.name, 14),
        Column("账号", lambda one: one.account.username, 18),
        Column("状态", lambda one: reading.STATES[one.state], 22),
        Column("任职", lambda one: "、".join(one.posts), 40),
        Column("上次登录", lambda one: one.account.last_signed_in_at, 18),
    ),
    filters=(Words("q", "姓名或账号"), Pick("state", "状态", reading.STATES.items)),
)


@ACCOUNTS.at(blueprint, "/accounts/")
@guard("account.manage")
def accounts(sheet: str = "") -> Any:
    """All accounts, by name and standing."""
    rows = reading.accounts(**ACCOUNTS.chosen())
    return ACCOUNTS.answer(sheet, rows, "organisation/accounts.html", states=reading.STATES)


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@guard("account.manage")
def new_account() -> Any:
    """An account for a person; the answer shows its one-time code, once."""
    form = AccountForm()
    form.person_id.choices = [(0, _("（新的人员）")), *reading.people_without_account()]
    if not form.validate_on_submit():
        return _new_account_page(form), 422 if form.is_submitted() else 200
    try:
        made, code = actions.create_account(
            current_actor(), (form.username.data or "").strip(), form.person(), form.name.data or ""
        )
    except Refused as refused:
        return refused_on(lambda _said: _new_account_page(form), refused, form)
    return _code_page(made, code)


def _new_account_page(form: AccountForm) -> str:
    return render_template("organisation/new_account.html", form=form)


@blueprint.get("/accounts/<int:account_id>")
@guard("account.manage")
def account(account_id: int) -> Any:
    """One account: how it stands and what can be done."""
    return _account_page(account_id)


def _account_page(account_id: int, problem: str = "") -> str:
    found = account_by_id(account_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return render_template(
        "organisation/account.html",
        one=reading.listed(found),
        states=reading.STATES,
        problem=problem,
        is_own=found.id == current_actor().account_id,
    )


@blueprint.post("/accounts/<int:account_id>/password")
@guard("account.manage")
def reset_password(account_id: int) -> Any:
    """A new one-time code, shown once."""
    return attempt(
        lambda: actions.reset_password(current_actor(), account_id),
        lambda problem: _account_page(account_id, problem),
        lambda made: _code_page(*made),
    )


def _code_page(account: Account, code: str) -> str:
    where = lasting_url("organisation.set_password")
    return render_template("organisation/account_code.html", account=account, code=code, where=where)


RESETS = Listing(
    "密码重设",
    columns=(
        Column("姓名", lambda one: one.name, 14),
        Column("谁发的码", lambda one: one.by, 14),
        Column("发码时间", lambda one: one.link.made_at, 18),
        Column("本人设好密码", lambda one: one.link.used_at, 18),
        Column("谁向本人核实", lambda one: one.vouched_by, 14),
    ),
)


@RESETS.at(blueprint, "/accounts/resets")
@guard("account.vouch")
def resets(sheet: str = "") -> Any:
    """The one-time codes of the last thirty days: who got one from whom, and who has asked the person."""
    found = hands.resets()
    if sheet:
        return RESETS.file(sheet, Given(found))
    return render_template("organisation/resets.html", resets=found, problem="")


@blueprint.post("/accounts/resets/<int:link_id>/vouch")
@guard("account.vouch")
def vouch(link_id: int) -> Any:
    """Record that a reset password was confirmed with its owner 已向本人核实."""
    return attempt(
        lambda: actions.vouch(current_actor(), link_id),
        lambda problem: render_template("organisation/resets.html", resets=hands.resets(), problem=problem),
        lambda _made: redirect(url_for(".resets")),
        _("已记下。"),
    )


@blueprint.post("/accounts/<int:account_id>/close")
@guard("account.manage")
def close_account(account_id: int) -> Any:
    """Lock an account 停用."""
    return _act(account_id, actions.close_account, _("已停用，此人已在各处退出登录。"))


@blueprint.post("/accounts/<int:account_id>/reopen")
@guard("account.manage")
def reopen_account(account_id: int) -> Any:
    """Unlock an account 启用."""
    return _act(account_id, actions.reopen_account, _("已启用，原来的密码仍然有效。"))


def _act(account_id: int, do: Callable[[Any, int], Any], done: str) -> Any:
    return attempt(
        lambda: do(current_actor(), account_id),
        lambda problem: _account_page(account_id, problem),
        lambda _made: redirect(url_for(".account", account_id=account_id)),
        done,
    )
