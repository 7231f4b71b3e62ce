"""The first page of the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from deliberation.convening.rules import MEETING_FLOW
from deliberation.desk import queries
from deliberation.desk.queries.due_work import may_see
from deliberation.due.queries import troubled
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.gateway import gateway
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

blueprint = Blueprint("desk", __name__)


@blueprint.get("/desk/<compound_slug>/")
@guard("desk.read")
def today() -> Any:
    """What waits for me today, the next meeting, one obvious next step."""
    desk = queries.today(current_actor(), compound().id)
    return render_template(
        "desk/today.html",
        desk=desk,
        day=clock.today(),
        stage=queries.stage_of_meeting(desk.meeting) if desk.meeting else None,
        is_today=bool(desk.meeting and queries.is_today(desk.meeting)),
        flow=MEETING_FLOW,
        redis_away=gateway.redis == "away",
    )


@blueprint.get("/desk/<compound_slug>/days-off")
@guard("desk.read")
def days_off() -> Any:
    """放假安排: what last days are worked out from, and which year is missing."""
    return render_template("desk/days_off.html", years=queries.years_off())


@blueprint.get("/desk/<compound_slug>/due-work")
@guard("desk.read")
def due_work() -> Any:
    """到期没有自动办成的事: which, how often it was tried, when again, what the last error was."""
    if not may_see(current_actor(), compound()):
        raise Refused(Reason.FORBIDDEN, who="系统管理员、会议秘书")
    return render_template("desk/due_work.html", rows=troubled())
