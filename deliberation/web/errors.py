"""The one place where a reason becomes a page, a JSON answer or a form message."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, render_template, request
from flask_babel import gettext
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DataError,
    InterfaceError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, SecurityError

from deliberation.db import Trouble, trouble_of
from deliberation.kernel.details import InAnyStage
from deliberation.kernel.errors import Reason, Refused, fill
from deliberation.kernel.seen import UNSEEN
from deliberation.kernel.stage import house
from deliberation.web import assets
from deliberation.web.layout import can
from deliberation.web.links import place_url
from deliberation.web.onward import safe_next
from deliberation.web.session import current_actor, timed_out

MEGABYTE = 1024 * 1024

STATUS: dict[Reason, int] = {
    Reason.NOT_SIGNED_IN: 401,
    Reason.SESSION_EXPIRED: 401,
    Reason.FORM_EXPIRED: 400,
    Reason.WRONG_CREDENTIALS: 401,
    Reason.PASSWORD_DUE: 403,
    Reason.PASSWORD_USED: 422,
    Reason.LINK_USED: 422,
    Reason.FEED_OVER: 410,
    Reason.REPLY_CLOSED: 410,
    Reason.WRONG_PIN: 401,
    Reason.LOCKED_OUT: 429,
    Reason.DOOR_SHUT: 429,
    Reason.DOOR_UNKNOWN: 422,
    Reason.TOO_MANY_REQUESTS: 429,
    Reason.FORBIDDEN: 403,
    Reason.PREPARATORY_BODY: 403,
    Reason.OFFICE_AHEAD: 403,
    Reason.OFFICE_ENDED: 403,
    Reason.OWN_POST: 403,
    Reason.NOT_FOUND: 404,
    Reason.INVALID_INPUT: 422,
    Reason.REASON_REQUIRED: 422,
    Reason.CHOICE_INVALID: 422,
    Reason.FILE_TYPE: 422,
    Reason.DOCUMENT_TYPE: 422,
    Reason.PHOTO_HEIC: 422,
    Reason.PHOTO_BROKEN: 422,
    Reason.PHOTO_TOO_MANY_PIXELS: 413,
    Reason.FILE_TOO_LARGE: 413,
    Reason.REQUEST_TOO_LARGE: 413,
    Reason.NOT_ON_ROLL: 403,
    Reason.RECUSED: 403,
    Reason.BUSY: 503,
    Reason.STORE_AWAY: 503,
    Reason.STORE_FULL: 507,
}
"""HTTP status of a reason; every other reason is a conflict with the state of things (409)."""


def status_of(reason: Reason) -> int:
    """The HTTP status under which a reason is answered."""
    return STATUS.get(reason, 409)


def message_of(refused: Refused) -> str:
    """The sentence and the remedy in the reader's language."""
    return _sentence_of(refused) + remedy_of(refused)


def _sentence_of(refused: Refused) -> str:
    """Why, in the reader's language: the reason's sentence with that of the detail in it."""
    facts, detail = refused.facts, refused.detail
    if detail is not None:
        facts = {**facts, detail.field: fill(gettext(detail.sentence), facts)}
    return fill(gettext(refused.reason.sentence), facts)


def remedy_of(refused: Refused) -> str:
    """Who can change it, in the reader's language; may be empty."""
    return fill(gettext(refused.reason.remedy), refused.facts) if refused.reason.remedy else ""


def as_json(refused: Refused) -> dict[str, Any]:
    """The shape of a refusal in JSON and in a socket's acknowledgement."""
    return {"ok": False, "code": refused.reason.code, "message": message_of(refused)}


def wants_json() -> bool:
    """Whether the caller is a script of a room page rather than a person's browser."""
    return request.accept_mimetypes.best == "application/json" or request.is_json


def _answer(refused: Refused) -> Any:
    if refused.reason is Reason.NOT_SIGNED_IN and timed_out():
        refused = Refused(Reason.SESSION_EXPIRED)
    status = status_of(refused.reason)
    if wants_json():
        return jsonify(as_json(refused)), status
    if refused.reason in DOORS and request.method == "GET":
        return redirect(_door(refused.reason))
    if refused.reason in UNSEEN and request.method == "POST":  # the page that must be looked at again says why
        flash(message_of(refused), "error")
        return redirect(_back_url(), HTTPStatus.SEE_OTHER)
    return _page(refused, status), status


DOORS = frozenset({Reason.NOT_SIGNED_IN, Reason.SESSION_EXPIRED, Reason.PASSWORD_DUE})
"""Refusals that a page of their own helps out of: signing in, or choosing a new password."""

AWAY = DOORS | {Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.PREPARATORY_BODY}
"""Refusals that are no answer to what was typed: a form's page hands them on instead of being shown again."""


def _door(reason: Reason) -> str:
    """Where the visitor shall go first: a delegate's tablet to its PIN, everybody else to the sign-in page."""
    wanted = request.full_path.rstrip("?")
    if reason is Reason.PASSWORD_DUE:
        return place_url("password", next=wanted)
    if reason is Reason.SESSION_EXPIRED:
        return place_url("sign_in", next=wanted, why="idle")
    if request.endpoint == house().places["tablet"]:
        return place_url("join")
    return place_url("sign_in", next=wanted)


def _page(refused: Refused, status: int) -> str:
    message = _sentence_of(refused)
    facts = {"status": status, "title": gettext("没有办成"), "message": message, "remedy": remedy_of(refused)}
    return _framed(facts, lambda: _way_on(refused.reason))


