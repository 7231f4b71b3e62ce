"""Reading a compound's votes of the owners for the desk: the list, what waits, the next step of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.owners.models import OwnersMatter, OwnersQuestion, OwnersVote
from deliberation.owners.queries import waiting_matters
from deliberation.owners.queries.results import verdict_json
from deliberation.owners.rules.rounds import NextRound, next_round
from deliberation.roster.models import Roster
from deliberation.roster.queries import active_roster
from deliberation.rows import Rows
from deliberation.search import matches


@dataclass(frozen=True, slots=True)
class WaitingMatter:
    """What waits for the owners: its title, and the vote in which it stands on the ballot, if one runs."""

    matter: OwnersMatter
    title: str
    topic_id: int | None
    vote: OwnersVote | None


def votes(compound_id: int, state: str, q: str = "") -> Rows:
    """The votes of a compound, newest first; all states where `state` is empty, `q` in the title."""
    wanted = select(OwnersVote).where(OwnersVote.compound_id == compound_id)
    if state:
        wanted = wanted.where(OwnersVote.state == state)
    if q:
        wanted = wanted.where(matches(q, OwnersVote.search))
    return Rows(wanted.order_by(OwnersVote.id.desc()))


def waiting(compound_id: int) -> list[WaitingMatter]:
    """What waits for the owners, oldest first, each with the vote that runs on it; three statements."""
    matters = waiting_matters(compound_id)
    titles = _titles([m.topic_id for m in matters if m.topic_id is not None])
    running = running_on([m.id for m in matters])
    return [WaitingMatter(m, titles.get(m.topic_id or 0, ""), m.topic_id, running.get(m.id)) for m in matters]


def _titles(topic_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(Topic.id, Topic.title).where(Topic.id.in_(topic_ids)))
    return {row.id: row.title for row in rows}


def running_on(matter_ids: Sequence[int]) -> dict[int, OwnersVote]:
    """The vote that runs on each of these matters, or the newest that is still prepared."""
    over = ("VOIDED", "CANCELLED", "ANNOUNCED", "ANNULLED")
    rows = db.session.execute(
        select(OwnersQuestion.matter_id, OwnersVote)
        .join(OwnersVote, OwnersVote.id == OwnersQuestion.vote_id)
        .where(OwnersQuestion.matter_id.in_(matter_ids), OwnersVote.state.not_in(over))
        .order_by(OwnersVote.id)
    )
    return {row.matter_id: row.OwnersVote for row in rows}


def left_open(matter_ids: Sequence[int]) -> dict[int, NextRound]:
    """What the last announced vote on each of these matters left to another round, where it left something."""
    rows = db.session.execute(
        select(OwnersQuestion.matter_id, OwnersQuestion.number, OwnersQuestion.method, OwnersVote)
        .join(OwnersVote, OwnersVote.id == OwnersQuestion.vote_id)
        .where(OwnersQuestion.matter_id.in_(matter_ids), OwnersVote.state == "ANNOUNCED")
        .order_by(OwnersVote.announced_at, OwnersVote.id)
    )
    last = {row.matter_id: next_round(row.method, verdict_json(row.OwnersVote, row.number) or {}) for row in rows}
    return {matter_id: left for matter_id, left in last.items() if left is not None}


def roster_of(vote: OwnersVote) -> Roster | None:
    """The roster a vote was opened with; before that the one that would be used."""
    if vote.roster_id is not None:
        return db.session.get(Roster, vote.roster_id)
    return active_roster(vote.compound_id)


def titles_under_way_with(roster_id: int) -> list[str]:
    """The titles of votes that were opened with this roster and whose result is not posted yet, oldest first."""
    under_way = ("OPEN", "CLOSED", "COUNTED", "CERTIFIED")
    wanted = select(OwnersVote.title).where(OwnersVote.roster_id == roster_id, OwnersVote.state.in_(under_way))
    return list(db.session.scalars(wanted.order_by(OwnersVote.id)))
