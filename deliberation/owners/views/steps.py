"""法定步骤: what must be done before the notice or the count of a vote; the time of forming a new committee."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import steps as actions
from deliberation.owners.forms.steps import StepForm, TurnoverEndForm, TurnoverForm
from deliberation.owners.queries import steps as queries
from deliberation.owners.rules.freeze import CODE
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote
    from deliberation.owners.rules.steps_before import Done

PREPARE = "owners_vote.prepare"


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/steps")
@guard(PREPARE)
def vote_steps(vote_id: int) -> Any:
    """Every step of a vote with its article, its date and a form."""
    return _page(vote_here(PREPARE, vote_id))


def _page(vote: OwnersVote, problem: str = "", tried: tuple[str, int, StepForm] | None = None) -> str:
    today = clock.today()
    lines, held = queries.lines(vote, vote.noticed_on or today), queries.held_lines(vote, today)
    forms = {
        (one.need.requirement.code, one.need.number): _form(one.need.requirement.code, one.need.number, one.done)
        for one in lines
    }
    forms |= {(CODE, one.held.question.number): _form(CODE, one.held.question.number, one.done) for one in held}
    if tried is not None:
        forms[tried[:2]] = tried[2]
    return render_template(
        "owners/steps.html",
        vote=vote,
        problem=problem,
        lines=lines,
        held=held,
        forms=forms,
        freeze_code=CODE,
        tried=tried[:2] if tried else None,
        before_notice=vote.state in actions.BEFORE_NOTICE,
        before_count=vote.state in actions.BEFORE_COUNT,
    )


def _form(code: str, number: int, done: Done | None) -> StepForm:
    kept = {"done_on": done.done_on, "note": done.note, "is_waived": done.is_waived} if done else {}
    return StepForm(formdata=None, prefix=f"{code}-{number}-", data=kept)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/steps/<code>/<int:number>")
@guard(PREPARE)
def keep_step(vote_id: int, code: str, number: int) -> Any:
    """Record a step that the law wants first 登记一步."""
    vote, form = vote_here(PREPARE, vote_id), StepForm(prefix=f"{code}-{number}-")
    if not form.validate():
        return _page(vote, tried=(code, number, form)), 422
    return attempt(
        lambda: actions.keep_step(current_actor(), vote_id, code, number, form.draft()),
        lambda said: _page(vote, said, (code, number, form)),
        lambda _made: redirect(url_for("owners.vote_steps", vote_id=vote_id)),
        _("已登记。"),
    )


# The time in which a new committee is formed


@blueprint.get("/desk/<compound_slug>/owners-turnovers")
@guard(actions.TURNOVER)
def turnovers() -> Any:
    """换届期间: when certain matters may not be put to the owners."""
    return _turnovers()


def _turnovers(problem: str = "", form: TurnoverForm | None = None, end: TurnoverEndForm | None = None) -> str:
    found, today = queries.turnovers(compound().id), clock.today()
    return render_template(
        "owners/turnovers.html",
        turnovers=found,
        running=[one for one in found if one.ended_on is None],
        problem=problem,
        form=form or TurnoverForm(formdata=None, data={"began_on": today}),
        end_form=end or TurnoverEndForm(formdata=None, data={"ended_on": today}),
    )


@blueprint.post("/desk/<compound_slug>/owners-turnovers")
@guard(actions.TURNOVER)
def begin_turnover() -> Any:
    """Record that a turnover of the committee began 登记换届开始."""
    form = TurnoverForm()
    if not form.validate() or form.began_on.data is None:
        return _turnovers(form=form), 422
    day, note = form.began_on.data, form.note.data or ""
    said = _("已登记。换届期间须停下的事项，公告登记不上。")
    return _done(lambda: actions.begin_turnover(current_actor(), compound().id, day, note), said, form=form)


@blueprint.post("/desk/<compound_slug>/owners-turnovers/<int:turnover_id>/end")
@guard(actions.TURNOVER)
def end_turnover(turnover_id: int) -> Any:
    """Record that a turnover of the committee ended 登记换届结束."""
    form = TurnoverEndForm()
    if turnover_id not in {one.id for one in queries.turnovers(compound().id)}:
        raise Refused(Reason.NOT_FOUND)
    if not form.validate() or form.ended_on.data is None:
        return _turnovers(end=form), 422
    day = form.ended_on.data
    return _done(lambda: actions.end_turnover(current_actor(), turnover_id, day), _("已登记换届结束。"), end=form)


def _done(act: Callable[[], object], said: str, **tried: Any) -> Any:
    return attempt(
        act,
        lambda problem: _turnovers(problem, **tried),
        lambda _made: redirect(url_for("owners.turnovers")),
        said,
    )
