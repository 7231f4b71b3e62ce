"""One page for every form of the office: what is asked, what it changes, and what was changed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template
from flask_babel import gettext as _

from deliberation.audit.names import act_name
from deliberation.history.queries import histories_of
from deliberation.web import filters
from deliberation.web.acting import attempt


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words of a page with one form. `thing`: what it changes, to which the form is bound."""

    title: str
    back: tuple[str, str]
    lead: str = ""
    button: str = ""
    thing: Any = None
    history: Sequence[dict[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()


def form_page(form: Any, page: FormPage, act: Callable[[], Any], done: Callable[[Any], str], said: str) -> Any:
    """The page, or what was sent done: on to the address that `done` makes of it, saying `said`."""

    def shown(_problem: str = "") -> str:
        return render_template("organisation/office_form.html", form=form, page=page)

    if not form.validate_on_submit():
        return shown(), 422 if form.is_submitted() else 200
    return attempt(act, shown, lambda made: redirect(done(made)), said, form=form)


def history_lines(thing: Any, *more: Any) -> list[dict[str, str]]:
    """What happened to a thing (and to others of one kind that belong to it), the newest first, for the timeline."""
    events = [event for rows in ([thing], more) if rows for event in histories_of(rows[0].KIND, *(r.id for r in rows))]
    return [
        {"at_text": filters.moment(one.at), "title": _(act_name(one.act)), "who": one.by, "text": one.text}
        for one in sorted(events, key=lambda event: event.id, reverse=True)
    ]
