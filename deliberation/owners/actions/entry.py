"""Entering the papers that owners hand in: one person, then another without seeing the first (domain 3.3, 4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries.hands import two_hands, two_people
from deliberation.organisation.queries.humans import same_human
from deliberation.owners.access import owners_vote_for, paper_in, voter_in
from deliberation.owners.actions.representatives import representative_in
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries import entry as queries
from deliberation.owners.rules.entry import ENTERED_STATES, Circumstances, judged, may_settle
from deliberation.owners.rules.flows import PAPER_FLOW
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.representatives import CHANNEL as REPRESENTATIVE
from deliberation.owners.rules.representatives import RepresentativeDraft, check_handed_on

PERMISSION = "owners_ballot.enter"
FIRST, SECOND, SETTLED = 1, 2, 3
MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """What the first person enters. `sequence`: which paper of this owner it is, as the page asked for it.

    `received_at` is when the paper came in; `None` is now, and only while papers come in. `representative_id`: the
    representative who handed it on; `None` where the owner handed it in.
    """

    content: Content
    sequence: int = 1
    received_at: datetime | None = None
    representative_id: int | None = None


def register(actor: Actor, vote_id: int, number: int, first: FirstEntry) -> OwnersPaper:
    """初录: a paper of owner `number` is there, and this is what it says (`owners_ballot.enter`).

    The same entry sent twice is one; a paper that is entered anew keeps its place and when it came. Raises
    `ALREADY_DONE` where another desk was faster, `BALLOT_LATE` for a
    paper that came after the closing unless it is registered as void for that, `INVALID_INPUT` for what
    cannot be. A second paper of an owner is `sequence` 2; which of them counts is for the count.
    """
    with transaction():
        vote = _entered_vote(actor, vote_id)
        voter = voter_in(vote, number, lock=True)
        papers = queries.papers_of(voter.id)
        anew = next((p for p in papers if p.state == "ANEW" and p.sequence == first.sequence), None)
        known = _circumstances(vote, voter.id, anew.received_at if anew else _received(vote, first.received_at))
        if known.is_late and first.content.void_reason != "LATE":
            raise Refused(Reason.BALLOT_LATE)
        content = judged(first.content, queries.asked(vote), known)
        again = _sent_twice(actor, papers, first.sequence, content)
        if again is not None:
            return again
        if anew is None and first.sequence != len(papers) + 1:
            raise Refused(InEntry.ENTERED_ELSEWHERE, number=number)
        if anew is not None:
            paper, act = anew, "owners_ballot.enter_first"
        else:
            paper, act = _new_paper(vote, voter, first, known.received_at), PERMISSION
        _write(actor, paper, FIRST, content)
        in_order_of_receipt([*(p for p in papers if p is not paper), paper])
        happened(actor, act, paper, compound_id=vote.compound_id, vote=vote.id, round=FIRST)
        return paper


def _new_paper(vote: OwnersVote, voter: OwnersVoter, first: FirstEntry, received_at: datetime) -> OwnersPaper:
    paper = OwnersPaper(
        vote_id=vote.id, voter=voter, sequence=first.sequence, state=PAPER_FLOW.initial, received_at=received_at
    )
    if first.representative_id is not None:
        by = representative_in(vote, first.representative_id)
        carrier = RepresentativeDraft(by.name, by.building, by.entrance, by.elected_on)
        check_handed_on(first.content, voter.building, voter.rooms, carrier)
        paper.channel, paper.representative_id = REPRESENTATIVE, by.id
    db.session.add(paper)
    db.session.flush()  # the entry names the id
    return paper


def _entered_vote(actor: Actor, vote_id: int) -> OwnersVote:
    return owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)


def _received(vote: OwnersVote, given: datetime | None) -> datetime:
    """When the paper came in; after the closing it must be given, since now would make the paper late."""
    now, opened = clock.now(), vote.opened_at or vote.opens_at
    if given is None:
        if now > vote.closes_at:
            raise Refused(InEntry.RECEIVED_MISSING)
        return now
    if given > now:
        raise Refused(InEntry.RECEIVED_IN_FUTURE)
    if given < min(opened, vote.opens_at):
        raise Refused(InEntry.RECEIVED_BEFORE_OPEN)
    return given


def _known(vote: OwnersVote, paper: OwnersPaper) -> Circumstances:
    """What is known of a paper that is there; of one that a representative handed on the owner signs in person."""
    known = _circumstances(vote, paper.voter_id, paper.received_at)
    return replace(known, proxy_until=None) if paper.channel == REPRESENTATIVE else known


def _circumstances(vote: OwnersVote, voter_id: int, received_at: datetime) -> Circumstances:
    proxy = queries.proxy_of(voter_id)
    received_on = clock.day_of(received_at)
    return Circumstances(received_at, received_on, vote.closes_at, proxy.until if proxy else None)


def _sent_twice(actor: Actor, papers: Sequence[OwnersPaper], sequence: int, content: Content) -> OwnersPaper | None:
    """The paper that this very entry has made already (the button was pressed twice)."""
    paper = next((p for p in papers if p.sequence == sequence), None)
    first = queries.entries_of(paper.id).get(FIRST) if paper else None
    same = first is not None and first.entered_by_id == actor.person_id and first.content == content.to_json()
    return paper if same else None


def enter_again(actor: Actor, vote_id: int, paper_id: int, content: Content, number: int | None = None) -> OwnersPaper:
    """复录: another person enters the same paper, blind. Equal → CONFIRMED, else DIFFERENT.

    `number`: the owner whose page it was. Raises `SAME_PERSON` for whoever made the first entry, `ALREADY_DONE` where
    there are two already, `NOT_FOUND` for the paper of another owner.
    """
    with transaction():
        vote = _entered_vote(actor, vote_id)
        paper = paper_in(vote, paper_id, number)
        entries = queries.entries_of(paper.id)
        content = judged(content, queries.asked(vote), _known(vote, paper))
        if paper.state != "ENTERED_ONCE":
            return _second_already(actor, paper, entries.get(SECOND), content)
        two_people(entries[FIRST].entered_by_id, actor.person_id, InEntry.ENTERED_BY_ONE)
        _write(actor, paper, SECOND, content)
        first = Content.from_json(entries[FIRST].content)
        agree = not first.differs_from(content)
        act = "owners_ballot.agree" if agree else "owners_ballot.differ"
        happened(actor, act, paper, compound_id=vote.compound_id, vote=vote.id, round=SECOND)
        if agree:
            _confirm(paper, replace(content, note=content.note or first.note))
        return paper


def _second_already(actor: Actor, paper: OwnersPaper, second: OwnersEntry | None, content: Content) -> OwnersPaper:
    """The button pressed twice is one entry; somebody else's second entry was faster."""
    if second is not None and second.entered_by_id == actor.person_id and second.content == content.to_json():
        return paper
    raise Refused(InEntry.ENTERED_TWICE)


