"""Reading a sheet in a child: how much a file may use, and what is said of one that uses more.

The reader counts what it reads and refuses early (`package`); these limits are the second wall, for what nobody
thought of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deliberation.kernel.details import InSheets
from deliberation.kernel.errors import Refused
from deliberation.kernel.guarded import Limits, Overrun

LIMITS = Limits(megabytes=768, cpu_seconds=40, seconds=90.0, answer_megabytes=64)
"""Twenty thousand rows take some eight seconds of the processor and 100 MB."""

_SAID = {"time": InSheets.TOO_SLOW, "memory": InSheets.TOO_WIDE}


def bounded(run: Callable[..., Any], work: Callable[..., Any], name: str, content: bytes) -> Any:
    """`work(name, content)` by `run` (`guarded.call`, or `apart` for a page) within LIMITS.

    Raises what `work` refuses, and `INVALID_INPUT` in words for a file that went beyond the limits.
    """
    try:
        return run(work, name, content, limits=LIMITS)
    except Overrun as overrun:
        raise Refused(_SAID.get(overrun.what, InSheets.BROKEN)) from overrun
