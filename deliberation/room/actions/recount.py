"""Recounting a closed vote from its stored ballots: the published numbers must come out again."""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.db import db
from deliberation.kernel.digest import digest
from deliberation.kernel.recounting import DIFFERS, compare_results
from deliberation.room.actions.voting import result_of
from deliberation.room.models import Vote


@dataclass(frozen=True, slots=True)
class Recount:
    """Whether tally, verdict and both hashes came out as published, and what to print."""

    matches: bool
    sentence: str


def recount(vote_id: int) -> Recount | None:
    """Judge the stored ballots by the frozen rule again; `None` when there is no such closed vote."""
    vote = db.session.get(Vote, vote_id)
    if vote is None or vote.state != "CLOSED" or vote.result is None:
        return None
    again = result_of(vote)
    untouched = digest(vote.frozen) == vote.frozen_hash and digest(vote.frozen, vote.result) == vote.result_hash
    found = compare_results(vote.result, again, {"": (vote.result["verdict"], again["verdict"])}, ("tally",))
    matches, said = found if untouched else (False, DIFFERS)
    return Recount(matches, f"表决 {vote_id}：{again['verdict']['sentence']}{said}。")
