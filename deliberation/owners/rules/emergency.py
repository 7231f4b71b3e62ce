"""Emergency use of the maintenance fund 应急使用: no vote, but a path by place that must be kept (民法典 281)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deliberation.kernel.days import last_day
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Refused
from deliberation.kernel.holidays import Calendar


@dataclass(frozen=True, slots=True)
class EmergencyPath:
    """Who confirms and who grants it, where that is written, and for how long it is posted once the works are accepted.

    `days` 0: the article asks for the posting and names no days.
    """

    source: str
    path: str
    days: int = 0


PATHS: dict[str, EmergencyPath] = {
    "淄博市": EmergencyPath(
        "《淄博市物业管理条例》第六十六条、第六十七条",
        "立即报告业委会（没有业委会的报告居委会），相关业主、业委会或居委会、物业服务人共同现场查验、确认后立即组织维修；"
        "竣工验收后公示，期满后申请列支。",
        5,
    ),
    "四川省": EmergencyPath(
        "《四川省物业管理条例》第九十条、第九十一条",
        "业委会申请（没有业委会或不履行职责的，居委会代为申请），县（市、区）住建部门三个工作日内审核；竣工验收后公示。",
    ),
    "宁波市": EmergencyPath(
        "《宁波市住宅小区物业管理条例》第七十一条",
        "物业服务企业或相关业主提出，业委会或居委会证明核实，从应急备用金中拨付；竣工验收后公示。",
    ),
    "舟山市": EmergencyPath(
        "《舟山市物业管理条例》第五十七条",
        "物业服务企业或相关业主提出，业委会或居委会证明核实，直接向物业主管部门申请；竣工验收后公示。",
    ),
    "": EmergencyPath(
        "《中华人民共和国民法典》第二百八十一条第二款",
        "紧急情况下，业主大会或者业主委员会依法申请使用维修资金，按当地维修资金管理部门的规定办理。",
    ),
}


def path_in(places: Iterable[str]) -> EmergencyPath:
    """The path of the nearest place that has one."""
    return next(PATHS[place] for place in (*places, "") if place in PATHS)


def check_posting(accepted_on: date, posted_on: date, happened_on: date, today: date) -> None:
    """Raise `INVALID_INPUT` for days out of order: it happened, the works were accepted, it was posted."""
    if not happened_on <= accepted_on <= posted_on <= today:
        raise Refused(InOutcome.EMERGENCY_DAYS)


def posted_until(posted_on: date, path: EmergencyPath, calendar: Calendar | None = None) -> date | None:
    """The last day of the posting; `None` where the article names no days."""
    return last_day(posted_on, path.days, calendar) if path.days else None
