"""Recurring meetings 例会: the list, one with all its days of a year, and what is decided of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.convening.access import may_convene, series_for
from deliberation.convening.actions import series as actions
from deliberation.convening.actions.planning import SECRETARY_ROLES
from deliberation.convening.forms.series import MoveForm, SeriesForm, filled_from
from deliberation.convening.queries import series as queries
from deliberation.convening.rules.chairing import may_chair
from deliberation.convening.rules.series import DECISIONS
from deliberation.convening.views.frame import blueprint, go_to, here, said
from deliberation.kernel import clock
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.organisation import queries as organisation
from deliberation.organisation.access import compound_for
from deliberation.rows import Given
from deliberation.web import asking, session
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import MeetingSeries

MOST_REASON = 200

SERIES = Listing(
    "例会",
    columns=(
        Column("会议种类", lambda one: one.series.meeting_type.name, 20),
        Column("日子", lambda one: one.words, 20),
        Column("时间", lambda one: one.series.time, 8),
        Column("会场", lambda one: one.series.venue and one.series.venue.name, 24),
        Column("从哪天起", lambda one: one.series.starts_on, 12),
        Column("到哪天止", lambda one: one.series.ends_on, 12),
        Column("今年应开", lambda one: one.held.due, 10),
        Column("今年已开", lambda one: one.held.held, 10),
    ),
)


@SERIES.at(blueprint, "/desk/<compound_slug>/series")
@guard("compound.read")
def all_series(sheet: str = "") -> Any:
    """The recurring meetings of the compound, with 应开 / 已开 of this year."""
    year = clock.today().year
    found = [queries.shown(one, year) for one in queries.all_series(compound().id)]
    if sheet:
        return SERIES.file(sheet, Given(found))
    return render_template("convening/all_series.html", found=found, year=year, may_add=bool(_kinds()))


def _kinds() -> list[Any]:
    """The kinds of meetings of which the visitor may set up a series here."""
    place, actor = compound(), current_actor()
    return [one for one in organisation.meeting_types(place.id) if may_convene(actor, place, one, "series.manage")]


@blueprint.route("/desk/<compound_slug>/series/new", methods=["GET", "POST"])
@guard("series.manage")
def new_series() -> Any:
    """Set up a recurring meeting."""
    if not _kinds():
        compound_for(current_actor(), "series.manage", compound().id)
    form = _form(SeriesForm())
    if request.method == "GET":
        form.starts_on.data = clock.today()
    if not form.validate_on_submit():
        return _form_page(form, None), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.begin_series(current_actor(), compound().id, form.draft()),
        lambda _said: _form_page(form, None),
        lambda made: redirect(url_for(".series", series_id=made.id)),
        _("例会已排定。日子到了会提醒确认，不会自动改期。"),
        form=form,
    )


@blueprint.get("/desk/<compound_slug>/series/<int:series_id>/edit")
@guard("series.manage")
def edit_series(series_id: int) -> Any:
    """The form of a series as it stands."""
    series = _series("series.manage", series_id)
    return _form_page(_form(SeriesForm(data=filled_from(series, queries.time_of(series))), series), series)


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/edit")
@guard("series.manage", shows="series")
def change_series(series_id: int) -> Any:
    """Change a series for the days to come."""
    series = _series("series.manage", series_id)
    form = _form(SeriesForm(), series)
    if not form.validate_on_submit():
        return _form_page(form, series), 422
    return attempt(
        lambda: actions.change_series(current_actor(), series.id, form.draft()),
        lambda _said: _form_page(form, series),
        lambda _made: redirect(url_for(".series", series_id=series_id)),
        _("已修改，今后的日子按新的算。排好的会议、定过的日子不变。"),
        form=form,
    )


def _series(permission: str, series_id: int) -> MeetingSeries:
    found: MeetingSeries = session.here(series_for(current_actor(), permission, series_id))
    return found


def _form(form: SeriesForm, series: MeetingSeries | None = None) -> SeriesForm:
    place = compound()
    types = [series.meeting_type] if series else _kinds()
    people = organisation.appointments(place.id)
    chairs = [a for a in people if any(may_chair(one.chaired_by, a.role, a.post) for one in types)]
    form.offer(
        [(one.id, one.name) for one in types],
        [(str(v.id), v.name) for v in organisation.venues(place.id)],
        _named(chairs),
        _named([a for a in people if a.role in SECRETARY_ROLES]),
    )
    return form


def _named(posts: list[Any]) -> list[tuple[str, str]]:
    return list({str(a.person_id): f"{a.person.name} {a.post}".strip() for a in reversed(posts)}.items())[::-1]


def _form_page(form: SeriesForm, series: MeetingSeries | None) -> str:
    return render_template("convening/series_form.html", form=form, series=series)


@blueprint.get("/desk/<compound_slug>/series/<int:series_id>")
@guard("compound.read")
def series(series_id: int) -> Any:
    """One series: its days of a year with what became of each, and what is to be decided now."""
    return _page(series_id, "", asking.day("day"))


def _page(series_id: int, problem: str, day: date | None) -> str:
    found = _series("compound.read", series_id)
    year = asking.number("year", day.year if day else clock.today().year)
    year = min(max(year, found.starts_on.year), clock.today().year + 2)
    return render_template(
        "convening/series.html",
        one=queries.shown(found, year),
        chosen=queries.occurrence_of(found, day) if day else None,
        today=clock.today(),
        problem=problem,
        typed=request.form,
        decisions=DECISIONS,
        may_decide=may_convene(current_actor(), compound(), found.meeting_type),
        may_manage=may_convene(current_actor(), compound(), found.meeting_type, "series.manage"),
    )


def _day() -> date:
    """The day that a form is about. Raises `INVALID_INPUT`."""
    found = asking.pressed_day("day")
    if found is None:
        raise Refused(InConvening.NO_SUCH_DAY, day=request.form.get("day", "")[:20])
    return found


def _decide(series_id: int, act: Callable[[date], Any], done: str) -> Any:
    """Decide of one day, and go back to the series; what is refused is said there."""
    _series("meeting.plan", series_id)
    return attempt(
        lambda: act(_day()),
        lambda problem: _page(series_id, problem, asking.pressed_day("day")),
        lambda _made: redirect(url_for(".series", series_id=series_id)),
        done,
    )


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/confirm")
@guard("meeting.plan")
def confirm_series_day(series_id: int) -> Any:
    """确认召开: the meeting of this day is planned, with the usual place and people."""
    _series("meeting.plan", series_id)
    return attempt(
        lambda: actions.confirm_day(current_actor(), series_id, _day()),
        lambda problem: _page(series_id, problem, asking.pressed_day("day")),
        lambda meeting: go_to(meeting.id),
        _("会议已建立，席位已按各方现任人员排好，请核对。"),
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/move")
@guard("meeting.plan")
def move_series_day(series_id: int) -> Any:
    """改期 of one meeting, with its reason."""
    _series("meeting.plan", series_id)
    form = MoveForm()
    if not form.validate():
        problem = "".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(series_id, problem, asking.pressed_day("day")), 422
    act = lambda day: actions.move_day(current_actor(), series_id, day, form.to.data, form.reason.data or "")  # noqa: E731
    return _decide(series_id, act, _("这一次已改期，例会的日子不变。"))


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/keep")
@guard("meeting.plan")
def keep_series_day(series_id: int) -> Any:
    """照常 on a day off."""
    act = lambda day: actions.keep_day(current_actor(), series_id, day, said("reason", MOST_REASON))  # noqa: E731
    return _decide(series_id, act, _("定为照常。到时候再确认召开。"))


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/skip")
@guard("meeting.plan")
def skip_series_day(series_id: int) -> Any:
    """不开, with its reason."""
    act = lambda day: actions.skip_day(current_actor(), series_id, day, said("reason", MOST_REASON))  # noqa: E731
    return _decide(series_id, act, _("这一次不开，理由已记下。"))


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/explain")
@guard("meeting.plan")
def explain_series_day(series_id: int) -> Any:
    """Why a meeting was not held."""
    act = lambda day: actions.explain_day(current_actor(), series_id, day, said("reason", MOST_REASON))  # noqa: E731
    return _decide(series_id, act, _("理由已记下。"))


@blueprint.post("/desk/<compound_slug>/series/<int:series_id>/end")
@guard("series.manage", shows="series")
def end_series(series_id: int) -> Any:
    """No further meeting after a day."""
    _series("series.manage", series_id)
    last = asking.pressed_day("last") or clock.today()
    return attempt(
        lambda: actions.end_series(current_actor(), series_id, last, said("reason", MOST_REASON)),
        lambda problem: _page(series_id, problem, None),
        lambda _made: redirect(url_for(".all_series")),
        _("这个例会到此为止，以前的会议都在。"),
    )


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/keep")
@guard("meeting.plan", shows="meeting")
def keep_meeting_day(meeting_id: int) -> Any:
    """照常: a planned or called meeting stays on a day that turned out to be off."""
    here("meeting.plan", meeting_id)
    actions.keep_meeting(current_actor(), meeting_id)
    return go_to(meeting_id)
