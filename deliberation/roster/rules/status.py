"""Whether a unit is sold and handed over, by its remark; 空置 says nothing about either."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.sheets.text import tight

_UNSOLD = "未售|未售出|未出售|未销售|没卖|未卖|待售|在售|尾房|库存房"
_UNDELIVERED = "未交付|未交房|未交楼|未移交|待交付|待交房|没交房|未办理?交付|未办理?交房"
_LEAD = r"(?:开发商|建设单位|该房|本房|本户|此房|房屋|状态|备注|目前|暂时|至今|仍|尚|还|暂|均|[:])*"
_TAIL = r"(?:房屋|房源|房|的|状态|中)?"
_UNSOLD_SAID = re.compile(rf"{_LEAD}(?:{_UNSOLD}){_TAIL}")
_UNDELIVERED_SAID = re.compile(rf"{_LEAD}(?:已售出?|已卖|已出售|已签约)?(?:但|,)?{_LEAD}(?:{_UNDELIVERED}){_TAIL}")
_MENTIONED = re.compile(
    rf"{_UNSOLD}|(?:{_UNDELIVERED})(?!.{{0,4}}(?:费|款|租|钥匙|资料|押金))|未收房|未接房|未领房|未领钥匙|未收楼|拒收房|拒绝(?:收|接)房|不肯?收房"
)
_NO = frozenset({"否", "未", "没有", "没", "×", "x", "n", "no", "0"})
_YES = frozenset({"是", "已", "√", "✓", "y", "yes", "1", "有"})


_ABOUT_OWNER = re.compile(
    "已故|亡故|死亡|去世|过世|病故|身故|离世|逝世|故去|继承|遗产|遗嘱|未成年|监护|无民事|限制民事|失踪|失联|服刑"
    "|(?:已|待|未|办理)过户|过户给|过户中|(?:已|转)?(?:卖|售|出让|转让)给|(?:已|待)(?:卖|转让|转卖|转售)|转手|二手房?(?:交易|买)|买方|买受|新业主|原业主"
    "|现业主|换了?业主|查封|冻结|扣押|拍卖|法拍|司法拍|执行(?:案|局|中)|抵债|抵给|抵账|抵顶|以物抵|离异|离婚|(?:产权|房子|房屋)归|赠与|赠予|赠送给"
    "|更名|改名|权属|确权|纠纷|争议|诉讼|起诉|代持|破产|注销|吊销"
)
_ON_SALE = re.compile("售|销|卖|状态|交付|交房")


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


def about_owner(text: str, header: str = "") -> bool:
    """Whether a remark says that the owner may not be who votes: dead, a minor, sold on, seized, auctioned, given away.

    Whoever votes is the registered owner (民法典 209), a minor's guardian (34), the heirs (230). 已卖 under a header
    about sales is the developer's word for 已售. A mortgage changes no owner.
    """
    plain = tight(text)
    if plain in {"已卖", "已转让"} and _ON_SALE.search(tight(header)):
        return False
    return _ABOUT_OWNER.search(plain) is not None


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
