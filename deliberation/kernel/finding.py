"""What in a free text points at a person: phones, addresses of mail and chat, papers, cards, rooms, plates, names.

It guards every way to the public, so it reads a text as a person would, whatever was put between the signs: width,
unseen signs, the forms of digits and Chinese numerals are folded first, each folded sign with its place in the text.
It errs on the safe side: a finding costs somebody a look, one that is missed is on the web.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deliberation.kernel import typed
from deliberation.kernel.text import N_

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
KINDS = {
    "phone": N_("电话"),
    "id_number": N_("身份证号"),
    "card": N_("银行卡号"),
    "passport": N_("证件号"),
    "email": N_("邮箱"),
    "chat": N_("微信、QQ 号"),
    "room": N_("门牌号"),
    "plate": N_("车牌号"),
    "name": N_("姓名"),
}
"""What a finding is called when somebody is asked about it."""

OF_A_PERSON = frozenset(KINDS) - {"room", "plate", "name"}
"""Kinds that lead to one person wherever they stand."""


_SPELLED = "〇零幺一壹二贰两三叁四肆五伍六陆七柒八捌九玖OoIl|"
_NUMERALS = dict(zip(_SPELLED, "001112223344556677889900111", strict=True))
_SAID = re.compile(rf"(?:[0-9{_SPELLED}][^0-9A-Za-z\u4e00-\u9fff]{{0,2}}){{7,}}")


_A_FLAT = re.compile("[0-9]{3}|[一二三四五六七八九零〇幺]{3}|车位|车库|室|户")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that looks like personal information.

    `kind`: one of `KINDS`; `text` as written; `start` counts characters from 0.
    """

    kind: str
    text: str
    start: int

    @property
    def is_place(self) -> bool:
        """Whether it names an entrance and no flat (7号楼一单元): only the place where something is."""
        return self.kind == "room" and not _A_FLAT.search(typed.plain(self.text))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text made plain, and for each of its signs the place of the written one; the last place is the end."""

    text: str
    places: tuple[int, ...]

    def written(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span of the written text for a span of the folded one, without what only stands around it."""
        first, last = self.places[start], self.places[end - 1] + 1
        while last < len(text) and unicodedata.category(text[last]) == "Mn":  # a mark belongs to its letter
            last += 1
        return first, last


def _folded(text: str) -> _Folded:
    signs: list[str] = []
    places: list[int] = []
    for at, written in enumerate(text):
        if typed.is_unseen(written) and written not in "\n\t\r":
            continue
        for sign in typed.plain(written):
            signs.append(typed.SIMPLE.get(sign, sign))
            places.append(at)
    return _Folded("".join(signs), tuple(places))


# Numbers

_S = r"[^0-9A-Za-z\u4e00-\u9fff]{0,2}"
_NO = r"(?![0-9])"
_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_S})?1(?:(?:[横杠点减空]|{_S})[0-9]){{10}}{_NO}")
_LANDLINE = re.compile(
    rf"(?<![0-9.])\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{_S}[1-9](?:{_S}[0-9]){{6,7}}{_NO}"
    r"(?:\s*(?:转|分机|-|ext\.?)\s*[0-9]{1,6})?"
    rf"|(?<=电话|座机|固话|号码|致电|拨打|内线)[是为转:\s]{{0,3}}[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}}{_NO}",
    re.IGNORECASE,
)
_ABROAD = re.compile(rf"(?<![0-9])(?:\+|00)(?!86|0)[1-9](?:[ ().-]{{0,2}}[0-9]){{8,14}}{_NO}")
"""A number of another country or of 香港, 澳门, 台湾, which only its prefix tells: +852 9123 4567."""
_ID = re.compile(rf"(?<![0-9A-Z])[1-9](?:{_S}[0-9]){{16}}{_S}[0-9X](?![0-9A-Z])", re.IGNORECASE)
_OLD_ID = re.compile(r"(?<![0-9A-Z])[1-6][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Z])")
_CARD = re.compile(rf"(?<![0-9])[34569][0-9]{{3}}(?:{_S}[0-9]{{4}}){{2,3}}{_S}[0-9]{{1,4}}{_NO}")
_LIST_SIGNS, _TIME_SIGN, _POINTS = frozenset("、,;"), ":", frozenset(".,")
_LIKE_A_NUMBER, _PAIRS, _TRIPLE = 5, 2, 3
_CARD_DIGITS = range(16, 20)
_TEN = 10


def _groups(piece: str) -> tuple[list[str], list[str]]:
    """The groups of digits of a piece, and what stands between them without blanks."""
    return re.findall("[0-9]+", piece), [sep.strip() for sep in re.findall("(?<=[0-9])[^0-9]+(?=[0-9])", piece)]


