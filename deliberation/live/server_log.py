"""gunicorn's own lines in the form of ours (`--logger-class deliberation.live.server_log.ServerLog`)."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.glogging import Logger

from deliberation.logs import JSON, Lines


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's logger, with one JSON object a line where that was asked for.

    Its access log stays off: it would write receipts.
    """

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, then another form for its handlers."""
        super().setup(cfg)
        if os.environ.get("DELIBERATION_LOG") != JSON:  # read before any application is loaded
            return
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())
        self.error_log.propagate = False
