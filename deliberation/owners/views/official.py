"""导入官方电子投票结果: read the file in, look at every row that is doubtful, have another person confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.owners.actions import official as actions
from deliberation.owners.forms.entry import OfficialForm
from deliberation.owners.queries import entry as queries
from deliberation.owners.queries import official as imports
from deliberation.owners.rules.entry import ENTERED_STATES
from deliberation.owners.rules.official import Reading
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.sheets.bounded import bounded
from deliberation.sheets.reading import MOST_BYTES, read_sheets
from deliberation.web.acting import attempt, told
from deliberation.web.apart import apart
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersImport, OwnersVote


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/official", methods=["GET", "POST"])
@guard(actions.PERMISSION, megabytes=18)
def official(vote_id: int) -> Any:
    """The files that were read in, and a form for the next one."""
    vote = vote_here(actions.PERMISSION, vote_id)
    if request.method == "GET":
        return _page(vote, OfficialForm(formdata=None))
    form = OfficialForm()
    if not form.validate():
        return _page(vote, form), 422
    file = form.file.data
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    content = file.stream.read(MOST_BYTES + 1)

    def read(name: str, content: bytes) -> Any:
        return bounded(apart, read_sheets, name, content)

    return attempt(
        lambda: actions.preview(current_actor(), vote_id, form.source.data, name, content, read),
        lambda said: _page(vote, form, said),
        lambda found: _to_import(vote_id, found.id),
        _("文件已读入，还没有计入。请核对，再由另一个人确认。"),
    )


def _to_import(vote_id: int, import_id: int) -> Any:
    return redirect(url_for("owners.official_import", vote_id=vote_id, import_id=import_id))


def _page(vote: OwnersVote, form: OfficialForm, problem: str = "") -> str:
    has_channel = bool(vote.frozen) and actions.CHANNEL in queries.frozen_rules(vote).channels
    return render_template(
        "owners/official.html",
        vote=vote,
        form=form,
        problem=problem,
        imports=imports.imports(vote.id),
        states=imports.STATES,
        is_open=vote.state in ENTERED_STATES,
        has_channel=has_channel,
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/official/<int:import_id>")
@guard(actions.PERMISSION)
def official_import(vote_id: int, import_id: int) -> Any:
    """One file: how many rows, and every row that has a problem."""
    vote = vote_here(actions.PERMISSION, vote_id)
    return _import_page(vote, imports.import_in(vote.id, import_id))


def _import_page(vote: OwnersVote, found: OwnersImport, problem: str = "") -> str:
    people = [person for person in (found.imported_by_id, found.confirmed_by_id) if person is not None]
    return render_template(
        "owners/official_import.html",
        vote=vote,
        found=found,
        problem=problem,
        states=imports.STATES,
        reading=Reading.from_json(found.reading) if found.reading else None,
        names=queries.names(people),
        is_own=found.imported_by_id == current_actor().person_id,
        is_open=vote.state in ENTERED_STATES,
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/official/<int:import_id>/confirm")
@guard(actions.PERMISSION, shows="owners_vote")
def confirm_import(vote_id: int, import_id: int) -> Any:
    """确认导入, by another person."""
    act = actions.confirm
    return _act(vote_id, import_id, lambda: act(current_actor(), vote_id, import_id), _("已导入。"))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/official/<int:import_id>/discard")
@guard(actions.PERMISSION)
def discard_import(vote_id: int, import_id: int) -> Any:
    """Give the import of official results up 放弃导入."""
    act = actions.discard
    return _act(vote_id, import_id, lambda: act(current_actor(), vote_id, import_id), _("已放弃，什么也没有计入。"))


def _act(vote_id: int, import_id: int, act: Callable[[], object], said: str) -> Any:
    vote = vote_here(actions.PERMISSION, vote_id)
    try:
        act()
    except Refused as refused:
        said, status = told(refused)
        page = _import_page(vote, imports.import_in(vote.id, import_id), said)
        return page, status
    flash(said, "success")
    return _to_import(vote_id, import_id)
