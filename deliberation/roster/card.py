"""What the owners' roster says of itself."""

from __future__ import annotations

from deliberation.kernel.stage import Kind, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.roster.actions import rosters
from deliberation.roster.models import Roster
from deliberation.roster.queries.waiting import waiting
from deliberation.roster.rules.flows import ROSTER_FLOW
from deliberation.roster.views import blueprint
from deliberation.titles import of_rows


def _roster(row: Roster, _slugs: Slugs) -> Subject:
    return Subject(_("第 %(n)s 次导入", n=row.id))


CARD = Stage(
    "roster",
    blueprint,
    flows=(ROSTER_FLOW,),
    waiting=(waiting,),
    periodic=(Periodic("rosters.forget", rosters.forget, "份更换满一年的旧名册，姓名、电话已删除。"),),
    kinds=(Kind("roster", N_("业主名册"), of_rows(Roster, _roster)),),
)
