"""The owners of a cell: persons, co-owners, companies; what is doubtful is told and not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.kernel.masking import COMPOUND_SURNAMES
from deliberation.kernel.text import HAN
from deliberation.roster.rules import codes
from deliberation.sheets.text import OMITTED, half

_COMPANY = re.compile(
    r"(?:公司|集团|银行|支行|分行|学校|大学|中学|小学|幼儿园|医院|卫生院|委员会|居委会|村委会|业委会|合作社|联社|信用社|供销社"
    r"|事务所|研究院|研究所|协会|基金会|政府|办事处|管理局|管理处|管理所|派出所|邮政局|税务局|公安局|供电局|中心|工厂|酒店|宾馆"
    r"|超市|商行|经营部|工作室|服务站|服务部|开发商|建设单位)(?:\([^()]*\))?$|有限公司|有限责任|股份"
)
_DEVELOPER_WORDS = frozenset({"开发商", "建设单位", "开发公司", "房地产公司", "开发单位", "建设方"})
_NOBODY = frozenset(
    {"", "-", "--", "/", "\\", "无", "空", "未知", "不详", "待定", "无业主", "暂无", "?", "*", "无人", "未登记", "0"}
)
_NO_NAME = re.compile(
    "[\"″〃'’”]+|同上|同前|.*(?:待过户|未过户|查封|拍卖|产权不明|不清楚|联系不上|待核实|待确认|有争议|空房|空置).*|.{0,2}某.*"
)
_RELATION = re.compile(
    r"夫妻|夫妇|夫妻共有|配偶|妻子?|丈?夫|共有|共有人|共同共有|按份共有|父子|母子|父女|母女|兄弟|姐妹|兄妹|姐弟|儿子?|女儿?|子|父亲?|母亲?"
    r"|各?[0-9.]+%|各?[0-9]+/[0-9]+|各占?(?:一半|二分之一|50%)"
)
_SUFFIX = re.compile(r"(.{2,}?)(夫妻共有|共同共有|按份共有|夫妻|夫妇|共有|父子|母子|父女|母女|兄弟|姐妹|兄妹|姐弟)")
_HOUSEHOLDER = re.compile(r"户主|业主|产权人|房主|本人|主|法人|自然人")
_MORE = re.compile(r"等?(?:共?[0-9一二两三四五六七八九十]+[人户])|等(?:人)?")
_HARD = re.compile(r"[/、;&+|\\\n\r]+|\s+(?:和|与|及)\s+")
_AND = re.compile(rf"([{HAN}]{{2,4}})(?:和|与|及|以及|跟|同)([{HAN}]{{2,4}})")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_LATIN = re.compile("[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ '.·-]*")
_GUARDIAN = re.compile(
    r"(.*?)[\s:,]*(?:其|由)?(?:法定|委托|授权)?(?:监护人|代理人|法定代表人|受托人|委托人|联系人|承租人|租户|租客|使用人|继承人)"
    r"[:\s]*(?:是|为)?.*"
)
"""Whoever acts for the owner, lives there or may inherit is no owner (民法典 34, 161)."""
_OF_PERSON = re.compile(
    "未成年.*|.*(?:监护|代理|代表|代管|代签|代办|联系人).*|已?(?:故|死亡|去世|病故|过世|离世)|亡|故|出国|国外|在外地"
)
"""A bracket that says something of the owner and does not tell them from a namesake."""
_STRANGE = re.compile(rf"[^{HAN}A-Za-zÀ-ÖØ-öø-ÿ0-9·'’. （）()-]|^已?故(?=[{HAN}]{{2}})")
_NUMBERED = re.compile(rf"(?:^|(?<=[\s、,;/]))[(]?[0-9]{{1,2}}[.、)]\s*(?=[{HAN}])|[①-⑳]")
"""1.王强 2.李丽: the numbers count the owners."""
_DOTS = re.compile(r"(?<=[^\x00-\x7f])\s*[·•・.‧∙⋅･]\s*(?=[^\x00-\x7f])")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁"
    "单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊甄曲家封芮储靳井段富巫乌焦巴弓牧隗山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹"
    "束龙叶幸司韶黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦"
    "尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁敖融冷訾辛阚那简"
    "饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权盖益桓公仉督岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖闫代付邸仝修苑展由亓覃"
    "揭原苟矫衣战车辛丛隋初鹿腾綦盖官冼区岑麦莘练佘揣迟郇生位绳战靖敬撒洛"
)


_SHORTEST_NAME, _LONGEST_NAME, _LONGEST_PERSON = 2, 5, 3


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of a cell. `problem` is the code of what is doubtful; `developer`: it says only 开发商."""

    names: tuple[str, ...] = ()
    company: bool = False
    problem: str = ""
    developer: bool = False


