"""Recounting an owners' vote from its papers: the published numbers must come out again (DESIGN 3.5)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.days import day_text
from deliberation.kernel.recounting import Recount, recounted
from deliberation.kernel.sealing import Sealed
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.queries import results
from deliberation.owners.rules.electorate import Voter, as_hashed
from deliberation.owners.rules.tally import result_of


def recount(vote_id: int) -> Recount | None:
    """Count the confirmed papers by the frozen rule again; `None` when there is no such counted vote."""
    vote = db.session.get(OwnersVote, vote_id)
    if vote is None or vote.result is None or vote.frozen is None:
        return None
    if vote.papers_erased_on is not None:
        return _without_papers(vote)
    again = result_of(vote.frozen, results.box_of(vote.id))
    names = {n: f"第 {n} 项" for n in again["questions"]}
    matches, verdict = recounted(_sealed(vote, _electorate(vote.id)), again, names, ("figures",))
    said = "；".join(f"第 {n} 项：{judged['sentence']}" for n, judged in sorted(again["questions"].items()))
    return Recount(matches, f"业主表决 {vote_id}：{said}{verdict}。")


def _without_papers(vote: OwnersVote) -> Recount:
    """What can still be held against the posted result once the papers are gone: its own hash."""
    matches = _sealed(vote).result_holds
    since = day_text(vote.papers_erased_on) if vote.papers_erased_on else ""
    gone = f"票和名单已在{since}保存期满后删除，不能再计一遍；"
    said = "公布的结果与它的校验码相符" if matches else "公布的结果与它的校验码不符"
    return Recount(matches, f"业主表决 {vote.id}：{gone}{said}。")


def _sealed(vote: OwnersVote, voters: Iterable[Voter] = ()) -> Sealed:
    frozen = vote.frozen or {}
    beside = (as_hashed(voters, frozen),)
    return Sealed(frozen, vote.frozen_hash or "", vote.result or {}, vote.result_hash or "", beside)


def _electorate(vote_id: int) -> list[Voter]:
    """The frozen voters as they were when the vote opened."""
    rows = db.session.scalars(select(OwnersVoter).where(OwnersVoter.vote_id == vote_id).order_by(OwnersVoter.number))
    return [
        Voter(
            number=row.number,
            owner_id=row.owner_id or 0,
            names=tuple(row.names),
            voter_name=row.voter_name,
            phone=row.phone,
            building=row.building,
            rooms=tuple(row.rooms),
            area=row.area,
            is_developer=row.is_developer,
            entrance=row.entrance,
        )
        for row in rows
    ]
