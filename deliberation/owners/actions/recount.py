"""Recounting an owners' vote from its papers: the published numbers must come out again (DESIGN 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.days import day_text
from deliberation.kernel.digest import digest
from deliberation.kernel.recounting import DIFFERS, compare_results
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.queries import results
from deliberation.owners.rules.electorate import Voter, as_hashed
from deliberation.owners.rules.tally import result_of


@dataclass(frozen=True, slots=True)
class OwnersRecount:
    """Whether result, electorate and both hashes came out as published, and what to print.

    A result that an earlier edition counted is compared by its numbers and outcomes; where the same votes are judged
    otherwise by now, it does not match and the sentence says what was published and what comes out.
    """

    matches: bool
    sentence: str


def recount(vote_id: int) -> OwnersRecount | None:
    """Count the confirmed papers by the frozen rule again; `None` when there is no such counted vote."""
    vote = db.session.get(OwnersVote, vote_id)
    if vote is None or vote.result is None or vote.frozen is None:
        return None
    if vote.papers_erased_on is not None:
        return _without_papers(vote)
    again = result_of(vote.frozen, results.box_of(vote.id))
    untouched = (
        digest(vote.frozen, as_hashed(_electorate(vote.id), vote.frozen)) == vote.frozen_hash
        and digest(vote.frozen_hash, vote.result) == vote.result_hash
    )
    questions = {f"第 {n} 项": (vote.result["questions"].get(n), one) for n, one in again["questions"].items()}
    found = compare_results(vote.result, again, questions, ("figures",))
    matches, verdict = found if untouched else (False, DIFFERS)
    said = "；".join(f"第 {n} 项：{judged['sentence']}" for n, judged in sorted(again["questions"].items()))
    return OwnersRecount(matches, f"业主表决 {vote_id}：{said}{verdict}。")


def _without_papers(vote: OwnersVote) -> OwnersRecount:
    """What can still be held against the posted result once the papers are gone: its own hash."""
    matches = digest(vote.frozen_hash, vote.result) == vote.result_hash
    since = day_text(vote.papers_erased_on) if vote.papers_erased_on else ""
    gone = f"票和名单已在{since}保存期满后删除，不能再计一遍；"
    said = "公布的结果与它的校验码相符" if matches else "公布的结果与它的校验码不符"
    return OwnersRecount(matches, f"业主表决 {vote.id}：{gone}{said}。")


def _electorate(vote_id: int) -> list[Voter]:
    """The frozen voters as they were when the vote opened."""
    rows = db.session.scalars(select(OwnersVoter).where(OwnersVoter.vote_id == vote_id).order_by(OwnersVoter.number))
    return [
        Voter(
            number=row.number, owner_id=row.owner_id or 0, names=tuple(row.names), voter_name=row.voter_name,
            phone=row.phone, building=row.building, rooms=tuple(row.rooms), area=row.area,
            is_developer=row.is_developer, entrance=row.entrance,
        )
        for row in rows
    ]  # fmt: skip