def correct(actor: Actor, vote_id: int, paper_id: int, content: Content, number: int | None = None) -> OwnersPaper:
    """Put one's own first entry right while nobody has entered it again. Raises `FORBIDDEN`, `WRONG_STATE`."""
    with transaction():
        vote = _entered_vote(actor, vote_id)
        paper, entry = _once_entered(vote, paper_id, number)
        if entry.entered_by_id != actor.person_id:
            raise Refused(Reason.FORBIDDEN, who="录入这一遍的人")
        known = _known(vote, paper)
        entry.content, entry.at = judged(content, queries.asked(vote), known).to_json(), clock.now()
        happened(actor, "owners_ballot.correct", paper, compound_id=vote.compound_id, vote=vote.id)
        return paper


def take_back(actor: Actor, vote_id: int, paper_id: int, number: int | None = None) -> None:
    """Undo a first entry, as where the number was mistyped: as if the paper had not been registered.

    Anybody who enters may: whoever mistyped it may have gone home, and no such paper lies in the stack. The log
    names both. A paper that two people had confirmed before waits to be entered anew again. Raises `WRONG_STATE`
    once it was entered again.
    """
    with transaction():
        vote = _entered_vote(actor, vote_id)
        paper, entry = _once_entered(vote, paper_id, number)
        by = entry.entered_by_id
        happened(actor, "owners_ballot.take_back", paper, compound_id=vote.compound_id, vote=vote.id, entered_by=by)
        if queries.anew_of(paper.id) is None:
            forget(paper)
            return
        db.session.delete(entry)


