"""Pages of the room: sign-in by PIN, the screens, the routes that change something, the minutes."""

from deliberation.room.views import acts, doors, handover, record, screens
from deliberation.room.views.base import blueprint

__all__ = ["acts", "blueprint", "doors", "handover", "record", "screens"]
