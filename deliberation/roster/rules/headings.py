"""The words that offices write over the columns of a roster."""

from __future__ import annotations

import re

ID = re.compile("身份证|证件号|证件编号|身份号码|公民身份|护照")

NOT_OURS = re.compile(
    "租|使用人|紧急|联系人|代理|代表|物业人员|管家|网格|楼长|经办|填表|登记人|车牌|开户|合同号|合同编|发票|证号|产权证|不动产权|房产证"
    "|证件类型|证件种类|证件名称"
)
"""Columns about somebody or something else: 租户姓名 is no owner, 房产证号 no room."""

NOT_AREA = re.compile(
    "套内|分摊|公摊|使用面积|阳台|花园|庭院|占地|储藏|车库|车位|地下|阁楼|附属|露台|夹层|赠送|实用|其中|总面积|合计|用地"
)
"""Areas that are not the unit's registered floor area."""


def _heading(before: str, words: str, after: str = "", *, whole: str = "") -> re.Pattern[str]:
    """One of `words`, which may stand between these; or one of `whole` by itself. Words are parted by blanks."""
    before, words, after, whole = (part.replace(" ", "|") for part in (before, words, after, whole))
    pattern = f"(?:{before})*(?:{words})(?:{after})?" if before else f"(?:{words})(?:{after})?"
    return re.compile(f"{pattern}|{whole}" if whole else pattern)


FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("serial", _heading("", r"序号 编号 序列 N[oO]\.? 行号 户序 顺序号")),
    (
        "room",
        _heading(
            "房屋 房产 物业 单元 楼栋 楼号 所在 幢 室 专有部分 住宅 详细",
            "室号 房号 门牌 门牌号码? 房间号?码? 房屋编号 房屋号 户号 门号 室 坐落 坐落地址 地址 位置 户室号 房室号",
            whole="房屋 车位号 车位编号 储藏室号 商铺号",
        ),
    ),
    (
        "building",
        _heading(
            "所在 所属 房屋 自然",
            "楼栋 楼幢 楼号 栋号 幢号 栋 幢 楼 座 座号 楼座 楼宇 楼栋号 楼幢号 楼座号 号楼 楼宇号 栋座 楼房号",
        ),
    ),
    ("floor", _heading("所在", "楼层 层 层号 楼层号")),
    ("entrance", _heading("所在", "单元 单元号 单元门 门洞 门洞号 门栋 梯号")),
    ("voter", _heading("", "(?:共有人的?)?(?:投票人|投票代表)", "姓名")),
    (
        "co_owner",
        _heading(
            "",
            "(?:共有|共同|其他|第二)(?:产权人|业主|所有权人|人)",
            "姓名 情况 信息 名称",
            whole="配偶 配偶姓名 (?:业主|产权人|姓名)[2-5二三四]",
        ),
    ),
    (
        "owner",
        _heading(
            "房屋 专有部分 小区 现",
            "业主 产权人 产权所有人 所有权人 所有人 房主 户主 权利人 买受人 购房人 客户 产权单位 业主产权人",
            "姓名 名称 名字 全称 信息 姓名名称 单位名称 单位 [1一]",
            whole="姓名 名称",
        ),
    ),
    (
        "area",
        _heading(
            "房屋 房产 产权 登记 专有部分 专有 产证 证载 实测 预测 测绘 合同 住宅 商铺 物业",
            "建筑面积 面积 建面 建筑总面积",
            "平方米 平米 平方 m2",
        ),
    ),
    (
        "phone",
        _heading(
            "业主 产权人 本人 房主 户主 联系 移动 手机 固定 家庭 常用",
            "电话 手机 联系方式 手机号码? 电话号码? 号码 固话 座机",
            "号 号码 [1-3一二三]",
        ),
    ),
    ("kind", _heading("房屋 物业 房产 产权 规划 使用 设计", "类型 用途 性质 类别 业态 种类")),
    (
        "status",
        _heading(
            "房屋 销售 交付 出售 交房 入住 房源 使用 物业 房产 产权 权属 业主",
            "状态 情况 状况",
            whole="备注 说明 备注说明 情况说明 其他说明 是否(?:已|未)?(?:出售|售出|销售|售|卖|交付|交房|交楼)",
        ),
    ),
)
"""Field → how its column may be called, in the order in which they are tried."""