def _is_mobile(piece: str) -> bool:
    """Whether eleven digits with something between them were meant as one number, no list, sum, date or time."""
    groups, between = _groups(piece)
    if groups[0] in {"86", "0086"}:
        groups, between = groups[1:], between[1:]
    digits = "".join(groups)
    if digits.startswith(("86", "0086")):
        digits = digits[digits.index("86") + 2 :]
    return digits[1] in "3456789" and _is_one_number(groups, between)


def _is_one_number(groups: list[str], between: list[str]) -> bool:
    lengths, signs = [len(group) for group in groups], set(between) - {"", "-"}
    if len(groups) == 1 or set(lengths) == {1} or (not signs and len(groups) <= _LIKE_A_NUMBER):
        return True
    if len(signs) > 1 or _TIME_SIGN in signs or (signs & _POINTS and len(set(between)) > 1):
        return False
    if lengths[0] >= _TRIPLE and min(lengths) >= _PAIRS and len(groups) <= _LIKE_A_NUMBER:
        return True
    return not signs & _LIST_SIGNS and len(groups) >= _LIKE_A_NUMBER and max(lengths[1:]) <= _TRIPLE


def _is_id(piece: str) -> bool:
    """Eighteen signs with a possible day of birth, or in at most three pieces whatever they say."""
    groups, _between = _groups(piece)
    plain = re.sub("[^0-9X]", "", piece.upper())
    born = re.match(r".{6}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", plain)
    return plain[0] in "1234568" and (born is not None or len(groups) <= _TRIPLE)


