"""What the owners' side prints: ballots with stubs and QR codes, the rule in words, the list of deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import segno
from flask_babel import gettext as _

from deliberation.kernel.days import day_text
from deliberation.kernel.masking import mask_name
from deliberation.organisation.papers import period_words
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.organisation.rules.parties import PARTY_KINDS
from deliberation.organisation.rules.sources import source_of
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.rules.codes import stub_code
from deliberation.owners.rules.evidence import KINDS as KINDS_OF_EVIDENCE
from deliberation.owners.rules.flows import DELIVERY_LABELS, DELIVERY_WAYS
from deliberation.roster.papers import square_metres
from deliberation.web.links import lasting_url
from deliberation.web.listing import Column, Listing

MASK = 3
"""One pattern for all codes: trying all eight for every code takes four times as long, and scanners read any."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One owner's paper: what is typed and scanned. `entry` and `check` are QR codes as data addresses."""

    voter: OwnersVoter
    code: str
    entry: str
    check: str


def qr(address: str) -> str:
    """The QR code of an address as the address of an image that needs no further request."""
    made = segno.make(address, error="m", micro=False, mask=MASK, boost_error=False)
    return made.svg_data_uri(scale=1, border=4, omitsize=True)


def ballots(vote: OwnersVote, voters: Iterable[OwnersVoter], secret: str) -> list[Ballot]:
    """The papers of these owners, about 7 ms each; the code stands on the owner's strip and in no request."""
    return [_ballot(vote, voter, secret) for voter in voters]


def _ballot(vote: OwnersVote, voter: OwnersVoter, secret: str) -> Ballot:
    code = stub_code(secret, vote.id, voter.number, voter.issue)
    at = {"vote_id": vote.id, "number": voter.number}
    return Ballot(
        voter, code, qr(lasting_url("owners.scanned", **at)), qr(f"{lasting_url('owners.ballot', **at)}#{code}")
    )


# The rule in words


def quorum_words(rules: OwnersRules) -> str:
    """How many owners must take part; empty for a survey."""
    if not rules.quorum:
        return ""
    area, heads = (share.threshold.name for share in rules.quorum)
    return str(_("须由专有部分面积占比%(area)s的业主且人数占比%(heads)s的业主参与表决。", area=area, heads=heads))


def majority_words(rules: OwnersRules, decision_class: str) -> str:
    """What makes a question of this class carried."""
    shares = rules.majorities[decision_class]
    if decision_class == "UNANIMOUS":
        return str(
            _("须经有利害关系的业主一致同意（民法典第二百七十九条）。有一人反对就不能通过，没有表态的不算同意。")
        )
    if decision_class == "SURVEY":
        return str(_("只收集意见，不作决定；交回的票%(share)s选了，就列为共同意见。", share=shares[0].threshold.name))
    area, heads = (share.threshold.name for share in shares)
    return str(_("须经参与表决专有部分面积%(area)s的业主且参与表决人数%(heads)s的业主同意。", area=area, heads=heads))


def consequence_words(vote: OwnersVote) -> str:
    """What becomes of a ballot that was delivered and does not come back (domain 3.3; 民法典 279)."""
    if all(question.decision_class == "UNANIMOUS" for question in vote.questions):
        return str(_("不交票的不算同意；有利害关系的业主没有全部同意，就不能通过。"))
    since = day_text(vote.policy_clause_on) if vote.policy_clause_on else ""
    clause = _("依据：%(clause)s（%(day)s通过）。", clause=vote.policy_clause, day=since) if vote.policy_clause else ""
    if vote.policy == "FOLLOW_MAJORITY":
        said = _("请注意：表决票送达后逾期不交回的，视为参与表决，其票权数计入已表决的多数票。")
    elif vote.policy == "ABSTAIN":
        said = _("请注意：签收了表决票的业主，逾期不交回的，或者交回的票没有表态、无效的，算参与表决，按弃权计。")
    else:
        said = _("逾期不交回的，不算参与表决，人数和面积都不计入；参与的业主不够法定比例，本次表决就不成立。")
    return f"{said}{clause}"


