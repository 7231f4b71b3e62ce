"""Whether papers and results of owners' votes in the store are those that were entered and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from deliberation.audit.queries import noted
from deliberation.audit.record import mark_holds
from deliberation.db import db
from deliberation.kernel.digest import digest
from deliberation.kernel.sealing import result_hash
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersVote
from deliberation.owners.queries.results import box_of, signatures
from deliberation.owners.rules.papers import Content

STANDING = frozenset({"COUNTED", "CERTIFIED", "ANNOUNCED", "ANNULLED"})
"""States in which a count stands."""


def marked(vote: OwnersVote) -> dict[str, Any]:
    """What the log's mark of a count covers: every voter's area and delivery, every confirmed paper."""
    box = box_of(vote.id)
    voters = [[v.voter_id, v.area, v.proved] for v in box.voters]
    papers = [[p.voter_id, p.sequence, p.content.to_json(), box.channels[p.voter_id, p.sequence]] for p in box.papers]
    return {"vote": vote.id, "box": digest(voters, papers)}


def changed_owners_votes() -> list[str]:
    """A sentence for each thing that does not fit; none where everything is as it was entered and counted."""
    counts = dict(noted("owners_vote.count", "owners_vote"))  # the last one of each vote
    erased = dict(noted("owners_archive.erase", "owners_vote"))
    said: list[str] = []
    for vote in db.session.scalars(select(OwnersVote).order_by(OwnersVote.id)):
        wrong = [*_wrong_papers(vote), *_wrong_count(vote, counts.get(vote.id))]
        if vote.papers_erased_on is not None and vote.id not in erased:
            wrong.append("标为已到期删除，日志里没有这次删除")
        said += [f"业主表决 {vote.id}：{what}" for what in wrong]
    return said


def _wrong_count(vote: OwnersVote, facts: dict[str, Any] | None) -> Iterator[str]:
    if vote.state not in STANDING:
        return
    if vote.result is None or result_hash(vote.frozen or {}, vote.frozen_hash or "", vote.result) != vote.result_hash:
        yield "结果与它的校验码不符"
    if facts is None or facts["hash"] != vote.result_hash:
        yield "结果与日志里记下的不符"
    is_kept = vote.papers_erased_on is None
    if is_kept and facts and "mark" in facts and not mark_holds(facts["mark"], "box", **marked(vote)):
        yield "表决票与计票时的不是同一批：计票以后有票、面积或送达被改动过"
    if any(signed.result_hash != vote.result_hash for signed in signatures(vote.id).values()):
        yield "计票人、监票人签的不是这个结果"


def _wrong_papers(vote: OwnersVote) -> Iterator[str]:
    """Confirmed papers that say something else than the two entries, or the one that settled them, behind them."""
    wanted = (
        select(OwnersPaper, OwnersEntry)
        .join(OwnersEntry, OwnersEntry.paper_id == OwnersPaper.id)
        .where(OwnersPaper.vote_id == vote.id, OwnersPaper.state == "CONFIRMED")
        .order_by(OwnersPaper.id, OwnersEntry.round)
    )
    last: dict[int, tuple[OwnersPaper, OwnersEntry]] = {}
    for paper, entry in db.session.execute(wanted):
        last[paper.id] = (paper, entry)
    for paper, entry in last.values():
        entered = Content.from_json(entry.content)
        if entered.differs_from(Content.from_json(paper.content or {})):
            yield f"票号 {paper.voter.number} 的表决票与录入的不符"
