"""How a person wants to be told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.notices.actions import ways as acting
from deliberation.notices.channels import CHANNELS, label_of, outside
from deliberation.notices.forms import AddressForm, CodeForm, WishForm
from deliberation.notices.queries.ways import contacts_of
from deliberation.notices.rules import GROUPS
from deliberation.notices.views.frame import blueprint
from deliberation.web.acting import refused_on
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

CODES_TO_AN_ADDRESS = "6 per hour; 10 per day"
CODES_BY_A_PERSON = "10 per hour; 20 per day"
"""So many codes go out, whether addresses are taken away in between or not (`rules.may_send_code` counts each way)."""


@blueprint.get("/notices/ways")
@guard("notices.ways")
def ways() -> Any:
    """The person's addresses by channel, and what they want to be told of."""
    return _page()


def _page(problem: str = "", typed: Mapping[str, str] | None = None, wishes: WishForm | None = None) -> Any:
    person_id = current_actor().person_id or 0
    found = contacts_of([person_id])[person_id]
    open_channels = [one for one in CHANNELS if one.providers and one.ready(outside())]
    form = wishes or _wish_form(found.wish.channel if found.wish else "", found.wish.without if found.wish else [])
    return render_template(
        "notices/ways.html",
        problem=problem,
        contacts=[found.by(one) for one in open_channels],
        usual=found.usual(),
        wish_form=form,
        typed=typed or {},
    )


def _wish_form(channel: str = "", without: list[str] | None = None) -> WishForm:
    ready = [one for one in CHANNELS if one.providers and one.ready(outside())]
    form = WishForm(channel=channel, wanted=[one for one in GROUPS if one not in (without or [])])
    form.channel.choices = [("", _("第一个核实过的地址")), *((one.name, _(one.label)) for one in ready)]
    form.wanted.choices = [(name, _(text)) for name, text in GROUPS.items()]
    return form


def _to_this_address() -> str:
    """The address that is to get a code, whoever asks for it; only a digest is kept."""
    channel, address = (request.view_args or {}).get("channel_name", ""), request.form.get("address", "")
    return hashlib.sha256(f"{channel}:{address.strip().lower()}".encode()).hexdigest()


def _by_this_person() -> str:
    return f"person:{current_actor().person_id}"


def _sent(answer: Response) -> bool:
    """Only what had a code sent counts."""
    return answer.status_code == HTTPStatus.FOUND


@blueprint.post("/notices/ways/<channel_name>/address")
@limiter.limit(CODES_TO_AN_ADDRESS, key_func=_to_this_address, deduct_when=_sent)
@limiter.limit(CODES_BY_A_PERSON, key_func=_by_this_person, deduct_when=_sent)
@guard("notices.ways")
def set_address(channel_name: str) -> Any:
    """Write an address down and have a code sent there."""
    form = AddressForm()
    again = partial(_page, typed={channel_name: form.address.data or ""})
    if not form.validate():
        return again("；".join(str(one) for one in form.address.errors)), 422
    try:
        way = acting.set_address(current_actor(), channel_name, form.address.data or "")
    except Refused as refused:
        return refused_on(again, refused)
    flash(_("地址已保存。") if way.code_until is None else _("验证码已发出，请在十分钟内填写。"))
    return redirect(url_for("notices.ways"))


@blueprint.post("/notices/ways/<channel_name>/code")
@guard("notices.ways")
def verify(channel_name: str) -> Any:
    """Type the code that came."""
    form = CodeForm()
    if not form.validate():
        return _page(_("请填写验证码。")), 422
    try:
        acting.verify(current_actor(), channel_name, form.code.data or "")
    except Refused as refused:
        return refused_on(_page, refused)
    flash(_("%(channel)s已核实。", channel=_(label_of(channel_name))))
    return redirect(url_for("notices.ways"))


@blueprint.post("/notices/ways/<channel_name>/remove")
@guard("notices.ways")
def remove_way(channel_name: str) -> Any:
    """Take an address away."""
    try:
        acting.remove(current_actor(), channel_name)
    except Refused as refused:
        return refused_on(_page, refused)
    flash(_("地址已删除。"))
    return redirect(url_for("notices.ways"))


@blueprint.post("/notices/ways/wish")
@guard("notices.ways")
def set_wish() -> Any:
    """Say by which channel and of what."""
    form = _wish_form()
    if not form.validate():
        return _page(_("请从列出的里面选。"), wishes=form), 422
    try:
        acting.set_wish(current_actor(), form.channel.data or "", form.wanted.data or [])
    except Refused as refused:
        return refused_on(partial(_page, wishes=form), refused)
    flash(_("已保存。"))
    return redirect(url_for("notices.ways"))
