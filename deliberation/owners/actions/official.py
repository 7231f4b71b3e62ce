"""导入官方电子投票结果: one person reads the file in, another one confirms it; all of it or nothing (domain 3.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.queries.hands import two_people
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions.entry import in_order_of_receipt
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersVote
from deliberation.owners.queries import entry as queries
from deliberation.owners.queries import official
from deliberation.owners.rules.entry import ENTERED_STATES
from deliberation.owners.rules.official import Cast, Period, Reading, read_result
from deliberation.owners.rules.papers import Content
from deliberation.sheets.grid import Sheet
from deliberation.sheets.reading import read_sheets

PERMISSION = "owners_ballot.import_official"
CHANNEL = "OFFICIAL_IMPORT"
MOST_SOURCE, MOST_FILE_NAME = 120, 200


def preview(
    actor: Actor,
    vote_id: int,
    source: str,
    file_name: str,
    content: bytes,
    read: Callable[[str, bytes], list[Sheet]] = read_sheets,
) -> OwnersImport:
    """Read the result file of the city's voting system; nothing counts yet (`owners_ballot.import_official`).

    `source` names the system; `read` reads the sheets, a page in a child with bounds. The same file
    read twice is one preview. Raises `INVALID_INPUT` for a file that
    cannot be read and where the vote's rules know no such system, `ALREADY_DONE` for a file confirmed before.
    """
    sheets = read(file_name, content)  # before the transaction: nobody waits for a large file
    with transaction():
        vote = _vote(actor, vote_id)
        source = _text(source)
        file_hash = hashlib.sha256(content).hexdigest()
        known = official.import_with(vote.id, file_hash)
        if known is not None and known.state == "CONFIRMED":
            raise Refused(InEntry.FILE_ALREADY, rows=known.rows)
        abstains = vote.policy == "ABSTAIN"
        period = Period(vote.opens_at, vote.closes_at, clock.now(), silence_abstains=abstains)
        reading = read_result(sheets, queries.asked(vote), official.asked(vote.id), period)
        found = known or OwnersImport(vote_id=vote.id, file_hash=file_hash)
        found.source, found.file_name = source, file_name[-MOST_FILE_NAME:]
        found.state, found.rows, found.reading = "PREVIEW", len(reading.casts), reading.to_json()
        found.imported_by_id, found.at = actor.person_id, clock.now()
        db.session.add(found)
        db.session.flush()  # the audit names the id
        _note(actor, vote, found, "owners_import.preview")
        return found


def confirm(actor: Actor, vote_id: int, import_id: int) -> OwnersImport:
    """Take a previewed file over: one confirmed paper for each row. By somebody else than who read it in.

    An owner with a paper already has two from now on, in the order in which they came; the first valid one
    counts. Raises `SAME_PERSON`, `INVALID_INPUT` while any row has a problem, `WRONG_STATE`.
    """
    with transaction():
        vote = _vote(actor, vote_id)
        found = _previewed(vote, import_id)
        reading = Reading.from_json(found.reading or {})
        two_people(found.imported_by_id, actor.person_id, InEntry.IMPORTER_CONFIRMS)
        if reading.problems or not reading.casts:
            problems = len(reading.problems)
            raise Refused(InEntry.FILE_WRONG, problems=problems) if problems else Refused(InEntry.FILE_EMPTY)
        _check_fresh(vote, reading)
        found.state, found.reading = "CONFIRMED", None
        found.confirmed_by_id, found.confirmed_at = actor.person_id, clock.now()
        _store(vote, found, reading.casts)
        _note(actor, vote, found, "owners_import.confirm")
        return found


def discard(actor: Actor, vote_id: int, import_id: int) -> None:
    """Give a previewed file up: what was read from it is forgotten. Raises `WRONG_STATE`."""
    with transaction():
        vote = _vote(actor, vote_id)
        found = _previewed(vote, import_id)
        found.state, found.reading = "DISCARDED", None
        _note(actor, vote, found, "owners_import.discard")


def _vote(actor: Actor, vote_id: int) -> OwnersVote:
    vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
    if CHANNEL not in queries.frozen_rules(vote).channels:
        raise Refused(InEntry.NO_OFFICIAL_SYSTEM)
    return vote


def _text(source: str) -> str:
    tidy = " ".join(source.split())
    if not tidy:
        raise Refused(InEntry.SOURCE_MISSING)
    if len(tidy) > MOST_SOURCE:
        raise Refused(InEntry.SOURCE_TOO_LONG, most=MOST_SOURCE)
    return tidy


def _previewed(vote: OwnersVote, import_id: int) -> OwnersImport:
    # The vote's row is locked: two confirmations of one file stand in line.
    found = db.session.get(OwnersImport, import_id, populate_existing=True)
    if found is None or found.vote_id != vote.id:
        raise Refused(Reason.NOT_FOUND)
    if found.state != "PREVIEW":
        label = official.STATES[found.state]
        raise Refused(Reason.WRONG_STATE, subject=found.file_name, state=label, move="再确认或放弃")
    return found


def _check_fresh(vote: OwnersVote, reading: Reading) -> None:
    """Another file that was confirmed after this one was read may have brought the same owners."""
    here = {one.number for one in official.asked(vote.id) if one.imported is not None}
    both = sorted(here & {cast.number for cast in reading.casts})
    if both:
        some = "、".join(str(number) for number in both[:5]) + ("等" if both[5:] else "")
        raise Refused(InEntry.IMPORTED_MEANWHILE, numbers=some)


def _note(actor: Actor, vote: OwnersVote, found: OwnersImport, act: str) -> None:
    happened(actor, act, found, compound_id=vote.compound_id, vote=vote.id, rows=found.rows)


def _store(vote: OwnersVote, found: OwnersImport, casts: Sequence[Cast]) -> None:
    """As many statements for two thousand rows as for two; whoever has a paper already has them put in order."""
    ids = official.voter_ids(vote.id)
    earlier = official.papers_by_voter(vote.id)
    rows = [_row(vote, found, ids[cast.number], cast) for cast in casts]
    fresh = [row for row in rows if row["voter_id"] not in earlier]
    if fresh:
        db.session.execute(insert(OwnersPaper), fresh)
    for row in rows:
        papers = earlier.get(row["voter_id"])
        if papers:
            papers.append(OwnersPaper(**{**row, "sequence": len(papers) + 1}))
            db.session.add(papers[-1])
    db.session.flush()  # each has a place before the order is looked at
    in_order_of_receipt(*earlier.values())


def _row(vote: OwnersVote, found: OwnersImport, voter_id: int, cast: Cast) -> dict[str, Any]:
    content = Content("OWNER", {number: tuple(codes) for number, codes in cast.choices.items()})
    return {
        "vote_id": vote.id,
        "voter_id": voter_id,
        "sequence": 1,
        "channel": CHANNEL,
        "state": "CONFIRMED",
        "received_at": datetime.fromisoformat(cast.at),
        "content": content.to_json(),
        "import_id": found.id,
        "confirmed_at": found.confirmed_at,
    }
