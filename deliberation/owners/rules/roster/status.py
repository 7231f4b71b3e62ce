"""Whether a unit is sold and handed over, by its remark; 空置 says nothing about either."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.owners.rules.roster.text import tight

_UNSOLD = "未售|未售出|未出售|未销售|没卖|未卖|待售|在售|尾房|库存房"
_UNDELIVERED = "未交付|未交房|未交楼|未移交|待交付|待交房|没交房|未办理?交付|未办理?交房"
_LEAD = r"(?:开发商|建设单位|该房|本房|本户|此房|房屋|状态|备注|目前|暂时|至今|仍|尚|还|暂|均|[:])*"
_TAIL = r"(?:房屋|房源|房|的|状态|中)?"
_UNSOLD_SAID = re.compile(rf"{_LEAD}(?:{_UNSOLD}){_TAIL}")
_UNDELIVERED_SAID = re.compile(rf"{_LEAD}(?:已售出?|已卖|已出售|已签约)?(?:但|,)?{_LEAD}(?:{_UNDELIVERED}){_TAIL}")
_MENTIONED = re.compile(
    rf"{_UNSOLD}|(?:{_UNDELIVERED})(?!.{{0,4}}(?:费|款|租|钥匙|资料|押金))|未收房|未接房|未领房|未领钥匙|未收楼|拒收房"
)
_NO = frozenset({"否", "未", "没有", "没", "×", "x", "n", "no", "0"})
_YES = frozenset({"是", "已", "√", "✓", "y", "yes", "1", "有"})


@dataclass(frozen=True, slots=True)
class Status:
    """What a remark says. `unclear`: something is said of selling or handing over that is not plain."""

    sold: bool = True
    delivered: bool = True
    unclear: bool = False


def read_status(text: str) -> Status:
    """未售, 未交付, 已售未交付 by themselves or between signs; 未交付物业费, 空置 and 未入住 are none of them."""
    sold = delivered = True
    unclear = False
    plain = tight(text)
    if _UNDELIVERED_SAID.fullmatch(plain):
        return Status(delivered=False)
    for said in re.split(r"[,;/、()\[\]|+]", plain):
        if _UNSOLD_SAID.fullmatch(said):
            sold = False
        elif _UNDELIVERED_SAID.fullmatch(said):
            delivered = False
        elif _MENTIONED.search(said):
            unclear = True
    if not sold and "已售" in plain:
        return Status(unclear=True)
    return Status(sold, delivered, unclear and sold and delivered)


def answered(header: str, text: str) -> Status | None:
    """The answer under a question as header (是否已售, 是否交付); `None` where none is asked or given."""
    asked = tight(header)
    if "是否" not in asked or not re.search("售|卖|交付|交房", asked):
        return None
    said = tight(text).casefold()
    if said not in _NO | _YES:
        return None
    good = (said in _YES) != bool(re.search("未", asked))
    return Status(sold=good) if re.search("售|卖", asked) else Status(delivered=good)


def says_status(text: str) -> bool:
    """Whether a cell, such as the owner's, holds nothing but a status."""
    plain = tight(text)
    return bool(_UNSOLD_SAID.fullmatch(plain) or _UNDELIVERED_SAID.fullmatch(plain))
