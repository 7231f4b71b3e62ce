"""What can be doubtful in a roster: a closed list of codes with their sentences."""

from __future__ import annotations

from deliberation.kernel.text import N_

NO_AREA = "NO_AREA"
AREA_UNCLEAR = "AREA_UNCLEAR"
AREA_NOT_POSITIVE = "AREA_NOT_POSITIVE"
AREA_TOO_FINE = "AREA_TOO_FINE"
AREA_UNUSUAL = "AREA_UNUSUAL"
NO_ROOM = "NO_ROOM"
ROOM_UNCLEAR = "ROOM_UNCLEAR"
ROOM_IS_DATE = "ROOM_IS_DATE"
PLACE_UNCLEAR = "PLACE_UNCLEAR"
TWO_ROOMS = "TWO_ROOMS"
BUILDING_CONFLICT = "BUILDING_CONFLICT"
BUILDING_FILLED = "BUILDING_FILLED"
BUILDING_UNUSUAL = "BUILDING_UNUSUAL"
DUPLICATE_UNIT = "DUPLICATE_UNIT"
NO_OWNER = "NO_OWNER"
OWNER_UNCLEAR = "OWNER_UNCLEAR"
OWNERS_NOT_ALL_NAMED = "OWNERS_NOT_ALL_NAMED"
OWNER_IS_DEVELOPER = "OWNER_IS_DEVELOPER"
CO_OWNER_ROW = "CO_OWNER_ROW"
CO_OWNER_JOINED = "CO_OWNER_JOINED"
OWNER_REMARK = "OWNER_REMARK"
SAME_NAME_OTHER_PHONE = "SAME_NAME_OTHER_PHONE"
PHONE_UNCLEAR = "PHONE_UNCLEAR"
PHONE_DIGITS_LOST = "PHONE_DIGITS_LOST"
PHONE_ZEROS = "PHONE_ZEROS"
STATUS_UNCLEAR = "STATUS_UNCLEAR"
KIND_UNCLEAR = "KIND_UNCLEAR"
KIND_NOT_COUNTED = "KIND_NOT_COUNTED"
FORMULA_NO_VALUE = "FORMULA_NO_VALUE"
ID_COLUMN = "ID_COLUMN"
ID_NUMBER = "ID_NUMBER"
COLUMN_NOT_USED = "COLUMN_NOT_USED"
TABLE_BESIDE = "TABLE_BESIDE"
ROW_NOT_READ = "ROW_NOT_READ"
HIDDEN_ROWS = "HIDDEN_ROWS"
HIDDEN_SHEET = "HIDDEN_SHEET"
SHEET_NOT_READ = "SHEET_NOT_READ"

LEFT_OUT = _OUT = N_("这一行没有计入合计。")
NOBODY = N_("没有业主")
_IN = N_("这一户已计入合计。")

TEXTS = {
    NO_AREA: N_("没有面积。%(out)s"),
    AREA_UNCLEAR: N_("面积看不明白：读到“%(read)s”。请写成数字，例如 89.50。%(out)s"),
    AREA_NOT_POSITIVE: N_("面积须大于零：读到“%(read)s”。%(out)s"),
    AREA_TOO_FINE: N_("面积多于两位小数：读到“%(read)s”。请按产权登记写到两位小数。%(out)s"),
    AREA_UNUSUAL: N_("面积少见：读到“%(read)s”。请核对小数点。%(in)s"),
    NO_ROOM: N_("没有房号。%(out)s"),
    ROOM_UNCLEAR: N_("房号看不明白：读到“%(read)s”，照原样保留，请核对。%(in)s"),
    PLACE_UNCLEAR: N_("楼号、房号不像楼号、房号：读到“%(read)s”。%(out)s"),
    ROOM_IS_DATE: N_("房号被表格软件变成了日期：读到“%(read)s”。请把这一列改成文本格式再重新填写。%(out)s"),
    TWO_ROOMS: N_("一格里像是写了几个房号：读到“%(read)s”，按一户计。如是几户请分成几行。%(in)s"),
    BUILDING_CONFLICT: N_("楼号、单元前后不一致：房号写的是“%(read)s”，另一处是“%(other)s”，按房号计。%(in)s"),
    BUILDING_FILLED: N_("没有写楼号，按上一行的“%(other)s”计，请核对。%(in)s"),
    BUILDING_UNUSUAL: N_("楼号少见：“%(read)s”。请核对是不是别的内容读成了楼号。%(in)s"),
    DUPLICATE_UNIT: N_("%(room)s在%(where)s已经有一户。%(then)s%(out)s"),
    NO_OWNER: N_("没有业主姓名，也没有写明未售或未交付。%(in)s"),
    OWNER_UNCLEAR: N_("业主姓名请核对：读到“%(read)s”，按“%(other)s”计。%(in)s"),
    OWNERS_NOT_ALL_NAMED: N_("共有人没有写全：读到“%(read)s”。%(in)s"),
    OWNER_IS_DEVELOPER: N_("业主栏写的是“%(read)s”，按未售计，请核对。%(in)s"),
    CO_OWNER_ROW: N_("这一行只有姓名，按上一行（%(room)s）的共有人计，请核对。"),
    CO_OWNER_JOINED: N_(
        "%(room)s在%(where)s已经有一户，面积相同、业主不同：“%(read)s”按这一户的共有人计，合算一户。如果是换了业主，"
        "请在原表里只留现在的业主。"
    ),
    OWNER_REMARK: N_(
        "备注里写到业主本人或产权的变化：“%(read)s”。表决票仍写“%(other)s”，请核对现在谁是业主、由谁投票。%(in)s"
    ),
    SAME_NAME_OTHER_PHONE: N_(
        "“%(names)s”在%(where)s也出现，但电话不同或没有写，没有建议合并，请核对是不是同一人。%(in)s"
    ),
    PHONE_UNCLEAR: N_("电话看不明白：读到“%(read)s”，看不明白的没有读入。手机号应为 11 位。"),
    PHONE_DIGITS_LOST: N_("电话丢了末几位：读到“%(read)s”，没有读入。请把这一列改成文本格式再重新填写。"),
    PHONE_ZEROS: N_("电话末尾都是 0：读到“%(read)s”，已照原样读入。请核对是不是表格软件丢了末几位。"),
    STATUS_UNCLEAR: N_("是否未售、未交付看不明白：读到“%(read)s”，按已交付计，请核对。%(in)s"),
    KIND_UNCLEAR: N_("房屋类型看不明白：读到“%(read)s”，按“其他”计。%(in)s"),
    KIND_NOT_COUNTED: N_(
        "车位、储藏室共 %(count)s 个、%(area)s ㎡，没有计入表决的人数和面积；议事规则另有约定的，导入时可以改。"
    ),
    FORMULA_NO_VALUE: N_("这一格是公式，文件里没有算好的结果。请用 WPS 或 Excel 打开，保存一次再导入。%(then)s"),
    ID_COLUMN: N_("“%(read)s”这一列是证件号码，没有读入。名册不需要证件号码，导入前请删掉这一列。"),
    ID_NUMBER: N_("这一格里有证件号码，没有读入。名册不需要证件号码，导入前请删掉。"),
    COLUMN_NOT_USED: N_("“%(read)s”这一列没有读入，用的是“%(other)s”。"),
    TABLE_BESIDE: N_("从 %(column)s 列起旁边还有一张表，没有读入。请把它移到下面或另一张工作表再导入。"),
    ROW_NOT_READ: N_("这一行不像一户：读到“%(read)s”。%(out)s"),
    HIDDEN_ROWS: N_("有 %(count)s 行是隐藏的（第 %(rows)s 行），已照常读入，请核对。"),
    HIDDEN_SHEET: N_("这张工作表是隐藏的，没有读入。如需读入请先取消隐藏。"),
    SHEET_NOT_READ: N_("这张工作表里没有找到表头（房号和面积），没有读入。"),
}
"""Code → its sentence. `%(in)s` and `%(out)s` say whether the row is in the totals."""

