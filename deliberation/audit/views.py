"""The auditor's page: who did what, newest first. It shows acts, never what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from deliberation.audit import names, papers, queries, subjects
from deliberation.kernel.permissions import Scope, allowed, may
from deliberation.sheets.answers import sheet_answer
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

blueprint = Blueprint("audit", __name__)

blueprint.add_app_template_global(queries.head_of, "end_of_log")

PERMISSION = "audit.read"
YEARS = range(2000, 2100)
MOST_PAGES = 10**6


def _day(name: str) -> date | None:
    """A day of the address; nothing for what is none."""
    found = asking.day(name)
    return found if found and found.year in YEARS else None


def _chosen() -> queries.Filter:
    words = asking.words
    return queries.Filter(words("stream"), _day("since"), _day("until"), words("who"), words("act"), _readable())


def _readable() -> frozenset[str] | None:
    """The chains that the visitor may read: all, or those of the compounds that have opened theirs to them."""
    actor = current_actor()
    if allowed(actor, PERMISSION, Scope()):
        return None
    found = frozenset(
        stream
        for stream, scope in subjects.scopes().items()
        if allowed(actor, PERMISSION, Scope(scope.compound_id, options=scope.options))
    )
    if not found:
        may(actor, PERMISSION, Scope())
    return found


@blueprint.get("/audit")
@guard("audit.read")
def entries() -> Any:
    """One page of the log: of one chain, some days, one person, one act, or all of it."""
    chosen = _chosen()
    page = min(asking.page_number(), MOST_PAGES)
    found = queries.entries(chosen, page)
    everything, scopes = ("", _("全部")), subjects.scopes()
    acts = sorted({(code, _(names.act_name(code))) for code in queries.acts()}, key=lambda pair: pair[1])
    return render_template(
        "audit/entries.html",
        page=found,
        chosen=chosen,
        act_name=names.act_name,
        kind_name=names.kind_name,
        remarks=names.remarks,
        scopes={name: _title(name, scopes) for name in {entry.stream for entry in found.items}},
        subjects=_shown(found.items),
        streams=[everything, *((name, _title(name, scopes)) for name in queries.streams(chosen.within))],
        acts=[everything, *acts],
        most=queries.LARGEST_EXPORT,
    )


@blueprint.get("/audit/export")
@guard("audit.read")
def export() -> Response:
    """The same entries as a sheet."""
    found = queries.entries(_chosen(), 1, queries.LARGEST_EXPORT).items
    named = subjects.subjects_of(_keys(found))
    return sheet_answer("审计日志", papers.log_csv(found, named, subjects.scopes()))


def _title(stream: str, scopes: Mapping[str, subjects.Scope]) -> str:
    return _(scopes[stream].text) if stream in scopes else stream


def _keys(found: Iterable[Any]) -> set[subjects.Key]:
    return {(entry.subject_kind, entry.subject_id) for entry in found if entry.subject_id is not None}


def _shown(found: Iterable[Any]) -> dict[subjects.Key, tuple[str, str]]:
    """Each thing's name and its address, which is empty where this visitor would be turned away."""
    return {key: (one.text, _address(one)) for key, one in subjects.subjects_of(_keys(found)).items()}


def _address(one: subjects.Subject) -> str:
    if not one.endpoint or not allowed(current_actor(), one.permission, Scope(one.compound_id)):
        return ""
    return url_for(one.endpoint, **one.values)
