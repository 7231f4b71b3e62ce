"""The cells of a result file of the city's voting system: opinions, ticks, masked names, moments. Pure.

A cell that can be read two ways is refused with what to do; nobody's vote is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta, timezone

from deliberation.kernel.clock import BEIJING
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import refuse
from deliberation.kernel.text import HAN
from deliberation.kernel.typed import whole_number
from deliberation.roster.rules.names import same
from deliberation.sheets.text import half, shown, tight

SAID = {
    "同意": "AGREE",
    "赞成": "AGREE",
    "赞同": "AGREE",
    "支持": "AGREE",
    "反对": "OPPOSE",
    "不同意": "OPPOSE",
    "不赞成": "OPPOSE",
    "不赞同": "OPPOSE",
    "不支持": "OPPOSE",
    "弃权": "ABSTAIN",
}
NOT_CAST = frozenset({"", "未投票", "未投", "未表决", "未参与", "未提交", "-", "--", "/", "无"})
SIGNED_IN_ONLY = frozenset({"已登录未投票", "已登录未表决", "登录未投票", "登录未表决", "已登录未表态"})

_TICKS = "√✓✔☑✅■●◉"
_TICKED = frozenset({*_TICKS, "1", "是", "有", "y", "yes", "true", "v", "勾", "选", "已选"})
_CROSSES = frozenset("×✕✖✗✘☒╳x")
_CIRCLES = frozenset("○〇o◯⭕")
_EMPTY = frozenset({"0", "否", "n", "no", "false", "□", "☐", "未选"}) | NOT_CAST
_CHANNELS = re.compile(
    r"[(\[【](?:线上|网上|网络|手机|电子|电脑|微信|小程序|短信|app|纸质|线下|现场|本人|代理|委托|补投|已投|有效|已提交|[0-9]+)(?:投票|表决|票)?[)\]】]",
    re.IGNORECASE,
)
"""What a bracket behind an opinion may say without changing it; 同意（除第三条外） is another answer."""
_SIGNS = f".,;:。、!~'\"“”《》{_TICKS}"

_MASK = "*×某○●•_?#"
_MOMENT = re.compile(
    r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
    r"(?:T?(?P<half>上午|下午|中午|am|pm)?(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})"
    r"(?:[:分](?P<second>[0-9]{1,2})(?:\.(?P<part>[0-9]{1,6})[0-9]*)?秒?)?分?"
    r"(?P<late>am|pm)?(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_NOON = 12


def bare(text: str) -> str:
    """An opinion without what some systems write around it: 同意；, 赞成票, √同意, 同意（线上）, 同 意."""
    plain = _CHANNELS.sub("", tight(text)).strip(_SIGNS)
    plain = re.sub(r"^(?:[A-Ca-c]|[1-9])[.、:]", "", plain).removesuffix("票").strip(_SIGNS)
    return plain.removeprefix("我").removeprefix("(").removesuffix(")") if len(plain) > 1 else plain


def opinion(text: str) -> str:
    """AGREE, OPPOSE or ABSTAIN; empty for anything else."""
    return SAID.get(bare(text), "")


def is_blank(text: str) -> bool:
    """Whether nothing is stated here, in whatever words the system says so."""
    return tight(text) in NOT_CAST | SIGNED_IN_ONLY


def ticked(cells: Mapping[str, str], number: str, *, several: bool = False) -> list[str]:
    """Which of the columns of a question are ticked (`{choice: cell}`); empty where none is.

    √, ✓, ■, 1 and 是 tick; 0, 否 and □ do not. Beside a tick × says no. By itself it is taken only under 反对, and
    a circle where no other sign stands: whatever can be meant two ways is refused.
    """
    plain = {choice: tight(text).casefold() for choice, text in cells.items()}
    yes = [choice for choice, sign in plain.items() if sign in _TICKED]
    if len(yes) > 1 and not several:
        refuse(InEntry.SEVERAL_TICKED, number=number)
    strange = [text for text in plain.values() if text not in _TICKED | _CROSSES | _CIRCLES | _EMPTY]
    if strange:
        refuse(InEntry.MARK_UNREAD, number=number)
    if yes:
        return yes
    marked = [choice for choice, sign in plain.items() if sign in _CROSSES | _CIRCLES]
    if not marked:
        return []
    circle = plain[marked[0]] in _CIRCLES
    if len(marked) > 1 or not (circle or marked[0] == "OPPOSE"):
        refuse(InEntry.CROSS_AMBIGUOUS, number=number)
    return marked


def ranked(cells: Mapping[str, str], number: str) -> list[str]:
    """The columns of a ranking in order of preference: of their numbers, the smallest first; or one tick.

    Several ticks give no order, and the order of the columns is none: both are refused, and so is a number twice.
    """
    stated = {choice: text for choice, text in cells.items() if tight(text).casefold() not in _EMPTY}
    ranks = {choice: whole_number(tight(text)) or 0 for choice, text in stated.items()}
    if ranks and min(ranks.values()) > 0:
        if len(set(ranks.values())) < len(ranks):
            refuse(InEntry.RANK_TWICE, number=number)
        return sorted(ranks, key=lambda choice: ranks[choice])
    codes = [] if max(ranks.values(), default=0) > 1 else ticked(cells, number, several=True)
    if len(stated) > 1 and len([code for code in codes if code]) != 1 and "" not in codes:
        refuse(InEntry.RANKING_TICKED, number=number)
    return codes


def in_order(plain: str, labels: Mapping[str, str], number: str) -> tuple[str, ...]:
    """The options of a ranking in one cell (`labels`: tight label → code), where numbers give their order; else none.

    2.甲公司,1.乙公司 is 乙公司 first, whatever stands first in writing. Numbers must be 1, 2, 3 … of all that is named;
    whatever else is said by numbers is refused. A label that has a number itself (1号方案) is taken as it is first.
    """
    known = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    if not re.search("[0-9]", re.sub(known, "", plain)):
        return ()
    one = rf"\(?([0-9]{{1,2}})[).、:]*({known})"
    if not re.fullmatch(rf"(?:{one}[、,;|.>]*)+", plain):
        refuse(InEntry.RANKS_WRONG, number=number)
    found = [(int(rank), labels[label]) for rank, label in re.findall(one, plain)]
    ranks = sorted(rank for rank, _code in found)
    if len(set(ranks)) < len(ranks):
        refuse(InEntry.RANK_TWICE, number=number)
    if ranks != list(range(1, len(ranks) + 1)):
        refuse(InEntry.RANKS_WRONG, number=number)
    return tuple(code for _rank, code in sorted(found))


def is_named(written: Collection[str], names: Collection[str]) -> bool:
    """Whether everybody whom the file names is one of these owners; systems mask names: 林*, 王某, 买**都."""
    known = {same(name) for name in names}
    return bool(written) and all(same(one) in known or any(_fits(one, name) for name in known) for one in written)


def _fits(masked: str, name: str) -> bool:
    """Whether a masked name can be this one: what is not masked stands at its place, of a mask nothing is known."""
    pieces = re.split(f"[{re.escape(_MASK)}]+", same(masked))
    if len(pieces) == 1 or not any(re.search(f"[{HAN}A-Za-z]", piece) for piece in pieces):
        return False
    return re.fullmatch(".+".join(re.escape(piece) for piece in pieces), name) is not None


def written_moment(text: str, what: str) -> tuple[datetime, datetime]:
    """The first and the last moment that is meant: one moment, or a day from its beginning to its end.

    Raises `INVALID_INPUT` for anything else; a time of day without its day is no moment.
    """
    found = _MOMENT.fullmatch("".join(half(text).split()))
    if found is None:
        refuse(InEntry.TIME_UNREAD, label=what, text=shown(text, 20))
    try:
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=BEIJING)
        if found["hour"] is None:
            return day, datetime.combine(day.date(), time(), BEIJING) + timedelta(days=1, seconds=-1)
        at = _with_clock(day, found)
    except ValueError:
        refuse(InEntry.TIME_UNREAD, label=what, text=shown(text, 20))
    return at, at


def _with_clock(day: datetime, found: re.Match[str]) -> datetime:
    hour, said = int(found["hour"]), (found["half"] or found["late"] or "").casefold()
    if said in {"下午", "中午", "pm"} and hour < _NOON:
        hour += _NOON
    elif said in {"上午", "am"} and hour == _NOON:
        hour = 0
    part = int((found["part"] or "0").ljust(6, "0"))
    at = day.replace(hour=hour, minute=int(found["minute"]), second=int(found["second"] or 0), microsecond=part)
    zone = (found["zone"] or "").replace(":", "")
    if not zone:
        return at
    away = timedelta() if zone in {"Z", "z"} else timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
    return at.replace(tzinfo=timezone(away)).astimezone(BEIJING)
