"""The figures of the places for the owners' committee, each with its article (read in the texts of the statutes).

A posting of candidates that a text demands for the first owners' meeting only is kept for later elections, too:
that is the platform's own rule and stands in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.text import N_

DEFAULT = "平台默认规则"
FIRST = "；换届照此办理为平台默认规则"


TOLD: dict[str, str] = {"politics": N_("政治面貌"), "occupation": N_("职业类型")}
"""What the posting tells of a candidate beside name and dwelling, where a text wants it (清远 §19)."""


@dataclass(frozen=True, slots=True)
class Small:
    """A small compound may have fewer: up to so many households, or 0.01 ㎡ built (0: not by this)."""

    least: int
    households: int = 0
    area: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """How many members, always an odd number; `most` 0: no limit in the text."""

    least: int
    most: int
    source: str
    small: Small | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How many whole years a committee serves."""

    least: int
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Posting:
    """候选人公示: whole days before the voting begins, and whole days that the list hangs (0: not demanded).

    `ends_before_notice`: the list may still change by an objection and is then posted again, so that the notice,
    which locks it, comes after. `with_room`: the posting names the dwelling. `tells`: what else of a candidate it
    tells (keys of `TOLD`); elsewhere nobody is asked for it. `online`: the text wants it on the internet, too.
    """

    lead_days: int
    shown_days: int
    source: str
    ends_before_notice: bool = False
    with_room: bool = False
    tells: tuple[str, ...] = ()
    online: str = ""


@dataclass(frozen=True, slots=True)
class Alternates:
    """候补委员: at most this share of the number of members."""

    num: int
    den: int
    source: str


@dataclass(frozen=True, slots=True)
class Filing:
    """备案: within so many days of the election, and with whom; `papers` that the text lists, what comes after."""

    days: int
    office: str
    source: str
    papers: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """联名推荐: so many owners, or this share of them (0: no number in the text)."""

    least: int
    num: int
    den: int
    source: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """One line that a candidate affirms. `binding`: the text bars who cannot; else the owners' rules may."""

    code: str
    words: str
    source: str
    binding: bool = True


DEFAULT_JOINT = Joint(2, 0, 0, f"{DEFAULT}，当地条例没有写人数")

SHANDONG = "《山东省物业管理条例》（2021年修正）"
QINGDAO = "《青岛市物业管理条例》（2021年）"
ZIBO = "《淄博市物业管理条例》（2021年）"
WEIFANG = "《潍坊市物业管理条例》（2022年）"
LIAOCHENG = "《聊城市物业管理条例》（2021年）"
HEZE = "《菏泽市物业管理条例》（2022年修正）"
HANGZHOU = "《杭州市物业管理条例》（2021年）"
NINGBO = "《宁波市住宅小区物业管理条例》（2021年）"
HUZHOU = "《湖州市物业管理条例》（2021年）"
SHAOXING = "《绍兴市物业管理条例》（2020年）"
ZHOUSHAN = "《舟山市物业管理条例》（2021年修正）"
LISHUI = "《丽水市物业管理条例》（2019年）"
TAIZHOU = "《台州市物业管理条例》（2021年）"
ZIGONG = "《自贡市物业管理条例》（2024年）"
ZIYANG = "《资阳市物业管理条例》（2022年）"
MEISHAN = "《眉山市物业管理条例》（2024年）"
SICHUAN = "《四川省物业管理条例》（2021年）"
CHENGDU = "《成都市物业管理条例》（2024年）"
NANCHONG = "《南充市物业管理条例》（2024年）"
DAZHOU = "《达州市物业管理条例》（2024年）"
BEIJING = "《北京市物业管理条例》（2024年修正）"
SHANGHAI = "《上海市住宅物业管理规定》（2020年修正）"
TIANJIN = "《天津市物业管理条例》（2021年修正）"
QINHUANGDAO = "《秦皇岛市物业管理条例》（2024年修正）"
HENGSHUI = "《衡水市物业管理条例》（2025年修正）"
QINGYUAN = "《清远市住宅小区物业管理条例》（2022年）"
NATIONAL = "国务院《物业管理条例》（2018年修正）"

_THREE = Small(3, households=100)
_MOST_FIVE_YEARS = f"{DEFAULT}，各地条例多为不超过五年"

