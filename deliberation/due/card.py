"""What due work does for itself."""

from __future__ import annotations

from deliberation.due.actions import forget
from deliberation.kernel.stage import Periodic, Stage

CARD = Stage("due", periodic=(Periodic("due.forget", forget, "件早已办完的事已清出。"),))
