"""Reading for the entry of papers: one owner, what waits, how far each building is. Never how anyone voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from deliberation.db import db
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.typed import folded
from deliberation.organisation.models import Person
from deliberation.organisation.rules.owners import OwnersRules, parse_owners
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersProxy, OwnersVote, OwnersVoter
from deliberation.owners.rules.delivery import ballot_meant
from deliberation.owners.rules.entry import Entered, Step, next_step
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.representatives import CHANNEL as REPRESENTATIVE
from deliberation.roster.models import RosterOwner
from deliberation.roster.queries.rosters import standing_at
from deliberation.roster.rules.parts import Part
from deliberation.rows import Rows
from deliberation.search import holds, stands_at

PER_PAGE = 50
ANYWHERE = Part("")
_PLACE = (OwnersVoter.building, OwnersVoter.entrance)


@dataclass(frozen=True, slots=True)
class Building:
    """How far a building or an entrance is: owners asked, ballots delivered, owners who handed in a paper, the entry.

    `returned` are owners; `once` and `different` are papers that still need somebody.
    """

    name: str
    asked: int
    delivered: int
    undeliverable: int
    returned: int
    once: int
    different: int
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The paper that a person has just entered: with its round and what that person wrote."""

    paper: OwnersPaper
    round: int
    content: Content


def asked(vote: OwnersVote) -> Sequence[Mapping[str, Any]]:
    """The questions as they were frozen when the vote opened."""
    questions: list[dict[str, Any]] = (vote.frozen or {})["questions"]
    return questions


def frozen_rules(vote: OwnersVote) -> OwnersRules:
    """The rules as they were frozen when the vote opened."""
    return parse_owners((vote.frozen or {})["profile"])


def opened_vote(vote_id: int) -> OwnersVote:
    """A vote that has been opened, unchecked: what it asks is public. Raises `NOT_FOUND` for any other."""
    vote = db.session.get(OwnersVote, vote_id)
    if vote is None or vote.frozen is None:
        raise Refused(Reason.NOT_FOUND)
    return vote


def voter_of(vote: OwnersVote, number: int) -> OwnersVoter:
    """The owner with this ballot number; `INVALID_INPUT` says which numbers there are."""
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id, OwnersVoter.number == number)
    voter = db.session.scalar(wanted)
    if voter is None:
        raise Refused(InEntry.NUMBER_UNKNOWN, number=number, heads=vote.heads)
    return voter


def papers_of(voter_id: int) -> list[OwnersPaper]:
    """The papers of one owner in the order in which they came."""
    wanted = select(OwnersPaper).where(OwnersPaper.voter_id == voter_id).order_by(OwnersPaper.sequence)
    return list(db.session.scalars(wanted))


def entries_of(paper_id: int) -> dict[int, OwnersEntry]:
    """The entries of one paper, by round."""
    found = db.session.scalars(select(OwnersEntry).where(OwnersEntry.paper_id == paper_id, OwnersEntry.round > 0))
    return {entry.round: entry for entry in found}


def anew_of(paper_id: int) -> OwnersEntry | None:
    """Who had earlier entries of this paper thrown away, if somebody had."""
    return db.session.scalar(select(OwnersEntry).where(OwnersEntry.paper_id == paper_id, OwnersEntry.round == 0))


def first_by(papers: Sequence[OwnersPaper]) -> dict[int, int]:
    """Who made the first entry of these papers: paper → person; one statement."""
    wanted = select(OwnersEntry.paper_id, OwnersEntry.entered_by_id).where(
        OwnersEntry.paper_id.in_([p.id for p in papers]), OwnersEntry.round == 1
    )
    return {row.paper_id: row.entered_by_id for row in db.session.execute(wanted)} if papers else {}


def own_content(paper_id: int, person_id: int | None) -> Content | None:
    """What a person wrote when entering this paper first; nobody reads another's."""
    first = entries_of(paper_id).get(1)
    return Content.from_json(first.content) if first and first.entered_by_id == person_id else None


def confirmed(papers: Sequence[OwnersPaper]) -> list[Paper]:
    """The confirmed ones of one owner's papers, for the rule of the first valid paper."""
    return [
        Paper(p.voter_id, p.sequence, Content.from_json(p.content), p.channel == REPRESENTATIVE)
        for p in papers
        if p.content is not None
    ]


