"""A roster as a sheet that staff mend and read in again (domain 6.5); areas are exact numbers, everything else text."""

from __future__ import annotations

from decimal import Decimal

COLUMNS = {
    "楼栋": 12,
    "单元": 10,
    "房号": 10,
    "业主": 24,
    "建筑面积(㎡)": 14,
    "电话": 24,
    "房屋类型": 12,
    "状态": 14,
    "是否计入表决": 14,
    "共有人的投票人": 16,
    "备注": 40,
}
"""Heads that the reader knows, and their widths in signs."""


def square_metres(hundredths: int) -> Decimal:
    """An area of 0.01 ㎡ as the number that a sheet shows."""
    return Decimal(hundredths).scaleb(-2)
