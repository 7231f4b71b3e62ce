"""在别处选出的业委会 at the desk: recorded, corrected beside the original, filed, struck."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.files.queries import files_of
from deliberation.kernel import clock
from deliberation.kernel.errors import Refused
from deliberation.owners.access import COMMITTEE_PHOTOS, committee_for
from deliberation.owners.actions import elsewhere as actions
from deliberation.owners.forms.recorded import CorrectionForm, RecordFilingForm, RecordForm, RecordStrikeForm, lines_of
from deliberation.owners.queries import elections as queries
from deliberation.owners.rules.recorded import MOST_PHOTOS, RecordDraft, warnings
from deliberation.owners.views.frame import blueprint
from deliberation.web.acting import attempt, told
from deliberation.web.fields import Form
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor, here
from deliberation.web.uploads import megabytes_for

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersCommittee

KEEP = actions.KEEP
AT = "/desk/<compound_slug>/owners-committees"
ONE = f"{AT}/<int:committee_id>"


@blueprint.get(AT)
@guard(KEEP)
def committees() -> Any:
    """Every committee recorded from elsewhere, what was corrected beside its correction, and the form."""
    return _page()


def _page(problem: str = "", at: int = 0, **tried: Form) -> str:
    found, form = queries.all_recorded(compound().id), tried.get("record") or RecordForm(formdata=None)
    form.photos.keep()
    known: dict[int, list[Any]] = {}
    for photo in files_of(COMMITTEE_PHOTOS, [row.id for row in found]):
        known.setdefault(photo.subject_id, []).append(photo)
    standing = {row.id for row in queries.recorded(compound().id)}
    return render_template(
        "owners/committees.html",
        found=found,
        standing=standing,
        photos=known,
        form=form,
        problem=problem,
        at=at,
        filing=tried.get("filing") or RecordFilingForm(formdata=None, data={"filed_on": clock.today()}),
        strike=tried.get("strike") or RecordStrikeForm(formdata=None),
        said=queries.recorded_committee,
        corrected={row.corrects_id: row for row in found if row.corrects_id},
    )


@blueprint.post(AT)
@guard(KEEP, megabytes=megabytes_for(MOST_PHOTOS))
def record_committee() -> Any:
    """登记 one that was elected elsewhere."""
    form = RecordForm()
    return _kept(form, lambda problem="": _page(problem, record=form), None)


def _kept(form: RecordForm, page: Callable[..., str], corrects: OwnersCommittee | None) -> Any:
    if not form.validate():
        form.photos.keep()
        return page(), 422
    draft = form.draft()
    reason = form.reason.data or "" if isinstance(form, CorrectionForm) else ""
    corrects_id = corrects.id if corrects else None
    try:
        actions.record_committee(current_actor(), compound().id, draft, form.photos.photos, corrects_id, reason)
    except Refused as refused:
        said, status = told(refused)
        form.photos.keep()
        return page(said), status
    _warn(draft)
    flash(_("已登记。换届期间、任期和备案都从这条登记算。"), "success")
    return redirect(url_for("owners.committees"))


def _warn(draft: RecordDraft) -> None:
    size = queries.compound_size(compound().id)
    for said in warnings(draft, queries.rules_here(compound().id), *size):
        flash(_("请核对：%(what)s", what=said), "warning")


def _here(committee_id: int) -> OwnersCommittee:
    found: OwnersCommittee = here(committee_for(current_actor(), KEEP, committee_id))
    return found


@blueprint.route(f"{ONE}/correct", methods=["GET", "POST"])
@guard(KEEP, megabytes=megabytes_for(MOST_PHOTOS))
def correct_committee(committee_id: int) -> Any:
    """更正: the record again, as it should have been; the original stays."""
    found = _here(committee_id)
    form = CorrectionForm()
    if form.is_submitted():
        return _kept(form, lambda problem="": _correction(found, form, problem), found)
    return _correction(found, CorrectionForm(formdata=None, data=_values(found)))


def _values(found: OwnersCommittee) -> dict[str, Any]:
    names = ("elected_on", "agreed", "begins_on", "filed_on", "filing_note", "document")
    years = (found.ends_on + timedelta(days=1)).year - found.begins_on.year
    people = {"members": lines_of(found.members), "alternates": lines_of(found.alternates)}
    return {name: getattr(found, name) for name in names} | people | {"term_years": years}


def _correction(found: OwnersCommittee, form: CorrectionForm, problem: str = "") -> str:
    form.photos.keep()
    return render_template("owners/committee_correction.html", found=found, form=form, problem=problem)


@blueprint.post(f"{ONE}/file")
@guard(KEEP)
def file_recorded(committee_id: int) -> Any:
    """Record that a committee was filed 登记备案."""
    found, form = _here(committee_id), RecordFilingForm()
    if not form.validate() or form.filed_on.data is None:
        return _page(at=found.id, filing=form), 422
    day, note = form.filed_on.data, form.filing_note.data or ""
    act = lambda: actions.file_recorded(current_actor(), found.id, day, note)  # noqa: E731 - told to _done
    return _done(act, _("备案已登记。"), found.id, filing=form)


@blueprint.post(f"{ONE}/strike")
@guard(KEEP)
def strike_recorded(committee_id: int) -> Any:
    """Strike a record out 划去."""
    found, form = _here(committee_id), RecordStrikeForm()
    if not form.validate():
        return _page(at=found.id, strike=form), 422
    act = lambda: actions.strike_recorded(current_actor(), found.id, form.reason.data or "")  # noqa: E731 - told to _done
    return _done(act, _("已划去，登记保留在这里。"), found.id, strike=form)


def _done(act: Callable[[], object], said: str, at: int, **tried: Form) -> Any:
    return attempt(
        act,
        lambda problem: _page(problem, at, **tried),
        lambda _made: redirect(url_for("owners.committees")),
        said,
    )
