"""What the desk's first page says of itself."""

from __future__ import annotations

from deliberation.desk.queries import days_off, due_work
from deliberation.desk.views import blueprint
from deliberation.kernel.stage import NavItem, Stage
from deliberation.kernel.text import N_

CARD = Stage(
    "desk",
    blueprint,
    nav=(NavItem(10, "desk.today", N_("今日待办"), "desk.read"),),
    waiting=(days_off.waiting, due_work.waiting),
)
