"""Where a rule counts: a city, its province, or the whole country; and what a place's law leaves no choice about."""

from __future__ import annotations

from deliberation.kernel.text import N_

NATIONAL = N_("全国")

PROVINCES: dict[str, tuple[str, ...]] = {
    "山东省": (
        "济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市", "济宁市", "泰安市", "威海市", "日照市",
        "临沂市", "德州市", "聊城市", "滨州市", "菏泽市",
    ),
    "浙江省": ("杭州市", "湖州市", "绍兴市", "温州市", "丽水市", "舟山市"),
    "四川省": ("成都市", "南充市", "遂宁市"),
    "河北省": ("衡水市", "秦皇岛市"),
    "广东省": ("清远市",),
    "北京市": (),
    "上海市": (),
}  # fmt: skip
"""The provinces and cities whose rules the reference knows (domain 3.4): others are typed as they are called."""

CITY_SYSTEM_ONLY: dict[str, str] = {
    "济南市": "《济南市物业管理条例》（2022年）第十九条至第二十二条",
    "潍坊市": "《潍坊市物业管理条例》（2022年）第三十二条",
    "北京市": "《北京市物业管理条例》（2024年修正）第三十五条至第四十五条",
}
"""Where owners may vote over the internet in the city's own system only, and where that is written (domain 3.4)."""


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
