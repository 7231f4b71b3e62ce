"""The auditor's page: who did what, newest first. It shows acts, never what somebody chose."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from deliberation.audit import queries
from deliberation.kernel.permissions import TABLE
from deliberation.web.guard import guard

blueprint = Blueprint("audit", __name__)

LIMIT = 50
MAX_ID = 2**31 - 1


@blueprint.get("/audit")
@guard("audit.read")
def entries() -> Any:
    """One page of the log, of one chain or of all."""
    stream = request.args.get("stream", "")[:40]
    before = request.args.get("before", type=int)
    if before is not None:
        before = min(max(before, 0), MAX_ID)
    found = queries.recent(stream, before, LIMIT)
    older = found[-1].id if len(found) == LIMIT else None
    named = [("", _("全部")), *((name, name) for name in queries.streams())]
    titles = {name: row.title for name, row in TABLE.items()}
    return render_template("audit/entries.html", entries=found, older=older, stream=stream, named=named, titles=titles)
