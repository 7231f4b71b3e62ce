"""Pages of the room: its doors, its screens, its acts, its record."""

from deliberation.room.views import acts, doors, handover, record, screens
from deliberation.room.views.base import blueprint

__all__ = ["acts", "blueprint", "doors", "handover", "record", "screens"]
