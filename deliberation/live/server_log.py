"""gunicorn's own lines in the form of ours (`--logger-class deliberation.live.server_log.ServerLog`)."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from deliberation.logs import Lines


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's logger with one JSON object a line; its access log stays off: ours knows no receipts."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, then another form for its handlers."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())
        self.error_log.propagate = False
