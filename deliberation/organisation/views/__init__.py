"""Signing in and out, one's own password, the parties of a compound, the permission table."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import UserMixin

from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import ROLE_LABELS, Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import ROLES, TABLE
from deliberation.kernel.stage import house
from deliberation.kernel.typed import whole_number
from deliberation.organisation import actions, queries
from deliberation.organisation.access import may_manage_types
from deliberation.organisation.forms import CodeForm, PasswordForm, SignInForm
from deliberation.organisation.queries import hands
from deliberation.organisation.queries.accounts import password_due
from deliberation.organisation.queries.doors import visits_of
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.views import (
    accounts,
    buildings,
    compounds,
    days_off,
    duties,
    founding,
    meeting_types,
    office,
    office_parties,
    people,
    places,
    posts,
    profiles,
    shipped,
    slips,
    switches,
    venues,
    workbook,
)
from deliberation.organisation.views.frame import blueprint
from deliberation.rows import Given
from deliberation.web import session
from deliberation.web.errors import message_of, remedy_of, status_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.links import place_url
from deliberation.web.listing import Column, Listing
from deliberation.web.onward import go_on, inside, safe_next
from deliberation.web.session import compound, current_actor

__all__ = [
    "accounts",
    "blueprint",
    "buildings",
    "compounds",
    "days_off",
    "duties",
    "founding",
    "meeting_types",
    "office",
    "office_parties",
    "people",
    "places",
    "posts",
    "profiles",
    "shipped",
    "slips",
    "switches",
    "venues",
    "workbook",
]
"""The blueprint, and the pages that hang on it by being imported."""


class SignedIn(UserMixin):
    """What Flask-Login keeps: the account's id with its session key, and the actor."""

    def __init__(self, account: Any) -> None:
        self.id = f"{account.id}:{account.session_key}"
        self.actor: Actor = queries.actor_of_account(account)


def load_user(identity: str) -> SignedIn | None:
    """The signed-in account, unless it was closed, its password changed or the person's last post ended since."""
    account_id, _sep, key = identity.partition(":")
    number = whole_number(account_id)
    account = queries.account(number) if number is not None else None
    if account is None or not account.is_active or account.session_key != key:
        return None
    found = SignedIn(account)
    return None if found.actor.has_left else found


def actor_of_identity(identity: str) -> Actor | None:
    """Who acts under an identity that Flask-Login keeps, as long as it holds (see `load_user`)."""
    found = load_user(identity)
    return found.actor if found else None


@blueprint.after_app_request
def _note_refused(answer: Response) -> Response:
    """Who may make accounts could make one for anything: what such a person tries beyond their office is kept."""
    if answer.status_code == HTTPStatus.FORBIDDEN and request.endpoint:
        actor = current_actor()
        if any(post.role is Role.ADMINISTRATOR for post in actor.posts):
            actions.note_refused(actor, request.endpoint, g.compound.id if "compound" in g else None)
    return answer


@blueprint.app_context_processor
def _reset_told() -> dict[str, Any]:
    """`reset_told()`: what the visitor is told of a reset of the own account; asked only by the pages that show it."""
    return {"reset_told": lambda: hands.reset_of(current_actor().account_id)}