def forget(paper: OwnersPaper) -> None:
    """Take a paper out of the store, with its entries; the owner's other papers move up."""
    others = [p for p in queries.papers_of(paper.voter_id) if p.id != paper.id]
    db.session.execute(delete(OwnersEntry).where(OwnersEntry.paper_id == paper.id))
    db.session.delete(paper)
    db.session.flush()  # its number in the order is free again
    in_order_of_receipt(others)


def _once_entered(vote: OwnersVote, paper_id: int, number: int | None) -> tuple[OwnersPaper, OwnersEntry]:
    paper = paper_in(vote, paper_id, number)
    if paper.state != "ENTERED_ONCE":
        label = PAPER_FLOW.label(paper.state)
        raise Refused(Reason.WRONG_STATE, subject="这张票", state=label, move="再改第一遍")
    return paper, queries.entries_of(paper.id)[FIRST]


def settle(actor: Actor, vote_id: int, paper_id: int, content: Content, reason: str) -> OwnersPaper:
    """核定: what a paper says on which two entries differ, after another look at it, with a reason.

    A third person settles freely; one of the two only on what the other entered (`SAME_PERSON`), so that
    behind every confirmed paper stand two people or a third one.
    """
    with transaction():
        vote = _entered_vote(actor, vote_id)
        paper = paper_in(vote, paper_id)
        PAPER_FLOW.after(paper.state, "owners_ballot.settle")
        content = judged(content, queries.asked(vote), _known(vote, paper))
        entries = queries.entries_of(paper.id)
        mine = same_human(actor.person_id)
        by = {n: actor.person_id or 0 if e.entered_by_id in mine else e.entered_by_id for n, e in entries.items()}
        may_settle(actor.person_id, {n: (by[n], Content.from_json(e.content)) for n, e in entries.items()}, content)
        if all(entry.entered_by_id not in mine for entry in entries.values()):
            for entry in entries.values():
                two_hands(entry.entered_by_id, actor.person_id)
        paper.settled_reason = written_reason(reason)
        _write(actor, paper, SETTLED, content)
        _confirm(paper, content)
        happened(actor, "owners_ballot.settle", paper, compound_id=vote.compound_id, vote=vote.id, round=SETTLED)
        return paper


def written_reason(given: str) -> str:
    """A reason as it is kept, without the blanks around it. Raises `REASON_REQUIRED`, or `INVALID_INPUT` above 300."""
    reason = given.strip()
    if not reason:
        raise Refused(Reason.REASON_REQUIRED)
    if len(reason) > MOST_REASON:
        raise Refused(InEntry.REASON_TOO_LONG, most=MOST_REASON)
    return reason


def _write(actor: Actor, paper: OwnersPaper, number: int, content: Content) -> None:
    db.session.add(
        OwnersEntry(
            paper_id=paper.id,
            round=number,
            content=content.to_json(),
            entered_by_id=actor.person_id or 0,
            at=clock.now(),
        )
    )


def _confirm(paper: OwnersPaper, content: Content) -> None:
    paper.content, paper.confirmed_at = content.to_json(), clock.now()


def in_order_of_receipt(*owners: Sequence[OwnersPaper]) -> None:
    """Number each owner's papers in the order in which they came in, since the first valid one counts."""
    moved: list[tuple[OwnersPaper, int]] = []
    for papers in owners:
        wanted = sorted(papers, key=lambda p: (p.received_at, p.sequence))
        if [p.sequence for p in wanted] != list(range(1, len(wanted) + 1)):
            moved += [(paper, place) for place, paper in enumerate(wanted, start=1)]
    for sign in (-1, 1):  # first out of the way: (voter, sequence) is unique at every moment
        for paper, place in moved:
            paper.sequence = sign * place
        db.session.flush()
