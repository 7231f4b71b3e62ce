"""What waits for somebody today: read from every stage."""

from deliberation.desk.queries.days_off import years_off
from deliberation.desk.queries.waiting import Today, is_today, stage_of_meeting, today

__all__ = ["Today", "is_today", "stage_of_meeting", "today", "years_off"]