def _is_card(piece: str) -> bool:
    """Whether the digits of a card agree with their last (ISO/IEC 7812, Luhn)."""
    digits = [int(sign) for sign in re.sub("[^0-9]", "", piece)]
    if len(digits) not in _CARD_DIGITS:
        return False
    doubled = [2 * digit if at % 2 else digit for at, digit in enumerate(reversed(digits))]
    return sum(digit // _TEN + digit % _TEN for digit in doubled) % _TEN == 0


# Words

_BRACKETED = r"[(\[{<【〔]\s?%s\s?[)\]}>】〕]"
_AT = rf"\s{{0,2}}(?:@|#|艾特|爱特|圈a|小老鼠|{_BRACKETED % 'at'})\s{{0,2}}"
_AT_IN_WORDS = r"[\s_-]{1,3}at[\s_-]{1,3}"
_DOT = rf"(?:\s{{0,2}}(?:\.|。|点|{_BRACKETED % 'dot'})\s{{0,2}}|[\s_-]{{1,3}}dot[\s_-]{{1,3}})"
_HOST = r"[A-Z0-9][A-Z0-9-]{0,62}"
_ENDINGS = "(?:com|cn|net|org|edu|gov|cc|me|io|info|vip|top|xyz|hk|tw|mo)(?![A-Z0-9])"
"""Of a name after the mere word at: `look at page. Then` is no address."""
_EMAIL = re.compile(
    rf"(?:[A-Z0-9][\w.+-]{{0,63}}|[\u4e00-\u9fff]{{2,6}}(?=@)){_AT}{_HOST}(?:{_DOT}[A-Z]{{2,10}}){{1,3}}"
    rf"|(?<![\w.+-])[A-Z0-9][\w.+-]{{0,63}}{_AT_IN_WORDS}{_HOST}(?:{_DOT}[A-Z]{{2,10}}){{0,2}}{_DOT}{_ENDINGS}",
    re.IGNORECASE | re.ASCII,
)
_CHAT = re.compile(
    r"wxid_[\w-]{4,}"
    rf"|(?:QQ|扣扣|企鹅号?)(?:号码?|群)?[是为:\s加]{{0,3}}[1-9](?:{_S}[0-9]){{4,11}}{_NO}"
    r"|(?:微信号?|威信|薇信|微❤|v信|vx|weixin|wechat|wx)(?:号码?|ID|账号)?[是为:\s加]{0,3}[A-Z][A-Z0-9_-]{5,19}(?![A-Z0-9_])"
    r"|(?:抖音|快手|钉钉|飞书|支付宝)(?:号|账号|ID)[是为:\s]{0,3}[A-Z0-9_.@-]{5,30}",
    re.IGNORECASE | re.ASCII,
)
_PAPER = (
    "(?:护照|通行证|回乡证|台胞证|居留证|驾驶证"
    "|(?:军官|士官|士兵|军士|义务兵|警官|人民警察|武警|文职(?:干部|人员)?|退伍|退役|离休|残疾军人|学员)证)"
)
_LETTER_OF = r"[\u4e00-\u9fff]{1,2}\s?字\s?第?\s?"
"""Before the number of a soldier's or policeman's paper: 南字第12345678号."""
_PASSPORT = re.compile(
    r"(?<![A-Z0-9])(?:[EGDSP][0-9]{8}|E[A-Z][0-9]{7})(?![A-Z0-9])"
    rf"|{_PAPER}(?:件|编)?(?:号码?)?[是为:\s(]{{0,3}}(?:no\.?\s?)?(?:{_LETTER_OF}[0-9](?:{_S}[0-9]){{4,11}}\s?号?|"
    r"[A-Z]{0,2}[0-9]{6,12})(?![A-Z0-9])"
    rf"|{_LETTER_OF}[0-9](?:{_S}[0-9]){{4,11}}\s?号?(?=\s?的?{_PAPER})",
    re.IGNORECASE,
)
_PLATE = re.compile(
    rf"[{PROVINCES}]\s?[A-HJ-Z][·•. -]{{0,2}}(?=[A-Z\s]*[0-9])[A-Z0-9](?:[ ·.-]?[A-Z0-9]){{3,5}}"
    r"[挂学警港澳]?(?![A-Z0-9])",
    re.IGNORECASE,
)

# Rooms

_N = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_B = rf"(?:{_N}\s*(?:号\s*楼|号\s*院|#\s*楼?|栋|幢|座|号)|[A-Z][0-9]?\s*(?:号\s*楼|栋|幢|座))"
_E = rf"(?:{_N}|[东西中甲乙])\s*(?:单元|门洞|门栋|梯|门(?=\s*[0-9一二三四五六七八九]))"
_J = r"[\s,.·/、-]{0,3}"
_UNITS = r"(?!\s*[年元万亿米平㎡人个家台盏棵株块名票份张次套间处组度吨公斤mkK%]|[.][0-9]|\s*[号]\s*[楼线院])"
_DIGITS = r"(?:[0-9]{3,4}|[一二三四五六七八九零〇幺]{3,4})(?![0-9])"
_FLAT = rf"{_DIGITS}{_UNITS}(?:\s*[室户号])?"
_ALONE = rf"{_DIGITS}{_UNITS}(?!\s*户)(?:\s*[室号])?"
_HOUSE = rf"(?:{_B}{_J}{_E}|{_B}|{_E})"
_SIDE = r"[东西中南北](?:边|间|头|侧)?\s*户"
_FLOOR = rf"{_N}\s*[楼层](?!以[上下]|[至到~-])"
_ROOMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_HOUSE}{_J}{_SIDE}{_J}{_ALONE}",
        rf"{_HOUSE}{_J}(?:{_FLOOR}{_J}{_SIDE}|{_SIDE}{_J}{_FLOOR})",
        rf"{_B}{_J}{_E}(?:{_J}{_FLAT})?",
        rf"{_B.replace('|座|号)', '|座)')}{_J}(?:[0-9]{{1,2}}[-/])?{_ALONE}",
        rf"{_E}{_J}{_FLAT}",
        r"(?<![0-9/.-])[0-9]{1,2}([-/.·#])[0-9]{1,2}\1(?!(?:19|20)[0-9]{2}(?![0-9])(?<![-]....))[0-9]{3,4}(?![0-9]|[-/.][0-9])(?:\s*[室户])?",
        r"(?<![0-9.])(?:[0-9]{1,2}-)?[0-9]{3,4}\s*室(?!外|内)",
        r"(?<![A-Z0-9])[A-Z][0-9]{0,2}[\s-]{0,2}[0-9]{2,4}\s*号?\s*(?:车位|车库|储藏室|地下室)",
        r"(?<![A-Z0-9])B[1-4][\s-]{1,2}[A-Z]?[0-9]{2,4}(?![0-9A-Z])",
        r"(?:负|地下)[一二三1-3]层?[\s-]{0,2}[A-Z]?区?[0-9]{1,4}\s*号?\s*(?:车位|车库|储藏室)",
        r"(?<![0-9])(?:0[0-9]{1,3}\s*号?|[0-9]{1,4}\s*号)\s*(?:车位|车库|储藏室|地下室)(?!的|改造|全部)",
    )
)


def _any(_piece: str) -> bool:
    return True


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _any),
    ("chat", _CHAT, _any),
    ("id_number", _ID, _is_id),
    ("id_number", _OLD_ID, _any),
    ("card", _CARD, _is_card),
    ("phone", _MOBILE, _is_mobile),
    ("phone", _LANDLINE, _any),
    ("phone", _ABROAD, _any),
    ("passport", _PASSPORT, _any),
    ("plate", _PLATE, _any),
    *(("room", pattern, _any) for pattern in _ROOMS),
)