def _framed(facts: dict[str, Any], way_on: Callable[[], dict[str, str]]) -> str:
    """The page of a refusal; without its frame where the frame cannot be had, since it reads the store, too."""
    try:
        return render_template("errors/refused.html", **facts, **way_on())
    except SQLAlchemyError:
        back = _came_from() or request.script_root + "/"
        return current_app.jinja_env.get_template("errors/bare.html").render(facts, back_url=back)


def _way_on(reason: Reason) -> dict[str, str]:
    """The one button of a refusal: back, or to the page that the visitor needs first."""
    came_from = _page_before()
    if reason is Reason.SESSION_EXPIRED:
        url = place_url("sign_in", next=came_from, why="idle")
        return {"back_url": url, "back_label": gettext("重新登录")}
    if reason is Reason.PASSWORD_DUE:
        return {"back_url": place_url("password", next=came_from), "back_label": gettext("去修改密码")}
    return {"back_url": _back_url()}


def _page_before() -> str:
    """The page on which the refused form stood, or the desk where that address takes forms only."""
    path = "/" + _back_url().removeprefix(request.host_url).removeprefix("/")
    return safe_next(path)


def _back_url() -> str:
    """The page from which the visitor came; without one, for staff their desk, for residents their compound."""
    return _came_from() or _place()


def _came_from() -> str:
    """The page of ours on which the visitor was; empty where the browser does not say, or it was another site's."""
    referrer = request.referrer or ""
    return referrer if referrer.startswith(request.host_url) else ""


def _place() -> str:
    here, path = g.get("compound"), request.path
    if current_actor().account_id is None or path.startswith("/c/"):
        return place_url("home", compound_slug=here.slug) if here else place_url("compounds")
    if here and can("desk.read"):
        return place_url("today", compound_slug=here.slug)
    return place_url("desks")


_HTTP_REASONS = {
    401: Reason.NOT_SIGNED_IN,
    403: Reason.FORBIDDEN,
    404: Reason.NOT_FOUND,
    429: Reason.TOO_MANY_REQUESTS,
}


def _from_http(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):
        return _wrong_host()
    if isinstance(error, CSRFError):
        return _answer(Refused(Reason.FORM_EXPIRED))
    if isinstance(error, RateLimitExceeded):
        return _answer(Refused(Reason.TOO_MANY_REQUESTS))
    code = error.code or 500
    if code in {301, 302, 303, 304, 307, 308}:
        return error
    if code == 413:  # noqa: PLR2004 - HTTP
        most = (request.max_content_length or 0) // MEGABYTE
        return _answer(Refused(Reason.REQUEST_TOO_LARGE, limit=f"{most} MB"))
    reason = _HTTP_REASONS.get(code)
    if reason is None:
        return _plain(code)
    return _answer(Refused(reason))


def _wrong_host() -> Response:
    """A request under a name that is not ours. No page can be made: every link on it would carry that name."""
    current_app.logger.warning("wrong host name; the right ones: DELIBERATION_PUBLIC_URL, TRUSTED_HOSTS")
    text = gettext("这个网址不是本系统的网址。请按通知、签到条上印的网址打开。")
    return Response(f"{text}\n", 400, mimetype="text/plain")


def _plain(code: int) -> Any:
    title = gettext("出错了") if code >= 500 else gettext("无法处理")  # noqa: PLR2004 - HTTP
    message = gettext("系统没有办成这件事，已经记录下来。") if code >= 500 else gettext("这个请求无法处理。")  # noqa: PLR2004
    if wants_json():  # what the library says itself is English
        return jsonify({"ok": False, "code": "http", "message": message}), code
    facts = {"status": code, "title": title, "message": message, "remedy": ""}
    return _framed(facts, lambda: {"back_url": _back_url()}), code


TROUBLE: dict[Trouble, Reason] = {
    Trouble.BUSY: Reason.BUSY,
    Trouble.FULL: Reason.STORE_FULL,
    Trouble.AWAY: Reason.STORE_AWAY,
}
STORE_ERRORS = (OperationalError, InterfaceError, InternalError, NoConnection, PendingRollbackError)
"""The last one comes where the connection was lost earlier in the same request."""
UNFIT_ERRORS = (DataError, OverflowError, UnicodeError)


def refusal_of(error: Exception, what: str) -> Refused:
    """What is answered where an act failed by itself, and a line in the log; `what` names the act there."""
    if isinstance(error, UNFIT_ERRORS):
        current_app.logger.warning("%s at %s", type(error).__name__, what)
        return Refused(InAnyStage.NOT_STORABLE)
    if isinstance(error, STORE_ERRORS):
        trouble = trouble_of(error)
        current_app.logger.error("the store did not take %s: %s", what, trouble.value)
        return Refused(TROUBLE[trouble])
    current_app.logger.error("%s failed", what, exc_info=error)
    return Refused(Reason.BUSY)


def _failed(error: Exception) -> Any:
    """A store that is busy, full or away; a number or a text that no column can hold."""
    return _answer(refusal_of(error, str(request.endpoint)))


def register(app: Flask) -> None:
    """Register the error handlers and the headers that every response carries."""
    app.register_error_handler(Refused, _answer)
    app.register_error_handler(HTTPException, _from_http)
    for kind in (*STORE_ERRORS, DataError, OverflowError):
        app.register_error_handler(kind, _failed)
    app.after_request(_secure)


CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

STRICT_TRANSPORT = f"max-age={365 * 24 * 3600}"
"""A year (RFC 6797). Without includeSubDomains: other systems of the same office may not speak TLS."""


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:  # served under https only, see config
        headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST:
        headers["Cache-Control"] = assets.FOR_GOOD
    else:
        headers.setdefault("Cache-Control", "no-store")
    return response
