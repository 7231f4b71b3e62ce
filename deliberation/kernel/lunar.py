"""The festivals of the Chinese calendar, 2020 to 2100, and the statutory days off that follow from them.

春节 (first day of the first month), 端午 (fifth of the fifth) and 中秋 (fifteenth of the eighth) follow from new moons
on Beijing time (GB/T 33661-2017), 清明 from the sun's longitude of 15°. A new moon near midnight moves a whole month,
and programs that reckon by approximation differ there, so the three days stand here as a table. Each was compared
with the moments of the new moon; no month that counts here begins nearer to midnight than two minutes (8th month of
2089), and nobody knows the earth's rotation of 2089 to the second.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

FESTIVALS: dict[int, tuple[int, int, int]] = {
    2020: (125, 625, 1001),
    2021: (212, 614, 921),
    2022: (201, 603, 910),
    2023: (122, 622, 929),
    2024: (210, 610, 917),
    2025: (129, 531, 1006),
    2026: (217, 619, 925),
    2027: (206, 609, 915),
    2028: (126, 528, 1003),
    2029: (213, 616, 922),
    2030: (203, 605, 912),
    2031: (123, 624, 1001),
    2032: (211, 612, 919),
    2033: (131, 601, 908),
    2034: (219, 620, 927),
    2035: (208, 610, 916),
    2036: (128, 530, 1004),
    2037: (215, 618, 924),
    2038: (204, 607, 913),
    2039: (124, 527, 1002),
    2040: (212, 614, 920),
    2041: (201, 603, 910),
    2042: (122, 622, 928),
    2043: (210, 611, 917),
    2044: (130, 531, 1005),
    2045: (217, 619, 925),
    2046: (206, 608, 915),
    2047: (126, 529, 1004),
    2048: (214, 615, 922),
    2049: (202, 604, 911),
    2050: (123, 623, 930),
    2051: (211, 613, 919),
    2052: (201, 601, 907),
    2053: (219, 620, 926),
    2054: (208, 610, 916),
    2055: (128, 530, 1005),
    2056: (215, 617, 924),
    2057: (204, 606, 913),
    2058: (124, 625, 1002),
    2059: (212, 614, 921),
    2060: (202, 603, 909),
    2061: (121, 622, 928),
    2062: (209, 611, 917),
    2063: (129, 601, 1006),
    2064: (217, 619, 925),
    2065: (205, 608, 915),
    2066: (126, 528, 1003),
    2067: (214, 616, 923),
    2068: (203, 604, 911),
    2069: (123, 623, 929),
    2070: (211, 613, 919),
    2071: (131, 602, 908),
    2072: (219, 620, 926),
    2073: (207, 610, 916),
    2074: (127, 530, 1005),
    2075: (215, 617, 924),
    2076: (205, 606, 912),
    2077: (124, 624, 1001),
    2078: (212, 614, 920),
    2079: (202, 604, 910),
    2080: (122, 622, 928),
    2081: (209, 611, 917),
    2082: (129, 601, 1006),
    2083: (217, 619, 926),
    2084: (206, 607, 914),
    2085: (126, 527, 1003),
    2086: (214, 615, 922),
    2087: (203, 605, 911),
    2088: (124, 623, 929),
    2089: (210, 613, 918),
    2090: (130, 602, 908),
    2091: (218, 621, 927),
    2092: (207, 609, 916),
    2093: (127, 529, 1005),
    2094: (215, 617, 924),
    2095: (205, 606, 913),
    2096: (125, 624, 930),
    2097: (212, 614, 920),
    2098: (201, 604, 909),
    2099: (121, 623, 929),
    2100: (209, 612, 918),
}
"""Year → 春节, 端午, 中秋, each as month × 100 + day."""

REVISED = 2025
"""From this year on 除夕 and 2 May are days off (fourth revision of the regulation, of 10 November 2024)."""


def _day(year: int, written: int) -> date:
    return date(year, *divmod(written, 100))


def spring_festival(year: int) -> date:
    """春节, the first day of the first month. Raises `KeyError` outside 2020 to 2100, like the others."""
    return _day(year, FESTIVALS[year][0])


def dragon_boat(year: int) -> date:
    """端午, the fifth day of the fifth month."""
    return _day(year, FESTIVALS[year][1])


def mid_autumn(year: int) -> date:
    """中秋, the fifteenth day of the eighth month."""
    return _day(year, FESTIVALS[year][2])


def qingming(year: int) -> date:
    """清明: 4 or 5 April. The usual rule of the century in whole numbers, with 2100, which is no leap year, added."""
    since = year - 2000
    return date(year, 4, (2422 * since + 48100) // 10000 - since // 4 + since // 100)


@lru_cache(maxsize=256)
def statutory(year: int) -> frozenset[date]:
    """The days on which everybody is off by 《全国年节及纪念日放假办法》 §2 itself, whatever is arranged around them.

    元旦, 春节 (from 2025 on with 除夕), 清明, 劳动节 (from 2025 on two days), 端午, 中秋, 国庆. Where one of them is a
    Saturday or Sunday another day is given for it (§6), which only the year's arrangement names. Outside 2020 to 2100
    the days of the Chinese calendar are missing.
    """
    fixed = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    if year >= REVISED:
        fixed.add(date(year, 5, 2))
    if year not in FESTIVALS:
        return frozenset(fixed)
    first = spring_festival(year)
    spring = {first + timedelta(days=n) for n in range(-1 if year >= REVISED else 0, 3)}
    return frozenset(fixed | spring | {qingming(year), dragon_boat(year), mid_autumn(year)})