def _with_numerals(text: str) -> str:
    """The folded text with digits where a number is spelled (一三八零零幺…), sign for sign."""
    return _SAID.sub(lambda run: "".join(_NUMERALS.get(sign, sign) for sign in run[0]), text)


def find_personal_data(text: str) -> list[Finding]:
    """Everything in a text that looks like personal data, in order of place, none inside another."""
    folded = _folded(text)
    spelled = _with_numerals(folded.text)
    taken: list[tuple[int, int, str]] = []
    for kind, pattern, is_meant in _RULES:
        for start, end in _matches(pattern, folded.text if kind == "room" else spelled, is_meant):
            first, last = folded.written(text, start, end)
            if all(last <= begun or done <= first for begun, done, _ in taken):
                taken.append((first, last, kind))
    return [Finding(kind, text[start:end], start) for start, end, kind in sorted(taken)]


def _matches(pattern: re.Pattern[str], text: str, is_meant: Callable[[str], bool]) -> Iterable[tuple[int, int]]:
    at = 0
    while found := pattern.search(text, at):
        meant = found.end() > found.start() and is_meant(found[0])
        if meant:
            piece = found[0]
            yield found.start() + len(piece) - len(piece.lstrip(" :\n\t是为")), found.start() + len(piece.rstrip())
        at = found.end() if meant else found.start() + 1


# Names

_ORDINARY_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        # 高峰. Not 今早高峰, 昨晚高峰, 下班高峰, 高峰期望: there somebody of that name came, went or hopes.
        "早晚高峰",
        r"(?:(?<![^\s，。、；：（“])|(?<=[在的于逢遇开解是])|(?<=工作日))[早晚]高峰",
        "(?:上下班|上下学|车流|客流|人流|用水|用电|用气|供热|供暖)高峰",
        "高峰时段",
        r"高峰期(?=[间内里的，。、；：！？）\s]|车|拥堵|$)",
        # 文明, 平安, 安全, 文化, 管道, 阳光, 黄金, 丁香
        "精神文明|文明(?:城市|小区|楼栋|实践)|平安(?:小区|社区)",
        "(?:消防|用电|用气|燃气|交通|财产|人身)安全|安全(?:隐患|通道|出口)",
        "文化(?:广场|墙)|(?:燃气|供水|供热|排水|雨水|污水|自来水)管道|阳光房|黄金(?:周|时段)|丁香树",
    )
)
"""Ordinary words in which a person's name may stand, few on purpose: a word enters only if hardly a sentence
about a person holds it, since a name that goes unnoticed is worse than a tick too many."""

_DOTS = r"[ \u3000·•．.・‧_-]"
_BETWEEN = rf"{_DOTS}{{0,2}}"
_SPLIT = re.compile(rf"{_DOTS}+")
_WHOLE_PART = 3
"""Signs from which one part of a name in parts (买买提·阿不都) is looked for by itself."""


def find_names(text: str, names: Iterable[str]) -> list[Finding]:
    """Where `names` stand in a text, whatever dots or blanks are in or between their signs; each place once.

    Names of one character are not looked for: they are in every other word.
    """
    folded = _folded(text)
    words = [match.span() for pattern in _ORDINARY_WORDS for match in pattern.finditer(folded.text)]
    taken: list[tuple[int, int]] = []
    for name in names:
        for start, end in _places_of(name, folded.text, words):
            first, last = folded.written(text, start, end)
            if all(last <= begun or done <= first for begun, done in taken):
                taken.append((first, last))
    return [Finding("name", text[start:end], start) for start, end in sorted(taken)]


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of `names` stand in a text; a name that is only part of a longer ordinary word (早晚高峰) is none."""
    folded = _folded(text).text
    words = [match.span() for pattern in _ORDINARY_WORDS for match in pattern.finditer(folded)]
    return [name for name in names if any(True for _place in _places_of(name, folded, words))]


def _places_of(name: str, text: str, words: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    parts = [part for part in _SPLIT.split(_folded(name).text) if part]
    signs = "".join(parts)
    if len(signs) < 2:  # noqa: PLR2004 - one character is no name to look for
        return
    wanted = [signs, *(part for part in parts if len(part) >= _WHOLE_PART and len(parts) > 1)]
    if not any(one[0] in text for one in wanted):
        return
    for one in wanted:
        for found in re.finditer(_BETWEEN.join(map(re.escape, one)), text, re.IGNORECASE):
            if not any(a <= found.start() and found.end() <= b and b - a > len(signs) for a, b in words):
                yield found.span()