def proxy_of(voter_id: int) -> OwnersProxy | None:
    """The agent who may sign for this owner, if a letter is recorded."""
    return db.session.scalar(select(OwnersProxy).where(OwnersProxy.voter_id == voter_id))


def proxies_held(vote_id: int, agent: str, agent_kind: str, except_voter: int) -> int:
    """For how many other owners an agent signs in this vote."""
    wanted = select(func.count()).where(
        OwnersProxy.vote_id == vote_id,
        OwnersProxy.agent == agent,
        OwnersProxy.agent_kind == agent_kind,
        OwnersProxy.voter_id != except_voter,
    )
    return db.session.scalar(wanted) or 0


def is_another_owner(vote: OwnersVote, name: str, voter: OwnersVoter) -> bool:
    """Whether the roster that the vote was opened with names this person as an owner of another home than the voter's.

    Names are compared without blanks; a co-owner of the voter's own home is no other owner.
    """
    alike = holds(RosterOwner.search, folded(name))
    wanted = select(RosterOwner.id, RosterOwner.names).where(RosterOwner.roster_id == vote.roster_id, alike)
    named = (row.names for row in db.session.execute(wanted) if row.id != voter.owner_id)
    return any(name == "".join(one.split()) for names in named for one in names)


def proxies(vote_id: int, place: Part = ANYWHERE, q: str = "") -> Rows:
    """`(proxy, voter)` of a vote by ballot number, of those who stand there: the agents with whom they sign for.

    `q` is looked for in rooms, ballot numbers and names of agents.
    """
    ids = select(OwnersProxy).join(OwnersVoter, OwnersVoter.id == OwnersProxy.voter_id)
    meant = [is_meant(q, OwnersProxy.search)] if q else []
    ids = ids.where(OwnersProxy.vote_id == vote_id, *standing_in(place), *meant)
    return Rows(ids.order_by(OwnersVoter.number), _with_voters)


def _with_voters(found: list[OwnersProxy]) -> list[tuple[OwnersProxy, OwnersVoter]]:
    who = select(OwnersVoter).where(OwnersVoter.id.in_([p.voter_id for p in found]))
    voters = {v.id: v for v in db.session.scalars(who)} if found else {}
    return [(p, voters[p.voter_id]) for p in found]


def last_entry(vote_id: int, person_id: int | None) -> LastEntry | None:
    """What a person entered last in this vote."""
    wanted = (
        select(OwnersEntry, OwnersPaper)
        .join(OwnersPaper, OwnersPaper.id == OwnersEntry.paper_id)
        .where(OwnersPaper.vote_id == vote_id, OwnersEntry.entered_by_id == person_id, OwnersEntry.round > 0)
        .order_by(OwnersEntry.at.desc(), OwnersEntry.id.desc())
        .limit(1)
    )
    row = db.session.execute(wanted).first()
    return LastEntry(row[1], row[0].round, Content.from_json(row[0].content)) if row else None


def places(vote_id: int) -> list[Building]:
    """The progress of each entrance of each building, in the order of the roster; two statements whatever the size."""
    wanted = (
        select(
            *_PLACE,
            func.count().label("asked"),
            _number_of(OwnersVoter.delivery == "DELIVERED").label("delivered"),
            _number_of(OwnersVoter.delivery == "UNDELIVERABLE").label("undeliverable"),
        )
        .where(OwnersVoter.vote_id == vote_id)
        .group_by(*_PLACE)
        .order_by(func.min(OwnersVoter.number))
    )
    papers = _papers_by_place(vote_id)
    none = {"returned": 0, "once": 0, "different": 0}
    return [
        Building(
            row.building,
            row.asked,
            row.delivered,
            row.undeliverable,
            entrance=row.entrance,
            **papers.get((row.building, row.entrance), none),
        )
        for row in db.session.execute(wanted)
    ]


def _papers_by_place(vote_id: int) -> dict[tuple[str, str], dict[str, int]]:
    wanted = (
        select(
            *_PLACE,
            func.count(OwnersPaper.voter_id.distinct()).label("returned"),
            _number_of(OwnersPaper.state == "ENTERED_ONCE").label("once"),
            _number_of(OwnersPaper.state == "DIFFERENT").label("different"),
        )
        .join(OwnersVoter, OwnersVoter.id == OwnersPaper.voter_id)
        .where(OwnersPaper.vote_id == vote_id)
        .group_by(*_PLACE)
    )
    return {
        (row.building, row.entrance): {"returned": row.returned, "once": row.once, "different": row.different}
        for row in db.session.execute(wanted)
    }


