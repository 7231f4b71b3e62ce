"""The files of lists that stand inside pages of the owners' side: what the page shows, names masked as there."""

from __future__ import annotations

from typing import Any

from deliberation.owners.access import petition_for
from deliberation.owners.actions import emergency, petitions, proxies, representatives, steps
from deliberation.owners.actions import official as importing
from deliberation.owners.papers import names_masked
from deliberation.owners.queries import entry, official, scope
from deliberation.owners.queries import petitions as demands
from deliberation.owners.queries import representatives as carriers
from deliberation.owners.queries.elections import all_recorded
from deliberation.owners.queries.emergency import emergency_uses
from deliberation.owners.queries.steps import turnovers
from deliberation.owners.rules.entry import rooms_in_words
from deliberation.owners.rules.flows import PAPER_FLOW
from deliberation.owners.rules.petitions import PETITION_FLOW, PETITION_KINDS
from deliberation.owners.rules.proxies import AGENT_KINDS
from deliberation.owners.views.entry import PERMISSION as ENTER
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.rules.parts import Part
from deliberation.rows import Given
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor, here

DESK = "/desk/<compound_slug>"
VOTE = f"{DESK}/owners-votes/<int:vote_id>"


def _place() -> Part:
    return Part(asking.words("building", 30), asking.words("entrance", 30))


def _where(one: Any) -> str:
    return rooms_in_words(one.building, one.rooms)


PETITIONS = Listing(
    "业主提议",
    columns=(
        Column("名称", lambda one: one.title, 40),
        Column("种类", lambda one: PETITION_KINDS[one.kind], 30),
        Column("状态", lambda one: PETITION_FLOW.label(one.state), 12),
        Column("登记时间", lambda one: one.created_at, 18),
        Column("递交日期", lambda one: one.handed_on, 12),
        Column("最晚提请表决", lambda one: one.due_on, 14),
        Column("撤回的理由", lambda one: one.drop_reason, 30),
    ),
)


@PETITIONS.files(blueprint, f"{DESK}/owners-petitions")
@guard(petitions.KEEP)
def petitions_sheet(sheet: str) -> Any:
    """Every demand of the compound."""
    return PETITIONS.file(sheet, Given(demands.petitions(compound().id)))


SIGNERS = Listing(
    "签名的业主",
    columns=(
        Column("房号", _where, 24),
        Column("业主", lambda one: names_masked(one.names), 14),
        Column("签名日期", lambda one: one.signed_on, 12),
        Column("签名纸", lambda one: one.paper, 20),
        Column("撤回日期", lambda one: one.withdrawn_on, 12),
    ),
)


@SIGNERS.files(blueprint, f"{DESK}/owners-petitions/<int:petition_id>/signers")
@guard(petitions.KEEP)
def signers_sheet(petition_id: int, sheet: str) -> Any:
    """Who signed a demand."""
    found = here(petition_for(current_actor(), petitions.KEEP, petition_id))
    return SIGNERS.file(sheet, demands.signers(found.id, asking.words("signer")))


PROXIES = Listing(
    "授权委托",
    columns=(
        Column("票号", lambda one: one[1].number, 8),
        Column("房号", lambda one: _where(one[1]), 24),
        Column("业主", lambda one: names_masked(one[1].names[:1]), 12),
        Column("代理人", lambda one: one[0].agent, 14),
        Column("代理人是谁", lambda one: AGENT_KINDS[one[0].agent_kind], 18),
        Column("委托到", lambda one: one[0].until, 12),
        Column("备注", lambda one: one[0].note, 24),
    ),
)


@PROXIES.files(blueprint, f"{VOTE}/proxies")
@guard(proxies.PERMISSION)
def proxies_sheet(vote_id: int, sheet: str) -> Any:
    """The letters of a vote."""
    vote = vote_here(proxies.PERMISSION, vote_id)
    return PROXIES.file(sheet, entry.proxies(vote.id, _place(), asking.words("q")))


PAPERS = Listing(
    "待录的票",  # how far each is, never what it says
    columns=(
        Column("票号", lambda one: one.voter.number, 8),
        Column("房号", lambda one: _where(one.voter), 24),
        Column("第几张", lambda one: one.sequence, 8),
        Column("状态", lambda one: PAPER_FLOW.label(one.state), 16),
        Column("收到时间", lambda one: one.received_at, 18),
    ),
)
UNFINISHED = ("DIFFERENT", "ANEW", "ENTERED_ONCE")


@PAPERS.files(blueprint, f"{VOTE}/entry/waiting")
@guard(ENTER)
def papers_sheet(vote_id: int, sheet: str) -> Any:
    """The papers that wait for somebody."""
    vote = vote_here(ENTER, vote_id)
    return PAPERS.file(sheet, entry.unfinished(vote.id, UNFINISHED, _place(), asking.words("q")))