PLACES: Mapping[str, Mapping[str, Any]] = {
    "": {
        "size": Size(5, 11, "《业主大会和业主委员会指导规则》（建房〔2009〕274号）第三十一条"),
        "term": Term(1, 5, _MOST_FIVE_YEARS),
        "posting": Posting(0, 7, f"{DEFAULT}，法律没有规定候选人公示的天数"),
        "alternates": Alternates(1, 1, f"{DEFAULT}：不超过委员人数，具体由业主大会议事规则约定"),
        "filing": Filing(30, "区、县房地产行政主管部门和街道办事处、乡镇人民政府", f"{NATIONAL}第十六条"),
    },
    "山东省": {
        "size": Size(5, 0, f"{SHANDONG}第三十条"),
        "term": Term(1, 5, f"{SHANDONG}第三十条"),
        "posting": Posting(15, 0, f"{SHANDONG}第二十二条（首次业主大会会议）{FIRST}"),
        "filing": Filing(30, "物业主管部门和街道办事处、乡镇人民政府", f"{SHANDONG}第三十一条"),
    },
    "青岛市": {
        "size": Size(3, 0, f"{QINGDAO}第三十五条"),
        "term": Term(1, 5, f"{QINGDAO}第三十五条"),
        "posting": Posting(15, 0, f"{QINGDAO}第二十四条（首次业主大会会议）{FIRST}"),
        "filing": Filing(30, "街道办事处（镇人民政府）", f"{QINGDAO}第三十七条"),
    },
    "淄博市": {
        "size": Size(5, 0, f"{ZIBO}第二十八条"),
        "posting": Posting(15, 0, f"{ZIBO}第二十四条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 1, f"{ZIBO}第二十八条"),
    },
    "潍坊市": {
        "size": Size(5, 11, f"{WEIFANG}第三十四条"),
        "term": Term(1, 5, f"{WEIFANG}第三十八条"),
        "alternates": Alternates(1, 1, f"{WEIFANG}第三十四条"),
    },
    "聊城市": {
        "size": Size(3, 0, f"{LIAOCHENG}第二十二条"),
        "term": Term(1, 5, f"{LIAOCHENG}第二十五条"),
        "posting": Posting(15, 0, f"{LIAOCHENG}第二十条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 1, f"{LIAOCHENG}第二十二条"),
        "filing": Filing(30, "县（市、区）住房城乡建设主管部门", f"{LIAOCHENG}第二十四条"),
        "joint": Joint(0, 1, 5, f"{LIAOCHENG}第二十三条"),
    },
    "菏泽市": {
        "size": Size(5, 11, f"{HEZE}第十条"),
        "term": Term(1, 5, f"{HEZE}第十条"),
    },
    "杭州市": {
        "size": Size(5, 11, f"{HANGZHOU}第二十七条", _THREE),
        "term": Term(3, 5, f"{HANGZHOU}第三十三条"),
        "posting": Posting(15, 7, f"{HANGZHOU}第二十六条"),
        "alternates": Alternates(1, 1, f"{HANGZHOU}第二十八条设候补成员，人数为{DEFAULT}"),
    },
    "宁波市": {
        "size": Size(5, 0, f"{NINGBO}第二十九条"),
        "posting": Posting(0, 10, f"{NINGBO}第三十一条", ends_before_notice=True, with_room=True),
        "filing": Filing(30, "镇（乡）人民政府、街道办事处", f"{NINGBO}第二十三条"),
    },
    "湖州市": {
        "size": Size(5, 11, f"{HUZHOU}第十六条"),
        "term": Term(3, 5, f"{HUZHOU}第十六条"),
        "alternates": Alternates(1, 2, f"{HUZHOU}第二十一条"),
    },
    "绍兴市": {
        "size": Size(5, 11, f"{SHAOXING}第十八条"),
        "posting": Posting(15, 0, f"{SHAOXING}第十三条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 2, f"{SHAOXING}第十八条"),
        "joint": Joint(10, 0, 0, f"{SHAOXING}第十三条"),
    },
    "舟山市": {
        "size": Size(5, 11, f"{ZHOUSHAN}第十九条"),
        "term": Term(3, 5, f"{ZHOUSHAN}第十九条"),
        "posting": Posting(15, 0, f"{ZHOUSHAN}第十五条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 2, f"{ZHOUSHAN}第十九条"),
    },
    "丽水市": {
        "size": Size(5, 11, f"{LISHUI}第十四条"),
        "term": Term(3, 5, f"{LISHUI}第十四条"),
        "alternates": Alternates(1, 2, f"{LISHUI}第十四条"),
    },
    "台州市": {"size": Size(5, 11, f"{TAIZHOU}第十九条")},
    "四川省": {
        "size": Size(5, 15, f"{SICHUAN}第三十二条"),
        "term": Term(1, 5, f"{SICHUAN}第三十二条"),
        "posting": Posting(15, 0, f"{SICHUAN}第二十七条（首次业主大会会议）{FIRST}"),
        "filing": Filing(
            30,
            "街道办事处（乡镇人民政府）",
            f"{SICHUAN}第三十五条",
            "业主大会设立和业主委员会选举的情况；业主大会表决通过的管理规约、议事规则；业主大会决定的其他重大事项",
            "备案、刻章、开户以后，把情况在小区显著位置公告",
        ),
        "joint": Joint(10, 0, 0, f"{SICHUAN}第三十四条"),
    },
    "成都市": {"alternates": Alternates(1, 2, f"{CHENGDU}第三十六条")},
    "南充市": {
        "size": Size(5, 15, f"{NANCHONG}第十三条"),
        "alternates": Alternates(1, 2, f"{NANCHONG}第十三条"),
    },
    "自贡市": {
        "size": Size(5, 15, f"{ZIGONG}第十七条"),
        "term": Term(1, 5, f"{ZIGONG}第十七条"),
        "alternates": Alternates(1, 2, f"{ZIGONG}第十七条"),
    },
    "资阳市": {
        "posting": Posting(15, 7, f"{ZIYANG}第十七条，{SICHUAN}第二十七条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 2, f"{ZIYANG}第十六条"),
    },
    "眉山市": {
        "size": Size(5, 15, f"{MEISHAN}第二十二条"),
        "term": Term(1, 5, f"{MEISHAN}第二十二条"),
        "posting": Posting(15, 7, f"{MEISHAN}第二十三条，{SICHUAN}第二十七条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 2, f"{MEISHAN}第二十二条"),
    },
    "达州市": {"size": Size(5, 15, f"{DAZHOU}第十六条"), "term": Term(3, 5, f"{DAZHOU}第十六条")},
    "北京市": {
        "size": Size(5, 0, f"{BEIJING}第三十九条", _THREE),
        "term": Term(1, 5, f"{BEIJING}第四十一条"),
        "posting": Posting(15, 0, f"{BEIJING}第三十二条（首次业主大会会议）{FIRST}"),
        "alternates": Alternates(1, 1, f"{BEIJING}第三十九条"),
        "filing": Filing(30, "街道办事处、乡镇人民政府", f"{BEIJING}第四十三条"),
    },
    "上海市": {
        "size": Size(5, 0, f"{SHANGHAI}第二十条", Small(3, area=1_000_000)),
        "term": Term(3, 5, f"{SHANGHAI}第二十条"),
        "posting": Posting(15, 0, f"{SHANGHAI}第十六条（首次业主大会会议）{FIRST}"),
    },
    "天津市": {
        "size": Size(5, 15, f"{TIANJIN}第二十五条"),
        "posting": Posting(15, 0, f"{TIANJIN}第十八条（首次业主大会会议）{FIRST}"),
    },
    "秦皇岛市": {
        "size": Size(5, 11, f"{QINHUANGDAO}第二十五条"),
        "term": Term(1, 5, f"{QINHUANGDAO}第二十五条"),
        "posting": Posting(15, 0, f"{QINHUANGDAO}第十九条（首次业主大会会议）{FIRST}"),
    },
    "衡水市": {"size": Size(5, 11, f"{HENGSHUI}第二十三条"), "term": Term(1, 5, f"{HENGSHUI}第二十三条")},
    "清远市": {
        "posting": Posting(
            15,
            0,
            f"{QINGYUAN}第十九条",
            with_room=True,
            tells=("politics", "occupation"),
            online="在物业管理区域显著位置和信息化系统公告",
        ),
        "filing": Filing(30, "县级房地产行政主管部门和街道办事处、乡镇人民政府", f"{QINGYUAN}第二十一条"),
    },
}
"""Place → figures; what a city leaves open comes from its province, then from the country ("")."""

FORMED_BY_PART: Mapping[str, str] = {"杭州市": f"{HANGZHOU}第二十七条"}
"""Where a text says that fewer members than agreed are a committee, and when."""

_ABLE = "有完全民事行为能力"
_NO_TIES = "本人、配偶及直系亲属没有在为本小区服务的物业企业任职"

DECLARATIONS: Mapping[str, Sequence[Declaration]] = {
    "": (
        Declaration("ABLE", f"{_ABLE}，热心公益、责任心强、有组织能力", f"{NATIONAL}第十六条"),
        Declaration("PAID", "没有拖欠物业费和维修资金", f"{DEFAULT}，由业主大会议事规则约定", binding=False),
        Declaration("NO_TIES", _NO_TIES, f"{DEFAULT}，由业主大会议事规则约定", binding=False),
    ),
    "青岛市": (
        Declaration("ABLE", _ABLE, f"{QINGDAO}第三十四条"),
        Declaration("PAID", "没有违章搭建、拒付物业费等未改正的行为", f"{QINGDAO}第二十三条、第四十条"),
        Declaration("NO_TIES", "本人、配偶及直系亲属与物业服务人没有利害关系", f"{QINGDAO}第二十三条、第四十条"),
    ),
    "杭州市": (
        Declaration("ABLE", f"{_ABLE}，热心公益、责任心强、有组织能力", f"{HANGZHOU}第二十五条"),
        Declaration("PAID", "交存维修资金、交纳分摊费用，没有恶意拖欠物业费", f"{HANGZHOU}第二十五条", binding=False),
        Declaration("NO_TIES", "本人及近亲属没有在本小区的物业企业任职", f"{HANGZHOU}第二十五条", binding=False),
    ),
    "绍兴市": (
        Declaration("ABLE", f"{_ABLE}，遵守法规和规约，热心公益", f"{SHAOXING}第十七条"),
        Declaration("PAID", "没有经书面催交仍拖欠、拒交物业费或者维修资金", f"{SHAOXING}第十三条、第十七条"),
        Declaration("NO_TIES", "不参与物业服务人的经营活动", f"{SHAOXING}第十三条、第二十二条"),
    ),
    "北京市": (
        Declaration("ABLE", f"{_ABLE}，遵纪守法、热心公益，符合居住期限的要求", f"{BEIJING}第三十九条"),
        Declaration("NO_TIES", "本人、配偶及直系亲属与物业服务人没有直接利益关系", f"{BEIJING}第三十九条"),
        Declaration("CREDIT", "没有被列为失信被执行人", f"{BEIJING}第三十九条"),
        Declaration("HOUSE", "没有条例禁止的房屋使用行为", f"{BEIJING}第三十九条"),
    ),
    "上海市": (
        Declaration("ABLE", "热心公益、责任心强、有组织能力", f"{SHANGHAI}第二十条"),
        Declaration("NO_TIES", _NO_TIES, f"{SHANGHAI}第二十条"),
        Declaration("PAID", "没有欠交物业服务费、专项维修资金而未改正", f"{SHANGHAI}第二十条"),
        Declaration("HOUSE", "没有损坏承重结构、违法搭建、违法出租等未改正的行为", f"{SHANGHAI}第二十条"),
        Declaration("PROMISE", "已书面承诺符合条件、全面履职、不以权谋私", f"{SHANGHAI}第二十条"),
    ),
    "天津市": (
        Declaration("ABLE", f"{_ABLE}，遵守法规、议事规则和规约", f"{TIANJIN}第二十五条"),
        Declaration("TIME", "身体健康，能保证必要的工作时间", f"{TIANJIN}第二十五条"),
    ),
    "秦皇岛市": (
        Declaration("ABLE", "热心公益、责任心强、有组织能力", f"{QINHUANGDAO}第二十五条"),
        Declaration(
            "NO_TIES", "本人及配偶、直系亲属没有在本小区建设单位、物业企业任职或者占有股份", f"{QINHUANGDAO}第二十五条"
        ),
    ),
    "四川省": (
        Declaration("ABLE", f"{_ABLE}，遵纪守法、公正廉洁、热心公益、责任心强", f"{SICHUAN}第三十三条"),
        Declaration("PROMISE", "已提交书面承诺", f"{SICHUAN}第三十三条"),
        Declaration("TIME", "有履行职责的健康条件和相应的时间", f"{SICHUAN}第三十三条"),
        Declaration("CREDIT", "没有被人民法院纳入失信被执行人名单", f"{SICHUAN}第三十三条"),
        Declaration("PUNISHED", "没有在物业管理活动中违法受到行政处罚、被追究刑事责任", f"{SICHUAN}第三十三条"),
        Declaration("NO_TIES", "本人、配偶以及双方的近亲属没有在本小区的物业服务人任职", f"{SICHUAN}第三十三条"),
    ),
    "舟山市": (
        Declaration("ABLE", f"{_ABLE}，遵守法律法规，热心公益、责任心强、有组织能力", f"{ZHOUSHAN}第二十条"),
        Declaration("CREDIT", "没有被列入严重失信人员名单", f"{ZHOUSHAN}第二十条，由议事规则规定", binding=False),
        Declaration(
            "NO_TIES", "本人及近亲属与物业企业没有利害关系", f"{ZHOUSHAN}第二十条，由议事规则规定", binding=False
        ),
        Declaration("PAID", "没有欠交物业费、分摊费、维修资金", f"{ZHOUSHAN}第二十条，由议事规则规定", binding=False),
    ),
    "清远市": (
        Declaration("ABLE", f"{_ABLE}，热心公益、责任心强、有组织能力", f"{NATIONAL}第十六条"),
        Declaration("NO_TIES", "本人及近亲属没有在为本小区服务的物业企业及其下属单位任职", f"{QINGYUAN}第二十二条"),
        Declaration("PROMISE", "当选以后签订履职承诺书", f"{QINGYUAN}第二十二条"),
    ),
}
"""What a candidate affirms, place by place; nobody has to prove it to the platform."""
