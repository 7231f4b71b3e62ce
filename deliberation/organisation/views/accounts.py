"""The administrator's pages: who has an account, and what can be done with one; what others see of resets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation import actions
from deliberation.organisation.forms.accounts import AccountForm
from deliberation.organisation.queries import account as account_by_id
from deliberation.organisation.queries import accounts as reading
from deliberation.organisation.queries import hands
from deliberation.organisation.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.errors import message_of, status_of
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.organisation.models import Account


@blueprint.get("/accounts/")
@guard("account.manage")
def accounts() -> Any:
    """All accounts, by name and standing."""
    chosen = {"q": asking.words("q"), "state": asking.words("state", 20)}
    page = reading.accounts(page=asking.page_number(), **chosen)
    return render_template(
        "organisation/accounts.html", page=page, chosen=chosen, states=reading.STATES,
        state_choices=[("", _("全部")), *((code, _(label)) for code, label in reading.STATES.items())],
    )  # fmt: skip


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
        form.form_errors.append(message_of(refused))
        return _new_account_page(form), status_of(refused.reason)
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
        one=reading.listed(found), states=reading.STATES, problem=problem,
        is_own=found.id == current_actor().account_id,
    )  # fmt: skip


@blueprint.post("/accounts/<int:account_id>/password")
@guard("account.manage")
def reset_password(account_id: int) -> Any:
    """A new one-time code, shown once."""
    try:
        changed, code = actions.reset_password(current_actor(), account_id)
    except Refused as refused:
        return _refused(account_id, refused)
    return _code_page(changed, code)


def _code_page(account: Account, code: str) -> str:
    where = lasting_url("organisation.set_password")
    return render_template("organisation/account_code.html", account=account, code=code, where=where)


@blueprint.get("/accounts/resets")
@guard("account.vouch")
def resets() -> Any:
    """The one-time codes of the last thirty days: who got one from whom, and who has asked the person."""
    return render_template("organisation/resets.html", resets=hands.resets(), problem="")


@blueprint.post("/accounts/resets/<int:link_id>/vouch")
@guard("account.vouch")
def vouch(link_id: int) -> Any:
    """Record that a reset password was confirmed with its owner 已向本人核实."""
    try:
        actions.vouch(current_actor(), link_id)
    except Refused as refused:
        if refused.reason is Reason.NOT_FOUND:
            raise
        page = render_template("organisation/resets.html", resets=hands.resets(), problem=message_of(refused))
        return page, status_of(refused.reason)
    flash(_("已记下。"), "success")
    return redirect(url_for(".resets"))


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
    try:
        do(current_actor(), account_id)
    except Refused as refused:
        return _refused(account_id, refused)
    flash(done, "success")
    return redirect(url_for(".account", account_id=account_id))


def _refused(account_id: int, refused: Refused) -> Any:
    return _account_page(account_id, message_of(refused)), status_of(refused.reason)