IMPORTS = Listing(
    "官方电子投票结果",
    columns=(
        Column("文件", lambda one: one.file_name, 30),
        Column("来源", lambda one: one.source, 30),
        Column("读入时间", lambda one: one.at, 18),
        Column("票数", lambda one: one.rows, 8),
        Column("状态", lambda one: official.STATES[one.state], 10),
        Column("确认时间", lambda one: one.confirmed_at, 18),
        Column("校验码", lambda one: one.file_hash, 66),
    ),
)


@IMPORTS.files(blueprint, f"{VOTE}/official")
@guard(importing.PERMISSION)
def imports_sheet(vote_id: int, sheet: str) -> Any:
    """The files of the city's system that were read in."""
    return IMPORTS.file(sheet, Given(official.imports(vote_here(importing.PERMISSION, vote_id).id)))


REPRESENTATIVES = Listing(
    "业主代表",
    columns=(
        Column("姓名", lambda one: one.name, 12),
        Column("楼栋", lambda one: one.building, 10),
        Column("单元", lambda one: one.entrance, 10),
        Column("推选日期", lambda one: one.elected_on, 12),
    ),
)


@REPRESENTATIVES.files(blueprint, f"{VOTE}/representatives")
@guard(representatives.PERMISSION)
def representatives_sheet(vote_id: int, sheet: str) -> Any:
    """Who carries the signed opinions of which building."""
    found = carriers.representatives(vote_here(representatives.PERMISSION, vote_id).id)
    return REPRESENTATIVES.file(sheet, Given(found))


USES = Listing(
    "应急使用维修资金",
    columns=(
        Column("名称", lambda one: one.title, 40),
        Column("情况", lambda one: one.situation, 60),
        Column("发生日期", lambda one: one.happened_on, 12),
        Column("谁确认", lambda one: one.confirmed_by, 24),
        Column("谁批准", lambda one: one.granted_by, 24),
        Column("依据", lambda one: one.source, 30),
        Column("验收日期", lambda one: one.accepted_on, 12),
        Column("公示开始", lambda one: one.posted_on, 12),
        Column("公示到", lambda one: one.posted_until, 12),
        Column("结果", lambda one: one.result, 60),
    ),
)


@USES.files(blueprint, f"{DESK}/emergency-uses")
@guard(emergency.KEEP)
def emergency_sheet(sheet: str) -> Any:
    """Every emergency use of the repair fund."""
    return USES.file(sheet, Given(emergency_uses(compound().id)))


TURNOVERS = Listing(
    "换届期间",
    columns=(
        Column("开始", lambda one: one.began_on, 12),
        Column("结束", lambda one: one.ended_on, 12),
        Column("备注", lambda one: one.note, 40),
    ),
)


@TURNOVERS.files(blueprint, f"{DESK}/owners-turnovers")
@guard(steps.TURNOVER)
def turnovers_sheet(sheet: str) -> Any:
    """Every time in which a new committee was formed."""
    return TURNOVERS.file(sheet, Given(turnovers(compound().id)))


INTERESTED = Listing(
    "有利害关系的业主",
    columns=(
        Column("是谁", lambda one: "申请人" if one.part == scope.APPLICANT else "有利害关系的业主", 20),
        Column("房屋", lambda one: scope.door_of(one).label, 24),
        Column("受什么影响、凭什么证明", lambda one: one.reason, 60),
        Column("登记时间", lambda one: one.added_at, 18),
    ),
)


@INTERESTED.files(blueprint, f"{VOTE}/interested")
@guard("owners_vote.read")
def interested_sheet(vote_id: int, sheet: str) -> Any:
    """Applicant and claimants of a vote by 民法典 279."""
    return INTERESTED.file(sheet, Given(scope.interest_rows(vote_here("owners_vote.read", vote_id).id)))


COMMITTEES = Listing(
    "在别处选出的业委会",
    columns=(
        Column("选出日期", lambda one: one.elected_on, 12),
        Column("任期开始", lambda one: one.begins_on, 12),
        Column("任期结束", lambda one: one.ends_on, 12),
        Column("委员", lambda one: len(one.members), 8),
        Column("候补委员", lambda one: len(one.alternates), 10),
        Column("备案日期", lambda one: one.filed_on, 12),
        Column("备案说明", lambda one: one.filing_note, 24),
        Column("登记依据", lambda one: one.document, 30),
        Column("登记时间", lambda one: one.recorded_at, 18),
        Column("更正的理由", lambda one: one.reason, 30),
        Column("划去的理由", lambda one: one.struck_reason, 30),
    ),
)


@COMMITTEES.files(blueprint, f"{DESK}/owners-committees")
@guard(steps.TURNOVER)
def committees_sheet(sheet: str) -> Any:
    """Every committee recorded from elsewhere, corrections and what was struck too."""
    return COMMITTEES.file(sheet, Given(all_recorded(compound().id)))
