"""The sheets of the workbook: names, columns in their order, what names a row, how wide a column is shown."""

from __future__ import annotations

from deliberation.kernel.actor import ROLE_LABELS, Role
from deliberation.organisation.rules.parties import PARTY_KINDS

SHEETS: dict[str, tuple[str, ...]] = {
    "社区": ("街道", "社区", "地址", "电话"),
    "小区": ("社区", "小区", "简称", "类型", "户数", "地址", "电话", "会议种类"),
    "楼栋单元": ("小区", "楼号", "单元", "层数", "户数", "网格", "微网格"),
    "会场": ("小区", "会场", "地址", "座位", "设备"),
    "单位": ("单位", "种类", "电话"),
    "各方": ("小区", "方", "名称", "单位", "筹备", "权限说明", "顺序"),
    "人员": ("编号", "姓名", "电话", "邮箱", "同意公开姓名"),
    "任职": ("编号", "姓名", "小区", "方", "职务", "身份", "起", "止", "负责范围"),
}
"""Every sheet that is read, in the order in which it is written down: what a later one names stands in an earlier."""

KEYS: dict[str, tuple[str, ...]] = {
    "社区": ("街道", "社区"),
    "小区": ("简称",),
    "楼栋单元": ("小区", "楼号", "单元"),
    "会场": ("小区", "会场"),
    "单位": ("单位",),
    "各方": ("小区", "方", "名称"),
    "人员": ("编号",),
    "任职": ("编号", "小区", "方", "职务", "身份", "起"),
}
"""What names a row: the same again is the same thing, and no second one is made."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "社区": ("街道", "社区"),
    "小区": ("社区", "小区", "简称"),
    "楼栋单元": ("小区", "楼号", "单元"),
    "会场": ("小区", "会场"),
    "单位": ("单位", "种类"),
    "各方": ("小区", "方", "名称"),
    "人员": ("编号", "姓名"),
    "任职": ("编号", "小区", "方", "身份", "起"),
}

NOT_READ = "说明"
"""The sheet that explains the others; nothing of it is read."""

WIDTHS: dict[str, int] = {
    "地址": 36,
    "权限说明": 40,
    "单位": 24,
    "名称": 24,
    "设备": 24,
    "邮箱": 26,
    "职务": 22,
    "方": 18,
}
USUAL_WIDTH = 14

OTHER_WORDS = {
    "业委会": "owners_committee",
    "业委会筹备组": "preparatory_committee",
    "居委会": "neighbourhood_committee",
    "社区党委": "community_party_org",
    "街道": "subdistrict",
}
"""What people write for a kind of party, beside its full name."""

KIND_OF = {**{label: kind for kind, label in PARTY_KINDS.items()}, **OTHER_WORDS}
"""A word of the columns 方 and 种类 → the code of the kind."""

SHORT_KIND = {kind: label for label, kind in KIND_OF.items()}
"""The code of a kind → the word that the workbook writes, the short one where there is one."""

NO_SEAT = "无席位"
STAIR_HEADS = ("楼栋长", "单元长")
"""People with an area of their own and no seat in a meeting."""

ROLE_OF: dict[str, Role] = {
    **{label: role for role, label in ROLE_LABELS.items() if role not in {Role.PUBLIC, Role.OWNER}},
    "主持人": Role.CHAIR,
    **dict.fromkeys((NO_SEAT, *STAIR_HEADS), Role.OBSERVER),
}
"""A word of the column 身份 → the role."""


def short_kind(kind: str) -> str:
    """The word of a kind of party in the workbook; an unknown code stands for itself."""
    return SHORT_KIND.get(kind, kind)


def role_word(role: Role, post: str) -> str:
    """The word of a role in the workbook: of people without a seat, what their post says."""
    if role is Role.OBSERVER:
        return next((word for word in STAIR_HEADS if word in post), NO_SEAT)
    return "主持人" if role is Role.CHAIR else ROLE_LABELS[role]


LONGEST: dict[str, int] = {
    **dict.fromkeys(("街道", "社区", "小区", "网格", "微网格", "姓名", "职务"), 60),
    **dict.fromkeys(("会场", "单位", "名称"), 100),
    **dict.fromkeys(("楼号", "单元", "编号"), 20),
    **dict.fromkeys(("地址", "设备"), 200),
    "权限说明": 300,
    "邮箱": 120,
}
"""How many signs the store keeps of a column."""

MOST: dict[str, int] = {"层数": 200, "户数": 100_000, "座位": 100_000, "顺序": 999}
"""The largest number of a column."""