@blueprint.route("/login", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("30 per minute", methods=["POST"], deduct_when=lambda answer: answer.status_code != 302)  # noqa: PLR2004
def sign_in() -> Any:
    """Ask for account and password; go on to where the visitor wanted to go."""
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        try:
            account = actions.sign_in(form.username.data.strip(), form.password.data, session.knock())
        except Refused as refused:
            form.password.errors = [message_of(refused)]
            status = status_of(refused.reason)
        else:
            due = password_due(account)
            session.begin(SignedIn(account), due)
            wanted = safe_next(request.args.get("next"))
            return redirect(url_for(".password", next=wanted)) if due else go_on(wanted)
    elif form.is_submitted():
        status = 422
    idle = request.args.get("why") == "idle"
    return render_template("organisation/sign_in.html", form=form, idle=idle), status


@blueprint.post("/logout")
@guard("public.read")
def sign_out() -> Any:
    """Forget who is here, and have the browser forget what was typed."""
    session.end()
    answer = redirect(place_url("compounds"))
    # Not "cookies": the device stays known. Not "cache": pages are never kept (no-store), only styles and scripts are.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@blueprint.route("/account/password", methods=["GET", "POST"])
@guard("account.own")
@limiter.limit("10 per minute", methods=["POST"])
def password() -> Any:
    """Change one's own password; whoever has to, is told why and can go nowhere else.

    An account is enough: its person may have no post yet, or none any more.
    """
    account_id = current_actor().account_id
    if account_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            actions.change_password(current_actor(), form.old.data, form.new.data)
        except Refused as refused:
            wrong = refused.reason is Reason.WRONG_CREDENTIALS  # of who is signed in, only the old password
            field = form.old if wrong else form.new
            field.errors = [_("现在的密码不对。") + remedy_of(refused) if wrong else message_of(refused)]
        else:
            session.end()
            flash(_("密码已修改，请用新密码登录。"))
            return redirect(url_for("organisation.sign_in", next=inside(request.args.get("next"))))
    page = render_template(
        "organisation/password.html",
        form=form,
        due=session.password_due(),
        visits=visits_of(account_id),
        visit=session.visit(),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/account/first", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("10 per minute", methods=["POST"])
def set_password() -> Any:
    """Set the own password with the one-time code that the administrator handed over."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            actions.set_by_link(form.code.data or "", form.new.data or "")
        except Refused as refused:
            field = form.code if refused.reason is Reason.LINK_USED else form.new
            field.errors = [message_of(refused)]
        else:
            session.end()
            flash(_("密码已设好，请登录。"), "success")
            return redirect(url_for(".sign_in"))
    return render_template("organisation/set_password.html", form=form), 422 if form.errors else 200


@blueprint.post("/account/elsewhere")
@guard("account.own")
def sign_out_elsewhere() -> Any:
    """Sign out on all other devices 退出其他设备."""
    actions.sign_out_elsewhere(current_actor(), session.visit())
    flash(_("其他电脑、手机、平板上的登录都已退出。"), "success")
    return redirect(url_for(".password"))


@blueprint.get("/desk/")
@guard("desk.read")
def desk_door() -> Any:
    """Into the one compound of the visitor, or a choice of several."""
    actor = current_actor()
    mine = queries.compounds(actor.compound_ids)
    manages = can("account.manage")
    if len(mine) == 1 and not manages:
        return redirect(place_url("today", compound_slug=mine[0].slug))
    # The administrator has a post in no compound and reads who stands for whom in each.
    to_read = queries.compounds() if manages and can("compound.read") else []
    ask = house().offers.orders_at_door
    return render_template(
        "organisation/desk_door.html",
        compounds=mine,
        manages=manages,
        to_read=to_read,
        orders=ask(actor, mine) if ask else {},
        days_off_missing=holidays.calendar().overdue(clock.today()),
        may_types=may_manage_types(actor),
    )


PARTIES = Listing(
    "各方",
    columns=(
        Column("哪一方", lambda one: one[0].name, 24),
        Column("种类", lambda one: PARTY_KINDS.get(one[0].kind, one[0].kind), 14),
        Column("职责", lambda one: one[0].duty, 50),
        Column("姓名", lambda one: one[1] and one[1].person.name, 12),
        Column("职务", lambda one: one[1] and one[1].post, 16),
        Column("任期开始", lambda one: one[1] and one[1].starts_on, 12),
        Column("任期结束", lambda one: one[1] and one[1].ends_on, 12),
        Column("公开页写姓名", lambda one: ("是" if one[1].name_public else "否") if one[1] else "", 14),
    ),
)


@PARTIES.at(blueprint, "/desk/<compound_slug>/parties")
@guard("compound.read")
def parties(sheet: str = "") -> Any:
    """The parties, their duties, their people."""
    here = compound()
    people: dict[int, list[Any]] = {}
    for appointment in queries.appointments(here.id):
        people.setdefault(appointment.party_id, []).append(appointment)
    found = queries.parties(here.id)
    if sheet:
        return PARTIES.file(sheet, Given([(one, a) for one in found for a in people.get(one.id) or [None]]))
    return render_template("organisation/parties.html", parties=found, people=people, kinds=PARTY_KINDS)


@blueprint.get("/permissions")
@guard("permissions.read")
def permissions() -> Any:
    """The permission table as it is in force."""
    return render_template("organisation/permissions.html", table=TABLE.values(), roles=ROLES, labels=ROLE_LABELS)
