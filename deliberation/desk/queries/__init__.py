"""What waits for somebody today, and what the audit log's things are called: read from every stage."""

from deliberation.desk.queries.days_off import years_off
from deliberation.desk.queries.door import orders_at_door
from deliberation.desk.queries.log import FLOWS, scopes, subjects
from deliberation.desk.queries.waiting import Today, is_today, stage_of_meeting, today

__all__ = [
    "FLOWS",
    "Today",
    "is_today",
    "orders_at_door",
    "scopes",
    "stage_of_meeting",
    "subjects",
    "today",
    "years_off",
]
