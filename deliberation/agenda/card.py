"""② What the gate and the agenda say of themselves."""

from __future__ import annotations

from deliberation.agenda import queries
from deliberation.agenda.views import blueprint
from deliberation.kernel.stage import NavItem, Stage
from deliberation.kernel.text import N_

CARD = Stage(
    "agenda",
    blueprint,
    nav=(NavItem(30, "agenda.board", N_("议程"), "agenda.order"),),
    part_of={
        "agenda.gate": "collection.topics",
        "agenda.classify": "collection.topics",
        "agenda.screen": "collection.topics",
        "agenda.bring_back": "collection.topics",
    },
    waiting=(queries.waiting,),
)
