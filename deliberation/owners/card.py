"""What the owners' side says of itself: the roster, demands, votes, committees."""

from __future__ import annotations

from typing import Any

from deliberation.collection.card import topic_subject
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.days import day_text
from deliberation.kernel.stage import Beside, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.owners.access import COMMITTEE_PHOTOS, reads_committee_photo, reads_evidence
from deliberation.owners.actions import erasing, periods
from deliberation.owners.models import (
    EmergencyUse,
    OwnersCommittee,
    OwnersEvidence,
    OwnersImport,
    OwnersMatter,
    OwnersPaper,
    OwnersPetition,
    OwnersProxy,
    OwnersTurnover,
    OwnersVote,
)
from deliberation.owners.queries.votes import titles_under_way_with
from deliberation.owners.queries.waiting import waiting
from deliberation.owners.rules.elections import CANDIDATE_FLOW
from deliberation.owners.rules.evidence import KINDS as EVIDENCE_KINDS
from deliberation.owners.rules.flows import OWNERS_FLOW, OWNERS_VOTE_FLOW, PAPER_FLOW
from deliberation.owners.rules.petitions import PETITION_FLOW
from deliberation.owners.views import blueprint
from deliberation.room.card import motion_subject
from deliberation.room.models import Motion
from deliberation.titles import of_rows, titled


def _matter(row: OwnersMatter, slugs: Slugs) -> Subject:
    if row.topic_id is not None:
        return topic_subject(db.session.get_one(Topic, row.topic_id), slugs)
    motion = db.session.get(Motion, row.motion_id) if row.motion_id is not None else None
    return motion_subject(motion, slugs) if motion else Subject("")


def _of_vote(row: Any, _slugs: Slugs) -> Subject:
    """A paper of a vote is named by the vote: whose it is stays out of the log."""
    return Subject(db.session.get_one(OwnersVote, row.vote_id).title)


def _turnover(row: OwnersTurnover, _slugs: Slugs) -> Subject:
    return Subject(_("%(on)s开始的换届", on=day_text(row.began_on)))


def _committee(row: OwnersCommittee, _slugs: Slugs) -> Subject:
    return Subject(_("%(on)s在别处选出的业委会", on=day_text(row.elected_on)))


def _evidence(row: OwnersEvidence, _slugs: Slugs) -> Subject:
    what = EVIDENCE_KINDS[row.what]
    return Subject(f"{what}：{row.title}" if row.title else what)


CARD = Stage(
    "owners",
    blueprint,
    nav=(NavItem(50, "owners.votes", N_("业主表决"), "owners_vote.read"),),
    part_of={"roster": "owners.votes"},
    public_nav=(NavItem(40, "owners.public_votes", N_("业主表决")),),
    flows=(OWNERS_FLOW, OWNERS_VOTE_FLOW, PAPER_FLOW, PETITION_FLOW, CANDIDATE_FLOW),
    kinds=(
        Kind("owners_matter", N_("业主共同决定事项"), of_rows(OwnersMatter, _matter, topic_id=Topic, motion_id=Motion)),
        Kind("owners_vote", N_("业主表决"), of_rows(OwnersVote, titled)),
        Kind("owners_petition", N_("业主提议"), of_rows(OwnersPetition, titled)),
        Kind("owners_evidence", N_("照片凭证"), of_rows(OwnersEvidence, _evidence)),
        Kind("owners_turnover", N_("业委会换届"), of_rows(OwnersTurnover, _turnover)),
        Kind("owners_committee", N_("在别处选出的业委会"), of_rows(OwnersCommittee, _committee)),
        Kind("emergency_use", N_("应急使用维修资金"), of_rows(EmergencyUse, titled)),
        Kind("owners_paper", N_("业主的表决票"), of_rows(OwnersPaper, _of_vote, vote_id=OwnersVote)),
        Kind("owners_proxy", N_("授权委托"), of_rows(OwnersProxy, _of_vote, vote_id=OwnersVote)),
        Kind("owners_import", N_("官方投票结果"), of_rows(OwnersImport, _of_vote, vote_id=OwnersVote)),
    ),
    # What waits of the roster stands after the votes that it serves.
    waiting=(waiting,),
    periodic=(
        Periodic("owners_votes.prolong", periods.prolong, "次业主表决的公告期重新计算，已顺延。"),
        Periodic("owners_proofs.forget", erasing.forget_proofs, "次业主表决的送达凭证保存期满，已删除。"),
        Periodic("owners_periods.lengthen", periods.lengthen, "件业主提议、应急维修公示的期限重新计算，已顺延。"),
    ),
    places={"owners_votes": "owners.votes"},
    beside={
        "topic.more": Beside("owners/_topic_more.html"),
        "topic.outcome": Beside("owners/_topic_outcome.html"),
    },
    offers=Offers(votes_under_way_with=titles_under_way_with),
    photos={"owners_evidence": reads_evidence, COMMITTEE_PHOTOS: reads_committee_photo},
)