def read_owners(text: str) -> Owners:
    """张三/李四, 张三、李四(夫妻), 张 三, 欧阳  娜娜, 张三 李四, 华黎(山东)置业有限公司.

    The words in brackets and 等 are told as a problem where they may hide an owner. Two people of one name
    that the sheet tells apart (张三(大)) stay apart.
    """
    plain = _DOTS.sub("·", half(text.replace(OMITTED, " ")))
    plain = _NUMBERED.sub("/", plain)
    if plain.strip(" *") in _NOBODY:
        return Owners()
    compact = re.sub(r"\s+", "", plain)
    if compact in _DEVELOPER_WORDS:
        return Owners(developer=True, problem=codes.OWNER_IS_DEVELOPER)
    if _NO_NAME.fullmatch(compact) or _HOUSEHOLDER.fullmatch(compact):
        return Owners(problem=codes.OWNER_UNCLEAR)
    if _COMPANY.search(compact):
        return _companies(plain)
    names: list[str] = []
    problem = ""
    parts, doubt = _parts(plain)
    for part in parts:
        found, worry = _persons(part, alone=len(parts) == 1)
        names += found
        problem = problem or worry
    problem = problem or doubt or _worry(names)
    return Owners(tuple(dict.fromkeys(names)), problem=problem)


def _companies(plain: str) -> Owners:
    parts = [re.sub(r"\s+", "", part) for part in re.split(r"[/、,;\n\r]+", plain)]
    names = tuple(dict.fromkeys(part.replace("(", "（").replace(")", "）") for part in parts if part))
    mixed = len(names) > 1 and not all(_COMPANY.search(half(name)) for name in names)
    return Owners(names, company=True, problem=codes.OWNER_UNCLEAR if mixed else "")


def _parts(plain: str) -> tuple[list[str], str]:
    """The cell cut at its separators, brackets left whole; 张三和李四 is cut with a doubt."""
    kept = [found[0] for found in _BRACKETS.finditer(plain)]
    hidden = iter(range(len(kept)))
    bare = _BRACKETS.sub(lambda _: f"\ue000{next(hidden)}\ue001", plain)
    pieces, doubt = [], ""
    for piece in _HARD.split(bare):
        found, worry = _at_commas(piece)
        pieces += [re.sub("\ue000([0-9]+)\ue001", lambda at: kept[int(at[1])], one).strip() for one in found]
        doubt = doubt or worry
    pieces = [piece for piece in pieces if piece and not _RELATION.fullmatch(piece.strip("() "))]
    cut = [_AND.fullmatch(piece) for piece in pieces]
    if not any(cut):
        return pieces, doubt
    parts = [name for piece, both in zip(pieces, cut, strict=True) for name in (both.groups() if both else (piece,))]
    return parts, codes.OWNER_UNCLEAR


