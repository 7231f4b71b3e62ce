"""The channels as the administrator sees them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.notices.actions import steering
from deliberation.notices.actions import ways as acting
from deliberation.notices.channels import CHANNELS, outside
from deliberation.notices.channels.email import FOLDER
from deliberation.notices.forms import AddressForm
from deliberation.notices.queries.channels import overview
from deliberation.notices.rules import Status
from deliberation.notices.views.frame import blueprint
from deliberation.web.acting import attempt, refused_on
from deliberation.web.guard import guard
from deliberation.web.session import current_actor


@blueprint.get("/channels/")
@guard("channels.manage")
def channels() -> Any:
    """Every channel with its settings, its state and its last day."""
    return _page()


def _page(problem: str = "", typed: Mapping[str, str] | None = None) -> Any:
    given: dict[str, Any] = {"channels": [one for one in CHANNELS if one.providers], "typed": typed or {}}
    return render_template("notices/channels.html", found=overview(), problem=problem, **given)


@blueprint.post("/channels/<provider_name>/stop")
@guard("channels.manage")
def stop_provider(provider_name: str) -> Any:
    """Send nothing by this provider until it is let go on."""
    return _switch(provider_name, stop=True, said=_("已停用。"))


@blueprint.post("/channels/<provider_name>/start")
@guard("channels.manage")
def start_provider(provider_name: str) -> Any:
    """Let a provider go on."""
    return _switch(provider_name, stop=False, said=_("已恢复。"))


def _switch(provider_name: str, *, stop: bool, said: str) -> Any:
    return attempt(
        lambda: steering.switch(current_actor(), provider_name, stop=stop),
        _page,
        lambda _made: redirect(url_for("notices.channels")),
        said,
    )


@blueprint.post("/channels/<channel_name>/test")
@guard("channels.manage")
def send_test(channel_name: str) -> Any:
    """Send a message for trying a channel, and say what came of it."""
    form = AddressForm()
    again = partial(_page, typed={channel_name: form.address.data or ""})
    if not form.validate():
        return again("；".join(str(one) for one in form.address.errors)), 422
    try:
        outcome = acting.send_test(current_actor(), channel_name, form.address.data or "")
    except Refused as refused:
        return refused_on(again, refused)
    good = outcome.status is Status.DELIVERED
    filed = good and channel_name == "email" and FOLDER.is_ready(outside())
    done = _("没有配置邮件服务器，只存成了文件，没有发出。") if filed else _("试发成功。")
    flash(
        done if good else _("试发没有成功：%(why)s", why=outcome.reason), "success" if good and not filed else "error"
    )
    return redirect(url_for("notices.channels"))
