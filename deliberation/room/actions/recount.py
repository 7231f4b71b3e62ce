"""Recounting a closed vote from its stored ballots: the published numbers must come out again."""

from __future__ import annotations

from deliberation.db import db
from deliberation.kernel.recounting import Recount, recounted
from deliberation.kernel.sealing import Sealed
from deliberation.room.actions.voting import result_of
from deliberation.room.models import Vote


def recount(vote_id: int) -> Recount | None:
    """Judge the stored ballots by the frozen rule again; `None` when there is no such closed vote."""
    vote = db.session.get(Vote, vote_id)
    if vote is None or vote.state != "CLOSED" or vote.result is None:
        return None
    again = result_of(vote)
    sealed = Sealed(vote.frozen, vote.frozen_hash, vote.result, vote.result_hash or "")
    matches, said = recounted(sealed, again, {"": ""})
    return Recount(matches, f"表决 {vote_id}：{again['verdict']['sentence']}{said}。")
