"""Reading a sheet in a child: how much a file may use, and what is said of one that uses more.

The reader counts what it reads and refuses early (`package`); these limits are the second wall, for what nobody
thought of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits, Overrun

LIMITS = Limits(megabytes=768, cpu_seconds=40, seconds=90.0, answer_megabytes=64)
"""Twenty thousand rows take some eight seconds of the processor and 100 MB."""

_SAID = {
    "time": "这个表格读得太久，已停止。请把名册或结果的内容复制到一张新表，存成 .xlsx 再导入；太大的按楼分开。",
    "memory": "这个表格展开以后太大，已停止。请把名册或结果的内容复制到一张新表，存成 .xlsx 再导入；太大的按楼分开。",
}
_BROKEN = "这个表格文件打不开，可能已损坏。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"


def bounded(run: Callable[..., Any], work: Callable[..., Any], name: str, content: bytes) -> Any:
    """`work(name, content)` by `run` (`guarded.call`, or `apart` for a page) within LIMITS.

    Raises what `work` refuses, and `INVALID_INPUT` in words for a file that went beyond the limits.
    """
    try:
        return run(work, name, content, limits=LIMITS)
    except Overrun as overrun:
        raise Refused(Reason.INVALID_INPUT, what=_SAID.get(overrun.what, _BROKEN)) from overrun
