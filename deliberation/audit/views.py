"""The auditor's page: who did what, newest first. It shows acts, never what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from deliberation.audit import names, papers, queries
from deliberation.kernel.permissions import Scope, allowed, may
from deliberation.kernel.stage import Chain, Subject, house
from deliberation.web.guard import guard
from deliberation.web.listing import Day, Listing, Pick, Words
from deliberation.web.session import current_actor

blueprint = Blueprint("audit", __name__)

blueprint.add_app_template_global(queries.head_of, "end_of_log")

PERMISSION = "audit.read"
YEARS = range(2000, 2100)
SCOPES = "deliberation.scopes"


def _scopes() -> Mapping[str, Chain]:
    """What each chain covers, read once in a request."""
    if SCOPES not in request.environ:
        request.environ[SCOPES] = papers.chains()
    found: Mapping[str, Chain] = request.environ[SCOPES]
    return found


def _readable() -> frozenset[str] | None:
    """The chains that the visitor may read: all, or those of the compounds that have opened theirs to them."""
    actor = current_actor()
    if allowed(actor, PERMISSION, Scope()):
        return None
    found = frozenset(
        stream
        for stream, scope in _scopes().items()
        if allowed(actor, PERMISSION, Scope(scope.compound_id, options=scope.options))
    )
    if not found:
        may(actor, PERMISSION, Scope())
    return found


def _streams() -> list[tuple[str, str]]:
    return [(name, _title(name)) for name in queries.streams(_readable())]


def _acts() -> list[tuple[str, str]]:
    return sorted({(code, _(names.act_name(code))) for code in queries.acts()}, key=lambda pair: pair[1])


class DayOfTheLog(Day):
    """A day on which there can be a log."""

    def read(self) -> date | None:
        """A day of the address; nothing for what is none."""
        found = super().read()
        return found if found and found.year in YEARS else None


LOG = Listing(
    "审计日志",
    columns=papers.COLUMNS,
    filters=(
        Words("who", "谁", "姓名"),
        Pick("act", "办了什么", _acts),
        Pick("stream", "范围", _streams),
        DayOfTheLog("since", "从哪天"),
        DayOfTheLog("until", "到哪天"),
    ),
    size=50,
    told=papers.named,
)


@LOG.at(blueprint, "/audit")
@guard(PERMISSION)
def entries(sheet: str = "") -> Any:
    """One page of the log: of one chain, some days, one person, one act, or all of it."""
    rows = queries.entries(queries.Filter(within=_readable(), **LOG.chosen()))
    return LOG.answer(
        sheet,
        rows,
        "audit/entries.html",
        lambda page: {"scopes": _scopes_of(page.items), "subjects": _shown(page.items)},
        act_name=names.act_name,
        kind_name=house().label,
        remarks=names.remarks,
    )


def _scopes_of(found: Iterable[Any]) -> dict[str, str]:
    return {name: _title(name) for name in {entry.stream for entry in found}}


def _title(stream: str) -> str:
    scopes = _scopes()
    return _(scopes[stream].text) if stream in scopes else stream


def _shown(found: Iterable[Any]) -> dict[tuple[str, int], tuple[str, str]]:
    """Each thing's name and its address, which is empty where this visitor would be turned away."""
    return {key: (one.text, _address(one)) for key, one in papers.subjects_of(list(found)).items()}


def _address(one: Subject) -> str:
    if not one.endpoint or not allowed(current_actor(), one.permission, Scope(one.compound_id)):
        return ""
    return url_for(one.endpoint, **one.values)
