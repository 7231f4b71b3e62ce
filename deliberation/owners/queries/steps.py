"""Reading what a vote still needs before its notice or its count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from deliberation.db import db
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersPetition, OwnersTurnover, OwnersVote, OwnersVoteStep
from deliberation.owners.rules import freeze
from deliberation.owners.rules.steps_before import Asked, Done, Need, When, all_lacking, lacking, needs, seems

Kept = dict[tuple[str, str], Done]


@dataclass(frozen=True, slots=True)
class Line:
    """One step on the page: what is needed, how it was recorded, what it still lacks (empty: nothing)."""

    need: Need
    done: Done | None
    lacks: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A question that is held back, and the exception that was recorded for it."""

    held: freeze.Held
    done: Done | None


def asked(vote: OwnersVote) -> list[Asked]:
    """The questions of a vote as the requirements read them."""
    return [Asked(q.number, q.title, q.item, q.subject) for q in vote.questions]


def unmarked(vote: OwnersVote) -> list[tuple[int, str]]:
    """Questions, by number, whose words speak of a subject that nobody chose: their steps are not asked for."""
    if vote.kind != "OWNERS" or vote.state != "PREPARED":
        return []
    found = [(q.number, seems(q.title, q.text, q.item)) for q in vote.questions if not q.subject]
    return [(number, subject) for number, subject in found if subject]


def places(vote: OwnersVote) -> tuple[str, ...]:
    """The places whose law counts for a vote, nearest first."""
    return places_of(db.session.get_one(Compound, vote.compound_id))


def needs_of(vote: OwnersVote) -> list[Need]:
    """What the law of its place asks for before this vote."""
    return needs(places(vote), vote.kind, asked(vote))


def done_of(vote: OwnersVote) -> Kept:
    """The steps that were recorded, by code and question's title; a recall that owners demanded stands on that."""
    wanted = select(OwnersVoteStep).where(OwnersVoteStep.vote_id == vote.id)
    kept = {(one.code, one.title): Done(one.done_on, one.note, one.is_waived) for one in db.session.scalars(wanted)}
    petition = db.session.get(OwnersPetition, vote.petition_id) if vote.petition_id is not None else None
    if petition is not None and petition.kind == "RECALL":
        kept |= {
            ("RECALL_DEMAND", q.title): Done(petition.handed_on, petition.title, is_waived=False)
            for q in vote.questions
        }
    return kept


def lines(vote: OwnersVote, on: date, when: When | None = None) -> list[Line]:
    """Every step of a vote as it stands on a day; of one moment only if `when` is given."""
    done = done_of(vote)
    found = [need for need in needs_of(vote) if when in {None, need.requirement.when}]
    return [
        Line(need, kept, lacking(need, kept, on))
        for need in found
        for kept in [done.get((need.requirement.code, need.title))]
    ]


def turnover(compound_id: int, on: date) -> OwnersTurnover | None:
    """The time of forming a new committee in which a day falls, if it does."""
    wanted = select(OwnersTurnover).where(
        OwnersTurnover.compound_id == compound_id,
        OwnersTurnover.began_on <= on,
        or_(OwnersTurnover.ended_on.is_(None), OwnersTurnover.ended_on > on),
    )
    return db.session.scalar(wanted.order_by(OwnersTurnover.id.desc()).limit(1))


def turnovers(compound_id: int) -> list[OwnersTurnover]:
    """Every time of forming a new committee, newest first."""
    wanted = select(OwnersTurnover).where(OwnersTurnover.compound_id == compound_id)
    return list(db.session.scalars(wanted.order_by(OwnersTurnover.began_on.desc(), OwnersTurnover.id.desc())))


def held_lines(vote: OwnersVote, on: date) -> list[HeldLine]:
    """The questions that may not be put to the owners on that day, because the committee is being formed anew."""
    if turnover(vote.compound_id, on) is None:
        return []
    done = done_of(vote)
    found = freeze.held(places(vote), vote.kind, asked(vote))
    return [HeldLine(one, done.get((freeze.CODE, one.question.title))) for one in found]


def missing(vote: OwnersVote, on: date, when: When) -> list[str]:
    """Everything that refuses the notice, or the count, on that day; each in words with its article."""
    wanted = [need for need in needs_of(vote) if need.requirement.binds and need.requirement.when == when]
    held = freeze.held(places(vote), vote.kind, asked(vote)) if when == "NOTICE" else []
    is_frozen = bool(held) and turnover(vote.compound_id, on) is not None
    if not wanted and not is_frozen:
        return []
    done = done_of(vote)
    return all_lacking(wanted, done, on, when) + (freeze.still_held(held, done) if is_frozen else [])
