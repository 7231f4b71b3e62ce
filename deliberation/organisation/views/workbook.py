"""The workbook of the organisation: template, export, reading in, preview, writing down."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.organisation.actions import workbooks as actions
from deliberation.organisation.forms.workbook import WorkbookForm
from deliberation.organisation.papers import workbook as papers
from deliberation.organisation.rules.workbook import SHEETS, read_book
from deliberation.organisation.views.frame import blueprint
from deliberation.sheets.bounded import bounded
from deliberation.sheets.reading import MOST_BYTES
from deliberation.web.acting import attempt
from deliberation.web.apart import apart
from deliberation.web.guard import guard
from deliberation.web.session import current_actor


@blueprint.route("/office/workbook", methods=["GET", "POST"])
@guard("organisation.manage", megabytes=10)
def workbook() -> Any:
    """Take the template or what is there, and read a filled one in."""
    form = WorkbookForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 422
    return attempt(
        lambda: _read(form),
        lambda said: _page(form, said),
        lambda made: redirect(url_for(".workbook_preview", workbook_id=made.id)),
    )


def _page(form: WorkbookForm, problem: str = "") -> str:
    return render_template("organisation/workbook.html", form=form, problem=problem)


def _read(form: WorkbookForm) -> Any:
    given = form.file.data
    name = (given.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    content = given.stream.read(MOST_BYTES + 1)
    book = bounded(apart, read_book, name, content)
    return actions.read_in(current_actor(), name, hashlib.sha256(content).hexdigest(), book)


@blueprint.get("/office/workbook/template.xlsx")
@guard("organisation.manage")
def workbook_template() -> Any:
    """The empty workbook, with a sheet that says what each column wants."""
    return papers.empty_workbook()


@blueprint.get("/office/workbook/export.xlsx")
@guard("organisation.manage")
def workbook_export() -> Any:
    """Everything that is there; it holds telephone numbers, so that taking it away stands in the log."""
    actions.take_out(current_actor())
    return papers.whole_workbook()


@blueprint.get("/office/workbook/<int:workbook_id>")
@guard("organisation.manage")
def workbook_preview(workbook_id: int) -> Any:
    """Every mistake by sheet, row and column; without mistakes, what would be new and what would change."""
    return _preview(workbook_id)


def _preview(workbook_id: int, problem: str = "") -> str:
    found, preview = actions.preview(current_actor(), workbook_id)
    return render_template(
        "organisation/workbook_preview.html", workbook=found, preview=preview, sheets=SHEETS, problem=problem
    )


@blueprint.post("/office/workbook/<int:workbook_id>/write")
@guard("organisation.manage")
def write_workbook(workbook_id: int) -> Any:
    """确认导入: all of it or nothing."""
    return attempt(
        lambda: actions.write(current_actor(), workbook_id, request.form.get("shown", "")),
        lambda said: _preview(workbook_id, said),
        lambda made: redirect(url_for(".workbook_preview", workbook_id=made.id)),
        _("已导入。"),
    )