NAMES = {
    NO_AREA: N_("没有面积"),
    AREA_UNCLEAR: N_("面积看不明白"),
    AREA_NOT_POSITIVE: N_("面积不大于零"),
    AREA_TOO_FINE: N_("面积多于两位小数"),
    AREA_UNUSUAL: N_("面积少见"),
    NO_ROOM: N_("没有房号"),
    ROOM_UNCLEAR: N_("房号看不明白"),
    ROOM_IS_DATE: N_("房号变成了日期"),
    PLACE_UNCLEAR: N_("楼号、房号不像"),
    TWO_ROOMS: N_("一格里有几个房号"),
    BUILDING_CONFLICT: N_("楼号前后不一致"),
    BUILDING_FILLED: N_("没有写楼号"),
    BUILDING_UNUSUAL: N_("楼号少见"),
    DUPLICATE_UNIT: N_("同一户写了两次"),
    NO_OWNER: N_("没有业主姓名"),
    OWNER_UNCLEAR: N_("业主姓名要核对"),
    OWNERS_NOT_ALL_NAMED: N_("共有人没有写全"),
    OWNER_IS_DEVELOPER: N_("业主栏写的是开发商"),
    CO_OWNER_ROW: N_("单独一行的共有人"),
    CO_OWNER_JOINED: N_("每人一行的共有人"),
    OWNER_REMARK: N_("备注写到业主的变化"),
    SAME_NAME_OTHER_PHONE: N_("同名、电话不同"),
    PHONE_UNCLEAR: N_("电话看不明白"),
    PHONE_DIGITS_LOST: N_("电话丢了末几位"),
    PHONE_ZEROS: N_("电话末尾都是 0"),
    STATUS_UNCLEAR: N_("交付情况看不明白"),
    KIND_UNCLEAR: N_("房屋类型看不明白"),
    KIND_NOT_COUNTED: N_("车位、储藏室没有计入"),
    FORMULA_NO_VALUE: N_("公式没有结果"),
    ID_COLUMN: N_("有证件号码的列"),
    ID_NUMBER: N_("有证件号码的格"),
    COLUMN_NOT_USED: N_("没有读入的列"),
    TABLE_BESIDE: N_("旁边还有一张表"),
    ROW_NOT_READ: N_("没有读入的行"),
    HIDDEN_ROWS: N_("隐藏的行"),
    HIDDEN_SHEET: N_("隐藏的工作表"),
    SHEET_NOT_READ: N_("没有读入的工作表"),
}
"""Code → what a filter calls it."""

MUST_BE_MENDED = frozenset({ID_COLUMN, ID_NUMBER, FORMULA_NO_VALUE, TABLE_BESIDE})
"""A file with one of these is mended and read again, not imported."""


def sentence(code: str, **facts: object) -> str:
    """The filled sentence of a problem."""
    return TEXTS[code] % {"in": _IN, "out": _OUT, "then": "", **facts}
