"""One way to act: do what a form or a button asks, and go on; a refusal is said on the page from which it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash

from deliberation.kernel.errors import Refused
from deliberation.web.errors import AWAY, message_of, status_of

Made = TypeVar("Made")


def attempt(
    act: Callable[[], Made],
    page: Callable[[str], Any],
    done: Callable[[Made], Any],
    text: str | Callable[[Made], str] = "",
    *,
    form: Any = None,
    tone: str = "success",
) -> Any:
    """Do `act`, tell `text`, and answer what `done` makes of it.

    Refused, `page` is shown again with the message (in the errors of `form`, where one is named) and the status of
    the reason. Refusals that are no answer to what was typed (`AWAY`) go on to their own page: whoever is no longer
    signed in is led to the door and never told so inside the page.
    """
    try:
        made = act()
    except Refused as refused:
        return refused_on(page, refused, form)
    if text:
        flash(text if isinstance(text, str) else text(made), tone)
    return done(made)


def refused_on(page: Callable[[str], Any], refused: Refused, form: Any = None) -> Any:
    """The page with a refusal and its status. Raises the refusal where it is a page of its own (`AWAY`)."""
    said, status = told(refused)
    if form is not None:
        form.form_errors.append(said)
    return page(said), status


def told(refused: Refused) -> tuple[str, int]:
    """The message and the status of a refusal. Raises it where it is a page of its own (`AWAY`)."""
    if refused.reason in AWAY:
        raise refused
    return message_of(refused), status_of(refused.reason)