def unclear_words(rules: OwnersRules, policy: str) -> str:
    """What a mark is that nobody can read; where silence abstains (`policy` of the vote), so does such a mark."""
    if "ABSTAIN" in (rules.unclear, policy):
        return str(_("一项没有填、填了两处或无法辨认的，该项按弃权计。"))
    return str(_("一项没有填、填了两处或无法辨认的，该项无效。"))


def proxy_words(rules: OwnersRules) -> str:
    """Whether somebody else may sign."""
    if rules.proxy_max == 0:
        return str(_("须由本人填写签名，不能委托别人。"))
    most = _("一名代理人最多代理 %(n)s 位业主。", n=rules.proxy_max) if rules.proxy_max else ""
    barred = "、".join(_(PARTY_KINDS[kind]) for kind in rules.proxy_barred)
    not_they = _("%(kinds)s的人不能当代理人。", kinds=barred) if barred else ""
    letter = _("委托别人填写的，附业主签名的委托书，写明代理人、事项、意见和期限，代理人在票上签名。")
    owners = _("代理人须是本小区其他业主。") if rules.proxy_owners_only else ""
    return f"{letter}{most}{owners}{not_they}"


def posting_words(rules: OwnersRules) -> str:
    """When the result is posted and for how long, with what says so: a default of the platform is called one."""
    period = period_words(rules)
    within = ""
    if rules.announce_within_days:
        source = source_of(rules.sources, "announce_within_days")
        within = _("计票后 %(n)s 天内公告结果%(source)s。", n=rules.announce_within_days, source=_in_brackets(source))
    shown = _("结果张贴%(period)s%(source)s。", period=period, source=_in_brackets(rules.publication_source))
    return f"{within}{shown}"


def _in_brackets(source: str) -> str:
    return f"（{source}）" if source else ""


# Lists


def names_masked(names: Iterable[str]) -> str:
    """The names of a home's owners as every page shows them."""
    return "、".join(mask_name(name) for name in names)


DELIVERY = Listing(
    "送达登记",  # one line for each owner, the names masked as on the page
    columns=(
        Column("票号", lambda one: one.voter.number, 8),
        Column("楼栋", lambda one: one.voter.building, 10),
        Column("单元", lambda one: one.voter.entrance, 10),
        Column("房号", lambda one: "、".join(one.voter.rooms), 14),
        Column("业主", lambda one: names_masked(one.voter.names), 14),
        Column("面积（㎡）", lambda one: square_metres(one.voter.area), 12),
        Column("送达", lambda one: DELIVERY_LABELS[one.voter.delivery], 10),
        Column("方式", lambda one: DELIVERY_WAYS.get(one.voter.delivery_way, ""), 14),
        Column("签收人", lambda one: one.voter.received_by, 12),
        Column("送达时间", lambda one: one.voter.delivered_at, 18),
        Column("备注", lambda one: one.voter.delivery_note, 24),
        Column("凭证照片", lambda one: one.photos or None, 10),
        Column("交票", lambda one: "已交回" if one.is_returned else "", 8),
        Column("第几次印", lambda one: one.voter.issue, 10),
    ),
)

EVIDENCE_COLUMNS = (
    Column("凭证", lambda one: KINDS_OF_EVIDENCE[one.row.what], 14),
    Column("事项", lambda one: one.row.title, 30),
    Column("时间", lambda one: one.row.done_at, 18),
    Column("地点", lambda one: one.row.place, 20),
    Column("谁办的", lambda one: one.row.done_by, 12),
    Column("说明", lambda one: one.row.note, 30),
    Column("照片", lambda one: len(one.photos), 8),
    Column("划去的理由", lambda one: one.row.struck_reason, 30),
)
"""Proofs of postings, steps or a demand: how many photos, not what is on them."""

POSTINGS = Listing("张贴凭证", EVIDENCE_COLUMNS)
