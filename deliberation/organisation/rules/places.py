"""Where a rule counts: a city, its province, or the whole country; and what a place's law leaves no choice about."""

from __future__ import annotations

from deliberation.kernel.text import N_

NATIONAL = N_("全国")

PROVINCES: dict[str, tuple[str, ...]] = {
    "山东省": (
        "济南市",
        "青岛市",
        "淄博市",
        "枣庄市",
        "东营市",
        "烟台市",
        "潍坊市",
        "济宁市",
        "泰安市",
        "威海市",
        "日照市",
        "临沂市",
        "德州市",
        "聊城市",
        "滨州市",
        "菏泽市",
    ),
    "浙江省": ("杭州市", "宁波市", "湖州市", "绍兴市", "温州市", "丽水市", "舟山市"),
    "四川省": ("成都市", "德阳市", "南充市", "遂宁市", "达州市", "自贡市", "泸州市", "绵阳市", "眉山市", "资阳市"),
    "河北省": ("衡水市", "秦皇岛市"),
    "河南省": ("郑州市",),
    "广东省": ("清远市",),
    "江苏省": (),
    "湖北省": (),
    "北京市": (),
    "天津市": (),
    "上海市": (),
    "重庆市": (),
}
"""The provinces and cities whose rules the reference knows (domain 3.4): others are typed as they are called."""

CITY_SYSTEM_ONLY: dict[str, str] = {
    "济南市": "《济南市物业管理条例》（2022年）第十九条至第二十二条",
    "潍坊市": "《潍坊市物业管理条例》（2022年）第三十二条",
    "北京市": "《北京市物业管理条例》（2024年修正）第三十五条第三款",
    "清远市": "《清远市住宅小区物业管理条例》（2022年）第十七条第二款",
    "四川省": "《四川省物业管理条例》（2021年修订）第三十一条",
}
"""Where owners may vote over the internet in the city's (四川: the province's) own system only, and where that is
written. 四川 §31 knows the province's system and paper, nothing else; it holds in every city of the province."""


def only_system(place: str) -> tuple[str, str] | None:
    """Whose voting system (in the words of a sentence) is the only one in a place, and where that is written.

    A city's own text counts, else its province's; `None` where no text says so.
    """
    found = next((one for one in chain(place) if one in CITY_SYSTEM_ONLY), None)
    if found is None:
        return None
    return N_("省里") if found in PROVINCES and found != "北京市" else N_("市里"), CITY_SYSTEM_ONLY[found]


def province_of(city: str) -> str:
    """The province of a city that the reference knows; empty for another."""
    return next((province for province, cities in PROVINCES.items() if city in cities), "")


def chain(city: str, province: str = "") -> tuple[str, ...]:
    """The places whose rules count in a city, the nearest first and the country ("") last."""
    named = (city, province or province_of(city), "")
    return (*dict.fromkeys(place for place in named if place), "")


def place_label(place: str) -> str:
    """A place in words: 全国 for the country."""
    return place or NATIONAL
