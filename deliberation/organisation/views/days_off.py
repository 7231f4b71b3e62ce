"""装入放假安排: a year in lines or as a file, looked at before it counts."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.organisation import actions
from deliberation.organisation.forms.days_off import DaysOffForm
from deliberation.organisation.queries import days_off as queries
from deliberation.organisation.rules.days_off import Read, in_lines, read_text
from deliberation.organisation.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import current_actor


@blueprint.get("/days-off")
@guard("days_off.load")
def days_off_years() -> Any:
    """Which years are known, and the form for one of them, filled with what is loaded."""
    year = asking.optional_number("year")
    row = queries.loaded_year(year) if year is not None else None
    form = DaysOffForm(formdata=None, data={"year": year, "lines": in_lines(row.data) if row else ""})
    return _page(form, None)


@blueprint.post("/days-off")
@guard("days_off.load")
def preview_days_off() -> Any:
    """What was read, before it counts; every mistake by name."""
    form = DaysOffForm()
    if not form.validate():
        return _page(form, None), 422
    read = read_text(form.text(), form.year.data)
    if read.problems:
        form.form_errors += read.problems
        return _page(form, None), 422
    form.lines.data = in_lines(read.data)
    return _page(form, read)


@blueprint.post("/days-off/<int:year>/load")
@guard("days_off.load")
def load_days_off(year: int) -> Any:
    """Load the year that was looked at."""
    form = DaysOffForm()
    form.year.data = year
    if not form.lines.validate(form):
        return _page(form, None), 422
    return attempt(
        lambda: actions.load_year(current_actor(), year, form.lines.data or ""),
        lambda _said: _page(form, None),
        lambda _made: redirect(url_for(".days_off_years")),
        _("%(year)s 年的放假安排已装入。推算的日期重新计算，只会延后，不会提前。", year=year),
        form=form,
    )


def _page(form: DaysOffForm, read: Read | None) -> str:
    year = form.year.data
    row = queries.loaded_year(year) if isinstance(year, int) and not form.year.errors else None
    return render_template(
        "organisation/days_off_years.html", form=form, read=read, row=row, years=queries.years_here()
    )