def _at_commas(piece: str) -> tuple[list[str], str]:
    """A piece cut at its commas. SMITH, JOHN is one person, and so is 赵一，监护人赵二."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    if len(parts) == 2 and all(_LATIN.fullmatch(part) for part in parts):  # noqa: PLR2004 - surname, given name
        each_whole = all(" " in part for part in parts)
        return (parts if each_whole else [", ".join(parts)]), codes.OWNER_UNCLEAR
    first, others = parts[:1], parts[1:]
    left = [part for part in others if not (_GUARDIAN.fullmatch(part) or _OF_PERSON.fullmatch(part))]
    return [*first, *left], codes.OWNER_UNCLEAR if len(left) < len(others) else ""


def _persons(part: str, *, alone: bool) -> tuple[list[str], str]:
    """The persons between two separators, and the code of a doubt."""
    ending = _SUFFIX.fullmatch(part)
    if ending:
        part = f"{ending[1]}({ending[2]})"
    notes = [note.strip() for note in re.findall(r"[(\[【]([^()\[\]【】]*)[)\]】]", part)]
    bare = re.sub(r"[(\[【][^()\[\]【】]*[)\]】]?", " ", part).strip(" )]】:")
    kept, problem = _of_brackets([note for note in notes if note], whole=alone and len(_joined(bare)) < 2)  # noqa: PLR2004
    acting = _GUARDIAN.fullmatch(bare)
    if acting:
        bare, problem = acting[1].strip(" :"), codes.OWNER_UNCLEAR
    more = re.fullmatch(rf"(.{{2,}}?)\s*(?:{_MORE.pattern})", bare)
    if more:
        return [f"{''.join(_joined(more[1]))}等{kept}"], codes.OWNERS_NOT_ALL_NAMED
    names = _joined(bare)
    if len(names) > 1 and any(name[0] not in _SURNAMES for name in names):
        problem = codes.OWNER_UNCLEAR
    if kept and names:
        names[-1] += kept
    if not names and notes:
        names = ["".join(notes[0].split())]
    return names, problem


def _of_brackets(notes: list[str], *, whole: bool) -> tuple[str, str]:
    """What of the brackets stays with the name, since it tells namesakes apart, and the code of a doubt.

    `whole`: the cell names one person only; 夫妻 beside them then says that another one is not named.
    """
    kept = problem = ""
    for note in notes:
        if _RELATION.fullmatch(note):
            problem = problem or (codes.OWNERS_NOT_ALL_NAMED if whole else "")
        else:
            problem = problem or codes.OWNER_UNCLEAR
            tells_apart = not any(words.fullmatch(note) for words in (_HOUSEHOLDER, _OF_PERSON, _GUARDIAN))
            kept += f"（{note}）" if tells_apart else ""
    return kept, problem


def _joined(text: str) -> list[str]:
    """Names parted by blanks: 张 三 is one, 欧阳 娜娜 is one, 张三 李四 are two; Latin names keep theirs."""
    tokens = text.split()
    if any(re.search("[A-Za-z]", token) for token in tokens):
        return [" ".join(tokens)]
    if len(tokens) > 1 and len(tokens[0]) == 1 and tokens[0] + tokens[1] in COMPOUND_SURNAMES:
        return ["".join(tokens)]
    names: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        waits = len(token) == 1 or (token in COMPOUND_SURNAMES and len(token) == 2)  # noqa: PLR2004
        if waits and at + 1 < len(tokens) and len(tokens[at + 1]) <= 2:  # noqa: PLR2004 - a given name
            token += tokens[at + 1]
            at += 1
        elif len(token) == 1 and names:
            names[-1] += token
            token = ""
        names += [token] if token else []
        at += 1
    return names


def _worry(names: list[str]) -> str:
    """A doubt about names that do not look like one name: a sentence, a sign, one character, two people run together.

    张三2 is a namesake.
    """
    for name in names:
        bare = re.sub("(?<=[^0-9])[0-9]{1,4}$|（.*", "", name)
        if len(name) < _SHORTEST_NAME or re.search(r"[0-9]", bare) or _STRANGE.search(bare):
            return codes.OWNER_UNCLEAR
        if not _LATIN.fullmatch(bare.replace("’", "'")) and (_may_be_two(bare) or _too_long(bare)):
            return codes.OWNER_UNCLEAR
    return ""


def _too_long(name: str) -> bool:
    """Whether it is longer than a Chinese name; names with a dot may have any length."""
    return "·" not in name and len(name) > _LONGEST_NAME


def _may_be_two(name: str) -> bool:
    """Two people written as one: 王丽张强, 王建国李丽, 欧阳一司马二, 张三·李四 (no name has two surnames)."""
    first, dot, second = name.partition("·")
    if dot:
        return all(1 < len(part) < _LONGEST_PERSON + 1 and _surname(part) for part in (first, second))
    own = _surname(name)
    if not own:
        return False
    # Either has a surname and a given name of one character or two.
    return any(_surname(name[at:]) and len(name[at:]) > _surname(name[at:]) for at in range(own + 1, len(name) - 1))


def _surname(name: str) -> int:
    """How many characters the surname has at the beginning of a name; 0 for none that is known."""
    return 2 if name[:2] in COMPOUND_SURNAMES else int(name[:1] in _SURNAMES)


def same(name: str) -> str:
    """The form in which two spellings of one name are equal; look-alike characters are not guessed."""
    return re.sub(r"\s+", "", half(name)).casefold()
