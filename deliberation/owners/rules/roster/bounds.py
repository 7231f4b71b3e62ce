"""Sheets from outside are read in a child with bounds (`kernel.guarded`), whatever their reader already limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits, Overrun

Done = TypeVar("Done")

LIMITS = Limits(megabytes=768, cpu_seconds=120, seconds=240.0, answer_megabytes=96)
"""A bound for what no limit of the readers themselves thought of; the largest file that is taken stays far below."""


def told(read: Callable[[], Done]) -> Done:
    """What `read` gives; a file that went beyond its bounds is refused in words (`INVALID_INPUT`)."""
    try:
        return read()
    except Overrun as overrun:
        what = "这个文件太费时间或内存，没有读完。请只留要导入的一张表，去掉图片和多余的列，另存为新的 .xlsx。"
        raise Refused(Reason.INVALID_INPUT, what=what) from overrun