def by_building(lines: Sequence[Building]) -> list[Building]:
    """One line for each building of what `places` found, in the same order."""
    groups: dict[str, list[Building]] = {}
    for line in lines:
        groups.setdefault(line.name, []).append(line)
    return [together(group, name) for name, group in groups.items()]


def _number_of(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def together(lines: Sequence[Building], name: str) -> Building:
    """The sum of the buildings."""
    numbers = ("asked", "delivered", "undeliverable", "returned", "once", "different")
    return Building(name, **{number: sum(getattr(line, number) for line in lines) for number in numbers})


@dataclass(frozen=True, slots=True)
class Numbers:
    """How far the entry is: owners with a paper, papers entered once, papers entered differently."""

    returned: int
    once: int
    different: int


def numbers(vote_id: int) -> Numbers:
    """How far the entry of a vote is; one statement."""
    wanted = select(
        func.count(OwnersPaper.voter_id.distinct()),
        _number_of(OwnersPaper.state == "ENTERED_ONCE"),
        _number_of(OwnersPaper.state == "DIFFERENT"),
    ).where(OwnersPaper.vote_id == vote_id)
    return Numbers(*db.session.execute(wanted).one())


def step(papers: Sequence[OwnersPaper], person_id: int | None, *, another: bool = False) -> Step:
    """What this person does with a paper of this owner now."""
    who = first_by(papers)
    return next_step([Entered(p.id, p.sequence, p.state, who.get(p.id, 0)) for p in papers], person_id, another=another)


def different(vote_id: int, paper_id: int) -> OwnersPaper:
    """A paper of this vote on which two entries differ. Raises `NOT_FOUND` for any other: only here both are shown."""
    wanted = select(OwnersPaper).where(
        OwnersPaper.id == paper_id, OwnersPaper.vote_id == vote_id, OwnersPaper.state == "DIFFERENT"
    )
    paper = db.session.scalar(wanted)
    if paper is None:
        raise Refused(Reason.NOT_FOUND)
    return paper


def both(paper: OwnersPaper) -> dict[int, Content]:
    """What both people entered, by round."""
    return {number: Content.from_json(entry.content) for number, entry in entries_of(paper.id).items()}


def unfinished(vote_id: int, states: Sequence[str], place: Part | None = None, q: str = "") -> Rows:
    """The papers in these states (ENTERED_ONCE, DIFFERENT, ANEW), by ballot number; of a `place`, of rooms with `q`."""
    wanted = _in_state(vote_id, *states)
    if place is not None:
        wanted = wanted.where(*standing_in(place))
    if q:
        wanted = wanted.where(is_meant(q))
    return Rows(wanted)


def is_meant(q: str, *columns: Any) -> ColumnElement[bool]:
    """That a voter is meant by a room or a ballot number, or the words stand in a folded column."""
    number, here = ballot_meant(q), stands_at(q, OwnersVoter.search, *columns)
    return here if number is None else or_(here, OwnersVoter.number == number)


def standing_in(place: Part) -> list[ColumnElement[bool]]:
    """That an owner of a vote stands in a building, in one entrance of it, or where no entrance is known."""
    return standing_at(place, OwnersVoter.building, OwnersVoter.entrance)


def places_known(vote_id: int) -> list[Part]:
    """Every building and entrance in which somebody is asked, in the order of the roster; one statement."""
    wanted = select(*_PLACE).where(OwnersVoter.vote_id == vote_id).group_by(*_PLACE)
    return [Part(*row) for row in db.session.execute(wanted.order_by(func.min(OwnersVoter.number)))]


def _in_state(vote_id: int, *states: str) -> Select[Any]:
    return (
        select(OwnersPaper)
        .join(OwnersVoter, OwnersVoter.id == OwnersPaper.voter_id)
        .where(OwnersPaper.vote_id == vote_id, OwnersPaper.state.in_(states))
        .order_by(OwnersVoter.number, OwnersPaper.sequence)
    )


def names(person_ids: Sequence[int]) -> dict[int, str]:
    """The names of staff, by id; one statement."""
    wanted = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return {row.id: row.name for row in db.session.execute(wanted)} if person_ids else {}
