"""What the desk's first page says of itself."""

from __future__ import annotations

from deliberation.desk.queries import days_off, door, due_work
from deliberation.desk.views import blueprint
from deliberation.kernel.stage import NavItem, Offers, Stage
from deliberation.kernel.text import N_

CARD = Stage(
    "desk",
    blueprint,
    nav=(NavItem(10, "desk.today", N_("今日待办"), "desk.read"),),
    places={"today": "desk.today"},
    waiting=(days_off.waiting, due_work.waiting),
    offers=Offers(orders_at_door=door.orders_at_door),
)
