"""Tables from outside."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InSheets(Detail):
    """Tables that are read in: .xlsx, .csv and what only looks like them."""

    TOO_MANY_SHEETS = (
        Reason.INVALID_INPUT,
        N_("工作表太多（超过 %(most)s 张）。请只留名册那几张，存成 .xlsx 再导入。"),
    )
    NO_TEXT = (Reason.INVALID_INPUT, N_("这个文件不是表格，也不是文本。请用 WPS 或 Excel 另存为 .xlsx 再导入。"))
    TOO_MANY_ROWS = (Reason.INVALID_INPUT, N_("表格超过 %(most)s 行，请按楼分开导入。"))
    DAMAGED = (
        Reason.INVALID_INPUT,
        N_("这个表格文件打不开，可能已损坏或加了密码。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"),
    )
    NO_WORKBOOK = (
        Reason.INVALID_INPUT,
        N_("这个文件不是 Excel 表格。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"),
    )
    BINARY = (
        Reason.INVALID_INPUT,
        N_("这是二进制格式（.xlsb）的表格，读不了。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"),
    )
    TOO_LARGE = (
        Reason.INVALID_INPUT,
        N_(
            "表格太大（可能有很多只有格式的空行）。请把名册的内容复制到一张新表，存成 .xlsx 再导入；"
            "一次最多 %(most)s 行。"
        ),
    )
    ROW_OUTSIDE = (Reason.INVALID_INPUT, N_("表里有一行的行号超出了表格的范围，不是正常的表格文件。"))
    TOO_SLOW = (
        Reason.INVALID_INPUT,
        N_("这个表格读得太久，已停止。请把名册或结果的内容复制到一张新表，存成 .xlsx 再导入；太大的按楼分开。"),
    )
    TOO_WIDE = (
        Reason.INVALID_INPUT,
        N_("这个表格展开以后太大，已停止。请把名册或结果的内容复制到一张新表，存成 .xlsx 再导入；太大的按楼分开。"),
    )
    BROKEN = (
        Reason.INVALID_INPUT,
        N_("这个表格文件打不开，可能已损坏。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"),
    )
    EMPTY = (Reason.INVALID_INPUT, N_("文件是空的。"))
    TOO_MANY_BYTES = (Reason.INVALID_INPUT, N_("文件超过 8 MB。请删掉图片和多余的工作表，或按楼分开导入。"))
    LOCKED = (
        Reason.INVALID_INPUT,
        N_(
            "文件加了密码，读不了。请先取消密码。请用 WPS 或 Excel 打开，点“文件→另存为”，"
            "类型选“Excel 工作簿（.xlsx）”，再导入新文件。"
        ),
    )
    OLD_FORMAT = (
        Reason.INVALID_INPUT,
        N_(
            "这是旧格式（.xls 或 .et）的表格，读不了。请用 WPS 或 Excel 打开，点“文件→另存为”，"
            "类型选“Excel 工作簿（.xlsx）”，再导入新文件。"
        ),
    )
    WEB_PAGE = (
        Reason.INVALID_INPUT,
        N_(
            "这个文件其实是网页或 XML，不是 Excel 表格（有些系统导出的 .xls 就是这样）。"
            "请用 WPS 或 Excel 打开，点“文件→另存为”，类型选“Excel 工作簿（.xlsx）”，再导入新文件。"
        ),
    )
    SIGNS_LOST = (
        Reason.INVALID_INPUT,
        N_(
            "文件里有 %(lost)s 处字坏了，第一处在第 %(line)s 行%(near)s，可能是传输或转换时丢了字节。"
            "请用 WPS 或 Excel 打开原表，另存为“Excel 工作簿（.xlsx）”再导入。"
        ),
    )
    BIG5 = (
        Reason.INVALID_INPUT,
        N_(
            "这个文件是繁体中文编码（Big5）的文本，读不了。请用 WPS 或 Excel 打开，"
            "打开时编码选“繁体中文（Big5）”，文字显示正常后，另存为“Excel 工作簿（.xlsx）”，"
            "表头改成简体再导入。"
        ),
    )
